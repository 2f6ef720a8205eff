import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  DescribeExecutionCommand, DescribeStateMachineCommand, GetExecutionHistoryCommand, ListExecutionsCommand, ListStateMachinesCommand, SFNClient,
  SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand, StartExecutionCommand, StopExecutionCommand, CreateActivityCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';

import { createStatesService } from '../../../local/states/service.ts';
import { ServiceError } from '../../../local/types.ts';
import type { AccessCheck, Principal, Service, ServiceRequest } from '../../../local/types.ts';
import { Bench, MACHINE, ROLE, TOKEN_RESOURCE, machine } from './support/machine.ts';

const principal: Principal = { name: 'Test', arn: ROLE, accessKeyId: 'AKIATEST', secretAccessKey: 'secret', statements: [] };

/** A plain server before the service, and the real client before that. */
async function serve(service: Service): Promise<AsyncDisposable & { client: SFNClient; checks: AccessCheck[] }> {
  const checks: AccessCheck[] = [];
  const answer = async (request: ServiceRequest): Promise<{ status: number; body: Buffer | string }> => {
    try {
      checks.push(...service.checks(request));
      return await service.handle(request);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { status: error.status, body: JSON.stringify({ __type: `com.amazonaws.states#${error.code}`, message: error.message }) };
    }
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
      void answer({ principal, region: 'eu-central-1', method: incoming.method ?? '', rawUrl: incoming.url ?? '', url, headers: incoming.headers, body: Buffer.concat(chunks) }).then(({ status, body }) => {
        outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const client = new SFNClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }, maxAttempts: 1 });
  return {
    client,
    checks,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const asking = machine({
  Ask: { Type: 'Task', Resource: TOKEN_RESOURCE, Arguments: { token: '{% $states.context.Task.Token %}' }, HeartbeatSeconds: 60, End: true },
});

describe('the Step Functions API, by its own client', () => {
  test('starts, follows, answers and lists', async () => {
    const tokens: string[] = [];
    await using bench = new Bench({
      runTask: ({ taskToken }) => {
        tokens.push(taskToken ?? '');
        return Promise.resolve(null);
      },
    });
    bench.register(asking);
    await using api = await serve(createStatesService(bench.engine));
    const { client } = api;

    const started = await client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'one', input: '{"a":1}' }));
    const executionArn = started.executionArn ?? '';
    expect(executionArn).toBe('arn:aws:states:eu-central-1:000000000000:execution:Test:one');
    expect(started.startDate).toEqual(new Date(bench.clock.now()));
    await bench.clock.settle();
    const running = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(running).toMatchObject({ executionArn, stateMachineArn: MACHINE, name: 'one', status: 'RUNNING', input: '{"a":1}', inputDetails: { included: true } });
    expect(running.stopDate).toBeUndefined();

    await client.send(new SendTaskHeartbeatCommand({ taskToken: tokens[0] }));
    await client.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{"b":2}' }));
    await bench.finish(executionArn);
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED', output: '{"b":2}', stopDate: new Date(bench.clock.now()) });
    const history = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 }));
    expect(history.events).toMatchObject([{ type: 'ExecutionSucceeded', timestamp: new Date(bench.clock.now()), executionSucceededEventDetails: { output: '{"b":2}' } }, { type: 'TaskStateExited' }]);
    expect(history.nextToken).toEqual(expect.any(String));
    expect((await client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, statusFilter: 'SUCCEEDED' }))).executions).toMatchObject([{ name: 'one', status: 'SUCCEEDED' }]);
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toMatchObject([{ stateMachineArn: MACHINE, name: 'Test', type: 'STANDARD' }]);
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }))).toMatchObject({ roleArn: ROLE, definition: JSON.stringify(asking), status: 'ACTIVE' });

    expect(api.checks).toEqual([
      { action: 'states:StartExecution', resource: MACHINE },
      { action: 'states:DescribeExecution', resource: executionArn },
      { action: 'states:SendTaskHeartbeat', resource: MACHINE },
      { action: 'states:SendTaskSuccess', resource: MACHINE },
      { action: 'states:DescribeExecution', resource: executionArn },
      { action: 'states:GetExecutionHistory', resource: executionArn },
      { action: 'states:ListExecutions', resource: MACHINE },
      { action: 'states:ListStateMachines', resource: '*' },
      { action: 'states:DescribeStateMachine', resource: MACHINE },
    ]);
  });

  test('stops an execution and fails a task', async () => {
    const tokens: string[] = [];
    await using bench = new Bench({
      runTask: ({ taskToken }) => {
        tokens.push(taskToken ?? '');
        return Promise.resolve(null);
      },
    });
    bench.register(asking);
    await using api = await serve(createStatesService(bench.engine));
    const { executionArn = '' } = await api.client.send(new StartExecutionCommand({ stateMachineArn: MACHINE }));
    expect(await api.client.send(new StopExecutionCommand({ executionArn, error: 'E', cause: 'C' }))).toMatchObject({ stopDate: new Date(bench.clock.now()) });
    expect(bench.engine.describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C' });
    const second = await api.client.send(new StartExecutionCommand({ stateMachineArn: MACHINE }));
    await bench.clock.settle();
    await api.client.send(new SendTaskFailureCommand({ taskToken: tokens.at(-1), error: 'Declined', cause: 'no' }));
    expect(await bench.finish(second.executionArn ?? '')).toMatchObject({ status: 'FAILED', error: 'Declined', cause: 'no' });
  });

  test('refuses under the names that the client knows', async () => {
    await using bench = new Bench();
    bench.register(asking);
    await using api = await serve(createStatesService(bench.engine));
    const { client } = api;
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: `${MACHINE}2` }))).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'a b' }))).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, input: '{' }))).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(client.send(new DescribeExecutionCommand({ executionArn: 'arn:aws:states:x' }))).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: 'A'.repeat(43), output: '1' }))).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
    await expect(client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, maxResults: 2_000 }))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new CreateActivityCommand({ name: 'a' }))).rejects.toThrow(/received "AWSStepFunctions.CreateActivity": the embedded cloud has no other/);
  });
});
