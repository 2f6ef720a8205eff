import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';

import { LineageTree, ReviewView, type DecisionRequest } from '../../core/api.ts';
import { CompanionDocument, FinishReport } from '../../core/documents.ts';
import { CandidatesDecision, GenerateOutput, InspectOutput, type Direction } from '../../core/workflow.ts';
import type { ImageRef } from '../../core/references.ts';
import { createHandler as createApi } from '../../lambdas/api/handler.ts';
import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createAssess } from '../../lambdas/assess/handler.ts';
import { createHandler as createBuildPrompt } from '../../lambdas/build-prompt/handler.ts';
import { createHandler as createFinish } from '../../lambdas/finish/handler.ts';
import { createHandler as createGenerate } from '../../lambdas/generate/handler.ts';
import { createHandler as createInspect } from '../../lambdas/inspect/handler.ts';
import { createHandler as createJudge } from '../../lambdas/judge/handler.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { openAiForThisFile } from './support/openai.ts';
import { checklist, publicUrl, reviewDesk } from './support/reviews.ts';
import { portsOf } from './support/road.ts';
import { newRunId, placeRun } from './support/runs.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);
let run: Awaited<ReturnType<typeof threeRounds>>;
beforeAll(async () => {
  run = await threeRounds();
});

/** A run as the state machine takes it: two candidates, an edit of the first with a brush, a start over, and then the edited one is approved after all. */
async function threeRounds() {
  const desk = reviewDesk(cloud);
  const ports = portsOf(cloud, openai, desk);
  const { runId, brief, refs } = await placeRun(cloud, { candidates: 2 });
  const { assessment, roundLimit, reviewSeconds } = await createAssess(ports)({ runId, brief: refs.brief });
  const state = { runId, brief: refs.brief };
  const directions: Direction[] = [];
  let { prompt } = await createBuildPrompt(ports)({ ...state, round: 1, directions });

  const go = async (round: number, reference: ImageRef | null) => {
    const generated = GenerateOutput.parse(await createGenerate(ports)({ ...state, round, prompt, directions, reference, ticket: null, spending: null }));
    prompt = generated.prompt;
    const { generation, candidates } = generated;
    const { inspection, contactSheet } = InspectOutput.parse(await createInspect(ports)({ ...state, round, prompt, candidates, lastTry: false, ticket: null }));
    const { judgement } = await createJudge(ports)({ ...state, round, inspection, candidates, roundLimit });
    const { reviewId } = await desk.requestReview({ ...state, round, question: 'candidates', prompt, roundLimit, reviewSeconds, candidates, contactSheet, inspection, judgement, directions, taskToken: desk.taskToken() });
    const headers = { authorization: `Bearer ${desk.mailer.keyFor(brief.review.approvers[0] ?? '')}` };
    const view = async () => ReviewView.parse((await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers })).json);
    const decide = async (body: DecisionRequest) => {
      const answer = await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers, body: JSON.stringify(body) });
      expect(answer.json).toMatchObject({ decision: body.decision });
      return CandidatesDecision.parse(desk.executions.answers.at(-1)?.output);
    };
    return { round, generation, candidates, inspection, judgement, view, decide };
  };
  /** As the state Review assigns it. */
  const direct = ({ decision, note, candidate, tags, notes, annotations }: CandidatesDecision, more: Partial<Direction> = {}) =>
    directions.push({ kind: decision === 'changes' ? 'changes' : 'startOver', note, ...(candidate === null ? {} : { candidate: candidate.sha256 }), by: 'reviewer', tags, notes, annotations, ...more });

  const first = await go(1, null);
  const [a] = first.candidates;
  const changes = await first.decide({ decision: 'changes', candidate: a!.sha256, note: 'Make it brighter', tags: ['too-dark'], pins: [{ x: 0.5, y: 0.5, text: 'a blue rim' }], brush: [{ points: [[0.5, 0.5]], width: 0.4 }] });
  const said = (by: string, note: string) => ({ by, decision: 'changes', note, tags: [], at: '2026-11-24T12:00:00.000Z' });
  direct(changes, { notes: [said('art@example.com', 'Make it brighter'), said('law@example.com', 'Make it darker')] });
  const second = await go(2, changes.candidate);
  const secondView = await second.view();
  direct(await second.decide({ decision: 'startOver', note: 'Subject: a tabby cat' }));
  ({ prompt } = await createBuildPrompt(ports)({ ...state, round: 3, directions }));
  const third = await go(3, null);
  const thirdView = await third.view();
  const edited = second.candidates[0]!;
  const decision = await third.decide({ decision: 'approve', candidate: edited.sha256, checklist, pins: [{ x: 0.1, y: 0.1, text: 'lovely' }] });
  const finishEvent = { ...state, prompt, generation: third.generation, candidate: decision.candidate, decision };
  const finished = await createFinish(ports)(finishEvent);
  const archived = await createArchive(ports)({ ...state, source: refs.source, assessment, prompt, generation: third.generation, inspection: third.inspection, judgement: third.judgement, directions, round: 3, decision, ...finished });
  await cloud.runs.end(runId, { outcome: 'completed', reasons: [], failure: null, assetId: archived.assetId, endedAt: '2026-11-24T13:00:00.000Z' });
  const companion = await cloud.objects.readJson(archived.companion, CompanionDocument);
  const report = await cloud.objects.readJson(finished.report, FinishReport);
  const api = createApi({ ...ports, makeId: newRunId, publicUrl });
  return { runId, api, first, secondView, thirdView, decision, edited, companion, report };
}

describe('a candidate of an earlier round', () => {
  test('is shown with its round, what led to it and what it cost', () => {
    expect(run.secondView.earlierRounds.map(({ round, candidates }) => [round, candidates.map(({ sha256 }) => sha256)])).toEqual([[1, run.first.candidates.map(({ sha256 }) => sha256)]]);
    expect(run.thirdView.earlierRounds).toMatchObject([
      { round: 1, operation: 'generate', parent: null, direction: null },
      { round: 2, operation: 'edit', parent: run.first.candidates[0]!.sha256, direction: { note: 'Make it brighter', tags: ['too-dark'] } },
    ]);
    for (const { costMicroUsd, candidates } of run.thirdView.earlierRounds) {
      expect(costMicroUsd).toBeGreaterThan(0);
      expect(candidates[0]?.answers).toHaveLength(5);
    }
  });

  test('comes with what was pinned and drawn to ask for its successor, and so does the round that is under review', () => {
    const drawing = { candidate: run.first.candidates[0]!.sha256, pins: [{ text: 'a blue rim' }], brush: [{ width: 0.4 }], markup: [] };
    expect(run.secondView.thisRound).toMatchObject({ round: 2, operation: 'edit', parent: drawing.candidate, direction: { notes: [{ by: 'art@example.com' }, { by: 'law@example.com' }] }, drawings: [drawing] });
    expect(run.thirdView.earlierRounds.map((each) => each.drawings.length)).toEqual([0, 1]);
    expect(run.thirdView.earlierRounds[1]).toMatchObject({ drawings: [drawing] });
    expect(run.thirdView.thisRound).toMatchObject({ round: 3, operation: 'generate', parent: null, direction: { kind: 'startOver' }, drawings: [] });
  });

  test('can be approved: the decision is bound to its bytes', () => {
    expect(run.decision).toMatchObject({ decision: 'approve', candidate: run.edited });
    expect(run.report.original).toEqual(run.edited);
  });

  test('is archived with the documents of its own round and concept', () => {
    const { prompt, generation, inspection, judgement } = run.companion;
    expect([generation.round, judgement.round, inspection.candidate.sha256]).toEqual([2, 2, run.edited.sha256]);
    expect(prompt.text).toContain('golden retriever');
    expect(prompt.text).not.toContain('tabby cat');
  });

  test('takes its drawings into the archive, as drawn and as sent', async () => {
    const { lineage, files, decision } = run.companion;
    const [, second] = lineage;
    const kept = [second?.mask, ...(second?.direction?.annotations ?? []), ...decision.annotations];
    for (const ref of kept) {
      expect(ref?.bucket).toBe(buckets.archive);
      expect(ref?.key).toMatch(new RegExp(`^assets/${run.runId}/drawings/[0-9a-f]{64}\\.(?:png|json)$`, 'u'));
      // Reading checks the bytes.
      await cloud.objects.read(ref!);
    }
    expect(files.filter(({ role }) => role === 'drawing' || role === 'annotations')).toHaveLength(3);
    expect(second?.text).toContain('Change only what the mask leaves open');
  });

  test('does not carry the reviewers’ disagreement into the files that leave the house', async () => {
    expect(run.companion.generation.notSent.map(({ parameter }) => parameter)).toContain('note');
    expect(run.companion.generation.text).not.toMatch(/brighter|darker/u);
    for (const file of [run.report.master, ...run.report.renditions.map((rendition) => rendition.file)]) {
      const { xmp, exif, iptc } = await sharp(await cloud.objects.read(file)).metadata();
      const metadata = Buffer.concat([xmp, exif, iptc].flatMap((block) => (block === undefined ? [] : [block]))).toString('latin1');
      expect(metadata).toContain(run.runId);
      expect(metadata).not.toContain('law@example.com');
    }
  });
});

test('a candidate of no round of this run cannot be taken up', async () => {
  const desk = reviewDesk(cloud);
  const { reviewId, key } = await desk.open();
  const answer = await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ decision: 'approve', candidate: run.edited.sha256, checklist }) });
  expect(answer.status).toBe(422);
});

describe('GET /api/runs/{runId}/lineage', () => {
  const lineage = async (runId: string) => ask(run.api, 'GET /api/runs/{runId}/lineage', { parameters: { runId } });

  test('is the tree, with words, drawings, contradictions and prices', async () => {
    const tree = LineageTree.parse((await lineage(run.runId)).json);
    const [a, b] = run.first.candidates.map(({ sha256 }) => sha256);
    expect(tree.nodes.map(({ round, letter, parent, operation }) => [`${String(round)}${letter}`, parent, operation])).toEqual([
      ['1A', null, 'generate'], ['1B', null, 'generate'], ['2A', a, 'edit'], ['2B', a, 'edit'], ['3A', null, 'generate'], ['3B', null, 'generate'],
    ]);
    expect(tree.nodes.find(({ sha256 }) => sha256 === a)?.chosen).toBe('edited');
    expect(tree.nodes.find(({ sha256 }) => sha256 === b)?.chosen).toBeNull();
    expect(tree.nodes.find(({ sha256 }) => sha256 === run.edited.sha256)?.chosen).toBe('approved');
    expect(tree.drawings).toMatchObject([{ sha256: tree.nodes[2]?.annotations[0], candidate: a, pins: [{ text: 'a blue rim' }], brush: [{ width: 0.4 }] }]);
    expect(tree.contradictions).toMatchObject([{ round: 2, about: 'brightness' }]);
    expect(tree.nodes.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)).toBe(tree.costMicroUsd);
    expect((await fetch(tree.nodes[0]?.previewUrl ?? '')).status).toBe(200);
  });

  test('of an unknown run is not found', async () => {
    for (const runId of ['f'.repeat(24), '../etc']) expect((await lineage(runId)).status).toBe(404);
  });
});

test('the review of the next round shows what its reviewers contradict each other about', () => {
  expect(run.secondView.contradictions).toEqual([{ about: 'brightness', sides: [{ by: 'art@example.com', words: 'Make it brighter' }, { by: 'law@example.com', words: 'Make it darker' }] }]);
});
