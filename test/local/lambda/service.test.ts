import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { createLambda } from '../../../local/lambda/lambda.ts';
import { createLambdaService } from '../../../local/lambda/service.ts';
import { deploymentOf, functionArn, lambdaFunction, silentLog, temporaryFolder, writeFiles } from '../support/deployment.ts';
import { jsonOf, serviceRequest } from '../support/requests.ts';

const folder = temporaryFolder();
writeFiles(folder.path, {
  'Double/index.js': `exports.handler = async ({ n }) => { if (n === undefined) { const error = new Error('no number'); error.name = 'NoNumber'; throw error; } return n * 2; };`,
});
const lambda = createLambda({
  deployment: deploymentOf([lambdaFunction('Double')], folder.path),
  principalOfRole: () => ({ accessKeyId: 'k', secretAccessKey: 's' }),
  stateDir: join(folder.path, 'state'),
  projectDir: folder.path,
  endpointUrl: 'http://127.0.0.1:9',
  log: silentLog,
});
const queued: unknown[] = [];
const service = createLambdaService(lambda, (configuration, payload) => queued.push([configuration.name, payload]));
const invoke = (body: unknown, headers: Record<string, string> = {}, name = 'Double') =>
  serviceRequest('POST', `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, headers, body);

afterAll(async () => {
  await lambda.stop(0);
  folder[Symbol.dispose]();
});

test('Invoke answers with the result, by name and by ARN', async () => {
  for (const name of ['Double', functionArn('Double'), `${functionArn('Double')}:$LATEST`]) {
    const response = await service.handle(invoke({ n: 4 }, {}, name));
    expect([response.status, jsonOf(response)]).toEqual([200, 8]);
  }
});

test('Invoke answers with the error of the function, marked as such', async () => {
  const response = await service.handle(invoke({}));
  expect(response.headers['x-amz-function-error']).toBe('Unhandled');
  expect(jsonOf(response)).toMatchObject({ errorType: 'NoNumber', errorMessage: 'no number' });
});

test('the type Event only queues, DryRun does nothing', async () => {
  expect((await service.handle(invoke({ n: 1 }, { 'x-amz-invocation-type': 'Event' }))).status).toBe(202);
  expect((await service.handle(invoke({ n: 2 }, { 'x-amz-invocation-type': 'DryRun' }))).status).toBe(204);
  expect(queued).toEqual([['Double', { n: 1 }]]);
});

test('an invocation needs lambda:InvokeFunction on the function', () => {
  expect(service.checks(invoke({}))).toEqual([{ action: 'lambda:InvokeFunction', resource: functionArn('Double') }]);
});

test('GetFunction describes the function', async () => {
  const response = await service.handle(serviceRequest('GET', '/2015-03-31/functions/Double'));
  expect(jsonOf(response)).toMatchObject({ Configuration: { FunctionArn: functionArn('Double'), Runtime: 'nodejs24.x', MemorySize: 256 } });
});

test.each([
  ['a body that is no JSON', () => invoke('{'), 'InvalidRequestContentException'],
  ['a version', () => invoke({}, {}, 'Double:7'), 'ResourceNotFoundException'],
  ['an unknown function', () => invoke({}, {}, 'Treble'), 'ResourceNotFoundException'],
  ['an asynchronous event over 1 MB', () => invoke({ x: 'x'.repeat(1024 * 1024) }, { 'x-amz-invocation-type': 'Event' }), 'RequestTooLargeException'],
  ['an operation that is not embedded', () => serviceRequest('DELETE', '/2015-03-31/functions/Double'), 'UnknownOperationException'],
])('%s is refused', async (_, request, code) => {
  await expect(service.handle(request())).rejects.toMatchObject({ code });
});
