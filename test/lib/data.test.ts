import { beforeAll, describe, expect, test } from 'vitest';
import { synthesizeStacks } from './support/stacks.ts';
import type { SynthesizedTemplate, TemplateResource } from './support/stacks.ts';

let stateful: SynthesizedTemplate;
beforeAll(() => {
  ({ stateful } = synthesizeStacks());
});

const startingWith = (type: string, name: string): TemplateResource => stateful.ofType(type).find(({ id }) => id.startsWith(name))!;

describe('buckets', () => {
  test('every bucket is encrypted, closed to the public, versioned, kept, and refuses plain HTTP', () => {
    const buckets = stateful.ofType('AWS::S3::Bucket');
    expect(buckets.map(({ id }) => id.slice(0, -8)).sort()).toEqual(['AccessLogs', 'Archive', 'Assets', 'Briefs']);
    for (const bucket of buckets) {
      expect(bucket, bucket.id).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
          VersioningConfiguration: { Status: 'Enabled' },
        },
      });
      const policy = stateful.ofType('AWS::S3::BucketPolicy').find(({ Properties }) => (Properties['Bucket'] as { Ref: string }).Ref === bucket.id);
      expect(JSON.stringify(policy?.Properties), bucket.id).toContain('{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
    }
  });

  test('versions that were replaced and uploads that broke off do not stay for ever', () => {
    for (const { id, Properties } of stateful.ofType('AWS::S3::Bucket')) {
      const { Rules } = Properties['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
      expect(Rules, id).toContainEqual(expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 180 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }));
    }
  });

  test.each(['Archive', 'Briefs'])('nothing current in %s ever expires', (name) => {
    const { Rules } = startingWith('AWS::S3::Bucket', name).Properties['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
    expect(Rules.filter((rule) => 'ExpirationInDays' in rule || 'ExpirationDate' in rule)).toEqual([]);
  });

  test('working files of runs become cheaper, and go after a year', () => {
    const { Rules } = startingWith('AWS::S3::Bucket', 'Assets').Properties['LifecycleConfiguration'] as { Rules: unknown[] };
    expect(Rules).toContainEqual(expect.objectContaining({ ExpirationInDays: 365, Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 60 }] }));
  });

  test.each(['Briefs', 'Assets', 'Archive'])('access to %s is logged', (name) => {
    expect(startingWith('AWS::S3::Bucket', name).Properties['LoggingConfiguration']).toMatchObject({ LogFilePrefix: `${name.toLowerCase()}/` });
  });

  test('uploads of briefs are told to EventBridge by the plain property', () => {
    expect(startingWith('AWS::S3::Bucket', 'Briefs').Properties['NotificationConfiguration']).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
  });
});

describe('tables', () => {
  test.each([
    ['Runs', ['runId'], { feed: ['feed', 'startedAt'], source: ['source'] }],
    ['Reviews', ['reviewId', 'part'], { open: ['open', 'dueAt'] }],
    ['ArchiveIndex', ['pk', 'sk'], {}],
    ['Ledger', ['scope', 'entry'], {}],
  ])('%s has its keys and indexes', (name, keys, indexes) => {
    const { KeySchema, GlobalSecondaryIndexes = [] } = startingWith('AWS::DynamoDB::Table', name).Properties as {
      KeySchema: { AttributeName: string }[];
      GlobalSecondaryIndexes?: { IndexName: string; KeySchema: { AttributeName: string }[]; Projection: { ProjectionType: string } }[];
    };
    expect(KeySchema.map(({ AttributeName }) => AttributeName)).toEqual(keys);
    expect(Object.fromEntries(GlobalSecondaryIndexes.map((index) => [index.IndexName, index.KeySchema.map(({ AttributeName }) => AttributeName)]))).toEqual(indexes);
    // The readers of an index read whole records.
    expect(GlobalSecondaryIndexes.every(({ Projection }) => Projection.ProjectionType === 'ALL')).toBe(true);
  });

  test('every table is paid by request, encrypted, recoverable to any moment, and kept', () => {
    const tables = stateful.ofType('AWS::DynamoDB::Table');
    expect(tables).toHaveLength(4);
    for (const table of tables) {
      expect(table, table.id).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
        },
      });
    }
  });
});

test('the OpenAI key is a secret that outlives the stack, and no template holds its value', () => {
  const [secret] = stateful.ofType('AWS::SecretsManager::Secret');
  expect(secret?.DeletionPolicy).toBe('Retain');
  expect(secret?.Properties['SecretString']).toBeUndefined();
});
