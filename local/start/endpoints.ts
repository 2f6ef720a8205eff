/** `endpoints.json`: where the running cloud is, for the command line and for tests. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Endpoints {
  readonly aws: string;
  /** Without a slash at the end. */
  readonly api: string;
  readonly mailbox: string;
  /** The stand-in's address, or undefined when the real API is used. */
  readonly openai?: string;
  readonly region: string;
  /** The process that serves them. */
  readonly pid: number;
  /** Stack outputs by stack name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Writes the file whole or not at all. */
export async function writeEndpoints(stateDir: string, endpoints: Endpoints): Promise<void> {
  const path = join(stateDir, 'endpoints.json');
  await writeFile(`${path}.new`, `${JSON.stringify(endpoints, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** Removes the file at an orderly end. */
export async function removeEndpoints(stateDir: string): Promise<void> {
  await rm(join(stateDir, 'endpoints.json'), { force: true });
}
