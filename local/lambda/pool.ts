/** The workers of one function: warm ones are used again, further ones are started when all are busy. */
import { ServiceError } from '../types.ts';
import type { InvocationResult } from '../types.ts';
import type { Invocation, Sandbox } from './sandbox.ts';

export interface PoolOptions {
  readonly functionName: string;
  /** `ReservedConcurrentExecutions`: invocations above it are throttled. */
  readonly reservedConcurrency: number | undefined;
  /** Workers at most when nothing is reserved; invocations above it wait for a free one. */
  readonly largestPool: number;
  /** A worker that was idle for so long is ended. */
  readonly idleMilliseconds: number;
  createSandbox(): Sandbox;
}

export class FunctionPool {
  readonly #options: PoolOptions;
  readonly #idle: { readonly sandbox: Sandbox; readonly timer: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Sandbox>();
  readonly #whenQuiet: (() => void)[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Runs an invocation on a free worker.
   * @throws ServiceError `TooManyRequestsException` above the reserved concurrency
   */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const { reservedConcurrency, largestPool, functionName } = this.#options;
    if (reservedConcurrency !== undefined && this.#running.size >= reservedConcurrency) {
      throw new ServiceError('TooManyRequestsException', `Rate Exceeded: ${functionName} has ${String(reservedConcurrency)} reserved concurrent executions`, 429);
    }
    while (this.#running.size >= (reservedConcurrency ?? largestPool)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#isClosed()) return new Promise(() => undefined);
    const sandbox = this.#take();
    this.#running.add(sandbox);
    const result = await sandbox.invoke(invocation);
    // What was cut short by the end of the cloud has no result: nobody may record it as failed, it runs again next time.
    if (this.#isClosed() && sandbox.dead) return new Promise(() => undefined);
    this.#running.delete(sandbox);
    this.#giveBack(sandbox);
    this.#waiting.shift()?.();
    if (this.#running.size === 0) for (const done of this.#whenQuiet.splice(0)) done();
    return result;
  }

  /** Resolves when no invocation is running. */
  async quiet(): Promise<void> {
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#whenQuiet.push(resolve));
  }

  /** Ends every worker; what still runs is cut off and its promise stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    const sandboxes = [...this.#running, ...this.#idle.map(({ sandbox }) => sandbox)];
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    await Promise.all(sandboxes.map((sandbox) => sandbox.terminate()));
  }

  /** A call, because the answer may change while an invocation waits. */
  #isClosed(): boolean {
    return this.#closed;
  }

  #take(): Sandbox {
    for (let warm = this.#idle.pop(); warm !== undefined; warm = this.#idle.pop()) {
      clearTimeout(warm.timer);
      if (!warm.sandbox.dead) return warm.sandbox;
    }
    return this.#options.createSandbox();
  }

  #giveBack(sandbox: Sandbox): void {
    if (sandbox.dead || this.#closed) {
      void sandbox.terminate();
      return;
    }
    const timer = setTimeout(() => {
      this.#idle.splice(this.#idle.findIndex((entry) => entry.sandbox === sandbox), 1);
      void sandbox.terminate();
    }, this.#options.idleMilliseconds);
    timer.unref();
    this.#idle.push({ sandbox, timer });
  }
}
