import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { Intents } from '../../../local/services/s3/intents.ts';
import { clientSettings, startDataPlane, synthesizeSample } from '../support/data-plane.ts';
import type { DataPlane } from '../support/data-plane.ts';
import { temporaryFolder } from '../support/deployment.ts';
import { rawGet } from '../support/raw-get.ts';

describe('S3 behind the endpoint', () => {
  const folder = temporaryFolder();
  const assemblyDir = join(folder.path, 'cdk.out');
  const stateDir = join(folder.path, 'state');
  let plane: DataPlane;
  let s3: S3Client;
  let bucket = '';

  const client = (name: string): S3Client => new S3Client({ ...clientSettings(plane, name === 'developer' ? plane.principals.developer : plane.principal(name)), forcePathStyle: true });
  const start = async (): Promise<void> => {
    plane = await startDataPlane({ assemblyDir, stateDir });
    s3 = client('developer');
    bucket = plane.sample.name('UploadsName');
  };
  const put = (key: string, body: string | Buffer, more: object = {}) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...more }));
  const text = async (key: string): Promise<string | undefined> => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString();

  beforeAll(async () => {
    synthesizeSample(assemblyDir, join(folder.path, 'asset'));
    await start();
  });
  afterAll(async () => {
    await plane.stop();
    folder[Symbol.dispose]();
  });

  test('keeps bytes, type and metadata', async () => {
    await put('a/b c+d/ü.txt', 'hello', { ContentType: 'text/plain', Metadata: { run: '7' } });
    const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'a/b c+d/ü.txt' }));
    expect(await read.Body?.transformToString()).toBe('hello');
    expect(read.ContentType).toBe('text/plain');
    expect(read.Metadata).toEqual({ run: '7' });
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a/b c+d/ü.txt' }));
    expect(head.ContentLength).toBe(5);
    const list = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'a/b' }));
    expect(list.Contents?.map(({ Key }) => Key)).toEqual(['a/b c+d/ü.txt']);
  });

  test('takes a picture of 30 MB', async () => {
    const bytes = randomBytes(30 * 1024 * 1024);
    await put('large.png', bytes);
    const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'large.png' }));
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    const range = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'large.png', Range: 'bytes=5-9' }));
    expect(Buffer.from((await range.Body?.transformToByteArray()) ?? [])).toEqual(bytes.subarray(5, 10));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'large.png' }));
  });

  test('takes a stream in signed chunks with its checksum at the end', async () => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'streamed', Body: Readable.from([Buffer.from('one '), Buffer.from('two')]), ContentLength: 7 }));
    expect(await text('streamed')).toBe('one two');
  });

  test('assembles a multipart upload', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'parts' }));
    const parts = [];
    for (const [index, Body] of [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')].entries()) {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket: bucket, Key: 'parts', UploadId, PartNumber: index + 1, Body }));
      parts.push({ ETag, PartNumber: index + 1 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: 'parts', UploadId, MultipartUpload: { Parts: parts } }));
    expect((await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'parts' }))).ContentLength).toBe(5 * 1024 * 1024 + 3);
    expect(plane.events.at(-1)?.event.detail).toMatchObject({ reason: 'CompleteMultipartUpload', object: { key: 'parts', size: 5 * 1024 * 1024 + 3 } });
    const other = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'given-up' }));
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: 'given-up', UploadId: other.UploadId }));
  });

  test('one of twenty simultaneous writers gets a key that must not exist', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, async (_, index) => put('once', `writer ${String(index)}`, { IfNoneMatch: '*' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as { name: string; $metadata: { httpStatusCode: number } }] : []));
    expect(new Set(reasons.map(({ name, $metadata }) => `${name} ${String($metadata.httpStatusCode)}`))).toEqual(new Set(['PreconditionFailed 412']));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await text('once')).toBe(`writer ${String(winner)}`);
  });

  test('a delete that expects another object deletes nothing', async () => {
    const { ETag } = await put('changing', 'first');
    await put('changing', 'second');
    await expect(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'changing', IfMatch: ETag }))).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await text('changing')).toBe('second');
  });

  test('an upload whose bytes are not those of its digest is refused', async () => {
    await expect(put('torn', 'bytes', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'torn' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('tells EventBridge of an upload before the client hears of it', async () => {
    await put('inbox/müller & söhne.yaml', 'title: x');
    const { bus, event } = plane.events.at(-1) ?? {};
    expect(bus).toBe('default');
    expect(event).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      resources: [`arn:aws:s3:::${bucket}`],
      detail: { bucket: { name: bucket }, object: { key: 'inbox/müller & söhne.yaml', size: 8, etag: createHash('md5').update('title: x').digest('hex') }, reason: 'PutObject' },
    });
  });

  test('tells EventBridge of copies and deletions, and of nothing that did not happen', async () => {
    await put('from', 'x');
    const before = plane.events.length;
    await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: 'to', CopySource: `${bucket}/from` }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'from' }, { Key: 'never there' }] } }));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'never there' }));
    const told = plane.events.slice(before).map(({ event }) => `${event['detail-type']} ${(event.detail['object'] as { key: string }).key}`);
    expect(told).toEqual(['Object Created to', 'Object Deleted from']);
  });

  test('a bucket that did not ask for events sends none', async () => {
    const before = plane.events.length;
    await s3.send(new PutObjectCommand({ Bucket: plane.sample.name('QuietName'), Key: 'x', Body: 'x' }));
    expect(plane.events).toHaveLength(before);
  });

  test('sequencers of one key grow', async () => {
    const start = plane.events.length;
    for (const body of ['1', '2', '3']) await put('sequence', body);
    const sequencers = plane.events.slice(start).map(({ event }) => (event.detail['object'] as { sequencer: string }).sequencer);
    expect(sequencers).toEqual([...sequencers].sort());
    expect(new Set(sequencers).size).toBe(3);
  });

  test('a presigned GET needs no credentials and can name the file', async () => {
    await put('shown.png', 'picture');
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: 'shown.png', ResponseContentDisposition: 'attachment; filename="nice name.png"' }), { expiresIn: 60 });
    const response = await fetch(url);
    expect(await response.text()).toBe('picture');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="nice name.png"');
    const tampered = await fetch(url.replace('shown.png', 'other.png'));
    expect([tampered.status, await tampered.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
  });

  test('a presigned PUT stores what is sent', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key: 'sent' }), { expiresIn: 60 });
    expect((await fetch(url, { method: 'PUT', body: 'by fetch' })).status).toBe(200);
    expect(await text('sent')).toBe('by fetch');
  });

  test('a role does only what its policies allow', async () => {
    const worker = client('Worker');
    await worker.send(new PutObjectCommand({ Bucket: bucket, Key: 'out/ok', Body: 'x' }));
    await expect(worker.send(new PutObjectCommand({ Bucket: bucket, Key: 'elsewhere', Body: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${plane.principal('Worker').arn} is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::${bucket}/elsewhere because no identity-based policy allows the s3:PutObject action`,
    });
    await expect(worker.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'out/ok' }] } }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(worker.send(new GetObjectCommand({ Bucket: plane.sample.name('QuietName'), Key: 'x' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('only who may list a bucket is told that a key is missing', async () => {
    const missing = new GetObjectCommand({ Bucket: bucket, Key: 'missing' });
    await expect(client('Worker').send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(client('Blind').send(missing)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('what it does not have is refused by name', async () => {
    await expect(s3.send(new GetBucketVersioningCommand({ Bucket: bucket }))).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('?versioning') as string });
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: bucket }))).LocationConstraint).toBe('eu-central-1');
  });

  test('objects and presigned URLs survive a restart', async () => {
    await put('kept', 'still here');
    const url = new URL(await getSignedUrl(client('Worker'), new GetObjectCommand({ Bucket: bucket, Key: 'kept' }), { expiresIn: 60 }));
    await plane.stop();
    await start();
    expect(await text('kept')).toBe('still here');
    // The port is a new one here; the host is signed, so the header has the old one.
    expect((await rawGet(plane.url, url)).status).toBe(200);
  });

  test('an event that a killed process owed is published at the next start', async () => {
    await plane.stop();
    // The process dies after the object is stored and before its event is accepted.
    plane = await startDataPlane({
      assemblyDir,
      stateDir,
      onPublish: () => {
        throw new Error('killed here');
      },
    });
    s3 = client('developer');
    await expect(put('inbox/owed.yaml', 'x')).rejects.toMatchObject({ name: 'InternalError' });
    await plane.stop();
    await start();
    expect(plane.events.map(({ event }) => (event.detail['object'] as { key: string }).key)).toEqual(['inbox/owed.yaml']);
    await plane.stop();
    await start();
    expect(plane.events).toEqual([]);
  });

  test('an intent whose object never changed publishes nothing', async () => {
    await put('inbox/old.yaml', 'x');
    await plane.stop();
    const intents = new Intents(join(stateDir, 's3-intents.db'));
    intents.open({ bucket, key: 'inbox/never-written.yaml', kind: 'created', reason: 'PutObject', before: undefined });
    intents.end();
    await start();
    expect(plane.events).toEqual([]);
  });
});
