import { statSync } from 'node:fs';
import { join } from 'node:path';

import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SecretsManagerClient, DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Principal } from '../../../local/types.ts';
import { clientSettings, startDataPlane, synthesizeSample } from '../support/data-plane.ts';
import type { DataPlane } from '../support/data-plane.ts';
import { REGION, temporaryFolder } from '../support/deployment.ts';
import { signedPost } from '../support/signed-post.ts';

const folder = temporaryFolder();
const assemblyDir = join(folder.path, 'cdk.out');
const stateDir = join(folder.path, 'state');
let plane: DataPlane;

const start = async (secretValues: Record<string, string> = {}): Promise<void> => {
  plane = await startDataPlane({ assemblyDir, stateDir, secretValues });
};
const restart = async (secretValues: Record<string, string> = {}): Promise<void> => {
  await plane.stop();
  await start(secretValues);
};
beforeAll(async () => {
  synthesizeSample(assemblyDir, join(folder.path, 'asset'));
  await start({ ApiKey: 'sk-given' });
});
afterAll(async () => {
  await plane.stop();
  folder[Symbol.dispose]();
});

describe('DynamoDB behind the endpoint', () => {
  const documents = (principal: Principal = plane.principals.developer) => DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(plane, principal)));
  const table = (): string => plane.sample.name('TableName');

  test('has the tables and indexes of the template', async () => {
    const client = documents();
    for (const sk of ['1', '2', '3']) await client.send(new PutCommand({ TableName: table(), Item: { pk: `run${sk}`, sk, feed: 'run', n: Number(sk) } }));
    const { Items: items } = await client.send(
      new QueryCommand({ TableName: table(), IndexName: 'feed', KeyConditionExpression: 'feed = :feed', ExpressionAttributeValues: { ':feed': 'run' }, ScanIndexForward: false }),
    );
    expect(items?.map(({ n }) => n as number)).toEqual([3, 2, 1]);
  });

  test('keeps conditions of writes', async () => {
    const client = documents();
    const put = () => client.send(new PutCommand({ TableName: table(), Item: { pk: 'once', sk: 'x' }, ConditionExpression: 'attribute_not_exists(pk)' }));
    await put();
    await expect(put()).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const add = (amount: number) =>
      client.send(
        new UpdateCommand({ TableName: table(), Key: { pk: 'ledger', sk: 'total' }, UpdateExpression: 'ADD spent :amount', ConditionExpression: 'attribute_not_exists(spent) OR spent <= :left', ExpressionAttributeValues: { ':amount': amount, ':left': 100 - amount } }),
      );
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => add(10)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  test('reads and writes in batches', async () => {
    const client = documents();
    await client.send(new BatchWriteCommand({ RequestItems: { [table()]: [{ PutRequest: { Item: { pk: 'b', sk: '1' } } }, { PutRequest: { Item: { pk: 'b', sk: '2' } } }] } }));
    const { Responses: responses } = await client.send(new BatchGetCommand({ RequestItems: { [table()]: { Keys: [{ pk: 'b', sk: '1' }, { pk: 'b', sk: '9' }] } } }));
    expect(responses?.[table()]).toEqual([{ pk: 'b', sk: '1' }]);
  });

  test('a role reaches only the items of its policy', async () => {
    const client = documents(plane.principal('Worker'));
    await client.send(new PutCommand({ TableName: table(), Item: { pk: 'mine', sk: 'x' } }));
    await expect(client.send(new GetCommand({ TableName: table(), Key: { pk: 'theirs', sk: 'x' } }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/^User: arn:aws:iam::.* is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:.*:table\//) as string,
    });
    const query = new QueryCommand({ TableName: table(), KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'mine' } });
    await expect(client.send(query)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('transactions are refused by name', async () => {
    const transaction = new TransactWriteCommand({ TransactItems: [{ Put: { TableName: table(), Item: { pk: 't', sk: 't' } } }] });
    await expect(documents().send(transaction)).rejects.toMatchObject({ message: expect.stringContaining('TransactWriteItems') as string });
  });

  test('items survive a restart', async () => {
    await documents().send(new PutCommand({ TableName: table(), Item: { pk: 'kept', sk: 'x', value: 1 } }));
    await restart();
    expect((await documents().send(new GetCommand({ TableName: table(), Key: { pk: 'kept', sk: 'x' } }))).Item).toEqual({ pk: 'kept', sk: 'x', value: 1 });
  });
});

describe('Secrets Manager behind the endpoint', () => {
  const secrets = (principal: Principal = plane.principals.developer) => new SecretsManagerClient(clientSettings(plane, principal));
  const id = (): string => plane.sample.deployment.ofType('AWS::SecretsManager::Secret')[0]?.arn ?? '';
  const read = async (): Promise<string | undefined> => (await secrets().send(new GetSecretValueCommand({ SecretId: id() }))).SecretString;

  test('holds the value that was given, in a file that only the owner reads', async () => {
    expect(await read()).toBe('sk-given');
    expect(statSync(join(stateDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('keeps a new value over restarts, and the one before', async () => {
    await secrets().send(new PutSecretValueCommand({ SecretId: id(), SecretString: 'sk-rotated' }));
    await restart();
    expect(await read()).toBe('sk-rotated');
    expect((await secrets().send(new GetSecretValueCommand({ SecretId: id(), VersionStage: 'AWSPREVIOUS' }))).SecretString).toBe('sk-given');
    expect(Object.values((await secrets().send(new DescribeSecretCommand({ SecretId: id() }))).VersionIdsToStages ?? {}).flat().sort()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('a role reads it only where its policy says so', async () => {
    const command = new GetSecretValueCommand({ SecretId: id() });
    expect((await secrets(plane.principal('Worker')).send(command)).ARN).toBe(id());
    await expect(secrets(plane.principal('Blind')).send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('an unknown secret is not found', async () => {
    await expect(secrets().send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('SQS behind the endpoint', () => {
  const call = async (operation: string, body: object, principal: Principal = plane.principals.developer) => {
    const response = await signedPost(plane.url, { service: 'sqs', region: REGION, principal, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` }, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('messages survive a restart', async () => {
    const QueueUrl = plane.sample.name('DeadUrl');
    expect((await call('SendMessage', { QueueUrl, MessageBody: 'lost?' })).status).toBe(200);
    await restart();
    const { body } = await call('ReceiveMessage', { QueueUrl });
    expect(body['Messages']).toMatchObject([{ Body: 'lost?' }]);
  });

  test('queues have the attributes of the template', async () => {
    const work = plane.sample.deployment.ofType('AWS::SQS::Queue').find(({ logicalId }) => logicalId.startsWith('Work'));
    const { body } = await call('GetQueueAttributes', { QueueUrl: work?.physicalId, AttributeNames: ['All'] });
    expect(body['Attributes']).toMatchObject({ VisibilityTimeout: '45', QueueArn: work?.arn, RedrivePolicy: expect.stringContaining('"maxReceiveCount":3') as string });
  });

  test('a role without permission sends nothing', async () => {
    const { status, body } = await call('SendMessage', { QueueUrl: plane.sample.name('DeadUrl'), MessageBody: 'x' }, plane.principal('Blind'));
    expect([status, body['__type']]).toEqual([400, 'AccessDeniedException']);
  });

  test('queues are not made by hand', async () => {
    expect((await call('CreateQueue', { QueueName: 'mine' })).body['__type']).toBe('InvalidAction');
  });
});
