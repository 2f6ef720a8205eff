/** Runs small state machines to their end on a virtual clock. */
import { join } from 'node:path';

import { StateMachineEngine } from '../../../../local/states/engine.ts';
import type { EngineOptions, RunTask, StatusChange } from '../../../../local/states/engine.ts';
import type { HistoryEvent } from '../../../../local/states/history.ts';
import type { JsonObject, JsonValue } from '../../../../local/types.ts';
import { silentLog, temporaryFolder } from '../../support/deployment.ts';
import { VirtualClock } from './virtual-clock.ts';

export const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:Test';
export const ROLE = 'arn:aws:iam::000000000000:role/Test';
export const RESOURCE = 'arn:aws:states:::lambda:invoke';
export const TOKEN_RESOURCE = `${RESOURCE}.waitForTaskToken`;

/** A definition around these states; the first is where it starts. */
export function machine(states: JsonObject, more: JsonObject = {}): JsonObject {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...more };
}

export class Bench implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly engine: StateMachineEngine;
  readonly changes: StatusChange[] = [];
  readonly #folder: ReturnType<typeof temporaryFolder> | undefined;

  constructor(options: Partial<EngineOptions> & { readonly clock?: VirtualClock } = {}) {
    this.clock = options.clock ?? new VirtualClock();
    this.#folder = options.databasePath === undefined ? temporaryFolder() : undefined;
    this.engine = new StateMachineEngine({
      databasePath: join(this.#folder?.path ?? '', 'states.sqlite'),
      runTask: () => Promise.reject(new Error('Expected no task')),
      onStatusChange: (change) => void this.changes.push(change),
      log: silentLog,
      random: () => 0.5,
      ...options,
      clock: this.clock,
    });
  }

  register(definition: JsonObject): void {
    this.engine.register({ arn: MACHINE, name: 'Test', roleArn: ROLE, definition: JSON.stringify(definition) });
  }

  start(definition: JsonObject, input: JsonValue = {}): string {
    this.register(definition);
    return this.engine.startExecution({ stateMachineArn: MACHINE, input: JSON.stringify(input) }).executionArn;
  }

  /** Lets time pass until the execution is over. */
  async finish(arn: string): Promise<Ending> {
    await this.clock.runUntil(() => this.engine.describeExecution(arn).status !== 'RUNNING');
    await this.clock.settle();
    return endingOf(this.engine, arn);
  }

  events(arn: string): readonly HistoryEvent[] {
    return eventsOf(this.engine, arn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.stop();
    this.#folder?.[Symbol.dispose]();
  }
}

export interface Ending {
  readonly status: string;
  readonly output: JsonValue | undefined;
  readonly error: string | null;
  readonly cause: string | null;
  readonly seconds: number;
  readonly events: readonly HistoryEvent[];
  readonly types: readonly string[];
}

export function eventsOf(engine: StateMachineEngine, arn: string): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = engine.getExecutionHistory(arn, { nextToken });
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

export function endingOf(engine: StateMachineEngine, arn: string): Ending {
  const row = engine.describeExecution(arn);
  const events = eventsOf(engine, arn);
  return {
    status: row.status,
    output: row.output === null ? undefined : (JSON.parse(row.output) as JsonValue),
    error: row.error,
    cause: row.cause,
    seconds: ((row.stoppedAt ?? 0) - row.startedAt) / 1_000,
    events,
    types: events.map((event) => event.type),
  };
}

/** Runs a definition to its end. */
export async function runMachine(definition: JsonObject, input: JsonValue = {}, runTask?: RunTask): Promise<Ending> {
  await using bench = new Bench(runTask === undefined ? {} : { runTask });
  return await bench.finish(bench.start(definition, input));
}
