import { join } from 'node:path';

import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startCloud } from '../../../local/cloud.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { silentLog, temporaryFolder } from '../support/deployment.ts';
import { synthesizeSmallApp } from './small-app.ts';

const folder = temporaryFolder();
const stateDir = join(folder.path, 'state');
let assemblyDir: string;
let ports = { aws: 0, api: 0, mailbox: 0 };
let cloud: Cloud;

async function start(): Promise<Cloud> {
  const started = await startCloud({
    assemblyDir,
    stateDir,
    projectDir: join(import.meta.dirname, '../../..'),
    ports,
    openai: { baseUrl: 'http://127.0.0.1:9/v1' },
    log: silentLog,
  });
  const portOf = (url: string) => Number(new URL(url).port);
  ports = { aws: portOf(started.endpoints.aws), api: portOf(started.endpoints.api), mailbox: portOf(started.endpoints.mailbox) };
  return started;
}

const options = () => ({ region: cloud.deployment.region, endpoint: cloud.endpoints.aws, credentials: cloud.credentials });
const output = (name: string) => cloud.outputs['Small']?.[name] ?? '';
const item = async (id: string, path = 'items') => {
  const response = await fetch(`${cloud.endpoints.api}/${path}/${encodeURIComponent(id)}`);
  return response.status === 200 ? await response.json() : response.status;
};

beforeAll(async () => {
  assemblyDir = synthesizeSmallApp(join(folder.path, 'app'));
  cloud = await start();
});

afterAll(async () => {
  await cloud.stop();
  folder[Symbol.dispose]();
});

test('an uploaded object reaches a function by its rule, the function writes to the table, the API reads it', async () => {
  const s3 = new S3Client({ ...options(), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: output('BucketName'), Key: 'inbox/a.yaml', Body: 'title: a' }));
  await expect.poll(() => item('inbox/a.yaml')).toEqual({ id: 'inbox/a.yaml', base: 'http://127.0.0.1:9/v1' });
});

test('what the role of a function does not allow is denied to it', async () => {
  const response = await fetch(`${cloud.endpoints.api}/items/x`, { method: 'PUT' });
  expect([response.status, await response.text()]).toEqual([403, 'AccessDeniedException']);
});

test('a route with IAM authorisation knows the developer', async () => {
  await new DynamoDBClient(options()).send(new PutItemCommand({ TableName: tableName(), Item: { id: { S: 'mine' } } }));
  expect(await item('mine', 'signed')).toEqual({ id: 'mine', user: 'arn:aws:iam::000000000000:user/galley', base: 'http://127.0.0.1:9/v1' });
});

test('an execution runs its function, and the rule on its status hears of its end', async () => {
  const sfn = new SFNClient(options());
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: output('MachineArn'), input: '{"id":"by-machine"}' }));
  await expect.poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('SUCCEEDED');
  expect(await item('by-machine')).toMatchObject({ id: 'by-machine' });
  await expect.poll(() => item('SUCCEEDED')).toMatchObject({ id: 'SUCCEEDED' });
});

test('a second cloud on the same state is refused, and after a stop the next one has everything at the same addresses', async () => {
  await expect(start()).rejects.toThrow(/runs an embedded cloud/);
  const before = cloud.endpoints;
  await cloud.stop();
  cloud = await start();
  expect(cloud.endpoints).toEqual(before);
  expect(await item('by-machine')).toMatchObject({ id: 'by-machine' });
  const s3 = new S3Client({ ...options(), forcePathStyle: true });
  const kept = await s3.send(new GetObjectCommand({ Bucket: output('BucketName'), Key: 'inbox/a.yaml' }));
  expect(await kept.Body?.transformToString()).toBe('title: a');
});

function tableName(): string {
  return cloud.deployment.ofType('AWS::DynamoDB::Table')[0]?.physicalId ?? '';
}
