import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { RunList } from '../../core/api.ts';
import { type BrandFileName, brandFilesOf, filesOfKit } from '../../core/brief/brand-files.ts';
import { kitFileNames, parseBrandKit } from '../../core/brief/brand-kit.ts';
import { briefFormatOf, parseBrief } from '../../core/brief/parse.ts';
import type { Brief } from '../../core/brief/schema.ts';
import { InvalidBrandKit, InvalidBrief } from '../../core/errors.ts';
import { briefKeys } from '../../core/keys.ts';
import type { ApiClient } from './api-client.ts';
import { readBriefFile } from './brief-file.ts';
import { UsageError } from './errors.ts';
import { placeOf } from './problem-place.ts';
import type { Target } from './target.ts';

interface SubmitOptions {
  readonly file: string;
  readonly target: Target;
  readonly api: ApiClient;
  readonly print: (line: string) => void;
}

const RejectionReport = z.looseObject({
  problems: z.array(z.looseObject({ field: z.string(), message: z.string(), line: z.number().optional() })),
});

/** Seconds that intake is given before the command stops waiting; the upload itself is safe by then. */
const patience = 60;

/**
 * Uploads a brief and waits until intake has taken it.
 * @returns the id of the run
 * @throws UsageError with the problems by field when the brief was rejected
 */
export async function submit({ file, target, api, print }: SubmitOptions): Promise<string> {
  const body = await readBriefFile(file);
  const s3 = new S3Client({
    region: target.region,
    forcePathStyle: true,
    ...(target.awsEndpoint ? { endpoint: target.awsEndpoint } : {}),
    ...(target.credentials ? { credentials: target.credentials } : {}),
  });
  const folder = `${createHash('sha256').update(body).digest('hex').slice(0, 8)}-${randomBytes(4).toString('hex')}`;
  const name = `${folder}/${basename(file)}`;
  const key = briefKeys.inbox(name);
  for (const named of await filesBeside(file, body)) {
    await s3.send(new PutObjectCommand({ Bucket: target.briefsBucket, Key: named.key, Body: named.bytes }));
    print(`Uploaded s3://${target.briefsBucket}/${named.key}`);
  }
  await s3.send(new PutObjectCommand({ Bucket: target.briefsBucket, Key: key, Body: body }));
  const source = `s3://${target.briefsBucket}/${key}`;
  print(`Uploaded ${source}`);

  for (let second = 0; second < patience; second += 0.5) {
    const { runs } = await api.get(RunList, '/api/runs', { source });
    const run = runs[0];
    if (run) {
      print(`Run ${run.runId}: ${run.title}`);
      return run.runId;
    }
    const problems = await rejection(s3, target.briefsBucket, key);
    if (problems) throw new UsageError(`The brief was rejected:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    await sleep(500);
  }
  throw new UsageError(`The brief is uploaded, but no run has started after ${String(patience)} s. Look again with "npx galley status".`);
}

interface LocalFile {
  readonly key: string;
  readonly bytes: Buffer;
}

/** What the brief names and what lies beside it under the same name: its brand kit, looks, marks and references. What is wrong with a brief is intake's to say. */
async function filesBeside(file: string, body: Buffer): Promise<LocalFile[]> {
  const beside = async (keys: readonly string[]): Promise<LocalFile[]> => {
    const found = keys.map(async (key) => {
      try {
        return [{ key, bytes: await readFile(join(dirname(file), key)) }];
      } catch {
        // It may be in the bucket already.
        return [];
      }
    });
    return (await Promise.all(found)).flat();
  };
  const brief = briefIn(file, body);
  if (brief === null) return [];
  const name = brief.brand.kit?.name;
  const kits = name === undefined ? [] : await beside(kitFileNames.map((each) => `${briefKeys.brandsPrefix}${name}/${each}`));
  const named = [...brandFilesOf(brief), ...kits.flatMap(kitFilesIn)].map(({ file: key }) => key).filter((key) => key.startsWith(briefKeys.brandsPrefix));
  return [...kits, ...(await beside([...new Set([...named, ...brief.references.map(({ file: key }) => key)])]))];
}

function briefIn(file: string, body: Buffer): Brief | null {
  try {
    return parseBrief(body.toString('utf8'), briefFormatOf({ fileName: basename(file) }));
  } catch (error) {
    if (error instanceof InvalidBrief) return null;
    throw error;
  }
}

function kitFilesIn({ key, bytes }: LocalFile): BrandFileName[] {
  try {
    return filesOfKit(parseBrandKit(bytes.toString('utf8'), briefFormatOf({ fileName: key })));
  } catch (error) {
    if (error instanceof InvalidBrandKit) return [];
    throw error;
  }
}

/** The problems of a rejected upload, or null while there is no report about it. */
async function rejection(s3: S3Client, bucket: string, uploadedKey: string): Promise<readonly string[] | null> {
  const listing = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'rejected/' }));
  for (const { Key } of listing.Contents ?? []) {
    if (!Key?.endsWith('/report.json')) continue;
    const stored = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    const text = (await stored.Body?.transformToString()) ?? '{}';
    if (!text.includes(uploadedKey)) continue;
    const report = RejectionReport.parse(JSON.parse(text));
    return report.problems.map((problem) => `${placeOf(problem)}: ${problem.message}`);
  }
  return null;
}
