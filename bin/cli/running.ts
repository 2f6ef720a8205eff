import { UsageError } from './errors.ts';
import { readEndpoints } from './target.ts';

/** @throws UsageError when an embedded cloud is using this state */
export async function refuseWhileRunning(stateDir: string): Promise<void> {
  const endpoints = await readEndpoints(stateDir);
  if (endpoints && isAlive(endpoints.pid)) {
    throw new UsageError(`The embedded cloud is running as process ${String(endpoints.pid)} and uses ${stateDir}. Stop it first (Ctrl-C in its terminal).`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
