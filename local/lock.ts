/** One cloud at a time on one folder of state. */
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process runs a cloud on the same state. */
export class StateLocked extends Error {
  override readonly name = 'StateLocked';
}

/**
 * Takes the lock of a folder; the returned function gives it back. A lock that a killed process left is taken over.
 * @throws StateLocked naming the process that holds it
 */
export function lockState(stateDir: string): () => void {
  mkdirSync(stateDir, { recursive: true });
  // Mails with their keys, task tokens and credentials lie below.
  chmodSync(stateDir, 0o700);
  const path = join(stateDir, 'cloud.lock');
  const mine = `${String(process.pid)} ${statOf(process.pid)?.start ?? ''}`.trim();
  for (;;) {
    // A link appears with its content, so nobody ever sees an empty lock.
    const draft = `${path}.${String(process.pid)}`;
    writeFileSync(draft, mine);
    try {
      linkSync(draft, path);
      return () => {
        if (holderOf(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = holderOf(path);
    const [pid = '', start] = (holder ?? '').split(' ');
    if (holder !== undefined && isAlive(Number(pid), start)) {
      throw new StateLocked(
        `Expected ${stateDir} to be free but process ${pid} runs an embedded cloud on it. Stop that process (Ctrl-C where it was started), or choose another folder with --state.`,
      );
    }
    rmSync(path, { force: true });
  }
}

function holderOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number, start: string | undefined): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // The number may belong to another program by now; where the kernel tells, the time of its start decides.
  const now = statOf(pid);
  if (now?.state === 'Z') return false;
  return start === undefined || now === undefined || now.start === start;
}

interface ProcessStat {
  /** `Z`: it was killed, and its parent has not asked for its end yet; in some containers nobody ever does. */
  readonly state: string;
  /** When it was started, in the kernel's ticks. */
  readonly start: string;
}

/** Undefined where there is no such process, or no /proc. */
function statOf(pid: number): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The command in parentheses may contain blanks; the state follows it, and the start is the 20th field from there.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
