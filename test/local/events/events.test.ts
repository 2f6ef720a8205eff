import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startFauxqs } from 'fauxqs';
import type { FauxqsServer } from 'fauxqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { createEvents } from '../../../local/events/events.ts';
import type { Events, EventsOptions } from '../../../local/events/events.ts';
import { createQueueSender } from '../../../local/events/queue.ts';
import { createLambda } from '../../../local/lambda/lambda.ts';
import type { Lambda } from '../../../local/lambda/lambda.ts';
import { ServiceError } from '../../../local/types.ts';
import type { Deployment, JsonObject, Principal, Resource, Service } from '../../../local/types.ts';
import { ACCOUNT, REGION, deploymentOf, functionArn, lambdaFunction, resource, silentLog, temporaryFolder, writeFiles } from '../support/deployment.ts';

const folder = temporaryFolder();
const assets = join(folder.path, 'assets');
const seen = join(folder.path, 'seen.jsonl');
const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:Flow`;
let fauxqs: FauxqsServer;
let lambda: Lambda | undefined;
let events: Events | undefined;
let started: { name: string; input: string }[] = [];
let round = 0;

const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const queue = (name: string): Resource => resource('AWS::SQS::Queue', name, {}, { physicalId: fauxqs.inspectQueue(name)?.url ?? '', arn: queueArn(name) });
const ruleArn = (name: string): string => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;
const rule = (name: string, properties: JsonObject): Resource => resource('AWS::Events::Rule', name, properties, { arn: ruleArn(name) });
const permission = (name: string, source: string): Resource =>
  resource('AWS::Lambda::Permission', `Permission${name}`, {
    FunctionName: functionArn(name),
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: source,
  });

beforeAll(async () => {
  fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, defaultRegion: REGION });
  for (const name of ['Dead', 'Failed', 'RuleDead', 'Inbox']) fauxqs.createQueue(name, { region: REGION });
  mkdirSync(assets, { recursive: true });
  writeFiles(assets, {
    'Good/index.js': `exports.handler = async (event, context) => require('node:fs').appendFileSync(process.env.SEEN, JSON.stringify({ event, id: context.awsRequestId }) + '\\n');`,
    'Bad/index.js': `exports.handler = async (event, context) => { require('node:fs').appendFileSync(process.env.SEEN, JSON.stringify({ event, id: context.awsRequestId }) + '\\n'); throw new Error('broken'); };`,
  });
});

afterEach(async () => {
  await events?.stop(0);
  await lambda?.stop(0);
});

afterAll(async () => {
  await fauxqs.stop();
  folder[Symbol.dispose]();
});

/** SQS as it stands behind the endpoint. */
const sqs: Service = {
  signingName: 'sqs',
  protocol: 'json-1.0',
  checks: () => [],
  async handle(request) {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'content-length'].includes(name))) as Record<string, string>;
    const credential = `AWS4-HMAC-SHA256 Credential=x/20261124/${REGION}/sqs/aws4_request, SignedHeaders=host, Signature=x`;
    const response = await fetch(fauxqs.address, { method: 'POST', headers: { ...headers, authorization: credential }, body: request.body.toString() });
    return { status: response.status, headers: {}, body: await response.text() };
  },
};

function start(resources: readonly Resource[], options: Partial<EventsOptions> & { readonly mayAct?: boolean; readonly stateDir?: string } = {}): Events {
  const deployment: Deployment = deploymentOf(resources, assets);
  started = [];
  const stateDir = options.stateDir ?? join(folder.path, `state${String(round += 1)}`);
  lambda = createLambda({
    deployment,
    principalOfRole: () => ({ accessKeyId: 'k', secretAccessKey: 's' }),
    stateDir,
    projectDir: folder.path,
    endpointUrl: 'http://127.0.0.1:9',
    environment: { SEEN: seen },
    log: silentLog,
  });
  const principal: Principal = { name: 'events', arn: '', accessKeyId: '', secretAccessKey: '', statements: [] };
  events = createEvents({
    deployment,
    stateDir,
    log: silentLog,
    asynchronousRetrySeconds: [0.01],
    senders: {
      lambda,
      sendToQueue: createQueueSender(sqs, deployment, principal),
      startExecution(arn, name, input) {
        if (started.some((execution) => execution.name === name)) return Promise.reject(new ServiceError('ExecutionAlreadyExists', 'exists'));
        expect(arn).toBe(machine);
        started.push({ name, input });
        return Promise.resolve();
      },
      mayAct: () => options.mayAct ?? true,
    },
    ...options,
  });
  return events;
}

const publish = (detail: JsonObject, source = 'test', bus = 'default') =>
  events?.publish(bus, { source, 'detail-type': 'Tested', time: '2026-11-24T03:00:00Z', resources: [], detail });
const idle = () => expect.poll(() => events?.pending()).toBe(0);
const invocations = (mark: string) =>
  (existsSync(seen) ? readFileSync(seen, 'utf8') : '').split('\n').filter((line) => line.includes(mark)).map((line) => JSON.parse(line) as { event: JsonObject; id: string });
const messages = (name: string) => (fauxqs.inspectQueue(name)?.messages.ready ?? []) as unknown as { body: string; messageAttributes: Record<string, { StringValue?: string }> }[];

test('a matching event reaches the function, another does not', async () => {
  start([
    lambdaFunction('Good'),
    permission('Good', ruleArn('R')),
    rule('R', { EventPattern: { source: ['test'] }, Targets: [{ Id: 'T', Arn: functionArn('Good') }] }),
  ]);
  await publish({ mark: 'reach-1' });
  await publish({ mark: 'reach-2' }, 'other');
  events?.resume();
  await idle();
  expect(invocations('reach-1')).toMatchObject([{ event: { source: 'test', 'detail-type': 'Tested', account: ACCOUNT, region: REGION, detail: { mark: 'reach-1' } } }]);
  expect(invocations('reach-2')).toEqual([]);
});

test('a failing function is tried three times under one request id, then its queues tell of it', async () => {
  start([
    queue('Dead'),
    queue('Failed'),
    lambdaFunction('Bad', { DeadLetterConfig: { TargetArn: queueArn('Dead') } }),
    resource('AWS::Lambda::EventInvokeConfig', 'C', { FunctionName: 'Bad', Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: queueArn('Failed') } } }),
    permission('Bad', ruleArn('R')),
    rule('R', { EventPattern: { source: ['test'] }, Targets: [{ Id: 'T', Arn: functionArn('Bad'), Input: '{"mark":"thrice"}' }] }),
  ]);
  await publish({});
  events?.resume();
  await idle();
  const tries = invocations('thrice');
  expect(tries).toHaveLength(3);
  expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
  expect(messages('Dead')).toMatchObject([{ body: '{"mark":"thrice"}', messageAttributes: { ErrorMessage: { StringValue: 'broken' } } }]);
  expect(JSON.parse(messages('Failed')[0]?.body ?? '{}')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { mark: 'thrice' },
    responsePayload: { errorType: 'Error', errorMessage: 'broken' },
  });
});

test('MaximumRetryAttempts 0 means one try', async () => {
  start([
    lambdaFunction('Bad'),
    resource('AWS::Lambda::EventInvokeConfig', 'C', { FunctionName: 'Bad', MaximumRetryAttempts: 0 }),
  ]);
  const configuration = lambda?.functions.get('Bad');
  if (configuration === undefined) throw new Error('Expected the function Bad but found none');
  events?.enqueueInvocation(configuration, { mark: 'once' }, '7e6cbd9c-9f3c-4a07-8bd7-a3a9f1b1a2c3');
  events?.resume();
  await idle();
  expect(invocations('once')).toMatchObject([{ id: '7e6cbd9c-9f3c-4a07-8bd7-a3a9f1b1a2c3' }]);
});

test('without a permission for this rule the event goes to the dead-letter queue of the target', async () => {
  start([
    queue('RuleDead'),
    lambdaFunction('Good'),
    permission('Good', ruleArn('Another')),
    rule('R', { EventPattern: { source: ['test'] }, Targets: [{ Id: 'T', Arn: functionArn('Good'), DeadLetterConfig: { Arn: queueArn('RuleDead') } }] }),
  ]);
  await publish({ mark: 'forbidden' });
  events?.resume();
  await idle();
  expect(invocations('forbidden')).toEqual([]);
  expect(messages('RuleDead')).toMatchObject([{ messageAttributes: { ERROR_CODE: { StringValue: 'NO_PERMISSIONS' }, RULE_ARN: { StringValue: ruleArn('R') } } }]);
});

test('state machines, queues and other buses are targets, with transformed input', async () => {
  start([
    queue('Inbox'),
    resource('AWS::Events::EventBus', 'Side', { Name: 'Side' }),
    rule('ToMachine', {
      EventPattern: { source: ['test'] },
      Targets: [{
        Id: 'M', Arn: machine, RoleArn: 'arn:aws:iam::0:role/R',
        InputTransformer: { InputPathsMap: { key: '$.detail.object.key', n: '$.detail.n' }, InputTemplate: '{"key": <key>, "text": "<key> is \\"<n>\\"", "n": <n>}' },
      }],
    }),
    rule('ToSide', { EventPattern: { source: ['test'] }, Targets: [{ Id: 'S', Arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/Side` }] }),
    rule('OnSide', { EventBusName: 'Side', EventPattern: { source: ['test'] }, Targets: [{ Id: 'Q', Arn: queueArn('Inbox'), InputPath: '$.detail.object' }] }),
  ]);
  await publish({ object: { key: 'inbox/"a"' }, n: 2 });
  events?.resume();
  await idle();
  expect(started.map(({ input }) => JSON.parse(input) as unknown)).toEqual([{ key: 'inbox/"a"', text: 'inbox/"a" is "2"', n: 2 }]);
  expect(messages('Inbox').map(({ body }) => body)).toEqual(['{"key":"inbox/\\"a\\""}']);
});

test('a role that may not start the machine starts nothing', async () => {
  start([rule('R', { EventPattern: { source: ['test'] }, Targets: [{ Id: 'M', Arn: machine }] })], { mayAct: false });
  await publish({});
  events?.resume();
  await idle();
  expect(started).toEqual([]);
});

test('a schedule fires when it is due, once after a long absence, and not again after a restart', async () => {
  let clock = Date.parse('2026-11-24T03:00:00Z');
  const now = () => clock;
  const resources = [rule('Every', { ScheduleExpression: 'rate(5 minutes)', Targets: [{ Id: 'M', Arn: machine, InputPath: '$.time' }] })];
  const stateDir = join(folder.path, 'scheduled');
  const fired = (running: Events) => running.pending();
  let running = start(resources, { now, stateDir });
  expect(running.fireSchedules()).toBe(clock + 300_000);
  expect(fired(running)).toBe(0);
  clock += 301_000;
  running.fireSchedules();
  expect(fired(running)).toBe(1);
  await running.stop(0);
  clock += 86_400_000;
  running = start(resources, { now, stateDir });
  expect(running.fireSchedules()).toBe(clock + 300_000);
  expect(fired(running)).toBe(2);
  await running.stop(0);
  running = start(resources, { now, stateDir });
  running.fireSchedules();
  expect(fired(running)).toBe(2);
});

test.each([
  ['an unknown operator', { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } }, /cidr/],
  ['an unknown target', { EventPattern: { source: ['x'] }, Targets: [{ Id: 'T', Arn: 'arn:aws:kinesis:eu:0:stream/s' }] }, /kinesis/],
  ['an unknown bus', { EventBusName: 'Nowhere', EventPattern: { source: ['x'] } }, /Nowhere/],
  ['an unknown target property', { EventPattern: { source: ['x'] }, Targets: [{ Id: 'T', Arn: machine, EcsParameters: {} }] }, /EcsParameters/],
])('a rule with %s is refused at the start', (_, properties, message) => {
  events = undefined;
  expect(() => start([rule('R', properties)])).toThrow(message);
});

test('an event for a bus that does not exist is refused', async () => {
  start([]);
  await expect(publish({}, 'test', 'Nowhere')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});
