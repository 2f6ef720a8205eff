/** One running execution: its branches in memory and on disk, what its expressions see, and its end. */
import type { CloudLog, JsonObject, JsonValue } from '../types.ts';
import { enclosingPaths } from './branch.ts';
import type { Branch } from './branch.ts';
import type { Clock } from './clock.ts';
import { flowsOf } from './definition.ts';
import type { Definition, Flow, State } from './definition.ts';
import type { Evaluator, Scope } from './expressions.ts';
import { Cancelled } from './failure.ts';
import { MOST_EVENTS, withoutTokens } from './history.ts';
import type { NewEvent } from './history.ts';
import { statusChange } from './news.ts';
import type { ExecutionRow, Store } from './store.ts';
import type { TokenDesk } from './tokens.ts';

/** One call of a task. */
export interface TaskCall {
  /** As in the definition, without `.waitForTaskToken`. */
  readonly resource: string;
  readonly arguments: JsonValue;
  readonly stateMachineArn: string;
  readonly roleArn: string;
  readonly executionArn: string;
  readonly stateName: string;
  readonly taskToken?: string;
  /** Aborts when nobody waits for the result any more: timeout, end of the execution, stop of the interpreter. */
  readonly signal: AbortSignal;
}

/** Performs a task. Rejects with TaskFailure under the error name that Retry and Catch match. */
export type RunTask = (call: TaskCall) => Promise<JsonValue>;

/** What every execution of an engine shares. */
export interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly evaluator: Evaluator;
  readonly tokens: TokenDesk;
  readonly runTask: RunTask;
  readonly log: CloudLog;
}

/** More events than an execution may have. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error?: string; readonly cause?: string };

/** What an evaluation sees beside input, context and variables. */
export interface Extras {
  readonly result?: JsonValue;
  readonly errorOutput?: JsonObject;
  readonly token?: string;
  readonly item?: Branch['item'];
}

export class Run {
  readonly row: ExecutionRow;
  readonly definition: Definition;
  readonly around: Surroundings;
  /** When the machine's own TimeoutSeconds are over, counted from the start of the execution; epoch milliseconds. */
  readonly dueAt: number;
  readonly #branches = new Map<string, Branch>();
  readonly #tokens: Set<string>;
  readonly #controller = new AbortController();
  #lastEventId: number;

  constructor(row: ExecutionRow, definition: Definition, around: Surroundings) {
    this.row = row;
    this.definition = definition;
    this.around = around;
    this.dueAt = definition.TimeoutSeconds === undefined ? Infinity : row.startedAt + definition.TimeoutSeconds * 1_000;
    for (const branch of around.store.branches(row.arn)) this.#branches.set(branch.path, branch);
    this.#tokens = new Set(around.store.tokensOf(row.arn));
    this.#lastEventId = around.store.lastEventId(row.arn);
  }

  /** Aborts when the execution is over or the interpreter stops. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(why: string): void {
    this.#controller.abort(new Cancelled(why));
  }

  branch(path: string): Branch | undefined {
    return this.#branches.get(path);
  }

  /** Branches somewhere below this one. */
  below(branch: Branch): Branch[] {
    return [...this.#branches.values()].filter(({ path }) => path.startsWith(`${branch.path}/`));
  }

  flowOf({ route }: Pick<Branch, 'route'>): Flow {
    let flow: Flow = this.definition;
    for (let at = 0; at < route.length; at += 2) {
      const state = flow.States[String(route[at])];
      const inner = state && flowsOf(state)[Number(route[at + 1])]?.flow;
      if (inner === undefined) throw new Error(`Expected a flow of the definition for ${route.join('/')} of ${this.row.arn}`);
      flow = inner;
    }
    return flow;
  }

  stateOf(branch: Branch): State {
    const state = this.flowOf(branch).States[branch.state];
    if (state === undefined) throw new Error(`Expected a state of the definition for ${branch.state} of ${this.row.arn}`);
    return state;
  }

  /**
   * One step of a branch: its events and its new record in one transaction, then in memory.
   * @param scope the branch's signal: a branch that was called off writes nothing more
   * @param also further writes of the same transaction
   */
  commit(scope: AbortSignal, branch: Branch, events: readonly NewEvent[], changes: Partial<Branch>, also?: () => void): void {
    scope.throwIfAborted();
    if (this.#lastEventId + events.length >= MOST_EVENTS) throw new HistoryFull(`Expected at most ${String(MOST_EVENTS)} events of one execution`);
    const updated: Branch = { ...branch, ...changes };
    const lastEventId = this.around.store.transaction(() => {
      also?.(); // first: a new token must be known before an event could tell it
      updated.lastEventId = this.#append(events, updated.lastEventId);
      this.around.store.putBranch(this.row.arn, updated);
      return this.#lastEventId + events.length;
    });
    this.#lastEventId = lastEventId;
    Object.assign(branch, updated);
    this.#branches.set(branch.path, branch);
  }

  /** Remembers a token, so that no event tells it. Within a transaction of `commit`. */
  addToken(token: string, dueAt: number, heartbeat: number | null): void {
    this.#tokens.add(token);
    const { arn: executionArn, stateMachineArn } = this.row;
    const heartbeatDueAt = heartbeat === null ? null : this.around.clock.now() + heartbeat;
    this.around.store.insertToken({ token, executionArn, stateMachineArn, dueAt, heartbeat, heartbeatDueAt, outcome: null, closed: 0 });
  }

  /** Removes the branches below one. Within a transaction of `commit`. */
  dropBelow(branch: Branch): void {
    for (const inner of this.below(branch)) {
      if ('token' in inner.phase) this.around.store.closeToken(inner.phase.token);
      this.#branches.delete(inner.path);
    }
    this.around.store.dropBranchesBelow(this.row.arn, branch.path);
  }

  /** Ends the execution: its last event, its status and the news of it in one transaction; calls off all branches. */
  end(end: ExecutionEnd, event: NewEvent): void {
    if (this.signal.aborted) return;
    const { store, clock } = this.around;
    const stoppedAt = clock.now();
    const told = end.status === 'SUCCEEDED' ? { output: end.output, error: null, cause: null } : { output: null, error: end.error ?? null, cause: end.cause ?? null };
    const done = { status: end.status, stoppedAt, ...told };
    store.transaction(() => {
      this.#append([event], this.#lastEventId);
      store.endExecution(this.row.arn, done);
      store.addNews(JSON.stringify(statusChange({ ...this.row, ...done })));
    });
    this.cancel(`The execution ended as ${end.status}`);
  }

  /** What the expressions of a branch's current state see. */
  scopeOf(branch: Branch, extras: Extras = {}): Scope {
    const around = enclosingPaths(branch.path).flatMap((path) => this.#branches.get(path) ?? []);
    const item = extras.item ?? around.findLast((outer) => outer.item !== undefined)?.item;
    const { row } = this;
    const states: JsonObject = {
      input: branch.input,
      context: {
        Execution: { Id: row.arn, Name: row.name, Input: JSON.parse(row.input) as JsonValue, RoleArn: row.roleArn, StartTime: iso(row.startedAt), RedriveCount: 0 },
        StateMachine: { Id: row.stateMachineArn, Name: row.stateMachineName },
        State: { Name: branch.state, EnteredTime: iso(branch.enteredAt), RetryCount: branch.retries.reduce((sum, used) => sum + used, 0) },
        ...(extras.token === undefined ? {} : { Task: { Token: extras.token } }),
        ...(item === undefined ? {} : { Map: { Item: { ...item } } }),
      },
      ...(extras.result === undefined ? {} : { result: extras.result }),
      ...(extras.errorOutput === undefined ? {} : { errorOutput: extras.errorOutput }),
    };
    return { states, variables: Object.assign({}, ...around.map((outer) => outer.variables)) as JsonObject };
  }

  #append(events: readonly NewEvent[], previous: number): number {
    let previousEventId = previous;
    const timestamp = this.around.clock.now();
    for (const [index, { type, details }] of events.entries()) {
      const id = this.#lastEventId + index + 1;
      const text = withoutTokens(JSON.stringify(details ?? {}), this.#tokens);
      this.around.store.appendEvent(this.row.arn, { id, previousEventId, type, timestamp, details: text });
      previousEventId = id;
    }
    return previousEventId;
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
