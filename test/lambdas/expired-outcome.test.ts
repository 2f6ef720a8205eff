import { beforeEach, expect, test } from 'vitest';

import { OutcomeDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { hash } from '../core/support/runs.ts';
import { createHandler as createRecordOutcome } from '../../lambdas/record-outcome/handler.ts';
import { buckets, cloudForThisFile, type TestCloud } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';
import { placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const fortnight = 14 * 24 * 3600;
const counted = (team: string) => cloud.advice.of({ team }, desk.clock.now());
const outcomeOf = async (runId: string) => (await cloud.objects.findJson(buckets.assets, runKeys.outcome(runId, 1), OutcomeDocument))?.value;
const end = (runId: string, changes: { readonly advice?: TestCloud['advice'] } = {}, note?: (fields: object) => void) =>
  createRecordOutcome({ ...cloud, ...changes, clock: desk.clock, assetsBucket: buckets.assets })({ runId, outcome: 'expired', reasons: ['Nobody decided before the review was due.'], failure: null, assetId: null }, note);

/** A review that nobody answered, and whose owner was asked. */
async function expired(team: string) {
  const first = await desk.open({ team });
  desk.clock.pass(72);
  desk.executions.waiting.delete(first.event.taskToken);
  const { runId, event } = first;
  await desk.requestReview({ question: 'reopen', runId, brief: event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, reviewSeconds: fortnight, taskToken: desk.taskToken() });
  return first;
}

test('a review that nobody answered is counted when its run ends, once, and says nothing of the check', async () => {
  const { runId } = await expired('idle');
  expect(await counted('idle')).toEqual({});
  await Promise.all([end(runId), end(runId)]);
  await end(runId);
  expect(await counted('idle')).toEqual({ reviewExpired: 1 });
  expect(await outcomeOf(runId)).toMatchObject({ runId, round: 1, verdict: 'review', became: { what: 'expired' } });
});

test('a review that was reopened and decided is counted as decided alone', async () => {
  const { runId, event } = await expired('late');
  await ask(desk.review, 'POST /api/runs/{runId}/reopen', { parameters: { runId }, caller: 'arn:aws:iam::000000000000:user/ana', body: '{}' });
  const again = await desk.requestReview({ ...event, ask: 2, taskToken: desk.taskToken() });
  const headers = { authorization: `Bearer ${desk.mailer.keyFor('art@example.com')}` };
  expect((await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId: again.reviewId }, headers, body: JSON.stringify({ decision: 'approve', candidate: hash('1'), checklist }) })).status).toBe(200);
  const counts = await counted('late');
  expect(counts).toMatchObject({ reviewShown: 1, reviewApproved: 1 });
  expect(counts.reviewExpired).toBeUndefined();
  expect((await outcomeOf(runId))?.became).toMatchObject({ what: 'people', decision: 'approve' });
});

test('a question whether to go ahead that nobody answered is no outcome of a judgement', async () => {
  const { runId } = await placeRun(cloud, { team: 'unsure' });
  await end(runId);
  expect(await counted('unsure')).toEqual({});
  expect(await cloud.runs.get(runId)).toMatchObject({ state: 'expired' });
});

test('a count that is lost stops no end', async () => {
  const { runId } = await expired('lost');
  const noted: object[] = [];
  const advice = { ...cloud.advice, add: () => Promise.reject(new Error('Expected a table but received nothing')) };
  expect((await end(runId, { advice }, (fields) => noted.push(fields))).detail.outcome).toBe('expired');
  expect(noted).toContainEqual(expect.objectContaining({ outcomes: 'lost (InternalFailure)' }));
});
