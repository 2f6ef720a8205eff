import { describe, expect, test } from 'vitest';

import type { Trust } from '../../core/agreement/trust.ts';
import { assess } from '../../core/assessment/assess.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { JudgementDocument, OutcomeDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import type { Direction } from '../../core/workflow.ts';
import { createHandler } from '../../lambdas/judge/handler.ts';
import { handOver } from '../../lambdas/shared/hand-over.ts';
import { answersWith, candidate, hash, imageRef, inspectionOf } from '../core/support/runs.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { HeldClock, notYetTrusted } from './support/doubles.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk } from './support/reviews.ts';
import { placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();

const clock = new HeldClock();
const trusted: Trust = { trusted: true, perQuestion: { concept: true, structure: true, lighting: true, style: true, emotion: true }, reason: 'Sixty decisions.' };
const ports = () => ({ ...cloud, clock, trust: notYetTrusted, briefsBucket: buckets.briefs, assetsBucket: buckets.assets });
const sixFingers = candidate('1', answersWith({ structure: { answer: 'fail', confidence: 0.95, suggestion: { slot: 'exclude', text: 'the sixth finger' } } }));

let teams = 0;
/** A run of a team of its own, so that its counts are its own. */
async function run(changes: Partial<BriefInput> = {}) {
  teams += 1;
  const team = `team-${String(teams)}`;
  const placed = await placeRun(cloud, { team, ...changes });
  const { runId, brief } = placed;
  await cloud.objects.writeJson(buckets.assets, runKeys.assessment(runId), assess(brief, { model: modelOf() }));
  /** Judges a round with these candidates. */
  const judged = async (round: number, candidates: ReturnType<typeof candidate>[], directions: Direction[] = [], more: Partial<Parameters<typeof createHandler>[0]> = {}) => {
    const inspection = await cloud.objects.writeJson(buckets.assets, runKeys.inspection(runId, round), { ...inspectionOf(...candidates), runId, round });
    return createHandler({ ...ports(), ...more })({ runId, brief: placed.refs.brief, inspection, candidates: candidates.map((each) => each.candidate), round, roundLimit: 3, directions });
  };
  const read = async () => cloud.advice.of({ kind: brief.kind, team }, clock.now());
  const outcome = async (round: number) => (await cloud.objects.findJson(buckets.assets, runKeys.outcome(runId, round), OutcomeDocument))?.value ?? null;
  return { ...placed, team, judged, counts: read, outcome };
}

describe('a round', () => {
  test('is judged once: asked again, the answer is the same, whatever is trusted and counted by then', async () => {
    const { judged } = await run({ review: { automatic: 'when-trusted' } });
    const first = await judged(1, [candidate('2')]);
    expect(first).toMatchObject({ verdict: 'review', decision: null });
    clock.pass(1);
    expect(await judged(1, [candidate('2')], [], { trust: () => Promise.resolve(trusted) })).toEqual(first);
  });

  test('goes straight on where the brief allows it and the check is trusted, and the decision names the check', async () => {
    const { judged, outcome, counts } = await run({ review: { automatic: 'when-trusted' } });
    const trust = { trust: () => Promise.resolve(trusted) };
    const answer = await judged(1, [sixFingers, candidate('2')], [], trust);
    expect(answer).toMatchObject({ verdict: 'approve', direction: null, reference: null, decision: { decision: 'approve', candidate: { sha256: hash('2') }, decidedBy: 'Galley’s automatic check' } });
    clock.pass(1);
    expect((await judged(1, [sixFingers, candidate('2')], [], trust)).decision).toEqual(answer.decision);
    expect(await outcome(1)).toMatchObject({ verdict: 'approve', became: { what: 'check', candidate: hash('2') } });
    expect(await counts()).toEqual({ approveGiven: 1 });
  });

  test('goes by the trust in the model that looked', async () => {
    const { judged } = await run({ review: { automatic: 'when-trusted' } });
    const asked: string[] = [];
    await judged(1, [candidate('2')], [], {
      trust: (model) => {
        asked.push(model);
        return Promise.resolve(trusted);
      },
    });
    expect(asked).toEqual(['gpt-5.4-mini']);
  });

  test('keeps its reasons, alternatives, expectation and what was trusted beside it', async () => {
    const { judged, runId } = await run();
    await judged(1, [sixFingers]);
    const kept = await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.judgement(runId, 1) }, JudgementDocument);
    expect(kept).toMatchObject({ verdict: 'iterate', threshold: 0.7, trust: { trusted: false, reason: 'The check has not earned trust yet: no decisions were counted.' }, direction: { note: 'remove the sixth finger.', questions: ['structure'] } });
    expect(kept.alternatives.map(({ choice }) => choice)).toEqual(['approve', 'review', 'startOver']);
    expect(kept.expectation).toMatchObject({ rounds: 0, weight: 0 });
    expect(kept.expectation!.costUsd).toBeGreaterThan(0);
  });

  test('without an assessment is judged by the rules alone', async () => {
    const bare = await placeRun(cloud);
    const inspection = await cloud.objects.writeJson(buckets.assets, runKeys.inspection(bare.runId, 1), { ...inspectionOf(sixFingers), runId: bare.runId });
    expect((await createHandler(ports())({ runId: bare.runId, brief: bare.refs.brief, inspection, candidates: [sixFingers.candidate], round: 1, roundLimit: 3 })).verdict).toBe('iterate');
    expect(await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.judgement(bare.runId, 1) }, JudgementDocument)).toMatchObject({ expectation: null });
  });

  test('goes on when its counts cannot be kept', async () => {
    const { judged } = await run();
    const { direction } = await judged(1, [sixFingers]);
    const dying = { ...cloud.advice, add: () => Promise.reject(new Error('no table')) };
    expect((await judged(2, [candidate('2')], [direction!], { advice: dying })).verdict).toBe('review');
  });
});

describe('what became of a judgement', () => {
  test('is joined by the next round, once, however often that is judged', async () => {
    const { judged, outcome, counts } = await run();
    const { direction } = await judged(1, [sixFingers]);
    expect(await outcome(1)).toBeNull();
    await judged(2, [candidate('2')], [direction!]);
    const first = await outcome(1);
    expect(first).toMatchObject({ verdict: 'iterate', became: { what: 'round', stood: { standing: 'clean' } } });
    const before = await counts();
    expect(before).toMatchObject({ editRounds: 1, editMended: 1, ownEditGiven: 1, ownEditCost: 9000 });
    clock.pass(1);
    await judged(2, [candidate('2')], [direction!]);
    expect(await outcome(1)).toEqual(first);
    expect(await counts()).toEqual(before);
  });

  test('and what is expected of the next run’s rounds rests on it', async () => {
    const { judged, team } = await run();
    const { direction } = await judged(1, [sixFingers]);
    await judged(2, [sixFingers], [direction!]);
    const placed = await placeRun(cloud, { team });
    await cloud.objects.writeJson(buckets.assets, runKeys.assessment(placed.runId), assess(placed.brief, { model: modelOf() }));
    const inspection = await cloud.objects.writeJson(buckets.assets, runKeys.inspection(placed.runId, 1), { ...inspectionOf(sixFingers), runId: placed.runId });
    await createHandler(ports())({ runId: placed.runId, brief: placed.refs.brief, inspection, candidates: [sixFingers.candidate], round: 1, roundLimit: 3 });
    const { expectation } = await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.judgement(placed.runId, 1) }, JudgementDocument);
    expect(expectation).toMatchObject({ rounds: 1 });
    expect(expectation!.sentence).toMatch(/raised the best score by 0\.00 on average \(1 round; 0\.\d\d expected\)/u);
  });

  test('is joined by people’s decision, once, however often it is handed over', async () => {
    const desk = reviewDesk(cloud);
    const { reviewId, key, runId, brief } = await desk.open({ team: 'people' });
    const headers = { authorization: `Bearer ${key}` };
    await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers, body: JSON.stringify({ decision: 'approve', candidate: hash('2'), checklist }) });
    const outcome = async () => (await cloud.objects.findJson(buckets.assets, runKeys.outcome(runId, 1), OutcomeDocument))?.value;
    expect(await outcome()).toMatchObject({ verdict: 'review', became: { what: 'people', decision: 'approve', candidate: hash('2'), rank: 2 } });
    const counts = () => cloud.advice.of({ kind: brief.kind, team: 'people' }, desk.clock.now());
    expect(await counts()).toMatchObject({ reviewShown: 1, reviewApproved: 1, band5Shown: 1, band5Approved: 1 });
    expect((await counts()).reviewBest).toBeUndefined();

    const review = (await cloud.reviews.find(reviewId))!;
    desk.executions.waiting.add(review.taskToken);
    await handOver(desk, review);
    expect((await counts()).reviewShown).toBe(1);
  });

  test('counts nothing for a decision that came when nobody waited any more', async () => {
    const desk = reviewDesk(cloud);
    const { reviewId, key, brief } = await desk.open({ team: 'late' });
    desk.executions.waiting.clear();
    const answer = await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ decision: 'approve', candidate: hash('2'), checklist }) });
    expect(answer.status).toBe(410);
    expect(await cloud.advice.of({ kind: brief.kind, team: 'late' }, desk.clock.now())).toEqual({});
  });

  test('a decision stands even where its outcome cannot be kept', async () => {
    const desk = reviewDesk(cloud);
    const { reviewId } = await desk.open({ team: 'dying' });
    await cloud.reviews.decide(reviewId, { decision: 'reject', by: 'art@example.com', at: desk.clock.now().toISOString(), note: 'no' });
    const dying = { ...desk, advice: { ...cloud.advice, add: () => Promise.reject(new Error('no table')) } };
    expect(await handOver(dying, (await cloud.reviews.find(reviewId))!)).toBe('handed-over');
    expect(desk.executions.answers.at(-1)?.output).toMatchObject({ decision: 'reject' });
  });

  test('a hundred at once count once, in the team’s item and in everybody’s', async () => {
    const counted = { id: 'run/1/people', kind: 'food', team: 'busy', at: '2026-11-24T12:00:00.000Z', counts: { reviewShown: 1, ownEditRise: -250 } } as const;
    const total = async () => (await cloud.advice.of({ kind: 'food' }, clock.now())).reviewShown ?? 0;
    const before = await total();
    await Promise.all(Array.from({ length: 100 }, () => cloud.advice.add(counted)));
    expect(await cloud.advice.of({ kind: 'food', team: 'busy' }, clock.now())).toEqual({ reviewShown: 1, ownEditRise: -250 });
    expect(await total()).toBe(before + 1);
    expect((await cloud.items(tables.runs)).filter(({ runId }) => String(runId).startsWith('advice#busy'))).toHaveLength(1);
  });
});

test('a month that is older than a year no longer counts', async () => {
  await cloud.advice.add({ id: 'old', kind: 'product', team: 'old', at: '2025-11-30T23:00:00.000Z', counts: { reviewShown: 1 } });
  await cloud.advice.add({ id: 'kept', kind: 'product', team: 'old', at: '2025-12-01T01:00:00.000Z', counts: { reviewShown: 1 } });
  expect(await cloud.advice.of({ kind: 'product', team: 'old' }, new Date('2026-11-28T12:00:00.000Z'))).toEqual({ reviewShown: 1 });
});

test('the picture that goes straight on is the one that was judged', async () => {
  const { judged } = await run({ review: { automatic: 'when-trusted' } });
  const { decision } = await judged(1, [candidate('2'), candidate('3', answersWith({ concept: { confidence: 1 } }))], [], { trust: () => Promise.resolve(trusted) });
  expect(decision?.candidate).toEqual(imageRef(hash('3')));
});
