import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { printStatus } from '../../../bin/cli/watch.ts';
import { commandLine, type EmbeddedGalley } from './embedded-galley.ts';

/** What `npx galley …` prints. */
export async function galleyPrints({ stateDir }: EmbeddedGalley, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [commandLine, '--state', stateDir, ...words]);
  return stdout;
}

/** What `npx galley status RUN` prints. */
export async function statusOf({ api }: EmbeddedGalley, runId: string): Promise<string> {
  const lines: string[] = [];
  await printStatus({ api, runId, print: (line) => lines.push(line) });
  return lines.join('\n');
}
