import { join } from 'node:path';

import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clientSettings, startDataPlane, synthesizeSample } from './support/data-plane.ts';
import type { DataPlane } from './support/data-plane.ts';
import { ACCOUNT, REGION, temporaryFolder } from './support/deployment.ts';
import { rawGet } from './support/raw-get.ts';
import { signedPost } from './support/signed-post.ts';

describe('the AWS endpoint', () => {
  const folder = temporaryFolder();
  let plane: DataPlane;
  beforeAll(async () => {
    const assemblyDir = join(folder.path, 'cdk.out');
    synthesizeSample(assemblyDir, join(folder.path, 'asset'));
    plane = await startDataPlane({ assemblyDir, stateDir: join(folder.path, 'state') });
  });
  afterAll(async () => {
    await plane.stop();
    folder[Symbol.dispose]();
  });
  const stranger = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' };

  test('tells an unknown key the way out, in the words of each protocol', async () => {
    const s3 = new S3Client({ ...clientSettings(plane, stranger), forcePathStyle: true });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))).rejects.toMatchObject({ name: 'InvalidAccessKeyId', message: expect.stringContaining('eval "$(npx galley env)"') as string });
    const secrets = new SecretsManagerClient(clientSettings(plane, stranger));
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'x' }))).rejects.toMatchObject({ name: 'UnrecognizedClientException', message: expect.stringContaining('npx galley env') as string });
    const sts = await signedPost(plane.url, { service: 'sts', region: REGION, principal: stranger, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect(await sts.text()).toContain('<Code>InvalidClientTokenId</Code>');
  });

  test('refuses a wrong secret', async () => {
    const s3 = new S3Client({ ...clientSettings(plane, { accessKeyId: 'galley', secretAccessKey: 'wrong' }), forcePathStyle: true });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  test('refuses an unsigned request', async () => {
    const response = await fetch(`${plane.url}/bucket/key`);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    const json = await fetch(plane.url, { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}' });
    expect(await json.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('names a service that it does not have', async () => {
    const response = await signedPost(plane.url, { service: 'ec2', region: REGION, principal: plane.principals.developer, body: 'Action=DescribeInstances' });
    expect([response.status, await response.text()]).toEqual([501, expect.stringContaining('&quot;ec2&quot;')]);
  });

  test('says who is calling', async () => {
    const worker = plane.principal('Worker');
    const response = await signedPost(plane.url, { service: 'sts', region: REGION, principal: worker, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    const text = await response.text();
    expect(text).toContain(`<Arn>${worker.arn}</Arn>`);
    expect(text).toContain(`<Account>${ACCOUNT}</Account>`);
  });

  test('answers HEAD without a body', async () => {
    const response = await fetch(`${plane.url}/bucket/key`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([403, '']);
  });

  test('takes no request through a name that a page elsewhere points here', async () => {
    const { status, body } = await rawGet(plane.url, new URL('http://attacker.example/bucket/key'));
    expect([status, body]).toEqual([403, expect.stringContaining('attacker.example')]);
  });

  test('takes no change from a page of another site', async () => {
    const response = await fetch(`${plane.url}/bucket?delete`, { method: 'POST', headers: { origin: 'https://attacker.example' }, body: '<Delete/>' });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('https://attacker.example')]);
  });

  test('listens on the loopback interface alone', () => {
    expect(plane.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
