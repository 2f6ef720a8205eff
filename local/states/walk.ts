/** Walks one branch from state to state until it ends, from wherever its record says it is. */
import { setImmediate } from 'node:timers/promises';

import type { JsonObject, JsonValue } from '../types.ts';
import type { Branch } from './branch.ts';
import { sleepUntil } from './clock.ts';
import type { State } from './definition.ts';
import { StateFailure, matchesError, requireSize } from './failure.ts';
import type { Failure } from './failure.ts';
import { beginFork, joinFork } from './fork.ts';
import { entered, exited, failed, resourceDetails } from './history.ts';
import type { NewEvent } from './history.ts';
import { decideRetry } from './retry.ts';
import type { Extras, Run } from './run.ts';
import { choose, decideWait, failState } from './simple-states.ts';
import { attendTask, scheduleTask } from './task.ts';

export type BranchEnd = { readonly output: JsonValue } | { readonly failure: Failure };

/** A loop of states without any wait still lets the process breathe. */
const STEPS_WITHOUT_PAUSE = 200;

/** @throws Cancelled when `scope` aborts */
export async function walk(run: Run, branch: Branch, scope: AbortSignal): Promise<BranchEnd> {
  for (let steps = 1; ; steps += 1) {
    const { phase } = branch;
    if (phase.at === 'ended') return { output: phase.output };
    if (phase.at === 'broken') return { failure: phase.failure };
    if (steps % STEPS_WITHOUT_PAUSE === 0) await setImmediate();
    const state = run.stateOf(branch);
    try {
      await step(run, branch, state, scope);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      record(run, branch, state, scope, error);
    }
  }
}

async function step(run: Run, branch: Branch, state: State, scope: AbortSignal): Promise<void> {
  const { phase } = branch;
  const { clock } = run.around;
  switch (phase.at) {
    case 'arriving':
      run.commit(scope, branch, [entered(state.Type, branch.state, branch.input)], { phase: { at: 'entered' }, enteredAt: clock.now(), retries: [] });
      return;
    case 'entered':
      return begin(run, branch, state, scope);
    case 'started':
    case 'submitted':
      if (state.Type === 'Task') await attendTask(run, branch, state, phase, scope);
      return;
    case 'waiting':
      await sleepUntil(clock, phase.until, scope);
      return leave(run, branch, state, scope, { ...state, otherwise: branch.input });
    case 'forked':
      if (state.Type === 'Map' || state.Type === 'Parallel') await joinFork(run, branch, state, phase.fork, scope, walk);
      return;
    case 'returned':
      return leave(run, branch, state, scope, { ...state, otherwise: phase.result, extras: { result: phase.result } });
    case 'failed':
      return recover(run, branch, state, scope, phase.failure);
    case 'backoff':
      await sleepUntil(clock, phase.until, scope);
      run.commit(scope, branch, [], { phase: { at: 'entered' } });
      return;
    case 'ended':
    case 'broken':
      return;
  }
}

async function begin(run: Run, branch: Branch, state: State, scope: AbortSignal): Promise<void> {
  switch (state.Type) {
    case 'Task':
      return scheduleTask(run, branch, state, scope);
    case 'Map':
    case 'Parallel':
      return beginFork(run, branch, state, scope);
    case 'Pass':
    case 'Succeed':
      return leave(run, branch, state, scope, { ...state, otherwise: branch.input });
    case 'Choice':
      return leave(run, branch, state, scope, { ...(await choose(run, branch, state)), otherwise: branch.input });
    case 'Wait':
      run.commit(scope, branch, [], { phase: { at: 'waiting', until: await decideWait(run, branch, state) } });
      return;
    case 'Fail':
      return failState(run, branch, state);
  }
}

/** How a state is left. */
interface Exit {
  readonly Assign?: JsonObject | undefined;
  readonly Output?: JsonValue | undefined;
  readonly Next?: string | undefined;
  /** Output when the definition gives none. */
  readonly otherwise: JsonValue;
  readonly extras?: Extras;
  /** Path of the fields for messages, `Catch[0]/`. */
  readonly at?: string;
}

async function leave(run: Run, branch: Branch, state: State, scope: AbortSignal, { Assign, Output, Next, otherwise, extras, at = '' }: Exit): Promise<void> {
  const { evaluator } = run.around;
  const seen = run.scopeOf(branch, extras);
  const assigned = Assign === undefined ? {} : ((await evaluator.evaluate(Assign, seen, `${at}Assign`)) as JsonObject);
  const output = Output === undefined ? otherwise : await evaluator.evaluate(Output, seen, `${at}Output`);
  for (const [name, value] of Object.entries(assigned)) requireSize(value, `the variable ${name}`);
  requireSize(output, `the output of the state ${branch.state}`);
  const next: Partial<Branch> = Next === undefined ? { phase: { at: 'ended', output } } : { state: Next, input: output, phase: { at: 'arriving' } };
  run.commit(scope, branch, [exited(state.Type, branch.state, output, assigned)], { ...next, variables: { ...branch.variables, ...assigned } });
}

/** Puts a failure on disk, before anything is decided about it. */
function record(run: Run, branch: Branch, state: State, scope: AbortSignal, { failure, eventType }: StateFailure): void {
  const events: NewEvent[] = [];
  if (failure.location !== undefined) events.push(failed('EvaluationFailed', failure, { state: branch.state, location: failure.location }));
  if (eventType !== undefined && state.Type === 'Task') events.push(failed(eventType, failure, resourceDetails(state.Resource)));
  const { phase } = branch;
  if (phase.at === 'failed') {
    // The catcher itself failed: nothing catches that.
    run.commit(scope, branch, events, { phase: { at: 'broken', failure } });
    return;
  }
  let lastEventId = branch.lastEventId;
  if (phase.at === 'forked') {
    const inner = run.below(branch);
    lastEventId = Math.max(lastEventId, ...inner.map((other) => other.lastEventId));
    if (state.Type === 'Map') {
      const unfinished = inner.filter((other) => !other.reported && other.path.lastIndexOf('/') === branch.path.length);
      for (const other of unfinished) events.push({ type: 'MapIterationAborted', details: { name: branch.state, index: Number(other.path.split('/').at(-1)) } });
    }
    events.push({ type: `${state.Type}StateFailed` });
  }
  run.commit(scope, branch, events, { phase: { at: 'failed', failure }, lastEventId }, () => {
    if ('token' in phase) run.around.store.closeToken(phase.token);
    run.dropBelow(branch);
  });
}

/** Retry, Catch, or the end of the branch. */
async function recover(run: Run, branch: Branch, state: State, scope: AbortSignal, failure: Failure): Promise<void> {
  const { clock, random } = run.around;
  const { Retry: retriers = [], Catch: catchers = [] } = 'Retry' in state || 'Catch' in state ? state : {};
  const retry = decideRetry(retriers, branch.retries, failure.error, random);
  if (retry !== undefined) {
    run.commit(scope, branch, [], { phase: { at: 'backoff', until: clock.now() + retry.delayMilliseconds }, retries: retry.retries });
    return;
  }
  const index = catchers.findIndex((catcher) => matchesError(catcher.ErrorEquals, failure.error));
  const catcher = catchers[index];
  if (catcher === undefined) {
    run.commit(scope, branch, [], { phase: { at: 'broken', failure } });
    return;
  }
  const errorOutput: JsonObject = {
    ...(failure.error === undefined ? {} : { Error: failure.error }),
    ...(failure.cause === undefined ? {} : { Cause: failure.cause }),
  };
  return leave(run, branch, state, scope, { ...catcher, otherwise: errorOutput, extras: { errorOutput }, at: `Catch[${String(index)}]/` });
}
