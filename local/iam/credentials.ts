/** Access keys of the roles: made once and kept, so that a URL signed before a restart is good after it. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

const Credentials = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
export type Credentials = z.infer<typeof Credentials>;

const FILE = 'credentials.json';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Credentials for each name, from `credentials.json` in the state's folder; missing ones are made and kept there. */
export function keptCredentials(stateDir: string, names: readonly string[]): ReadonlyMap<string, Credentials> {
  const path = join(stateDir, FILE);
  const kept = readKept(path);
  const missing = names.filter((name) => kept[name] === undefined);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = makeCredentials();
    mkdirSync(stateDir, { recursive: true });
    writeFileSync(`${path}.new`, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  }
  return new Map(Object.entries(kept));
}

function readKept(path: string): Record<string, Credentials> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  return z.record(z.string(), Credentials).parse(JSON.parse(text));
}

function makeCredentials(): Credentials {
  const id = [...randomBytes(16)].map((byte) => BASE32[byte % 32]).join('');
  return { accessKeyId: `AKIA${id}`, secretAccessKey: randomBytes(30).toString('base64') };
}
