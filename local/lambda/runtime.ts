/** Program of a worker thread: loads one function's code and runs its invocations, as Lambda's Node.js runtime does. */
import { flushCompileCache } from 'node:module';
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

import { HandlerProblem, loadHandler } from './load-handler.ts';
import type { Handler } from './load-handler.ts';
import type { Failure, InvokeMessage, WorkerMessage, WorkerSetup } from './protocol.ts';

if (parentPort === null) throw new Error('Expected a worker thread for the function runtime but received the main thread');
const port = parentPort;
const setup = workerData as WorkerSetup;
let current: InvokeMessage | undefined;

/** Whether this invocation still waits for its answer: an uncaught error elsewhere may have answered it. */
function isCurrent({ requestId }: InvokeMessage): boolean {
  return current?.requestId === requestId;
}

/** To the function's log, as the runtime does. */
function report(error: unknown): void {
  process.stderr.write(`${inspect(error)}\n`);
}

function send(message: WorkerMessage): void {
  port.postMessage(message);
}

/** The error as Lambda reports it: the literal name is what a state machine matches. */
function describe(error: unknown): Failure {
  if (error instanceof HandlerProblem) return { errorType: error.type, errorMessage: error.message, trace: [] };
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error && 'name' in error)) {
    // Thrown objects of other makes may have anything in these fields.
    const { name, message, stack } = error as Record<string, unknown>;
    return { errorType: String(name), errorMessage: String(message), trace: (typeof stack === 'string' ? stack : '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function fail(error: unknown, fatal: boolean): void {
  report(error);
  if (current === undefined) return;
  send({ kind: 'failed', requestId: current.requestId, error: describe(error), fatal });
  current = undefined;
}

process.on('uncaughtException', (error) => {
  fail(error, true);
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  const { errorMessage } = describe(reason);
  report(reason);
  fail(new HandlerProblem('Runtime.UnhandledPromiseRejection', errorMessage), true);
  process.exit(128);
});

function contextOf(message: InvokeMessage): Record<string, unknown> {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memoryMegabytes),
    awsRequestId: message.requestId,
    logGroupName: setup.logGroup,
    logStreamName: setup.logStream,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

async function run(handler: Handler, message: InvokeMessage): Promise<void> {
  current = message;
  try {
    const result = await handler(JSON.parse(message.payload), contextOf(message));
    if (!isCurrent(message)) return;
    let payload: string;
    try {
      // There is no JSON for undefined; Lambda answers null then.
      payload = JSON.stringify(result === undefined ? null : result);
    } catch (error) {
      throw new HandlerProblem('Runtime.MarshalError', `Unable to stringify response body: ${describe(error).errorMessage}`);
    }
    current = undefined;
    send({ kind: 'succeeded', requestId: message.requestId, payload });
  } catch (error) {
    if (isCurrent(message)) fail(error, false);
  }
}

let handler: Handler | undefined;
try {
  handler = await loadHandler(setup);
} catch (error) {
  report(error);
  send({ kind: 'initialisation-failed', error: describe(error) });
  // Stays until it is ended from outside: leaving by itself, it could be gone before its last words arrive.
  port.on('message', () => undefined);
}
if (handler !== undefined) {
  const loaded = handler;
  port.on('message', (message: InvokeMessage) => void run(loaded, message));
  send({ kind: 'ready' });
  // A process that is killed writes none.
  flushCompileCache();
}
