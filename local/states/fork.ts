/** Map and Parallel: branches of their own, and how they come together. */
import type { JsonValue } from '../types.ts';
import { newBranch } from './branch.ts';
import type { Branch, Fork } from './branch.ts';
import { MOST_CONCURRENT_ITERATIONS } from './definition.ts';
import type { MapState, ParallelState } from './definition.ts';
import { Cancelled, StateFailure, requireSize } from './failure.ts';
import type { NewEvent } from './history.ts';
import type { Run } from './run.ts';
import { requireInteger, unexpected } from './simple-states.ts';
import type { BranchEnd } from './walk.ts';

type ForkState = MapState | ParallelState;
type Walk = (run: Run, branch: Branch, scope: AbortSignal) => Promise<BranchEnd>;

/** Evaluates what the branches start from. */
export async function beginFork(run: Run, branch: Branch, state: ForkState, scope: AbortSignal): Promise<void> {
  const fork = state.Type === 'Map' ? await mapFork(run, branch, state) : await parallelFork(run, branch, state);
  const event: NewEvent = state.Type === 'Map' ? { type: 'MapStateStarted', details: { length: fork.items.length } } : { type: 'ParallelStateStarted' };
  run.commit(scope, branch, [event], { phase: { at: 'forked', fork } });
}

async function parallelFork(run: Run, branch: Branch, state: ParallelState): Promise<Fork> {
  const input = state.Arguments === undefined ? branch.input : await run.around.evaluator.evaluate(state.Arguments, run.scopeOf(branch), 'Arguments');
  requireSize(input, `the arguments of the state ${branch.state}`);
  return { items: [input], concurrency: state.Branches.length };
}

async function mapFork(run: Run, branch: Branch, state: MapState): Promise<Fork> {
  const seen = run.scopeOf(branch);
  const evaluate = async (template: JsonValue, location: string): Promise<JsonValue> => run.around.evaluator.evaluate(template, seen, location);
  const items = state.Items === undefined ? branch.input : await evaluate(state.Items, 'Items');
  if (!Array.isArray(items)) throw unexpected('an array', items, 'Items');
  requireSize(items, `the items of the state ${branch.state}`);
  const concurrency = requireInteger(await evaluate(state.MaxConcurrency ?? 0, 'MaxConcurrency'), 0, Number.MAX_SAFE_INTEGER, 'MaxConcurrency');
  return { items, concurrency: concurrency === 0 ? MOST_CONCURRENT_ITERATIONS : concurrency, ...(await tolerance(state, items.length, evaluate)) };
}

async function tolerance(state: MapState, length: number, evaluate: (template: JsonValue, location: string) => Promise<JsonValue>): Promise<Pick<Fork, 'toleratedFailures'>> {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  const bounds: number[] = [];
  if (count !== undefined) bounds.push(requireInteger(await evaluate(count, 'ToleratedFailureCount'), 0, Number.MAX_SAFE_INTEGER, 'ToleratedFailureCount'));
  if (percentage !== undefined) {
    const share = await evaluate(percentage, 'ToleratedFailurePercentage');
    if (typeof share !== 'number' || share < 0 || share > 100) throw unexpected('a number from 0 to 100', share, 'ToleratedFailurePercentage');
    bounds.push(Math.floor((share / 100) * length));
  }
  return bounds.length === 0 ? {} : { toleratedFailures: Math.min(...bounds) };
}

/**
 * Runs the branches that have not ended and collects their outputs in order; of tolerated failures there is none.
 * @throws StateFailure of the branch that failed, or States.ExceedToleratedFailureThreshold
 */
export async function joinFork(run: Run, branch: Branch, state: ForkState, fork: Fork, scope: AbortSignal, walk: Walk): Promise<void> {
  const siblings = new AbortController();
  const inner = AbortSignal.any([scope, siblings.signal]);
  const count = state.Type === 'Map' ? fork.items.length : state.Branches.length;
  const ends: (BranchEnd | undefined)[] = Array.from({ length: count }, () => undefined);
  let next = 0;
  let failures = 0;
  let stop: { readonly reason: unknown } | undefined;
  const worker = async (): Promise<void> => {
    try {
      while (next < count && stop === undefined) {
        const index = next;
        next += 1;
        const end = await runBranch(run, branch, state, fork, index, inner, walk);
        ends[index] = end;
        if ('failure' in end) {
          failures += 1;
          bear(end, failures, fork, branch.state);
        }
      }
    } catch (error) {
      stop ??= { reason: error };
      siblings.abort(new Cancelled('Another branch of the same state failed'));
    }
  };
  await Promise.all(Array.from({ length: Math.min(fork.concurrency, count) }, worker));
  if (stop !== undefined) throw stop.reason;
  const outputs = ends.flatMap((end) => (end !== undefined && 'output' in end ? [end.output] : []));
  requireSize(outputs, `the result of the state ${branch.state}`);
  const lastEventId = Math.max(branch.lastEventId, ...run.below(branch).map((other) => other.lastEventId));
  run.commit(scope, branch, [{ type: `${state.Type}StateSucceeded` }], { phase: { at: 'returned', result: outputs }, lastEventId }, () => run.dropBelow(branch));
}

function bear({ failure }: Extract<BranchEnd, { failure: unknown }>, failures: number, fork: Fork, name: string): void {
  if (fork.toleratedFailures === undefined) throw new StateFailure(failure.error, failure.cause);
  if (failures <= fork.toleratedFailures) return;
  throw new StateFailure(
    'States.ExceedToleratedFailureThreshold',
    `Expected at most ${String(fork.toleratedFailures)} failed iterations of the state ${name} but received ${String(failures)}; the last: ${failure.error ?? 'unnamed'}`,
  );
}

async function runBranch(run: Run, parent: Branch, state: ForkState, fork: Fork, index: number, scope: AbortSignal, walk: Walk): Promise<BranchEnd> {
  const path = `${parent.path}/${String(index)}`;
  const branch = run.branch(path) ?? (await startBranch(run, parent, state, fork, index, path, scope));
  const end = await walk(run, branch, scope);
  if (!branch.reported && state.Type === 'Map') {
    run.commit(scope, branch, [iteration('output' in end ? 'Succeeded' : 'Failed', parent, index)], { reported: true });
  }
  return end;
}

async function startBranch(run: Run, parent: Branch, state: ForkState, fork: Fork, index: number, path: string, scope: AbortSignal): Promise<Branch> {
  const { lastEventId } = parent;
  if (state.Type === 'Parallel') {
    const flow = state.Branches[index];
    const branch = newBranch({ path, route: [...parent.route, parent.state, index], state: flow?.StartAt ?? '', input: fork.items[0] ?? null, lastEventId });
    run.commit(scope, branch, [], {});
    return branch;
  }
  const value = fork.items[index] ?? null;
  const item = { Index: index, Value: value };
  const input = state.ItemSelector === undefined ? value : await run.around.evaluator.evaluate(state.ItemSelector, run.scopeOf(parent, { item }), 'ItemSelector');
  requireSize(input, `an item of the state ${parent.state}`);
  const branch = newBranch({ path, route: [...parent.route, parent.state, 0], item, state: state.ItemProcessor.StartAt, input, lastEventId });
  run.commit(scope, branch, [iteration('Started', parent, index)], {});
  return branch;
}

function iteration(what: string, { state }: Branch, index: number): NewEvent {
  return { type: `MapIteration${what}`, details: { name: state, index } };
}
