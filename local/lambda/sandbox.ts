/** One worker thread that runs one function, one invocation at a time. */
import { Worker } from 'node:worker_threads';

import type { InvocationResult, JsonValue } from '../types.ts';
import type { FunctionConfiguration } from './configuration.ts';
import type { LogFile } from './log-file.ts';
import { WorkerMessage } from './protocol.ts';
import type { Failure, InvokeMessage, WorkerSetup } from './protocol.ts';

/** Loading the code is not counted in the function's own timeout; on a busy laptop it may take long, but not for ever. */
const INITIALISATION_MILLISECONDS = 60_000;
/** Lambda's limit for the answer of a function, in bytes. */
const RESPONSE_BYTES = 6 * 1024 * 1024;
const LARGEST_HEAP_MEGABYTES = 3_072;
/**
 * At its limit a heap gets 16 MB more, in which Node ends the worker. Survivors of a larger young generation may
 * not fit into them, and then V8 aborts the whole process instead.
 */
const YOUNG_GENERATION_MEGABYTES = 8;

export interface Invocation {
  readonly requestId: string;
  /** JSON text of the event. */
  readonly payload: string;
}

/**
 * A warm worker. After a failure of the process (time-out, crash, out of memory) it is `dead` and must be replaced;
 * after an ordinary error of the handler it can be used again.
 */
export class Sandbox {
  readonly #configuration: FunctionConfiguration;
  readonly #log: LogFile;
  readonly #worker: Worker;
  readonly #ready: Promise<Failure | undefined>;
  #current: { readonly requestId: string; settle(result: InvocationResult): void } | undefined;
  #dead = false;

  constructor(configuration: FunctionConfiguration, setup: WorkerSetup, environment: Record<string, string>, log: LogFile) {
    this.#configuration = configuration;
    this.#log = log;
    this.#worker = new Worker(new URL('./runtime.ts', import.meta.url), {
      workerData: setup,
      env: environment,
      execArgv: [],
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      name: configuration.name,
      resourceLimits: {
        // Nine tenths for the heap, as Lambda's runtime divides it; the rest is for buffers and native code.
        maxOldGenerationSizeMb: Math.min(Math.floor(configuration.memoryMegabytes * 0.9), LARGEST_HEAP_MEGABYTES),
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
      },
    });
    this.#worker.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    this.#worker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    this.#ready = this.#awaitReady();
    this.#worker.on('error', (error: Error & { code?: string }) => this.#crash(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'error', error.message));
    this.#worker.on('exit', (code) => this.#crash('exit', String(code)));
    this.#worker.on('message', (message: unknown) => this.#receive(message));
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Runs one invocation; never rejects. */
  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const started = Date.now();
    const { requestId } = invocation;
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    this.#current = { requestId, settle: resolve };
    this.#log.write(`START RequestId: ${requestId} Version: $LATEST\n`);
    let timer: NodeJS.Timeout | undefined;
    void this.#ready.then((failure) => {
      if (failure !== undefined) {
        this.#settle({ ok: false, ...failure });
        return this.terminate();
      }
      if (this.#dead) return undefined;
      const milliseconds = this.#configuration.timeoutSeconds * 1_000;
      timer = setTimeout(() => this.#timeOut(`Task timed out after ${this.#configuration.timeoutSeconds.toFixed(2)} seconds`), milliseconds);
      const message: InvokeMessage = { ...invocation, deadline: Date.now() + milliseconds };
      this.#worker.postMessage(message);
      return undefined;
    });
    const result = await promise;
    clearTimeout(timer);
    if (!result.ok) this.#log.write(`FAILED RequestId: ${requestId} ${result.errorType}: ${result.errorMessage}\n`);
    this.#log.write(`REPORT RequestId: ${requestId} Duration: ${Date.now() - started} ms\n`);
    return result;
  }

  /** Ends the thread, whatever it is doing. */
  async terminate(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  #awaitReady(): Promise<Failure | undefined> {
    const { promise, resolve } = Promise.withResolvers<Failure | undefined>();
    const timer = setTimeout(() => this.#timeOut('Initialisation timed out'), INITIALISATION_MILLISECONDS);
    this.#worker.on('message', (message: unknown) => {
      const { kind, error } = message as { kind: string; error?: Failure };
      if (kind === 'ready') resolve(undefined);
      if (kind === 'initialisation-failed') resolve(error);
    });
    void promise.finally(() => clearTimeout(timer));
    this.#worker.once('exit', () => clearTimeout(timer));
    return promise;
  }

  #receive(raw: unknown): void {
    const message = WorkerMessage.parse(raw);
    if (message.kind === 'ready' || message.kind === 'initialisation-failed' || message.requestId !== this.#current?.requestId) return;
    if (message.kind === 'failed') {
      if (message.fatal) this.#dead = true;
      this.#settle({ ok: false, ...message.error });
      return;
    }
    const bytes = Buffer.byteLength(message.payload);
    if (bytes > RESPONSE_BYTES) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${String(RESPONSE_BYTES)} bytes).`;
      this.#settle({ ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage });
      return;
    }
    this.#settle({ ok: true, payload: JSON.parse(message.payload) as JsonValue });
  }

  #timeOut(reason: string): void {
    this.#dead = true;
    this.#settle({ ok: false, errorType: 'Sandbox.Timedout', errorMessage: `${this.#prefix()} Error: ${reason}` });
    void this.terminate();
  }

  #crash(kind: 'memory' | 'error' | 'exit', detail: string): void {
    this.#dead = true;
    if (kind === 'memory') {
      this.#settle({ ok: false, errorType: 'Runtime.OutOfMemory', errorMessage: `${this.#prefix()} Error: Runtime exited with error: signal: killed` });
    } else {
      const reason = kind === 'error' ? detail : detail === '0' ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${detail}`;
      this.#settle({ ok: false, errorType: 'Runtime.ExitError', errorMessage: `${this.#prefix()} Error: ${reason}` });
    }
  }

  #prefix(): string {
    return `RequestId: ${this.#current?.requestId ?? '-'}`;
  }

  #settle(result: InvocationResult): void {
    const current = this.#current;
    this.#current = undefined;
    current?.settle(result);
  }
}
