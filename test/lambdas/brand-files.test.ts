import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import type { BriefInput } from '../../core/brief/schema.ts';
import { CompanionDocument, FinishReport } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { postBrief } from '../../lambdas/api/briefs.ts';
import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createFinish } from '../../lambdas/finish/handler.ts';
import { createHandler as createIntake } from '../../lambdas/intake/handler.ts';
import { httpHandler } from '../../lambdas/shared/http.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedExecutions, RecordedMailer } from './support/doubles.ts';
import { ask } from './support/http.ts';
import { openAiForThisFile } from './support/openai.ts';
import { publicUrl } from './support/reviews.ts';
import { approvedRun } from './support/road.ts';
import { newRunId } from './support/runs.ts';

const examples = new URL('../../examples/brands/voltaire/', import.meta.url);
const look = await readFile(new URL('dusk.cube', examples));
const mark = await readFile(new URL('mark.png', examples));

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);

/** A brand of its own for each test. */
async function brand(files: Readonly<Record<string, Buffer>>): Promise<string> {
  const folder = `brands/${randomBytes(4).toString('hex')}`;
  for (const [name, bytes] of Object.entries(files)) await cloud.objects.write(buckets.briefs, `${folder}/${name}`, bytes, 'application/octet-stream');
  return folder;
}

const briefNaming = (folder: string): string =>
  `title: Frisbee\nowner: owner@example.com\nconcept:\n  subject: a golden retriever\nbrand: { watermark: { file: ${folder}/mark.png } }\ngrade: { lut: { file: ${folder}/look.cube } }\n`;

/** Mails break their lines anywhere. */
const inOneLine = (mailer: RecordedMailer): string => mailer.sent[0]?.text.replaceAll(/\s+/g, ' ') ?? '';

async function takeIn(text: string) {
  const [mailer, executions] = [new RecordedMailer(), new RecordedExecutions()];
  const key = `inbox/${randomBytes(6).toString('hex')}/brief.yaml`;
  await cloud.objects.write(buckets.briefs, key, Buffer.from(text), 'application/yaml');
  const etag = (await cloud.objects.head({ bucket: buckets.briefs, key }))?.etag ?? '';
  const handler = createIntake({ objects: cloud.objects, runs: cloud.runs, executions, mailer, clock: new HeldClock(), assetsBucket: buckets.assets, defaultApprovers: ['team@example.com'] });
  const taken = await handler({ detail: { bucket: { name: buckets.briefs }, object: { key, etag, sequencer: randomBytes(8).toString('hex') } } });
  return { ...taken, runId: taken.causeId ?? '', mailer };
}

describe('a brief that names files of its brand', () => {
  test('is accepted with a copy of them, which later uploads leave alone', async () => {
    const folder = await brand({ 'look.cube': look, 'mark.png': mark });
    const { result, runId } = await takeIn(briefNaming(folder));
    expect(result).toBe('accepted');
    await cloud.objects.write(buckets.briefs, `${folder}/look.cube`, Buffer.from('something else'), 'text/plain');
    expect(await cloud.objects.read({ bucket: buckets.assets, key: runKeys.brandFile(runId, `${folder}/look.cube`) })).toEqual(look);
    expect(await cloud.objects.read({ bucket: buckets.assets, key: runKeys.brandFile(runId, `${folder}/mark.png`) })).toEqual(mark);
  });

  test.each([
    ['a missing look', { 'mark.png': mark }, /grade\.lut\.file: .*look\.cube in the briefs bucket .* there is none; upload it/],
    ['a look that is none', { 'look.cube': Buffer.from('LUT_3D_SIZE 2\n0 0 0\n'), 'mark.png': mark }, /grade\.lut\.file: .*8 rows of three numbers/],
    ['a mark that is no picture', { 'look.cube': look, 'mark.png': Buffer.from('<svg/>') }, /brand\.watermark\.file: .*PNG picture/],
  ])('is sent back with its field for %s, before anything is spent', async (_, files, message) => {
    const { result, mailer } = await takeIn(briefNaming(await brand(files)));
    expect(result).toBe('rejected');
    expect(inOneLine(mailer)).toMatch(message);
  });

  test('outside of the brands’ prefix is sent back: a brief reads no other object', async () => {
    const { result, mailer } = await takeIn(briefNaming('accepted/0123'));
    expect(result).toBe('rejected');
    expect(inOneLine(mailer)).toContain('begins with brands/');
  });

  test('is answered by the API with the field as well', async () => {
    const ports = { objects: cloud.objects, runs: cloud.runs, executions: new RecordedExecutions(), clock: new HeldClock(), assetsBucket: buckets.assets, briefsBucket: buckets.briefs, publicUrl, makeId: newRunId, defaultApprovers: ['team@example.com'] };
    const handler = httpHandler({ 'POST /api/briefs': postBrief(ports) });
    const answer = await ask(handler, 'POST /api/briefs', { body: briefNaming('brands/nobody'), headers: { 'content-type': 'application/yaml' } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.json)).toContain('brands/nobody/look.cube');
  });
});

test('the look and the mark are in the picture, in the report and in the archive', async () => {
  const changes = {
    deliverables: [{ name: 'small', width: 320, height: 180, formats: ['png'] }],
    brand: { colours: ['#e8552d'], watermark: { file: 'brands/voltaire/mark.png', width: 0.5 } },
    grade: { lut: { file: 'brands/voltaire/dusk.cube' } },
  } satisfies Partial<BriefInput>;
  const approved = await approvedRun(cloud, openai, changes);
  for (const [file, bytes] of [['brands/voltaire/dusk.cube', look], ['brands/voltaire/mark.png', mark]] as const) {
    await cloud.objects.write(buckets.assets, runKeys.brandFile(approved.runId, file), bytes, 'application/octet-stream');
  }
  const { report: reportRef } = await createFinish(approved.ports)(approved.finishEvent);
  const report = await cloud.objects.readJson(reportRef, FinishReport);
  expect(report.gradeReport).toMatchObject({ neutral: false, correction: null });
  expect(report.gradeReport.meanDeltaE).toBeGreaterThan(0.5);
  expect(report.gradeReport.palette?.colours.length).toBeGreaterThan(0);
  expect(report.brandFiles.map(({ file }) => file)).toEqual(['brands/voltaire/dusk.cube', 'brands/voltaire/mark.png']);

  // The mark lies in the lower right corner, and nowhere else.
  const { crop, file } = report.renditions[0]!;
  const [marked, master] = await Promise.all([cloud.objects.read(file), cloud.objects.read(report.master)]);
  const bare = await sharp(master).extract({ ...crop.window }).resize(320, 180, { fit: 'fill' }).png().toBuffer();
  const meanOf = async (picture: Buffer, left: number, top: number): Promise<number> => (await sharp(await sharp(picture).extract({ left, top, width: 150, height: 40 }).png().toBuffer()).stats()).channels[0]!.mean;
  expect(Math.abs((await meanOf(marked, 160, 135)) - (await meanOf(bare, 160, 135)))).toBeGreaterThan(1);
  expect(Math.abs((await meanOf(marked, 0, 10)) - (await meanOf(bare, 0, 10)))).toBeLessThan(0.2);

  const { companion } = await createArchive(approved.ports)(await approved.archiveEvent());
  const { files } = await cloud.objects.readJson(companion, CompanionDocument);
  const kept = files.filter(({ role }) => role === 'brand');
  expect(kept.map(({ name }) => name)).toEqual(['brands/voltaire/dusk.cube', 'brands/voltaire/mark.png']);
  expect(await cloud.objects.read(kept[0]!.file)).toEqual(look);
});
