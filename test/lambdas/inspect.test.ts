import { beforeAll, expect, test } from 'vitest';

import { runKeys } from '../../core/keys.ts';
import { InspectionDocument } from '../../core/documents.ts';
import { RateLimited } from '../../core/errors.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { unansweredQuestions } from '../../core/inspection/questions.ts';
import type { VisionAnswers } from '../../core/inspection/vision-answers.ts';
import { InspectOutput } from '../../core/workflow.ts';
import { createHandler } from '../../lambdas/inspect/handler.ts';
import { briefScope } from '../../core/budget.ts';
import { sha256 } from '../../lambdas/shared/hash.ts';
import type { VisionModel } from '../../lambdas/shared/vision.ts';
import { plain, scene } from '../core/imaging/pictures.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock } from './support/doubles.ts';
import { openAiForThisFile, rejection } from './support/openai.ts';
import { newRunId, placeRun } from './support/runs.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);
const drawn: Buffer[] = [];
beforeAll(async () => {
  drawn.push(await scene(1024, 1024), await scene(1024, 1024, { x: 0.3, y: 0.4 }));
});

const answerWith = (changes: Partial<Parameters<typeof createHandler>[0]> = {}) =>
  createHandler({ objects: cloud.objects, runs: cloud.runs, archive: cloud.archive, ledger: cloud.ledger, rateGate: cloud.rateGate, vision: openai.vision, clock: new HeldClock(), assetsBucket: buckets.assets, judgeModel: 'gpt-5.4-mini', monthlyCapUsd: 500, ...changes });
/** One that need not wait. */
const handlerWith = (changes: Partial<Parameters<typeof createHandler>[0]> = {}) => async (event: unknown) => InspectOutput.parse(await answerWith(changes)(event));

async function round(pictures: readonly Buffer[], changes: Partial<BriefInput> = {}) {
  const { runId, refs } = await placeRun(cloud, changes);
  const candidates = await Promise.all(pictures.map((bytes) => cloud.objects.writeImage(buckets.assets, runKeys.candidate(runId, 1, sha256(bytes), 'png'), bytes, { width: 1024, height: 1024, mediaType: 'image/png' })));
  return { runId, event: { runId, brief: refs.brief, prompt: refs.prompt, round: 1, candidates, lastTry: false, ticket: null } };
}
const documentOf = async (output: { readonly inspection: { readonly bucket: string; readonly key: string } }) => cloud.objects.readJson(output.inspection, InspectionDocument);
const committed = (runId: string) => cloud.ledger.committed(briefScope(runId));

test('measures every candidate, asks about each once, and books what that cost', async () => {
  const { runId, event } = await round(drawn);
  const before = await openai.calls('responses');
  const output = await handlerWith()(event);
  const document = await documentOf(output);
  expect(document.candidates).toHaveLength(2);
  for (const { answers, measures, preview } of document.candidates) {
    expect(answers).toHaveLength(5);
    expect(measures.length).toBeGreaterThan(3);
    await cloud.objects.read(preview);
  }
  await cloud.objects.read(output.contactSheet);
  expect(await openai.calls('responses')).toBe(before + 2);
  expect(await committed(runId)).toBe(document.judge?.costMicroUsd);
  expect((await cloud.runs.get(runId)).costMicroUsd).toBe(document.judge?.costMicroUsd);

  expect(await handlerWith()(event)).toEqual(output);
  expect(await openai.calls('responses')).toBe(before + 2);
});

test('keeps where the model saw the subject, within the picture, and says nothing where none looked', async () => {
  const { event } = await round(drawn.slice(0, 1));
  const seen = (subject: VisionAnswers['subject']): VisionModel => ({ look: () => Promise.resolve({ answers: { answers: [], subject }, usage: { inputTokens: 1000, outputTokens: 10 } }) });
  const overshooting = await documentOf(await handlerWith({ vision: seen({ x: 0.5, y: -0.1, width: 0.8, height: 0.4 }) })(event));
  expect(overshooting.candidates[0]?.subject).toEqual({ x: 0.5, y: 0, width: 0.5, height: 0.4 });

  const unread = await documentOf(await handlerWith()((await round([Buffer.from('no picture at all')])).event));
  expect(unread.candidates[0]?.subject).toBeNull();
  const tooDear = await documentOf(await handlerWith()((await round(drawn.slice(0, 1), { budget: { cap: 0.001 } })).event));
  expect(tooDear.candidates[0]?.subject).toBeNull();
});

test('reads an answer that was kept before subjects were asked for', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  const paid = { model: 'gpt-5.4-mini', answers: unansweredQuestions('an older answer'), costMicroUsd: 3 };
  await cloud.objects.writeJson(buckets.assets, runKeys.vision(runId, 1, event.candidates[0]!.sha256), paid);
  const { candidates } = await documentOf(await handlerWith()(event));
  expect(candidates[0]).toMatchObject({ answers: paid.answers, subject: null });
});

test('asks nobody about a candidate whose answers were paid for before', async () => {
  const { event } = await round(drawn);
  const before = await openai.calls('responses');
  let looks = 0;
  const vision: VisionModel = { look: (request) => ((looks += 1) === 2 ? Promise.reject(new RateLimited('Expected a free slot', 1)) : openai.vision.look(request)) };
  const rateGate = await cloud.newRateGate(5, new HeldClock());
  expect(await answerWith({ vision, rateGate })(event)).toMatchObject({ turn: { seconds: 1, ticket: { refusals: 1 } } });
  await handlerWith()(event);
  expect(await openai.calls('responses')).toBe(before + 2);
});

test.each([
  ['the service refuses the request', { kind: 'moderation', operation: 'responses' }],
  ['the answer gets lost', { kind: 'dropped', operation: 'responses' }],
  ['the answer cannot be read', { kind: 'invalid_json', operation: 'responses' }],
])('leaves the questions to people when %s', async (_, fault) => {
  const { runId, event } = await round(drawn.slice(0, 1));
  await openai.fault(fault);
  const { candidates } = await documentOf(await handlerWith()(event));
  expect(candidates[0]?.answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 5 }, () => 'unsure'));
  expect(candidates[0]?.passedGates).toBe(true);
  if (fault.kind === 'moderation') expect(await committed(runId)).toBe(0);
  else expect(await committed(runId)).toBeGreaterThan(0);
});

test('leaves the questions to people when the model cannot be reached at the last try, and books nothing', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  const vision: VisionModel = { look: () => Promise.reject(new RateLimited('Expected a free slot')) };
  const document = await documentOf(await handlerWith({ vision })({ ...event, lastTry: true }));
  expect(document.candidates[0]?.answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 5 }, () => 'unsure'));
  expect(await committed(runId)).toBe(0);
});

test('leaves the questions to people when the model refuses to answer, and books the call', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  const vision: VisionModel = { look: () => Promise.resolve({ answers: null, usage: { inputTokens: 1000, outputTokens: 10 } }) };
  const document = await documentOf(await handlerWith({ vision })(event));
  expect(document.candidates[0]?.answers.every(({ answer }) => answer === 'unsure')).toBe(true);
  expect(await committed(runId)).toBe(795);
});

test('leaves the questions to people when the budget has no room', async () => {
  const { runId, event } = await round(drawn.slice(0, 1), { budget: { cap: 0.001 } });
  const before = await openai.calls('responses');
  const document = await documentOf(await handlerWith()(event));
  expect(document.candidates[0]?.answers.every(({ answer }) => answer === 'unsure')).toBe(true);
  expect(await openai.calls('responses')).toBe(before);
  expect(await committed(runId)).toBe(0);
});

test('gives the amount back after a failure of the model, for the workflow to try again', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  await openai.fault({ kind: 'server_error', operation: 'responses' });
  expect((await rejection(handlerWith()(event))).name).toBe('ImageApiUnavailable');
  expect(await committed(runId)).toBe(0);
});

test('waits out a 429, gives the amount back, and after the sixth leaves the questions to people', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  const rateGate = await cloud.newRateGate(5, new HeldClock());
  await openai.fault({ kind: 'rate_limit', operation: 'responses', retryAfter: 9 });
  expect(await answerWith({ rateGate })(event)).toMatchObject({ turn: { seconds: 9, ticket: { refusals: 1 } } });
  expect(await committed(runId)).toBe(0);

  await openai.fault({ kind: 'rate_limit', operation: 'responses' });
  const { candidates } = await documentOf(await handlerWith()({ ...event, ticket: { readyAt: 0, refusals: 6 } }));
  expect(candidates[0]?.answers.every(({ answer }) => answer === 'unsure')).toBe(true);
  expect(await committed(runId)).toBe(0);
});

test('keeps a paid answer on the books when booking it fails', async () => {
  const { runId, event } = await round(drawn.slice(0, 1));
  const ledger = { ...cloud.ledger, settle: () => Promise.reject(new Error('DynamoDB is away')) };
  await rejection(handlerWith({ ledger })(event));
  expect(await committed(runId)).toBeGreaterThan(0);
});

test('rules out a blank candidate and one that is no picture, and shows them all the same', async () => {
  const { event } = await round([await plain(1024, 1024, '#808080'), Buffer.from('no picture at all')]);
  const { candidates } = await documentOf(await handlerWith()(event));
  expect(candidates.map(({ passedGates }) => passedGates)).toEqual([false, false]);
  expect(candidates[0]?.measures.find(({ id }) => id === 'blank')?.passed).toBe(false);
  expect(candidates[1]?.measures.find(({ id }) => id === 'readable')?.passed).toBe(false);
});

test('names the archived picture that a candidate looks like, and takes the limits of the brand', async () => {
  const { event } = await round(drawn.slice(0, 1), { brand: { inspection: { noise: 60 } } });
  const before = await documentOf(await handlerWith()(event));
  const own = before.candidates[0]!;
  expect(own.measures.find(({ id }) => id === 'archive-duplicate')).toMatchObject({ passed: true, value: 64, limitFrom: 'galley' });
  expect(own.measures.find(({ id }) => id === 'noise')).toMatchObject({ limit: '<= 60', limitFrom: 'brief' });

  const assetId = newRunId();
  await cloud.archive.put({ assetId, title: 'Older frisbee', kind: 'editorial', template: { name: 'editorial', version: '1.0.0' }, model: { name: 'gpt-image-2', snapshot: 'gpt-image-2-2026-04-21' }, archivedAt: '2026-11-20T12:00:00.000Z', thumbnail: own.preview, companion: event.brief, terms: [], perceptualHash: own.perceptualHash }, new Map());
  const { candidates } = await documentOf(await handlerWith()((await round(drawn.slice(0, 1))).event));
  const measure = candidates[0]?.measures.find(({ id }) => id === 'archive-duplicate');
  expect(measure).toMatchObject({ passed: false, gate: false, value: 0, unit: 'bits' });
  expect(measure?.message).toContain(`"Older frisbee" (${assetId})`);
});
