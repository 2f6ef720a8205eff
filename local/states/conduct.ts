/** Conducts one execution from where its records are to its end. */
import { setAlarm } from './clock.ts';
import { Cancelled } from './failure.ts';
import type { Failure } from './failure.ts';
import { executionSucceeded, failed } from './history.ts';
import { HistoryFull } from './run.ts';
import type { Run } from './run.ts';
import { walk } from './walk.ts';

const TIMED_OUT: Failure = { error: 'States.Timeout', cause: 'The execution did not end within the TimeoutSeconds of its state machine' };

/** Resolves when the execution is over or the interpreter stops; never rejects. */
export async function conduct(run: Run): Promise<void> {
  const cancelAlarm = run.dueAt === Infinity ? undefined : setAlarm(run.around.clock, run.dueAt, () => timeOut(run));
  try {
    const root = run.branch('');
    if (root === undefined) throw new Error('Expected a record of where the execution is, but there is none');
    const end = await walk(run, root, run.signal);
    if ('output' in end) {
      const output = JSON.stringify(end.output);
      run.end({ status: 'SUCCEEDED', output }, executionSucceeded(output));
    } else {
      fail(run, end.failure);
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) breakDown(run, error);
  } finally {
    cancelAlarm?.();
  }
}

function fail(run: Run, { error, cause }: Failure): void {
  const failure: Failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  run.end({ status: 'FAILED', ...failure }, failed('ExecutionFailed', failure));
}

function timeOut(run: Run): void {
  try {
    run.end({ status: 'TIMED_OUT', ...TIMED_OUT }, failed('ExecutionTimedOut', TIMED_OUT));
  } catch (error) {
    run.around.log.error('The timeout of an execution could not be recorded', { execution: run.row.arn, reason: String(error) });
  }
}

/** A fault of the interpreter, or of the disk below it: the execution fails, and where even that cannot be written the log says so. */
function breakDown(run: Run, error: unknown): void {
  if (!(error instanceof HistoryFull)) run.around.log.error('An execution broke down in the interpreter', { execution: run.row.arn, reason: error instanceof Error ? String(error.stack) : String(error) });
  try {
    fail(run, { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) });
  } catch (second) {
    run.around.log.error('An execution could not be recorded as failed; it goes on at the next start', { execution: run.row.arn, reason: String(second) });
  }
}
