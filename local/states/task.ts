/** Task states: the call, the token, the deadlines. */
import type { JsonValue } from '../types.ts';
import type { Branch, Phase } from './branch.ts';
import { setAlarm } from './clock.ts';
import { LONGEST_TIMEOUT_SECONDS, TOKEN_SUFFIX, waitsForToken } from './definition.ts';
import type { TaskState } from './definition.ts';
import { StateFailure, TaskFailure, requireSize } from './failure.ts';
import { resourceDetails, taskOutput } from './history.ts';
import type { Run } from './run.ts';
import { requireInteger, unexpected } from './simple-states.ts';
import { newToken } from './tokens.ts';
import type { TokenOutcome } from './tokens.ts';

/** Evaluates the arguments and writes the schedule, with the token, before any call. */
export async function scheduleTask(run: Run, branch: Branch, state: TaskState, scope: AbortSignal): Promise<void> {
  const { clock, evaluator } = run.around;
  const token = waitsForToken(state) ? newToken() : undefined;
  const seen = run.scopeOf(branch, token === undefined ? {} : { token });
  const args = state.Arguments === undefined ? branch.input : await evaluator.evaluate(state.Arguments, seen, 'Arguments');
  requireSize(args, `the arguments of the state ${branch.state}`);
  const seconds = async (field: 'TimeoutSeconds' | 'HeartbeatSeconds'): Promise<number | undefined> => {
    const template = state[field];
    return template === undefined ? undefined : requireInteger(await evaluator.evaluate(template, seen, field), 1, LONGEST_TIMEOUT_SECONDS, field);
  };
  const timeout = await seconds('TimeoutSeconds');
  const heartbeat = await seconds('HeartbeatSeconds');
  if (timeout !== undefined && heartbeat !== undefined && heartbeat >= timeout) throw unexpected(`an integer below TimeoutSeconds ${String(timeout)}`, heartbeat, 'HeartbeatSeconds');
  const dueAt = clock.now() + (timeout ?? LONGEST_TIMEOUT_SECONDS) * 1_000;
  const details = resourceDetails(state.Resource);
  const scheduled = {
    ...details,
    region: run.row.arn.split(':')[3] ?? '',
    parameters: JSON.stringify(args),
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  };
  run.commit(
    scope,
    branch,
    [{ type: 'TaskScheduled', details: scheduled }, { type: 'TaskStarted', details }],
    { phase: { at: 'started', arguments: args, dueAt, ...(token === undefined ? {} : { token }) } },
    () => {
      if (token !== undefined) run.addToken(token, dueAt, heartbeat === undefined ? null : heartbeat * 1_000);
    },
  );
}

type Ongoing = Extract<Phase, { at: 'started' | 'submitted' }>;
type Answer = TokenOutcome | undefined;

/**
 * Waits for the call's result or the token's answer, whichever ends the task.
 * @throws StateFailure when the task failed or timed out
 */
export async function attendTask(run: Run, branch: Branch, state: TaskState, phase: Ongoing, scope: AbortSignal): Promise<void> {
  const { clock, tokens } = run.around;
  const { token } = phase;
  const unwanted = new AbortController();
  // After a restart the answer may lie there already, or the time be over: then nothing is called.
  const wanted = phase.at === 'started' && answered(run, token) === undefined && clock.now() < phase.dueAt;
  const call = wanted ? startCall(run, branch, state, phase, AbortSignal.any([scope, unwanted.signal])) : undefined;
  let submitted = phase.at === 'submitted';
  try {
    for (;;) {
      const answer = answered(run, token);
      if (answer !== undefined) {
        finish(run, branch, state, scope, answer);
        return;
      }
      const outcome = call?.outcome;
      if (outcome !== undefined && !outcome.ok) throw new StateFailure(outcome.error, outcome.cause, { eventType: 'TaskFailed' });
      if (outcome !== undefined && token === undefined) {
        finish(run, branch, state, scope, outcome);
        return;
      }
      if (outcome !== undefined && token !== undefined && !submitted) {
        run.commit(scope, branch, [taskOutput('TaskSubmitted', state.Resource, outcome.output)], { phase: { at: 'submitted', dueAt: phase.dueAt, token } });
        submitted = true;
      }
      const heartbeatDueAt = token === undefined ? Infinity : tokens.heartbeatDueAt(token);
      if (clock.now() >= Math.min(phase.dueAt, heartbeatDueAt)) throw timedOut(phase.dueAt <= heartbeatDueAt);
      await change(run, Math.min(phase.dueAt, heartbeatDueAt), token, submitted ? undefined : call?.settled, scope);
    }
  } finally {
    unwanted.abort(new Error('Nobody waits for the result of this task any more'));
  }
}

function answered(run: Run, token: string | undefined): Answer {
  return token === undefined ? undefined : run.around.tokens.outcomeOf(token);
}

function timedOut(whole: boolean): StateFailure {
  return whole
    ? new StateFailure('States.Timeout', 'The task did not end within its TimeoutSeconds', { eventType: 'TaskTimedOut' })
    : new StateFailure('States.HeartbeatTimeout', 'The task sent no heartbeat within its HeartbeatSeconds', { eventType: 'TaskTimedOut' });
}

/** The result is on disk before anything is made of it: from here on the task is not called again. */
function finish(run: Run, branch: Branch, state: TaskState, scope: AbortSignal, outcome: TokenOutcome): void {
  if (!outcome.ok) throw new StateFailure(outcome.error, outcome.cause, { eventType: 'TaskFailed' });
  const { output } = outcome;
  requireSize(output, `the result of the state ${branch.state}`, 'TaskFailed');
  const { phase } = branch;
  run.commit(scope, branch, [taskOutput('TaskSucceeded', state.Resource, output)], { phase: { at: 'returned', result: output } }, () => {
    if ('token' in phase) run.around.store.closeToken(phase.token);
  });
}

interface Call {
  /** Set once the call has ended. */
  outcome?: { readonly ok: true; readonly output: JsonValue } | { readonly ok: false; readonly error: string; readonly cause: string };
  settled?: Promise<void>;
}

function startCall(run: Run, branch: Branch, state: TaskState, phase: Extract<Phase, { at: 'started' }>, signal: AbortSignal): Call {
  const { row, around } = run;
  const call: Call = {};
  const perform = async (): Promise<void> => {
    try {
      const result = await around.runTask({
        resource: waitsForToken(state) ? state.Resource.slice(0, -TOKEN_SUFFIX.length) : state.Resource,
        arguments: phase.arguments,
        stateMachineArn: row.stateMachineArn,
        roleArn: row.roleArn,
        executionArn: row.arn,
        stateName: branch.state,
        ...(phase.token === undefined ? {} : { taskToken: phase.token }),
        signal,
      });
      call.outcome = { ok: true, output: JSON.parse(JSON.stringify(result ?? null)) as JsonValue };
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TaskFailure)) around.log.error('A task failed without the name of its error', { state: branch.state, execution: row.arn, reason: String(error) });
      call.outcome = error instanceof TaskFailure ? { ok: false, error: error.error, cause: error.cause } : { ok: false, error: 'States.TaskFailed', cause: String(error) };
    }
  };
  call.settled = perform();
  return call;
}

/** Resolves when the deadline passes, the token changes or the call ends; rejects when the scope aborts. */
async function change(run: Run, dueAt: number, token: string | undefined, settled: Promise<void> | undefined, scope: AbortSignal): Promise<void> {
  scope.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const wake = (): void => resolve(undefined);
  const abort = (): void => reject(scope.reason as Error);
  const cancelAlarm = setAlarm(run.around.clock, dueAt, wake);
  const unwatch = token === undefined ? undefined : run.around.tokens.watch(token, wake);
  scope.addEventListener('abort', abort, { once: true });
  void settled?.then(wake);
  try {
    await promise;
  } finally {
    cancelAlarm();
    unwatch?.();
    scope.removeEventListener('abort', abort);
  }
}
