import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { z } from 'zod';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import type { ImageRef, ObjectRef } from '../../core/references.ts';
import { issuesOf } from './edge.ts';
import { sha256 } from './hash.ts';

/** Where an object lies; with `sha256`, reading it checks its bytes, with `versionId` it is that version. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
  readonly sha256?: string;
  readonly versionId?: string | undefined;
}

export interface ObjectFacts {
  readonly etag: string;
  readonly bytes: number;
  /** Undefined where the bucket keeps none. */
  readonly versionId?: string | undefined;
}

/** What handlers do with S3. Keys are chosen so that writing twice writes the same bytes. */
export interface Objects {
  /** @throws NotFound when there is no such object, InvalidInput when its bytes are not those referred to */
  read(place: Place): Promise<Buffer>;
  /** @throws NotFound, InvalidInput naming the fields that break the schema */
  readJson<Schema extends z.ZodType>(place: Place, schema: Schema): Promise<z.infer<Schema>>;
  /** As `readJson`, with the reference to what was read; null when there is no such object. */
  findJson<Schema extends z.ZodType>(bucket: string, key: string, schema: Schema): Promise<{ readonly ref: ObjectRef; readonly value: z.infer<Schema> } | null>;
  write(bucket: string, key: string, bytes: Uint8Array, mediaType: string): Promise<ObjectRef>;
  /** Writes the object unless there is one under this key; null when there is. Of any number of callers one writes. */
  writeOnce(bucket: string, key: string, bytes: Uint8Array, mediaType: string): Promise<ObjectRef | null>;
  writeJson(bucket: string, key: string, value: unknown): Promise<ObjectRef>;
  /** As `findJson`, with the entity tag of what was read. */
  findTagged<Schema extends z.ZodType>(bucket: string, key: string, schema: Schema): Promise<{ readonly etag: string; readonly value: z.infer<Schema> } | null>;
  /** Writes the document if the object still has this entity tag, or with null if there is none yet; false when somebody else was first. */
  writeJsonIfUnchanged(bucket: string, key: string, value: unknown, etag: string | null): Promise<boolean>;
  writeImage(bucket: string, key: string, bytes: Uint8Array, facts: Pick<ImageRef, 'width' | 'height' | 'mediaType'>): Promise<ImageRef>;
  /** Null when there is no such object. */
  head(place: Place): Promise<ObjectFacts | null>;
  /** Every key below the prefix, in the order of S3, ten thousand at most. */
  keys(bucket: string, prefix: string): Promise<string[]>;
  /** Copies within S3, byte for byte. @throws NotFound when the source is gone */
  copy(from: Place, bucket: string, key: string): Promise<void>;
  /** Deletes the object if it still has this entity tag; a newer upload under the same key stays. */
  removeIfUnchanged(place: Place, etag: string): Promise<boolean>;
  /** A URL that reads the object without credentials for so many seconds. */
  presign(place: Place, seconds: number): Promise<string>;
}

export function s3Objects(client: S3Client): Objects {
  const readTagged = (place: Place): Promise<{ readonly bytes: Buffer; readonly etag: string }> =>
    orNotFound(place, async () => {
      const answer = await client.send(new GetObjectCommand({ Bucket: place.bucket, Key: place.key, VersionId: place.versionId }));
      return { bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []), etag: unquoted(answer.ETag ?? '') };
    });
  const read: Objects['read'] = async (place) => {
    const { bytes } = await readTagged(place);
    if (place.sha256 !== undefined && sha256(bytes) !== place.sha256) {
      throw new InvalidInput(`Expected ${uriOf(place)} with SHA-256 ${place.sha256} but received other bytes`);
    }
    return bytes;
  };
  const write: Objects['write'] = async (bucket, key, bytes, mediaType) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: mediaType }));
    return { bucket, key, sha256: sha256(bytes), bytes: bytes.byteLength };
  };
  const writeOnce: Objects['writeOnce'] = async (bucket, key, bytes, mediaType) => {
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: mediaType, IfNoneMatch: '*' }));
    } catch (error) {
      if (lostCondition(error)) return null;
      throw error;
    }
    return { bucket, key, sha256: sha256(bytes), bytes: bytes.byteLength };
  };
  const head: Objects['head'] = async (place) => {
    try {
      const answer = await client.send(new HeadObjectCommand({ Bucket: place.bucket, Key: place.key, VersionId: place.versionId }));
      return { etag: unquoted(answer.ETag ?? ''), bytes: answer.ContentLength ?? 0, versionId: answer.VersionId };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
  return {
    read,
    readJson: async (place, schema) => parseAs(place, await read(place), schema),
    write,
    writeOnce,
    head,
    keys: async (bucket, prefix) => {
      const keys: string[] = [];
      let next: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next }));
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        next = page.NextContinuationToken;
      } while (next !== undefined && keys.length < mostKeys);
      return keys;
    },
    findJson: async (bucket, key, schema) => {
      try {
        const bytes = await read({ bucket, key });
        return { ref: { bucket, key, sha256: sha256(bytes), bytes: bytes.byteLength }, value: parseAs({ bucket, key }, bytes, schema) };
      } catch (error) {
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
    writeJson: (bucket, key, value) => write(bucket, key, jsonBytes(value), 'application/json'),
    findTagged: async (bucket, key, schema) => {
      try {
        const { bytes, etag } = await readTagged({ bucket, key });
        return { etag, value: parseAs({ bucket, key }, bytes, schema) };
      } catch (error) {
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
    writeJsonIfUnchanged: async (bucket, key, value, etag) => {
      try {
        const condition = etag === null ? { IfNoneMatch: '*' } : { IfMatch: `"${unquoted(etag)}"` };
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: jsonBytes(value), ContentType: 'application/json', ...condition }));
        return true;
      } catch (error) {
        if (isMissing(error) || lostCondition(error) || lostRace(error)) return false;
        throw error;
      }
    },
    writeImage: async (bucket, key, bytes, { width, height, mediaType }) => ({ ...(await write(bucket, key, bytes, mediaType)), width, height, mediaType }),
    copy: async (from, bucket, key) => {
      const version = from.versionId === undefined ? '' : `?versionId=${encodeURIComponent(from.versionId)}`;
      const source = `${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}${version}`;
      await orNotFound(from, () => client.send(new CopyObjectCommand({ Bucket: bucket, Key: key, CopySource: source })));
    },
    removeIfUnchanged: async (place, etag) => {
      if ((await head({ bucket: place.bucket, key: place.key }))?.etag !== unquoted(etag)) return false;
      try {
        await client.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: place.key, IfMatch: `"${unquoted(etag)}"` }));
        return true;
      } catch (error) {
        if (isMissing(error) || lostCondition(error)) return false;
        throw error;
      }
    },
    presign: (place, seconds) => getSignedUrl(client, new GetObjectCommand({ Bucket: place.bucket, Key: place.key }), { expiresIn: seconds }),
  };
}

const mostKeys = 10_000;

/** A document as it lies in a bucket: JSON that people can read. */
export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** `s3://bucket/key` */
export function uriOf(place: Pick<Place, 'bucket' | 'key'>): string {
  return `s3://${place.bucket}/${place.key}`;
}

async function orNotFound<Result>(place: Place, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (isMissing(cause)) throw new NotFound(`Expected ${uriOf(place)} to exist but received no such object`, { cause });
    throw cause;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound' || error.name === 'NoSuchVersion');
}

function lostCondition(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;
}

/** S3's answer when two conditional writes of one key overlap. */
function lostRace(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'ConditionalRequestConflict';
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function parseAs<Schema extends z.ZodType>(place: Place, bytes: Buffer, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(jsonOf(place, bytes));
  if (!parsed.success) throw new InvalidInput(`Expected ${uriOf(place)} in the form agreed on but received ${issuesOf(parsed.error)}`);
  return parsed.data;
}

function jsonOf(place: Place, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new InvalidInput(`Expected ${uriOf(place)} as JSON but received something else`, { cause });
  }
}
