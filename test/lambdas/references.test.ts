import { PutObjectCommand } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { Brief, type BriefInput } from '../../core/brief/schema.ts';
import { largestReferenceBytes, mostReferenceBytes, referenceSizeProblems } from '../../core/brief/references.ts';
import { CompanionDocument, GenerationDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { GenerateOutput } from '../../core/workflow.ts';
import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createFinish } from '../../lambdas/finish/handler.ts';
import { createHandler as createGenerate } from '../../lambdas/generate/handler.ts';
import { createHandler as createIntake } from '../../lambdas/intake/handler.ts';
import { sha256 } from '../../lambdas/shared/hash.ts';
import type { ImageModel } from '../../lambdas/shared/images.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedExecutions, RecordedMailer } from './support/doubles.ts';
import { openAiForThisFile } from './support/openai.ts';
import { approvedRun } from './support/road.ts';
import { placeRun } from './support/runs.ts';

const red = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c01010' } }).jpeg().toBuffer();
const blue = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#1010c0' } }).png().toBuffer();

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);

const put = (key: string, body: string | Buffer) => cloud.s3.send(new PutObjectCommand({ Bucket: buckets.briefs, Key: key, Body: body }));
const referring = (lines: string): string => `title: Frisbee\nowner: owner@example.com\nconcept:\n  subject: a golden retriever\nreferences:\n${lines}\n`;

async function takeIn(text: string) {
  const [mailer, executions] = [new RecordedMailer(), new RecordedExecutions()];
  const key = `inbox/${randomBytes(6).toString('hex')}/brief.yaml`;
  await put(key, text);
  const etag = (await cloud.objects.head({ bucket: buckets.briefs, key }))?.etag ?? '';
  const handler = createIntake({ objects: cloud.objects, runs: cloud.runs, executions, mailer, clock: new HeldClock(), assetsBucket: buckets.assets, defaultApprovers: ['team@example.com'] });
  const taken = await handler({ detail: { bucket: { name: buckets.briefs }, object: { key, etag, sequencer: randomBytes(8).toString('hex') } } });
  // Mails break their lines anywhere.
  return { ...taken, runId: taken.causeId ?? '', mail: mailer.sent[0]?.text.replaceAll(/\s+/g, ' ') ?? '' };
}

describe('a brief that refers to pictures', () => {
  test('pins their bytes: what is uploaded later under the same name changes nothing', async () => {
    await put('references/pinned.jpg', red);
    const { result, runId } = await takeIn(referring('  - { file: references/pinned.jpg, note: the colour }'));
    expect(result).toBe('accepted');
    await put('references/pinned.jpg', blue);
    const brief = await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.brief(runId) }, Brief);
    expect(brief.references).toEqual([{ file: 'references/pinned.jpg', note: 'the colour', use: 'subject', sha256: sha256(red) }]);
    expect(await cloud.objects.read({ bucket: buckets.assets, key: runKeys.reference(runId, sha256(red)) })).toEqual(red);
  });

  test.each([
    ['one that is not there', '  - { file: references/none.png }', undefined, 'Expected the file references/none.png in the briefs bucket for references[0].file but there is none'],
    ['one that is no picture', '  - { file: references/text.png }', Buffer.from('not a picture'), 'Expected a PNG, JPEG or WebP picture for references[0].file but received 13 bytes of something else in references/text.png'],
    ['one of other bytes than it pins', `  - { file: references/other.png, sha256: ${'a'.repeat(64)} }`, blue, 'for references[0].sha256 but the bucket has other bytes'],
  ])('is sent back for %s, before anything is spent', async (_, lines, bytes, message) => {
    if (bytes !== undefined) await put(/references\/\w+\.png/u.exec(lines)![0], bytes);
    const { result, mail } = await takeIn(referring(lines));
    expect(result).toBe('rejected');
    expect(mail).toContain(message);
  });

  test('is told which picture is too large, or that all together are', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => ({ file: `references/${name}.png`, use: 'subject' as const }));
    expect(referenceSizeProblems([a!, b!], [10, largestReferenceBytes])).toMatchObject([{ field: 'references[1].file', message: expect.stringContaining('Expected a picture under 50000000 bytes for references[1].file but references/b.png has 50000000') as string }]);
    const just = largestReferenceBytes - 1;
    expect(referenceSizeProblems([a!, b!, c!], [just, just, just])).toEqual([]);
    expect(referenceSizeProblems([a!, b!, c!, d!], [just, just, just, just])).toMatchObject([{ field: 'references', message: expect.stringContaining(`Expected at most ${String(mostReferenceBytes)} bytes in all for references`) as string }]);
  });
});

/** A run whose references were kept, as intake keeps them. */
async function placed(changes: Partial<BriefInput> = {}) {
  const references = [
    { file: 'references/red.jpg', note: 'the colour', sha256: sha256(red) },
    { file: 'references/blue.png', use: 'style', sha256: sha256(blue) },
  ] as const;
  const run = await placeRun(cloud, { references: [...references], ...changes });
  for (const bytes of [red, blue]) await cloud.objects.write(buckets.assets, runKeys.reference(run.runId, sha256(bytes)), bytes, 'image/png');
  return run;
}

function generating(images: ImageModel) {
  const generate = createGenerate({ objects: cloud.objects, runs: cloud.runs, ledger: cloud.ledger, rateGate: cloud.rateGate, images, clock: new HeldClock(), assetsBucket: buckets.assets, monthlyCapUsd: 500 });
  return async (event: unknown) => GenerateOutput.parse(await generate(event));
}

describe('a round', () => {
  test('sends the pictures with the prompt in one call, records them, and pays for them', async () => {
    const run = await placed();
    const asked: Parameters<ImageModel['create']>[0][] = [];
    const images: ImageModel = { create: (request) => (asked.push(request), openai.images.create(request)) };
    const before = [await openai.calls('edits'), await openai.calls('generations')];
    const { generation } = await generating(images)({ runId: run.runId, brief: run.refs.brief, prompt: run.refs.prompt, round: 1, directions: [], reference: null, ticket: null, spending: null });
    expect([await openai.calls('edits'), await openai.calls('generations')]).toEqual([before[0]! + 1, before[1]!]);
    expect(asked[0]?.references?.map(({ bytes, mediaType }) => [sha256(bytes), mediaType])).toEqual([[sha256(red), 'image/jpeg'], [sha256(blue), 'image/png']]);

    const document = await cloud.objects.readJson(generation, GenerationDocument);
    expect(document).toMatchObject({ operation: 'generate', reference: null });
    expect(document.references).toMatchObject([{ file: 'references/red.jpg', use: 'subject', note: 'the colour', sha256: sha256(red), width: 64, height: 48, mediaType: 'image/jpeg' }, { file: 'references/blue.png', use: 'style' }]);
    expect(document.text).toContain('Reference picture 2 shows the style');
    expect(document.parameters).not.toHaveProperty('moderation');
    expect(document.usage.inputImageTokens).toBeGreaterThan(0);

    // An edit of it sends the candidate first, and them after it.
    const changes = { kind: 'changes', note: 'make the frisbee blue', candidate: document.candidates[0]!.sha256, by: 'reviewer' };
    const edited = await generating(images)({ runId: run.runId, brief: run.refs.brief, prompt: run.refs.prompt, round: 2, directions: [changes], reference: document.candidates[0]!, ticket: null, spending: null });
    expect(sha256(asked[1]!.reference!)).toBe(document.candidates[0]!.sha256);
    expect(asked[1]?.references).toHaveLength(2);
    expect((await cloud.objects.readJson(edited.generation, GenerationDocument)).text).toContain('Of the pictures sent, the first is the one to edit; the pictures after it are reference pictures 1 to 2, in this order.');
  });

  test('draws another picture than without them', async () => {
    const candidateOf = async (changes: Partial<BriefInput>): Promise<string> => {
      const run = await placed(changes);
      return (await generating(openai.images)({ runId: run.runId, brief: run.refs.brief, prompt: run.refs.prompt, round: 1, directions: [], reference: null, ticket: null, spending: null })).candidates[0]!.sha256;
    };
    const withBoth = await candidateOf({});
    expect(await candidateOf({})).toBe(withBoth);
    expect(await candidateOf({ references: [] })).not.toBe(withBoth);
  });

  test('refuses bytes that are not those that were accepted, and spends nothing', async () => {
    const run = await placed();
    await cloud.objects.write(buckets.assets, runKeys.reference(run.runId, sha256(red)), blue, 'image/png');
    const before = await openai.calls('edits');
    await expect(generating(openai.images)({ runId: run.runId, brief: run.refs.brief, prompt: run.refs.prompt, round: 1, directions: [], reference: null, ticket: null, spending: null })).rejects.toThrow(/with SHA-256/u);
    expect(await openai.calls('edits')).toBe(before);
  });
});

test('the pictures are archived with the asset', async () => {
  const approved = await approvedRun(cloud, openai, {});
  await cloud.objects.write(buckets.assets, runKeys.reference(approved.runId, sha256(red)), red, 'image/jpeg');
  const key = runKeys.generation(approved.runId, 1);
  const { value } = (await cloud.objects.findJson(buckets.assets, key, GenerationDocument))!;
  const picture = { bucket: buckets.assets, key: runKeys.reference(approved.runId, sha256(red)), sha256: sha256(red), bytes: red.byteLength, width: 64, height: 48, mediaType: 'image/jpeg' as const };
  const generation = await cloud.objects.writeJson(buckets.assets, key, { ...value, references: [{ ...picture, file: 'references/red.jpg', use: 'subject' }] } satisfies GenerationDocument);
  await createFinish(approved.ports)({ ...approved.finishEvent, generation });
  const { companion } = await createArchive(approved.ports)({ ...(await approved.archiveEvent()), generation });
  const kept = (await cloud.objects.readJson(companion, CompanionDocument)).files.find(({ role }) => role === 'reference');
  expect(kept).toMatchObject({ name: 'references/red.jpg', file: { key: `assets/${approved.runId}/references/${sha256(red)}.jpeg`, width: 64 } });
  expect(await cloud.objects.read(kept!.file)).toEqual(red);
});
