/**
 * DynamoDB behind the endpoint: the template's tables in `dynalite`, kept on disk. It has no transactions, streams or
 * time to live: the first two are refused, and items with an expired TTL attribute stay.
 */
import { mkdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import dynalite from 'dynalite';
import { z } from 'zod';

import { parseBody, validated } from '../json-request.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, Deployment, JsonObject, JsonValue, Resource, Service, ServiceRequest, ServiceResponse } from '../types.ts';

export interface DynamoDbOptions {
  readonly deployment: Deployment;
  readonly stateDir: string;
}

const OPERATIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem', 'DescribeTable', 'DescribeTimeToLive', 'ListTables'];

const Attribute = z.record(z.string(), z.unknown());
const Item = z.record(z.string(), Attribute);
const Single = z.looseObject({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: Item.optional(),
  Item: Item.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: z.record(z.string(), Attribute).default({}),
});
type Single = z.infer<typeof Single>;

const BatchGet = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(Item).default([]) })) });
const WriteRequest = z.looseObject({ PutRequest: z.looseObject({ Item }).optional(), DeleteRequest: z.looseObject({ Key: Item }).optional() });
const BatchWrite = z.looseObject({ RequestItems: z.record(z.string(), z.array(WriteRequest)) });

/** Properties of a table that CreateTable takes as they are. */
const CREATED_WITH = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];

export class DynamoDbService implements Service {
  readonly signingName = 'dynamodb';
  readonly protocol = 'json-1.0';
  readonly #deployment: Deployment;
  readonly #path: string;
  /** Partition key attribute by table name. */
  readonly #partitionKeys: ReadonlyMap<string, string>;
  #server: Server | undefined;
  #port = 0;

  constructor({ deployment, stateDir }: DynamoDbOptions) {
    this.#deployment = deployment;
    this.#path = join(stateDir, 'dynamodb');
    this.#partitionKeys = new Map(deployment.ofType('AWS::DynamoDB::Table').map((table) => [table.physicalId, partitionKeyOf(table.properties)]));
  }

  /** Opens the store and creates the tables it lacks. */
  async start(): Promise<void> {
    mkdirSync(this.#path, { recursive: true });
    const server = dynalite({ path: this.#path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    for (const table of this.#deployment.ofType('AWS::DynamoDB::Table')) await this.#ensureTable(table);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  }

  checks(request: ServiceRequest): AccessCheck[] {
    const operation = operationOf(request);
    const body = parseBody(request);
    switch (operation) {
      case 'ListTables':
        return [{ action: 'dynamodb:ListTables', resource: '*' }];
      case 'BatchGetItem':
        return Object.entries(validated(BatchGet, body).RequestItems).map(([table, { Keys: keys }]) => this.#check(operation, table, keys));
      case 'BatchWriteItem':
        return Object.entries(validated(BatchWrite, body).RequestItems).map(([table, writes]) =>
          this.#check(operation, table, writes.flatMap(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? [])),
        );
      default: {
        const single = validated(Single, body);
        const check = this.#check(operation, single.TableName, [single.Key ?? single.Item ?? {}], single.IndexName);
        const leading = operation === 'Query' ? this.#queriedKey(single) : undefined;
        return [leading === undefined ? check : { ...check, context: { 'dynamodb:LeadingKeys': [leading] } }];
      }
    }
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    return this.#send(operationOf(request), request.body);
  }

  #check(operation: string, table: string, items: readonly Record<string, unknown>[], index?: string): AccessCheck {
    const name = table.startsWith('arn:') ? table.slice(table.indexOf('/') + 1) : table;
    const partitionKey = this.#partitionKeys.get(name);
    const leading = items.flatMap((item) => {
      const attribute = Attribute.safeParse(item[partitionKey ?? '']);
      return attribute.success ? [plain(attribute.data)] : [];
    });
    const resource = `arn:aws:dynamodb:${this.#deployment.region}:${this.#deployment.accountId}:table/${name}${index === undefined ? '' : `/index/${index}`}`;
    return { action: `dynamodb:${operation}`, resource, ...(leading.length === 0 ? {} : { context: { 'dynamodb:LeadingKeys': leading } }) };
  }

  /** The partition key's value in a key condition, `pk = :pk` on either side of an AND. */
  #queriedKey({ TableName, IndexName, KeyConditionExpression: expression = '', ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Single): string | undefined {
    const partitionKey = this.#partitionKeys.get(TableName);
    if (partitionKey === undefined || IndexName !== undefined) return undefined;
    for (const [, name = '', value = ''] of expression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
      const operand = values[value];
      if ((names[name] ?? name) === partitionKey && operand !== undefined) return plain(operand);
    }
    return undefined;
  }

  async #ensureTable(table: Resource): Promise<void> {
    const described = await this.#send('DescribeTable', JSON.stringify({ TableName: table.physicalId }));
    if (described.status === 200) {
      checkUnchanged(table, z.object({ Table: z.record(z.string(), z.json()) }).parse(JSON.parse(described.body.toString())).Table);
      return;
    }
    const definition = Object.fromEntries(CREATED_WITH.flatMap((name) => (table.properties[name] === undefined ? [] : [[name, withoutThroughput(table.properties[name])]])));
    const created = await this.#send('CreateTable', JSON.stringify({ TableName: table.physicalId, BillingMode: 'PAY_PER_REQUEST', ...definition }));
    if (created.status !== 200) throw new Error(`Expected table ${table.logicalId} of stack ${table.stack} to be accepted but CreateTable answered ${created.body.toString()}`);
    await this.#untilActive(table);
  }

  async #untilActive(table: Resource): Promise<void> {
    for (;;) {
      const described = await this.#send('DescribeTable', JSON.stringify({ TableName: table.physicalId }));
      if (described.body.toString().includes('"TableStatus":"ACTIVE"')) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #send(operation: string, body: Buffer | string): Promise<ServiceResponse> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: '127.0.0.1',
          port: this.#port,
          method: 'POST',
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'content-length': Buffer.byteLength(body),
            'x-amz-target': `DynamoDB_20120810.${operation}`,
            // It checks the form of a signature, not the signature.
            'x-amz-date': '20260101T000000Z',
            authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${this.#deployment.region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve({ status: response.statusCode ?? 500, headers: response.headers as Record<string, string | string[]>, body: Buffer.concat(chunks) }));
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** A table's keys cannot be changed in place, in AWS neither; a stale one is better told of than used. */
function checkUnchanged(table: Resource, stored: JsonObject): void {
  const indexes = (definition: JsonValue | undefined): string =>
    ((definition ?? []) as { IndexName: string; KeySchema: JsonValue }[])
      .map(({ IndexName, KeySchema }) => `${IndexName} ${keyText(KeySchema)}`)
      .sort()
      .join('; ');
  const differs =
    keyText(stored['KeySchema']) !== keyText(table.properties['KeySchema']) ||
    indexes(stored['GlobalSecondaryIndexes']) !== indexes(table.properties['GlobalSecondaryIndexes']) ||
    indexes(stored['LocalSecondaryIndexes']) !== indexes(table.properties['LocalSecondaryIndexes']);
  if (differs) {
    throw new Error(
      `Expected table ${table.logicalId} of stack ${table.stack} to have the keys and indexes it was created with but received others; run \`npm run reset\` to start with empty tables`,
    );
  }
}

function keyText(schema: JsonValue | undefined): string {
  return ((schema ?? []) as { AttributeName: string; KeyType: string }[])
    .map(({ AttributeName, KeyType }) => `${KeyType}=${AttributeName}`)
    .sort()
    .join(',');
}

function partitionKeyOf(properties: JsonObject): string {
  return ((properties['KeySchema'] ?? []) as { AttributeName: string; KeyType: string }[]).find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

/** Local tables have no throughput to provision. */
function withoutThroughput(value: JsonValue | undefined): JsonValue {
  if (!Array.isArray(value)) return value ?? null;
  return value.map((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'ProvisionedThroughput' && name !== 'OnDemandThroughput'));
  });
}

function operationOf(request: ServiceRequest): string {
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^DynamoDB_20120810\./, '');
  if (!OPERATIONS.includes(operation)) {
    throw new ServiceError(
      'UnknownOperationException',
      `Expected ${OPERATIONS.join(', ')} for a request to DynamoDB but received "${operation}": the embedded cloud has no other, and tables come from the template`,
    );
  }
  return operation;
}

/** A key's value as policies see it. */
function plain(attribute: z.infer<typeof Attribute>): string {
  return String(Object.values(attribute)[0]);
}
