/** The durable interpreter: starts executions, goes on with them after a restart, and answers for them. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { ServiceError } from '../types.ts';
import type { CloudLog, JsonValue } from '../types.ts';
import { newBranch } from './branch.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { conduct } from './conduct.ts';
import { parseDefinition } from './definition-checks.ts';
import type { Definition } from './definition.ts';
import { Evaluator } from './expressions.ts';
import { LARGEST_DATA_BYTES } from './failure.ts';
import { executionStarted, failed, toHistoryEvent } from './history.ts';
import type { HistoryEvent } from './history.ts';
import { News, statusChange } from './news.ts';
import type { StatusChange } from './news.ts';
import { cursorOf, pageSize, toPage } from './pages.ts';
import type { PageRequest } from './pages.ts';
import { Run } from './run.ts';
import type { RunTask, Surroundings } from './run.ts';
import { executionArn, requireExecutionInput, requireExecutionName, requireJson } from './start-rules.ts';
import { Store } from './store.ts';
import type { ExecutionRow, ExecutionStatus, MachineRow } from './store.ts';
import { TokenDesk } from './tokens.ts';

export { TaskFailure } from './failure.ts';
export type { Clock } from './clock.ts';
export type { StatusChange } from './news.ts';
export type { RunTask, TaskCall } from './run.ts';
export type { ExecutionRow, ExecutionStatus, MachineRow } from './store.ts';

export interface EngineOptions {
  /** SQLite file, created when missing. */
  readonly databasePath: string;
  readonly clock?: Clock;
  /** From 0 to 1, for jitter and $random. */
  readonly random?: () => number;
  readonly runTask: RunTask;
  /** Told at least once for each change, in order; a rejection is tried again. */
  readonly onStatusChange: (change: StatusChange) => Promise<void> | void;
  readonly log: CloudLog;
}

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** JSON text with every substitution made. */
  readonly definition: string;
  readonly type?: string;
}

export class StateMachineEngine {
  readonly #around: Surroundings;
  readonly #news: News;
  readonly #machines = new Map<string, MachineRow>();
  readonly #definitions = new Map<string, Definition>();
  readonly #runs = new Map<string, { readonly run: Run; readonly done: Promise<void> }>();
  #stopped = false;

  constructor({ databasePath, clock = systemClock, random = Math.random, runTask, onStatusChange, log }: EngineOptions) {
    const store = new Store(databasePath);
    const evaluator = new Evaluator({ now: () => clock.now(), random });
    this.#around = { store, clock, random, evaluator, tokens: new TokenDesk(store, clock), runTask, log };
    this.#news = new News({ store, clock, log, deliver: onStatusChange });
  }

  /**
   * Makes a state machine known, or replaces it; executions under way keep the definition they began with.
   * @throws ServiceError InvalidDefinition, StateMachineTypeNotSupported
   */
  register({ arn, name, roleArn, definition, type = 'STANDARD' }: StateMachine): void {
    if (type !== 'STANDARD') throw new ServiceError('StateMachineTypeNotSupported', `Expected STANDARD for the type of ${name} but received ${type}: express workflows are not run`);
    this.#definitionOf(definition);
    const { store, clock } = this.#around;
    const machine: MachineRow = { arn, name, roleArn, definition, type, createdAt: store.machine(arn)?.createdAt ?? clock.now() };
    store.putMachine(machine);
    this.#machines.set(arn, machine);
  }

  /** Goes on with every execution that was running, and tells the news not yet told. Call it once, after start. */
  resume(): void {
    for (const row of this.#around.store.running()) {
      if (this.#runs.has(row.arn)) continue;
      this.#conduct(new Run(row, this.#definitionOf(row.definition), this.#around));
    }
    this.#news.wake();
  }

  /** Stops without recording anything as failed: `resume` of the next process goes on. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const runs = [...this.#runs.values()];
    for (const { run } of runs) run.cancel('The interpreter stops');
    await Promise.all(runs.map(({ done }) => done));
    await this.#news.stop();
    this.#around.store.close();
  }

  /**
   * Starts an execution as AWS's Standard workflows do: the same name and input while it runs is the same execution.
   * @throws ServiceError StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  startExecution({ stateMachineArn, name = randomUUID(), input = '{}' }: { stateMachineArn: string; name?: string | undefined; input?: string | undefined }): { executionArn: string; startDate: number } {
    if (this.#stopped) throw new ServiceError('ServiceUnavailable', 'The interpreter stops: start the execution again later', 503);
    requireExecutionName(name);
    requireExecutionInput(input);
    const machine = this.describeStateMachine(stateMachineArn);
    const { store, clock } = this.#around;
    const arn = executionArn(stateMachineArn, name);
    const known = store.execution(arn);
    if (known !== undefined) {
      if (known.status === 'RUNNING' && isDeepStrictEqual(JSON.parse(known.input), JSON.parse(input))) return { executionArn: arn, startDate: known.startedAt };
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const definition = this.#definitionOf(machine.definition);
    const startedAt = clock.now();
    const row: ExecutionRow = {
      arn, name, stateMachineArn, stateMachineName: machine.name, roleArn: machine.roleArn, definition: machine.definition,
      status: 'RUNNING', startedAt, stoppedAt: null, input, output: null, error: null, cause: null,
    };
    const started = executionStarted(input, machine.roleArn);
    store.transaction(() => {
      store.insertExecution(row);
      store.appendEvent(arn, { id: 1, previousEventId: 0, type: started.type, timestamp: startedAt, details: JSON.stringify(started.details) });
      store.putBranch(arn, newBranch({ path: '', route: [], state: definition.StartAt, input: JSON.parse(input) as JsonValue, lastEventId: 1 }));
      store.addNews(JSON.stringify(statusChange(row)));
    });
    this.#news.wake();
    this.#conduct(new Run(row, definition, this.#around));
    return { executionArn: arn, startDate: startedAt };
  }

  /** @throws ServiceError ExecutionDoesNotExist */
  describeExecution(arn: string): ExecutionRow {
    const row = this.#around.store.execution(arn);
    if (row === undefined) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return row;
  }

  /** @throws ServiceError ExecutionDoesNotExist, InvalidToken */
  getExecutionHistory(arn: string, options: PageRequest & { readonly reverseOrder?: boolean | undefined; readonly includeExecutionData?: boolean | undefined } = {}): {
    readonly events: readonly HistoryEvent[];
    readonly nextToken?: string;
  } {
    this.describeExecution(arn);
    const { reverseOrder = false, includeExecutionData = true } = options;
    const size = pageSize(options);
    const rows = this.#around.store.events(arn, cursorOf(options, reverseOrder ? Number.MAX_SAFE_INTEGER : 0), size + 1, reverseOrder);
    const { page, ...rest } = toPage(rows, size, ({ id }) => id);
    return { events: page.map((event) => toHistoryEvent(event, includeExecutionData)), ...rest };
  }

  /** Newest first. @throws ServiceError StateMachineDoesNotExist, InvalidToken */
  listExecutions(stateMachineArn: string, options: PageRequest & { readonly statusFilter?: ExecutionStatus | undefined } = {}): { readonly executions: readonly ExecutionRow[]; readonly nextToken?: string } {
    this.describeStateMachine(stateMachineArn);
    const size = pageSize(options);
    const rows = this.#around.store.executions(stateMachineArn, options.statusFilter, cursorOf(options, Number.MAX_SAFE_INTEGER), size + 1);
    const { page, ...rest } = toPage(rows, size, ({ serial }) => serial);
    return { executions: page, ...rest };
  }

  /** Ends a running execution as ABORTED; one that has ended stays as it is. @throws ServiceError ExecutionDoesNotExist */
  stopExecution(arn: string, reason: { readonly error?: string | undefined; readonly cause?: string | undefined } = {}): { stopDate: number } {
    const row = this.describeExecution(arn);
    const run = this.#runs.get(arn)?.run ?? (row.status === 'RUNNING' ? new Run(row, this.#definitionOf(row.definition), this.#around) : undefined);
    const { error, cause } = reason;
    const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    run?.end({ status: 'ABORTED', ...failure }, failed('ExecutionAborted', failure));
    this.#news.wake();
    return { stopDate: this.describeExecution(arn).stoppedAt ?? this.#around.clock.now() };
  }

  /** @param output JSON text @throws ServiceError InvalidOutput, TaskTimedOut, TaskDoesNotExist, InvalidToken */
  sendTaskSuccess(taskToken: string, output: string): void {
    if (Buffer.byteLength(output) > LARGEST_DATA_BYTES) throw new ServiceError('InvalidOutput', `Invalid Output: expected at most ${String(LARGEST_DATA_BYTES)} bytes`);
    this.#around.tokens.answer(taskToken, { ok: true, output: requireJson(output, 'InvalidOutput', 'Invalid Output') as JsonValue });
  }

  /** @throws ServiceError TaskTimedOut, TaskDoesNotExist, InvalidToken */
  sendTaskFailure(taskToken: string, { error, cause }: { readonly error?: string | undefined; readonly cause?: string | undefined } = {}): void {
    this.#around.tokens.answer(taskToken, { ok: false, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  }

  /** @throws ServiceError TaskTimedOut, TaskDoesNotExist, InvalidToken */
  sendTaskHeartbeat(taskToken: string): void {
    this.#around.tokens.heartbeat(taskToken);
  }

  /** The state machine whose task got this token. @throws ServiceError TaskDoesNotExist, InvalidToken */
  stateMachineOfToken(taskToken: string): string {
    return this.#around.tokens.find(taskToken).stateMachineArn;
  }

  /** @throws ServiceError StateMachineDoesNotExist */
  describeStateMachine(arn: string): MachineRow {
    const machine = this.#machines.get(arn);
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  listStateMachines(): readonly MachineRow[] {
    return [...this.#machines.values()].toSorted((one, other) => one.name.localeCompare(other.name));
  }

  #definitionOf(text: string): Definition {
    let definition = this.#definitions.get(text);
    if (definition === undefined) {
      definition = parseDefinition(text);
      this.#definitions.set(text, definition);
    }
    return definition;
  }

  #conduct(run: Run): void {
    const done = conduct(run).finally(() => {
      this.#runs.delete(run.row.arn);
      this.#news.wake();
    });
    this.#runs.set(run.row.arn, { run, done });
  }
}
