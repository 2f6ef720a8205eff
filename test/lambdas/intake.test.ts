import { randomBytes } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { Brief } from '../../core/brief/schema.ts';
import { CritiqueDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { createHandler, largestBriefBytes } from '../../lambdas/intake/handler.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedExecutions, RecordedMailer, objectsWith } from './support/doubles.ts';
import { rejection } from './support/openai.ts';

const cloud = await cloudForThisFile();
let mailer: RecordedMailer;
let executions: RecordedExecutions;
beforeEach(() => {
  [mailer, executions] = [new RecordedMailer(), new RecordedExecutions()];
});

const handlerWith = (changes: Partial<Parameters<typeof createHandler>[0]> = {}) =>
  createHandler({ objects: cloud.objects, runs: cloud.runs, executions, mailer, clock: new HeldClock(), assetsBucket: buckets.assets, defaultApprovers: ['team@example.com'], ...changes });
const valid = 'title: Frisbee\nowner: owner@example.com\nconcept:\n  subject: a golden retriever\n';
const misspelt = 'title: Frisbee\nowner: owner@example.com\nconcept:\n  subjekt: a golden retriever\n';
const Report = z.object({ keptAt: z.string(), problems: z.array(z.object({ field: z.string(), message: z.string() })) });

/** Uploads to a folder of its own; returns the key and the event that S3 sends. */
async function upload(body: string | Buffer, name = 'brief.yaml', folder = `inbox/${randomBytes(6).toString('hex')}`) {
  const key = `${folder}/${name}`;
  const bytes = Buffer.from(body);
  const { ETag } = await cloud.s3.send(new PutObjectCommand({ Bucket: buckets.briefs, Key: key, Body: bytes, ContentLength: bytes.byteLength }));
  const event = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: buckets.briefs }, object: { key, etag: (ETag ?? '').replaceAll('"', ''), sequencer: randomBytes(8).toString('hex'), size: bytes.byteLength } },
  };
  return { key, event };
}

const exists = async (key: string): Promise<boolean> => (await cloud.objects.head({ bucket: buckets.briefs, key })) !== null;
const causeOf = ({ causeId }: { readonly causeId?: string }): string => causeId ?? 'none';
const reportOf = async (causeId: string) => cloud.objects.readJson({ bucket: buckets.briefs, key: `rejected/${causeId}/report.json` }, Report);

describe('a brief that nobody could approve', () => {
  test('is rejected when its owner is the deployment’s only approver, before anything is spent', async () => {
    const { event } = await upload(valid);
    const result = await handlerWith({ defaultApprovers: ['Owner@example.com'] })(event);
    expect(result.result).toBe('rejected');
    const { problems } = await reportOf(causeOf(result));
    expect(problems.map(({ field }) => field)).toEqual(['review.approvers']);
    expect(problems[0]?.message).toContain('write ownApproval: true');
    expect(executions.started.size).toBe(0);
  });

  test('is taken when the brief says that owners may, or names somebody', async () => {
    for (const more of ['review: { ownApproval: true }\n', 'approvers: [art@example.com]\n']) {
      const { event } = await upload(valid + more);
      expect((await handlerWith({ defaultApprovers: ['owner@example.com'] })(event)).result).toBe('accepted');
    }
  });
});

describe('a valid upload', () => {
  test('becomes a run, is kept byte for byte and leaves the inbox', async () => {
    const { key, event } = await upload(valid);
    const result = await handlerWith()(event);
    expect(result.result).toBe('accepted');
    const runId = causeOf(result);
    const kept = { bucket: buckets.briefs, key: `accepted/${runId}/brief.yaml` };
    expect((await cloud.objects.read(kept)).toString()).toBe(valid);
    expect(await exists(key)).toBe(false);
    expect(await cloud.runs.get(runId)).toMatchObject({ state: 'running', title: 'Frisbee', source: `s3://${buckets.briefs}/${key}` });
    const input = executions.started.get(runId);
    expect(input?.source.key).toBe(kept.key);
    expect((await cloud.objects.readJson(input?.brief ?? { bucket: '', key: '' }, Brief)).title).toBe('Frisbee');
    expect(mailer.sent).toEqual([]);
  });

  test('told of twice is one run', async () => {
    const { event } = await upload(valid);
    const [first, second] = [await handlerWith()(event), await handlerWith()(event)];
    expect(executions.started.size).toBe(1);
    expect([first.result, second.result]).toEqual(['accepted', 'ignored']);
  });

  test('told of twice at the same time is one run', async () => {
    const { event } = await upload(valid);
    await Promise.all([handlerWith()(event), handlerWith()(event)]);
    expect(executions.started.size).toBe(1);
  });

  test('uploaded again is a run of its own', async () => {
    const folder = `inbox/${randomBytes(6).toString('hex')}`;
    for (let count = 0; count < 2; count += 1) await handlerWith()((await upload(valid, 'brief.yaml', folder)).event);
    expect(executions.started.size).toBe(2);
  });

  test('is finished by the next try when the start of its run failed', async () => {
    const { key, event } = await upload(valid);
    const failing = new RecordedExecutions();
    failing.start = () => Promise.reject(new Error('Step Functions is away'));
    await rejection(handlerWith({ executions: failing })(event));
    expect(await exists(key)).toBe(true);
    expect((await handlerWith()(event)).result).toBe('accepted');
    expect(executions.started.size).toBe(1);
    expect(await exists(key)).toBe(false);
  });

  test('stays while a newer one lies under its name', async () => {
    const folder = `inbox/${randomBytes(6).toString('hex')}`;
    const older = await upload(valid, 'brief.yaml', folder);
    const newer = await upload(valid.replace('Frisbee', 'Ball'), 'brief.yaml', folder);
    await handlerWith()(older.event);
    expect(await exists(newer.key)).toBe(true);
  });

  test('has its name kept, whatever letters it is made of', async () => {
    const { key, event } = await upload(valid, 'Entwürfe & Ideen+1 (neu).yaml');
    const runId = causeOf(await handlerWith()(event));
    expect(await exists(`accepted/${runId}/Entwürfe & Ideen+1 (neu).yaml`)).toBe(true);
    expect(await exists(key)).toBe(false);
  });
});

describe('the critique of an upload', () => {
  const vague = 'title: Newsletter\nowner: owner@example.com\nconcept:\n  subject: a dog in a park\n';
  const banned = `${vague.replace('a dog in a park', 'a golden retriever beside a purple bench')}brand: { banned: [purple] }\n`;

  test('is kept with the run, with lines, and holds nothing up', async () => {
    const result = await handlerWith()((await upload(vague)).event);
    expect(result.result).toBe('accepted');
    const runId = causeOf(result);
    const { findings } = await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.critique(runId) }, CritiqueDocument);
    expect(findings.find(({ rule }) => rule === 'generic-subject')).toMatchObject({ severity: 'warning', field: 'concept.subject', line: 4 });
    expect(executions.started.size).toBe(1);
    expect(mailer.sent).toEqual([]);
  });

  test('refuses an error as it refuses a misspelt field, with the way out', async () => {
    const { key, event } = await upload(banned);
    const result = await handlerWith()(event);
    expect(result.result).toBe('rejected');
    expect((await reportOf(causeOf(result))).problems).toEqual([{ field: 'concept.subject', message: expect.stringMatching(/"purple".*brand\.banned\[0\].*; name another colour/u) as string }]);
    expect(mailer.sent.map(({ to }) => to)).toEqual(['owner@example.com']);
    expect(mailer.sent[0]?.text).toContain('concept.subject');
    expect(await exists(key)).toBe(false);
    expect(executions.started.size).toBe(0);
  });
});

describe('an upload that is no brief', () => {
  test('is moved, reported by field and told to the sender, once', async () => {
    const { key, event } = await upload(misspelt);
    const handle = handlerWith();
    const causeId = causeOf(await handle(event));
    await handle(event);
    const report = await reportOf(causeId);
    expect(report.problems.map(({ field }) => field)).toContain('concept.subject');
    expect(report.keptAt).toBe(`s3://${buckets.briefs}/rejected/${causeId}/brief.yaml`);
    expect((await cloud.objects.read({ bucket: buckets.briefs, key: `rejected/${causeId}/brief.yaml` })).toString()).toBe(misspelt);
    expect(await exists(key)).toBe(false);
    expect(mailer.sent.map(({ to }) => to)).toEqual(['owner@example.com']);
    expect(mailer.sent[0]?.text).toContain('concept.subject');
    expect(executions.started.size).toBe(0);
    expect(await cloud.runs.find(causeId)).toBeNull();
  });

  test.each([
    ['of other bytes than UTF-8', Buffer.from([0x74, 0x69, 0xff, 0xfe, 0x00]), 'brief.yaml', 'UTF-8'],
    ['of more than the limit', Buffer.alloc(largestBriefBytes + 1, 'a'), 'brief.yaml', 'at most'],
    ['with an unknown extension', valid, 'brief.docx', '.yaml'],
    ['with a name of the prototype for an extension', valid, 'brief.constructor', '.yaml'],
    ['that is empty', '', 'brief.yaml', 'Expected'],
    ['whose template is not there', 'title: Shelf\ntemplate: product@9.9.9\nconcept: { subject: a brass telescope }\n', 'brief.yaml', 'Expected the template product@9.9.9'],
  ])('%s is rejected with the reason', async (_, body, name, reason) => {
    const { key, event } = await upload(body, name);
    const result = await handlerWith()(event);
    expect(result.result).toBe('rejected');
    const causeId = causeOf(result);
    expect((await reportOf(causeId)).problems.map(({ message }) => message).join()).toContain(reason);
    expect(await exists(`rejected/${causeId}/${name}`)).toBe(true);
    expect(await exists(key)).toBe(false);
    expect(executions.started.size).toBe(0);
  });

  test('with an unknown extension is told to the sender all the same', async () => {
    await handlerWith()((await upload(valid, 'brief.txt')).event);
    expect(mailer.sent.map(({ to }) => to)).toEqual(['owner@example.com']);
  });

  test('waits in the inbox while the sender cannot be told', async () => {
    const { key, event } = await upload(misspelt);
    mailer.refused.add('owner@example.com');
    await rejection(handlerWith()(event));
    expect(await exists(key)).toBe(true);
    mailer.refused.clear();
    expect((await handlerWith()(event)).result).toBe('rejected');
    expect(mailer.sent).toHaveLength(1);
  });
});

describe('nothing is deleted before its copy exists', () => {
  test.each([
    ['valid', valid],
    ['invalid', misspelt],
  ])('of a %s upload', async (_, body) => {
    const { key, event } = await upload(body);
    const objects = objectsWith(cloud.objects, { copy: () => Promise.reject(new Error('S3 is away')) });
    await rejection(handlerWith({ objects })(event));
    expect(await exists(key)).toBe(true);
    expect(executions.started.size).toBe(0);
    expect(mailer.sent).toEqual([]);
  });
});

describe('what is no upload', () => {
  test('outside of the inbox is ignored and stays', async () => {
    const { key, event } = await upload(valid, 'brief.yaml', 'accepted/elsewhere');
    expect(await handlerWith()(event)).toEqual({ result: 'ignored' });
    await cloud.s3.send(new HeadObjectCommand({ Bucket: buckets.briefs, Key: key }));
    expect(executions.started.size).toBe(0);
  });

  test('a folder in the inbox is ignored and stays', async () => {
    const { key, event } = await upload('', '', 'inbox/new');
    expect(await handlerWith()(event)).toEqual({ result: 'ignored' });
    expect(await exists(key)).toBe(true);
  });

  test('an upload that is gone is ignored', async () => {
    const { event } = await upload(valid);
    event.detail.object.key += '.gone';
    expect((await handlerWith()(event)).result).toBe('ignored');
  });

  test('an event of another form is refused', async () => {
    await expect(handlerWith()({ detail: { bucket: {} } })).rejects.toThrow();
  });
});
