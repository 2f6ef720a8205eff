/** Tells each change of an execution's status at least once, in order, also across a killed process. */
import { sleepUntil } from './clock.ts';
import type { Clock } from './clock.ts';
import type { CloudLog, JsonValue } from '../types.ts';
import type { ExecutionRow, Store } from './store.ts';

/** The detail of EventBridge's "Step Functions Execution Status Change"; dates are epoch milliseconds. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionRow['status'];
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string | null;
  readonly inputDetails: { readonly included: boolean } | null;
  readonly output: string | null;
  readonly outputDetails: { readonly included: boolean } | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly stateMachineVersionArn: null;
  readonly stateMachineAliasArn: null;
  readonly redriveCount: number;
  readonly redriveDate: null;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
  readonly [field: string]: JsonValue;
}

/** Input and output together beyond this are left out, input first. */
const LARGEST_DATA_BYTES = 248 * 1024;
const RETRY_MILLISECONDS = 1_000;

export function statusChange(row: Omit<ExecutionRow, 'definition'>): StatusChange {
  const output = row.output !== null && sizeOf(row.output) <= LARGEST_DATA_BYTES ? row.output : null;
  const input = sizeOf(row.input) + (output === null ? 0 : sizeOf(output)) <= LARGEST_DATA_BYTES ? row.input : null;
  return {
    executionArn: row.arn,
    stateMachineArn: row.stateMachineArn,
    name: row.name,
    status: row.status,
    startDate: row.startedAt,
    stopDate: row.stoppedAt,
    input,
    inputDetails: { included: input !== null },
    output,
    outputDetails: row.output === null ? null : { included: output !== null },
    error: row.error,
    cause: row.cause,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: row.status === 'RUNNING' ? 'Execution is RUNNING and cannot be redriven' : 'The embedded cloud does not redrive executions',
  };
}

function sizeOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

export interface NewsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: CloudLog;
  readonly deliver: (change: StatusChange) => Promise<void> | void;
}

/** Delivers what lies in the store's `news`. */
export class News {
  readonly #options: NewsOptions;
  readonly #stopping = new AbortController();
  #delivering: Promise<void> | undefined;

  constructor(options: NewsOptions) {
    this.#options = options;
  }

  /** Begins to deliver, unless that is under way. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#delivering ??= this.#deliverAll().finally(() => {
      this.#delivering = undefined;
      if (!this.#stopping.signal.aborted && this.#options.store.oldestNews() !== undefined) this.wake();
    });
  }

  /** Waits for a delivery under way and delivers no more; the rest is delivered after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The interpreter stops'));
    await this.#delivering;
  }

  async #deliverAll(): Promise<void> {
    const { store, clock, log, deliver } = this.#options;
    const { signal } = this.#stopping;
    for (let news = store.oldestNews(); news !== undefined && !signal.aborted; news = store.oldestNews()) {
      try {
        await deliver(JSON.parse(news.detail) as StatusChange);
        store.removeNews(news.serial);
      } catch (error) {
        log.error('A change of an execution could not be told; it is tried again', { reason: String(error) });
        await sleepUntil(clock, clock.now() + RETRY_MILLISECONDS, signal).catch(() => undefined);
      }
    }
  }
}
