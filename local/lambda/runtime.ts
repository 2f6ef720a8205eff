/** Program of a worker thread: loads one function's code and runs its invocations, as Lambda's Node.js runtime does. */
import { parentPort, workerData } from 'node:worker_threads';

import { HandlerProblem, loadHandler } from './load-handler.ts';
import type { Handler } from './load-handler.ts';
import type { Failure, InvokeMessage, WorkerMessage, WorkerSetup } from './protocol.ts';

if (parentPort === null) throw new Error('Expected a worker thread for the function runtime but received the main thread');
const port = parentPort;
const setup = workerData as WorkerSetup;
let current: InvokeMessage | undefined;

function send(message: WorkerMessage): void {
  port.postMessage(message);
}

/** The error as Lambda reports it: the literal name is what a state machine matches. */
function describe(error: unknown): Failure {
  if (error instanceof HandlerProblem) return { errorType: error.type, errorMessage: error.message, trace: [] };
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error && 'name' in error)) {
    const { name, message, stack } = error as Error;
    return { errorType: String(name), errorMessage: String(message), trace: String(stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function fail(error: unknown, fatal: boolean): void {
  console.error(error);
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
  console.error(reason);
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
    if (current?.requestId !== message.requestId) return;
    let payload: string;
    try {
      payload = JSON.stringify(result) ?? 'null';
    } catch (error) {
      throw new HandlerProblem('Runtime.MarshalError', `Unable to stringify response body: ${describe(error).errorMessage}`);
    }
    current = undefined;
    send({ kind: 'succeeded', requestId: message.requestId, payload });
  } catch (error) {
    if (current?.requestId === message.requestId) fail(error, false);
  }
}

let handler: Handler | undefined;
try {
  handler = await loadHandler(setup);
} catch (error) {
  console.error(error);
  send({ kind: 'initialisation-failed', error: describe(error) });
}
if (handler !== undefined) {
  const loaded = handler;
  port.on('message', (message: InvokeMessage) => void run(loaded, message));
  send({ kind: 'ready' });
}
