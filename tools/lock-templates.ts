import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/**
 * Publishes template versions: adds the SHA-256 of every file that `templates/lock.json` does not know yet. A version that
 * it knows is never changed.
 *
 *     npx node tools/lock-templates.ts
 */
const folder = new URL('../templates/', import.meta.url);
const lockFile = new URL('lock.json', folder);
const known = readLock();

const found = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
  .sort();
const lock = Object.fromEntries(found.map((path) => [path.replace('/', '@').replace(/\.json$/u, ''), createHash('sha256').update(readFileSync(new URL(path, folder))).digest('hex')]));
for (const [version, sha256] of Object.entries(known)) {
  if (lock[version] !== sha256) throw new Error(`Expected ${version} to be the file that was published but received ${lock[version] === undefined ? 'none' : 'other bytes'}; put it back, and publish the change as a new version`);
}
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);

function readLock(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
