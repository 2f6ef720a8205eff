import { beforeEach, describe, expect, test } from 'vitest';

import { ApiError, ReviewView, RunReopened } from '../../core/api.ts';
import { hash } from '../core/support/runs.ts';
import { cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { newRunId } from './support/runs.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const fortnight = 14 * 24 * 3600;
const read = (reviewId: string, key: string) => ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` } });
const decide = (reviewId: string, key: string, body: object) => ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });
const reopen = (runId: string, body: object = {}) => ask(desk.review, 'POST /api/runs/{runId}/reopen', { parameters: { runId }, caller: 'arn:aws:iam::000000000000:user/ana', body: JSON.stringify(body) });

/** A review that nobody answered, and the question to its owner, as the workflow asks it when its wait is over. */
async function expired(approvers = ['art@example.com']) {
  const first = await desk.open({ review: { approvers } });
  desk.clock.pass(72);
  desk.executions.waiting.delete(first.event.taskToken);
  const { runId, event } = first;
  const taskToken = desk.taskToken();
  const { reviewId } = await desk.requestReview({ question: 'reopen', runId, brief: event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, reviewSeconds: fortnight, taskToken });
  return { first, runId, reviewId, taskToken, key: desk.mailer.keyFor('owner@example.com') };
}
/** What the workflow does when the owner has opened it again. */
const askAgain = (first: Awaited<ReturnType<ReviewDesk['open']>>, reviewSeconds = 72 * 3600) => desk.requestReview({ ...first.event, ask: 2, reviewSeconds, taskToken: desk.taskToken() });

describe('a review that expired', () => {
  test('is a question to its owner, who reads who was asked and until when it can be opened again', async () => {
    const { first, runId, reviewId, key } = await expired(['art@example.com', 'legal@example.com']);
    const mail = desk.mailer.sent.findLast(({ to }) => to === 'owner@example.com');
    expect(mail?.subject).toBe('Expired: Frisbee in the park was not decided');
    expect(mail?.text.replace(/\s+/gu, ' ')).toMatch(/by Friday 27 November 2026, 12:00 UTC\. Asked: art@example\.com, legal@example\.com\..*Without an answer the brief ends Friday 11 December 2026, 12:00 UTC/);
    expect(await cloud.runs.get(runId)).toMatchObject({ state: 'waiting', stage: 'AskReopen', reviewId, reviewDueAt: '2026-12-11T12:00:00.000Z' });
    expect(ReviewView.parse((await read(reviewId, key)).json)).toMatchObject({
      question: 'reopen',
      state: 'open',
      round: 1,
      expired: { at: '2026-11-27T12:00:00.000Z', waitedFor: ['art@example.com', 'legal@example.com'], reopensLeft: 3 },
    });
    expect((await cloud.reviews.find(first.reviewId))?.state).toBe('expired');
    expect((await decide(first.reviewId, first.key, { decision: 'reject' })).status).toBe(410);
  });

  test('without an owner is a question to its approvers', async () => {
    const first = await desk.open({ owner: undefined });
    const { runId, event } = first;
    desk.clock.pass(72);
    await desk.requestReview({ question: 'reopen', runId, brief: event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, reviewSeconds: fortnight, taskToken: desk.taskToken() });
    expect(desk.mailer.sent.map(({ to, subject }) => [to, subject.split(':')[0]])).toEqual([['art@example.com', 'Review'], ['art@example.com', 'Expired']]);
  });

  test.each([
    ['for as long as before', { decision: 'reopen' }, { decision: 'reopen', reviewSeconds: null }],
    ['for as long as its owner says', { decision: 'reopen', dueHours: 24 }, { decision: 'reopen', reviewSeconds: 86_400 }],
    ['never, when its owner ends it', { decision: 'end', note: 'too late' }, { decision: 'end', reviewSeconds: null, note: 'too late' }],
  ])('is opened again %s', async (_, request, output) => {
    const { reviewId, key, taskToken } = await expired();
    expect((await decide(reviewId, key, request)).status).toBe(200);
    expect(desk.executions.answers).toMatchObject([{ taskToken, output: { ...output, decidedBy: 'owner@example.com' } }]);
  });

  test('and was opened again is a review of its own: old links say so, new ones decide', async () => {
    const { first, reviewId, key } = await expired();
    await decide(reviewId, key, { decision: 'reopen', dueHours: 24 });
    const again = await askAgain(first, 24 * 3600);
    expect(again.reviewId).not.toBe(first.reviewId);
    expect(await cloud.reviews.find(again.reviewId)).toMatchObject({ dueAt: '2026-11-28T12:00:00.000Z', remindAt: ['2026-11-28T00:00:00.000Z', '2026-11-28T09:36:00.000Z'] });

    const late = await decide(first.reviewId, first.key, { decision: 'reject' });
    expect(late.status).toBe(410);
    expect(ApiError.parse(late.json).error).toEqual({ name: 'ReviewReopened', message: 'This review expired at 12:00 UTC on 27 November 2026 and was opened again at 12:00 UTC on 27 November 2026: whoever is asked now has a new link by mail.', facts: { dueAt: '2026-11-27T12:00:00.000Z', reopenedAt: '2026-11-27T12:00:00.000Z' } });
    expect(ReviewView.parse((await read(first.reviewId, first.key)).json)).toMatchObject({ state: 'expired', reopenedAt: '2026-11-27T12:00:00.000Z' });
    expect((await read(again.reviewId, first.key)).status).toBe(401);

    const newKey = desk.mailer.keyFor('art@example.com');
    const view = ReviewView.parse((await read(again.reviewId, newKey)).json);
    expect(view).toMatchObject({ state: 'open', round: 1, reopenedAt: null });
    expect(view.candidates.map(({ sha256 }) => sha256)).toEqual([hash('1'), hash('2')]);
    expect((await decide(again.reviewId, newKey, { decision: 'approve', candidate: hash('1'), checklist })).status).toBe(200);
    expect(desk.executions.answers.at(-1)?.output).toMatchObject({ decision: 'approve', candidate: first.event.candidates[0] });
  });

  test('is asked about once, however often the task is started again', async () => {
    const { first, runId } = await expired();
    const again = { question: 'reopen', runId, brief: first.event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, reviewSeconds: fortnight } as const;
    await desk.requestReview({ ...again, taskToken: desk.taskToken() });
    expect(desk.mailer.sent.filter(({ to }) => to === 'owner@example.com')).toHaveLength(1);
  });

  test('reminds its owner halfway through the fortnight', async () => {
    const { reviewId } = await expired();
    desk.clock.pass(7 * 24);
    await desk.remind({});
    const mail = desk.mailer.sent.findLast(({ to }) => to === 'owner@example.com');
    expect(mail?.subject).toMatch(/^Reminder: /);
    expect(mail?.text).toContain(`/review/${reviewId}#`);
  });
});

describe('POST /api/runs/{runId}/reopen', () => {
  test('opens the review again in the name of whoever signed', async () => {
    const { runId, taskToken } = await expired();
    const answer = await reopen(runId, { dueHours: 48 });
    expect(answer.status).toBe(200);
    expect(RunReopened.parse(answer.json)).toEqual({ runId, by: 'arn:aws:iam::000000000000:user/ana', at: '2026-11-27T12:00:00.000Z', dueHours: 48, naming: null });
    expect(desk.executions.answers).toMatchObject([{ taskToken, output: { decision: 'reopen', reviewSeconds: 172_800, decidedBy: 'arn:aws:iam::000000000000:user/ana' } }]);
  });

  test('of ten at once and the owner’s answer, one is taken', async () => {
    const { runId, reviewId, key } = await expired();
    const answers = await Promise.all([...Array.from({ length: 10 }, () => reopen(runId)), decide(reviewId, key, { decision: 'end' })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
    expect(desk.executions.answers).toHaveLength(1);
  });

  test('is refused for a run that waits for something else, has been reopened, or is not there', async () => {
    const open = await desk.open();
    const refused = await reopen(open.runId);
    expect([refused.status, ApiError.parse(refused.json).error.name]).toEqual([409, 'NotExpired']);
    expect((await cloud.reviews.find(open.reviewId))?.state).toBe('open');

    const { runId } = await expired();
    await reopen(runId);
    expect((await reopen(runId)).status).toBe(409);
    expect((await reopen(newRunId())).status).toBe(404);
    expect((await reopen('no-run')).status).toBe(404);
  });

  test('is refused when the fortnight is over', async () => {
    const { runId } = await expired();
    desk.clock.pass(14 * 24);
    expect((await reopen(runId)).status).toBe(409);
    expect(desk.executions.answers).toEqual([]);
  });

  test('takes hours within the limits of a review, and nothing else', async () => {
    const { runId } = await expired();
    expect((await reopen(runId, { dueHours: 0.5 })).status).toBe(422);
    expect((await reopen(runId, { hours: 24 })).status).toBe(422);
    expect(desk.executions.answers).toEqual([]);
  });
});
