/** The data services that handlers meet, in process: S3 and DynamoDB behind a real endpoint, met by the real adapters. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { join } from 'node:path';
import { afterAll } from 'vitest';

import { dynamoAdviceBook, type AdviceBook } from '../../../lambdas/shared/advice-book.ts';
import { dynamoAgreement, type Agreement } from '../../../lambdas/shared/agreement.ts';
import { dynamoArchive, type Archive } from '../../../lambdas/shared/archive.ts';
import { systemClock, type Clock } from '../../../lambdas/shared/clock.ts';
import { dynamoHistory, type History } from '../../../lambdas/shared/history.ts';
import { dynamoLedger, type Ledger } from '../../../lambdas/shared/ledger.ts';
import { s3Objects, type Objects } from '../../../lambdas/shared/objects.ts';
import { dynamoRateGate, type RateGate } from '../../../lambdas/shared/rate-gate.ts';
import { dynamoReviews, type Reviews } from '../../../lambdas/shared/reviews.ts';
import { dynamoRuns, type Runs } from '../../../lambdas/shared/runs.ts';
import { documentClient, type Table } from '../../../lambdas/shared/tables.ts';
import { s3Templates, type Templates } from '../../../lambdas/shared/templates.ts';
import { startEndpoint } from '../../../local/endpoint.ts';
import { principalsOf } from '../../../local/iam/principals.ts';
import { DynamoDbService } from '../../../local/services/dynamodb.ts';
import { startEmulator } from '../../../local/services/emulator.ts';
import { S3Service } from '../../../local/services/s3.ts';
import type { JsonObject, Resource } from '../../../local/types.ts';
import { REGION, deploymentOf, resource, silentLog, temporaryFolder } from '../../local/support/deployment.ts';

export const buckets = { briefs: 'briefs', assets: 'assets', archive: 'archive' } as const;
export const tables = { runs: 'Runs', reviews: 'Reviews', archive: 'Archive', ledger: 'Ledger', gates: 'Gates' } as const;

export interface TestCloud {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly history: History;
  readonly agreement: Agreement;
  readonly advice: AdviceBook;
  readonly reviews: Reviews;
  readonly archive: Archive;
  readonly ledger: Ledger;
  /** Of an account of the highest tier: tests do not wait. */
  readonly rateGate: RateGate;
  /** Another one, with nothing taken from it yet, for a test with a clock of its own. */
  newRateGate(tier: number, clock: Clock): Promise<RateGate>;
  readonly templates: Templates;
  readonly s3: S3Client;
  readonly documents: Table;
  /** Keys below a prefix. */
  keys(bucket: string, prefix: string): Promise<string[]>;
  /** The environment in which another process meets the same services. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every item of a table. */
  items(table: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Data services of the file's own: there before its first test, and gone after its last. */
export async function cloudForThisFile(): Promise<TestCloud> {
  const cloud = await startCloud();
  afterAll(() => cloud.stop());
  return cloud;
}

async function startCloud(): Promise<TestCloud> {
  const folder = temporaryFolder();
  const stateDir = join(folder.path, 'state');
  const deployment = deploymentOf(
    [
      ...Object.values(buckets).map((name) => resource('AWS::S3::Bucket', name, {})),
      table(tables.runs, ['runId'], { feed: ['feed', 'startedAt'], source: ['source'] }),
      table(tables.reviews, ['reviewId', 'part'], { open: ['open', 'dueAt'] }),
      table(tables.archive, ['pk', 'sk']),
      table(tables.ledger, ['scope', 'entry']),
      table(tables.gates, ['scope', 'entry']),
    ],
    folder.path,
  );
  const principals = principalsOf(deployment, { stateDir });
  const emulator = await startEmulator({ dataDir: join(stateDir, 'objects'), region: REGION });
  const services = [new S3Service({ deployment, stateDir, emulator, publish: () => Promise.resolve(), log: silentLog }), new DynamoDbService({ deployment, stateDir })];
  for (const service of services) await service.start();
  const endpoint = await startEndpoint({ port: 0, services, principals, log: silentLog });
  const { accessKeyId, secretAccessKey } = principals.developer;
  const settings = { endpoint: endpoint.url, region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamo = new DynamoDBClient(settings);
  const documents = documentClient(dynamo);
  const objects = s3Objects(s3);
  return {
    objects,
    templates: s3Templates(objects, buckets.briefs),
    runs: dynamoRuns(documents, tables.runs),
    history: dynamoHistory(documents, tables.runs),
    agreement: dynamoAgreement(documents, tables.runs),
    advice: dynamoAdviceBook(documents, tables.runs),
    reviews: dynamoReviews(documents, tables.reviews),
    archive: dynamoArchive(documents, tables.archive),
    ledger: dynamoLedger(documents, tables.ledger),
    rateGate: dynamoRateGate(documents, tables.ledger, { tier: 5, clock: systemClock }),
    newRateGate: async (tier, clock) => {
      await Promise.all(['gpt-image-2', 'gpt-5.4-mini'].map((model) => documents.send(new DeleteCommand({ TableName: tables.gates, Key: { scope: `rate#${model}`, entry: 'bucket' } }))));
      return dynamoRateGate(documents, tables.gates, { tier, clock });
    },
    s3,
    documents,
    environment: { AWS_ENDPOINT_URL: endpoint.url, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, RUNS_TABLE: tables.runs, REVIEWS_TABLE: tables.reviews },
    keys: async (bucket, prefix) => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))).Contents ?? []).map(({ Key }) => Key ?? '').sort(),
    items: async (name) => (await documents.send(new ScanCommand({ TableName: name, ConsistentRead: true }))).Items ?? [],
    stop: async () => {
      s3.destroy();
      dynamo.destroy();
      await endpoint.stop();
      for (const service of services) await service.stop();
      await emulator.stop();
      folder[Symbol.dispose]();
    },
  };
}

/** A table with string keys, as the stateful stack defines it. */
function table(name: string, key: readonly string[], indexes: Readonly<Record<string, readonly string[]>> = {}): Resource {
  const keySchema = (attributes: readonly string[]): JsonObject[] => attributes.map((attribute, index) => ({ AttributeName: attribute, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
  const attributes = [...new Set([...key, ...Object.values(indexes).flat()])];
  const secondary = Object.entries(indexes).map(([index, of]): JsonObject => ({ IndexName: index, KeySchema: keySchema(of), Projection: { ProjectionType: 'ALL' } }));
  return resource('AWS::DynamoDB::Table', name, {
    KeySchema: keySchema(key),
    AttributeDefinitions: attributes.map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
    ...(secondary.length === 0 ? {} : { GlobalSecondaryIndexes: secondary }),
  });
}
