import { describe, expect, test } from 'vitest';

import { TaskFailure } from '../../../local/states/engine.ts';
import type { TaskCall } from '../../../local/states/engine.ts';
import { createTaskRunner } from '../../../local/states/tasks.ts';
import type { TaskRunnerOptions } from '../../../local/states/tasks.ts';
import { ServiceError } from '../../../local/types.ts';
import type { AccessCheck, JsonValue, Principal } from '../../../local/types.ts';
import { functionArn } from '../support/deployment.ts';
import { MACHINE, RESOURCE, ROLE } from './support/machine.ts';

const role: Principal = { name: 'Machine', arn: ROLE, accessKeyId: 'A', secretAccessKey: 'S', statements: [] };
const PUT_EVENTS = 'arn:aws:states:::events:putEvents';
const EXECUTION = 'arn:aws:states:eu-central-1:000000000000:execution:Test:one';

function call(resource: string, args: JsonValue): TaskCall {
  return { resource, arguments: args, stateMachineArn: MACHINE, roleArn: ROLE, executionArn: EXECUTION, stateName: 'Call', signal: new AbortController().signal };
}

function runner(options: Partial<TaskRunnerOptions> = {}): ReturnType<typeof createTaskRunner> {
  return createTaskRunner({
    invoke: (_arn, payload) => Promise.resolve({ ok: true, payload }),
    putEvents: (entries) => Promise.resolve({ FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(index) })) }),
    principalOf: () => role,
    authorize: () => true,
    ...options,
  });
}

const failureOf = async (promise: Promise<unknown>): Promise<TaskFailure> => {
  const failure = await promise.then(() => undefined, (error: unknown) => error);
  expect(failure).toBeInstanceOf(TaskFailure);
  return failure as TaskFailure;
};

describe('lambda:invoke', () => {
  test('invokes with the payload, as the role of the state machine, and answers as the integration does', async () => {
    const checks: [string, AccessCheck][] = [];
    const invoked: string[] = [];
    const run = runner({
      authorize: (principal, check) => checks.push([principal.arn, check]),
      invoke: (arn, payload) => {
        invoked.push(arn);
        return Promise.resolve({ ok: true, payload: { got: payload } });
      },
    });
    expect(await run(call(RESOURCE, { FunctionName: functionArn('F'), Payload: { a: 1 } }))).toEqual({ ExecutedVersion: '$LATEST', Payload: { got: { a: 1 } }, StatusCode: 200 });
    expect(await run(call(RESOURCE, { FunctionName: 'F' }))).toMatchObject({ Payload: { got: {} } });
    expect(invoked).toEqual([functionArn('F'), functionArn('F')]);
    expect(checks[0]).toEqual([ROLE, { action: 'lambda:InvokeFunction', resource: functionArn('F') }]);
  });

  test('fails under the name of the function\'s own error, with its text as the cause', async () => {
    const run = runner({ invoke: () => Promise.resolve({ ok: false, errorType: 'RateLimited', errorMessage: 'slow down', trace: ['at f'] }) });
    const failure = await failureOf(run(call(RESOURCE, { FunctionName: 'F' })));
    expect(failure.error).toBe('RateLimited');
    expect(JSON.parse(failure.cause)).toEqual({ errorType: 'RateLimited', errorMessage: 'slow down', trace: ['at f'] });
  });

  test.each([
    ['says no', () => false],
    ['throws', () => { throw new ServiceError('AccessDeniedException', 'is not authorized to perform: lambda:InvokeFunction', 403); }],
    ['rejects', () => Promise.reject(new ServiceError('AccessDeniedException', 'is not authorized to perform: lambda:InvokeFunction', 403))],
  ])('is denied as AWS does when the role may not: %s', async (_how, authorize) => {
    let invoked = false;
    const run = runner({ authorize, invoke: () => { invoked = true; return Promise.resolve({ ok: true, payload: null }); } });
    const failure = await failureOf(run(call(RESOURCE, { FunctionName: 'F' })));
    expect(failure.error).toBe('Lambda.AWSLambdaException');
    expect(failure.cause).toMatch(/is not authorized to perform: lambda:InvokeFunction.*Status Code: 403; Error Code: AccessDeniedException/);
    expect(invoked).toBe(false);
  });

  test('names the service\'s own errors', async () => {
    const run = runner({ invoke: () => Promise.reject(new ServiceError('ResourceNotFoundException', 'Function not found: F', 404)) });
    expect((await failureOf(run(call(RESOURCE, { FunctionName: 'F' })))).error).toBe('Lambda.ResourceNotFoundException');
  });

  test('refuses arguments that it would have to ignore', async () => {
    expect((await failureOf(runner()(call(RESOURCE, { FunctionName: 'F', InvocationType: 'Event' })))).cause).toContain('InvocationType');
  });
});

describe('events:putEvents', () => {
  const entry = { EventBusName: 'galley', Source: 'galley', DetailType: 'Run Ended', Detail: { a: 1 } };

  test('puts the entries with their detail as text and the execution among the resources', async () => {
    const put: unknown[] = [];
    const checks: AccessCheck[] = [];
    const run = runner({
      authorize: (_principal, check) => checks.push(check),
      putEvents: (entries) => {
        put.push(...entries);
        return Promise.resolve({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
      },
    });
    expect(await run(call(PUT_EVENTS, { Entries: [entry] }))).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    expect(put).toEqual([{ ...entry, Detail: '{"a":1}', Resources: [EXECUTION, MACHINE] }]);
    expect(checks).toEqual([
      { action: 'events:PutEvents', resource: 'arn:aws:events:eu-central-1:000000000000:event-bus/galley', context: { 'events:source': ['galley'], 'events:detail-type': ['Run Ended'] } },
    ]);
  });

  test('fails when an entry was refused, and when the role may not', async () => {
    const refused = runner({ putEvents: () => Promise.resolve({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }) });
    expect((await failureOf(refused(call(PUT_EVENTS, { Entries: [entry] })))).error).toBe('EventBridge.FailedEntry');
    expect((await failureOf(runner({ authorize: () => false })(call(PUT_EVENTS, { Entries: [entry] })))).cause).toContain('AccessDeniedException');
  });
});

test('any other integration is refused by its name', async () => {
  const failure = await failureOf(runner()(call('arn:aws:states:::sqs:sendMessage', {})));
  expect(failure.cause).toContain('received arn:aws:states:::sqs:sendMessage');
});
