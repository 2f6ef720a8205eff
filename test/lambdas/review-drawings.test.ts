import { beforeEach, describe, expect, test } from 'vitest';

import { AnnotationsDocument } from '../../core/documents.ts';
import { CandidatesDecision } from '../../core/workflow.ts';
import { hash } from '../core/support/runs.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const decide = (reviewId: string, key: string, body: object) =>
  ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });
const drawn = { pins: [{ x: 0.25, y: 0.5, text: 'a blue rim' }], markup: [{ points: [[0.1, 0.1], [0.2, 0.2]], width: 0.01 }], brush: [{ points: [[0.5, 0.5]], width: 0.2 }] };
const changes = { decision: 'changes', candidate: hash('2'), note: 'a blue frisbee', tags: ['too-dark'], ...drawn };

describe('a decision with pins and drawings', () => {
  test('keeps them under their bytes, and hands the reference to the workflow', async () => {
    const { reviewId, key, runId } = await desk.open();
    expect((await decide(reviewId, key, changes)).status).toBe(200);
    const decision = CandidatesDecision.parse(desk.executions.answers[0]?.output);
    expect(decision).toMatchObject({ decision: 'changes', tags: ['too-dark'], annotations: [{ bucket: buckets.assets }] });
    const [own] = decision.annotations;
    expect(own?.key).toBe(`runs/${runId}/annotations/${own?.sha256 ?? ''}.json`);
    // Reading checks the bytes against the SHA-256.
    const kept = await cloud.objects.readJson(own!, AnnotationsDocument);
    expect(kept).toEqual({ runId, round: 1, candidate: hash('2'), by: 'art@example.com', at: desk.clock.now().toISOString(), tags: ['too-dark'], ...drawn });
  });

  test('that a crash held up carries them all the same', async () => {
    const { reviewId, key } = await desk.open();
    desk.executions.crash = true;
    await decide(reviewId, key, changes);
    await desk.remind({});
    const decision = CandidatesDecision.parse(desk.executions.answers[0]?.output);
    expect((await cloud.objects.readJson(decision.annotations[0]!, AnnotationsDocument)).brush).toEqual(drawn.brush);
  });

  test('writes nothing when it is refused or too late', async () => {
    const { reviewId, key, runId } = await desk.open();
    expect((await decide(reviewId, key, { ...changes, decision: 'reject' })).status).toBe(422);
    await decide(reviewId, key, { decision: 'reject' });
    expect((await decide(reviewId, key, changes)).status).toBe(409);
    expect(await cloud.keys(buckets.assets, `runs/${runId}/annotations/`)).toEqual([]);
  });

  test('of each of those who wanted the same goes on, each under their own name', async () => {
    const people = ['ana@example.com', 'bo@example.com', 'li@example.com'] as const;
    const { reviewId } = await desk.open({ review: { approvers: [...people], approval: { atLeast: 2 } } });
    const say = (who: string, body: object) => decide(reviewId, desk.mailer.keyFor(who), body);
    await say(people[0], { decision: 'approve', candidate: hash('2'), checklist, pins: drawn.pins });
    await say(people[1], changes);
    await say(people[2], { ...changes, candidate: hash('1'), note: 'warmer' });
    const { annotations } = CandidatesDecision.parse(desk.executions.answers[0]?.output);
    const kept = await Promise.all(annotations.map((ref) => cloud.objects.readJson(ref, AnnotationsDocument)));
    expect(kept.map(({ by, candidate }) => [by, candidate])).toEqual([[people[1], hash('2')], [people[2], hash('1')]]);
    expect(kept).toMatchObject([drawn, drawn]);
    expect((await cloud.reviews.find(reviewId))?.annotations).toEqual(annotations);
  });

  test('without any has none', async () => {
    const { reviewId, key } = await desk.open();
    await decide(reviewId, key, { decision: 'changes', candidate: hash('1'), note: 'warmer' });
    expect(desk.executions.answers[0]?.output).toMatchObject({ annotations: [], tags: [] });
  });
});
