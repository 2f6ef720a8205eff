import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import type { BriefInput } from '../../core/brief/schema.ts';
import { type AnnotationsDocument, GenerationDocument, PromptDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { buildPrompt } from '../../core/prompt/build.ts';
import { templateFor } from '../../core/prompt/templates.ts';
import type { ImageRef } from '../../core/references.ts';
import { GenerateOutput, type Direction } from '../../core/workflow.ts';
import { createHandler } from '../../lambdas/generate/handler.ts';
import { asked, put } from '../core/support/annotations.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock } from './support/doubles.ts';
import { openAiForThisFile } from './support/openai.ts';
import { placeRun, type PlacedRun } from './support/runs.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);

const clock = new HeldClock();
const generate = async (event: unknown) => {
  const handle = createHandler({ objects: cloud.objects, runs: cloud.runs, ledger: cloud.ledger, rateGate: cloud.rateGate, images: openai.images, clock, assetsBucket: buckets.assets, monthlyCapUsd: 500 });
  return GenerateOutput.parse(await handle(event));
};
const eventOf = ({ runId, refs }: PlacedRun) => ({ runId, brief: refs.brief, prompt: refs.prompt, round: 1, directions: [] as Direction[], reference: null as ImageRef | null, ticket: null, spending: null });
const documentOf = ({ generation }: GenerateOutput) => cloud.objects.readJson(generation, GenerationDocument);

/** A run whose prompt is for a model, with its first round. */
async function firstRound(model: string, changes: Partial<BriefInput> = {}) {
  const run = await placeRun(cloud, { model, ...changes });
  const prompt = buildPrompt({ runId: run.runId, round: 1, brief: run.brief, directions: [], template: templateFor(run.brief.kind), model: modelOf(model) });
  const placed = { ...run, refs: { ...run.refs, prompt: await cloud.objects.writeJson(buckets.assets, runKeys.prompt(run.runId, 1), prompt) } };
  const first = await generate(eventOf(placed));
  return { run: placed, first, candidate: first.candidates[0]! };
}

type Drawn = Partial<AnnotationsDocument>;

/** What people ask for with pins and drawings on a candidate, each their own; the first of them writes the note. */
async function drawnOn(run: PlacedRun, candidate: ImageRef, ...given: readonly Drawn[]): Promise<Direction> {
  const documents = given.map((each, index) => put(index === 0 ? 'art@example.com' : 'law@example.com', { runId: run.runId, candidate: candidate.sha256, ...each }));
  const annotations = await Promise.all(documents.map((each, index) => cloud.objects.writeJson(buckets.assets, runKeys.annotations(run.runId, 'ab'[index]!.repeat(64)), each)));
  return { kind: 'changes', note: 'Make it much darker', candidate: candidate.sha256, by: 'reviewer', annotations };
}

const edit = async (run: PlacedRun, candidate: ImageRef, direction: Direction, round = 2) => documentOf(await generate({ ...eventOf(run), round, directions: [direction], reference: candidate }));

/** Greatest difference of any channel of any pixel in a part of two pictures; the part in fractions of the width. */
async function differences(before: ImageRef, after: ImageRef, left: number, right: number): Promise<number> {
  const { width, height } = before;
  const region = { left: Math.round(left * width), top: 0, width: Math.round((right - left) * width), height };
  const [one, other] = await Promise.all([before, after].map(async (image) => sharp(await cloud.objects.read(image)).removeAlpha().extract(region).raw().toBuffer()));
  return one!.reduce((most, value, index) => Math.max(most, Math.abs(value - other![index]!)), 0);
}

const brush = [{ points: [[0.25, 0.3], [0.25, 0.7]] as [number, number][], width: 0.2 }];
const pen = [{ points: [[0.2, 0.4], [0.3, 0.6]] as [number, number][], width: 0.01 }];

describe('a brush', () => {
  test('confines the edit: outside of it not one pixel changes, inside it does', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const document = await edit(run, candidate, await drawnOn(run, candidate, { brush }));
    expect(document.candidates[0]).toBeDefined();
    // The brush covers 0.15 to 0.35 of the width.
    expect(await differences(candidate, document.candidates[0]!, 0.37, 1)).toBe(0);
    expect(await differences(candidate, document.candidates[0]!, 0.2, 0.3)).toBeGreaterThan(10);
    expect(document).toMatchObject({ operation: 'edit', markup: null, direction: { annotations: [{ bucket: buckets.assets }] } });
    expect(document.text).toContain('Change only what the mask leaves open.');
  });

  test('is kept as it was sent, under its bytes, in the candidate’s size, and paid for like one more picture', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const bare = await edit(run, candidate, { kind: 'changes', note: 'Make it much darker', candidate: candidate.sha256, by: 'reviewer' }, 2);
    const document = await edit(run, candidate, await drawnOn(run, candidate, { brush }), 3);
    const mask = document.mask!;
    expect(mask.key).toBe(`runs/${run.runId}/rounds/3/mask/${mask.sha256}.png`);
    const { width, height, channels } = await sharp(await cloud.objects.read(mask)).metadata();
    expect([width, height, channels]).toEqual([candidate.width, candidate.height, 4]);
    expect(document.usage.inputImageTokens).toBe(2 * bare.usage.inputImageTokens);
  });
});

describe('a pen', () => {
  test('goes as markup to a model that takes one, and the change stays around its lines', async () => {
    const { run, candidate } = await firstRound('gpt-image-2.5-flare');
    const document = await edit(run, candidate, await drawnOn(run, candidate, { markup: pen }));
    expect(document.mask).toBeNull();
    expect(document.markup?.key).toContain('/rounds/2/markup/');
    expect(document.notSent.map(({ parameter }) => parameter)).not.toContain('markup');
    expect(await differences(candidate, document.candidates[0]!, 0.2, 0.3)).toBeGreaterThan(10);
    expect(await differences(candidate, document.candidates[0]!, 0.8, 1)).toBe(0);
  });

  test('is worded for a model that takes none', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const document = await edit(run, candidate, await drawnOn(run, candidate, { markup: pen, pins: [{ x: 0.38, y: 0.5, text: 'a blue rim' }] }));
    expect([document.markup, document.mask]).toEqual([null, null]);
    expect(document.text).toMatch(/^Marked by the reviewer: the area from 20 % to 31 % of the width/mu);
    expect(document.text).toMatch(/^At 38 % from the left, 50 % from the top: a blue rim\.$/mu);
    expect(document.notSent).toContainEqual(expect.objectContaining({ parameter: 'markup', reason: 'gpt-image-2 takes no markup; the places are worded' }));
  });

  test('gives way to a brush, and is worded beside it', async () => {
    const { run, candidate } = await firstRound('gpt-image-2.5-flare');
    const document = await edit(run, candidate, await drawnOn(run, candidate, { markup: pen, brush }));
    expect([document.markup, document.mask === null]).toEqual([null, false]);
    expect(document.notSent).toContainEqual(expect.objectContaining({ parameter: 'markup' }));
  });
});

describe('several people', () => {
  const right = [{ points: [[0.8, 0.3], [0.8, 0.7]] as [number, number][], width: 0.2 }];

  test('open one mask: both areas change, and not one pixel beside them', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const document = await edit(run, candidate, await drawnOn(run, candidate, { brush }, { brush: right, pins: [{ x: 0.8, y: 0.5, text: 'a blue rim' }] }));
    const after = document.candidates[0]!;
    // The brushes cover 0.15 to 0.35 and 0.7 to 0.9 of the width at most.
    for (const [from, to] of [[0.2, 0.3], [0.77, 0.83]] as const) expect(await differences(candidate, after, from, to)).toBeGreaterThan(10);
    for (const [from, to] of [[0, 0.13], [0.37, 0.68], [0.92, 1]] as const) expect(await differences(candidate, after, from, to)).toBe(0);
    expect(document.text).toMatch(/^At 80 % from the left, 50 % from the top: a blue rim\.$/mu);
    expect(document.text).not.toContain('@');
    expect(document.direction?.annotations).toHaveLength(2);
  });

  test('of whom one drew no brush leave the whole picture open, and the record says for whom', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const notes = ['art@example.com', 'law@example.com'].map((by) => asked(by, by.startsWith('art') ? 'Make it much darker' : 'a red sky'));
    const document = await edit(run, candidate, { ...(await drawnOn(run, candidate, { brush })), notes });
    expect(document.mask).toBeNull();
    expect(await differences(candidate, document.candidates[0]!, 0.37, 1)).toBeGreaterThan(10);
    expect(document.notSent).toContainEqual(expect.objectContaining({ parameter: 'mask', reason: expect.stringMatching(/^law@example\.com asked for changes without a brush/u) as string }));
  });

  test('of a record of before have one reference, and it is drawn', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const { annotations = [], ...direction } = await drawnOn(run, candidate, { brush });
    const old = { ...eventOf(run), round: 2, directions: [{ ...direction, annotations: annotations[0] }], reference: candidate };
    expect((await documentOf(await generate(old))).mask).not.toBeNull();
  });
});

test('drawings on another candidate than the one that is edited are not sent with it', async () => {
  const { run, candidate } = await firstRound('gpt-image-2');
  const direction = await drawnOn(run, { ...candidate, sha256: 'e'.repeat(64) }, { brush });
  const document = await edit(run, candidate, direction);
  expect(document.mask).toBeNull();
  expect(document.notSent).toContainEqual(expect.objectContaining({ parameter: 'annotations', value: expect.objectContaining({ by: 'art@example.com', brush: 1 }) as object }));
});

describe('an edit of an earlier candidate', () => {
  test('keeps what its own concept says, not the latest one, through any number of edits', async () => {
    const { run, candidate } = await firstRound('gpt-image-2');
    const anew: Direction = { kind: 'startOver', note: 'Subject: a tabby cat', by: 'reviewer' };
    const second = buildPrompt({ runId: run.runId, round: 2, brief: run.brief, directions: [anew], template: templateFor(run.brief.kind), model: modelOf() });
    const latest = await cloud.objects.writeJson(buckets.assets, runKeys.prompt(run.runId, 2), second);
    await generate({ ...eventOf(run), prompt: latest, round: 2, directions: [anew] });

    const back: Direction = { kind: 'changes', note: 'warmer', candidate: candidate.sha256, by: 'reviewer' };
    const third = await generate({ ...eventOf(run), prompt: latest, round: 3, directions: [anew, back], reference: candidate });
    const fourth = await generate({ ...eventOf(run), prompt: latest, round: 4, directions: [anew, back, back], reference: third.candidates[0]! });
    for (const round of [third, fourth]) {
      const { text } = await documentOf(round);
      expect(text).toContain('Subject: a golden retriever');
      expect(text).not.toContain('tabby cat');
      expect(round.prompt).toEqual(run.refs.prompt);
    }
    expect((await cloud.objects.readJson(fourth.prompt, PromptDocument)).round).toBe(1);
    // Asked again, the same prompt is answered from what is stored.
    expect(await generate({ ...eventOf(run), prompt: latest, round: 4, directions: [anew, back, back], reference: third.candidates[0]! })).toEqual(fourth);
  });
});
