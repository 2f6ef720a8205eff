import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';

import { assess } from '../../core/assessment/assess.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { createHandler } from '../../lambdas/request-review/handler.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { rejection } from './support/openai.ts';
import { publicUrl, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const itemsOf = async (reviewId: string) => (await cloud.items(tables.reviews)).filter((item) => item['reviewId'] === reviewId);

test('mails each approver a link of their own, with the contact sheet in the mail', async () => {
  const { runId, reviewId, event } = await desk.question({ review: { approvers: ['a@example.com', 'b@example.com'] } });
  await desk.requestReview(event);
  expect(desk.mailer.sent.map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com']);
  expect(desk.mailer.keyFor('a@example.com')).not.toBe(desk.mailer.keyFor('b@example.com'));
  for (const { subject, text, html, pictures } of desk.mailer.sent) {
    expect(subject).toBe('Review: Frisbee in the park (round 1 of 3)');
    expect(text.match(/https?:\/\/\S+/g)).toHaveLength(1);
    expect(html).toContain(`cid:${pictures[0]?.contentId ?? 'none'}`);
    expect(pictures[0]?.bytes.toString()).toBe('a sheet');
  }
  expect(await cloud.runs.get(runId)).toMatchObject({ state: 'waiting', stage: 'Review', reviewId });
});

test('stores only the SHA-256 of each key', async () => {
  const { reviewId, key } = await desk.open();
  const items = await itemsOf(reviewId);
  expect(JSON.stringify(items)).not.toContain(key);
  expect(items.map(({ part }) => part)).toContain(`link#${createHash('sha256').update(key).digest('hex')}`);
});

test('asked again, mails nobody twice and waits with the new task', async () => {
  const { reviewId, event } = await desk.open();
  const again = desk.taskToken();
  desk.clock.pass(1);
  await desk.requestReview({ ...event, taskToken: again });
  expect(desk.mailer.sent).toHaveLength(1);
  expect(await cloud.reviews.find(reviewId)).toMatchObject({ taskToken: again, state: 'open', dueAt: '2026-11-27T13:00:00.000Z' });
});

test('asked again after a crash between two mails, mails only who was not', async () => {
  const { event } = await desk.question({ review: { approvers: ['a@example.com', 'b@example.com'] } });
  let links = 0;
  const dying = { ...cloud.reviews, addLink: (...link: Parameters<typeof cloud.reviews.addLink>) => ((links += 1) === 2 ? Promise.reject(new Error('The process ended')) : cloud.reviews.addLink(...link)) };
  await rejection(createHandler({ ...desk, reviews: dying })(event));
  await desk.requestReview({ ...event, taskToken: desk.taskToken() });
  expect(desk.mailer.sent.map(({ to }) => to)).toEqual(['a@example.com', 'b@example.com']);
});

test('waits for those who can be reached when one address is refused', async () => {
  const { event, reviewId } = await desk.question({ review: { approvers: ['a@example.com', 'b@example.com'] } });
  desk.mailer.refused.add('a@example.com');
  await desk.requestReview(event);
  expect(desk.mailer.sent.map(({ to }) => to)).toEqual(['b@example.com']);
  expect(Object.keys((await cloud.reviews.find(reviewId))?.mailedAt ?? {})).toEqual(['b@example.com']);
});

test('fails when nobody can be reached: a question that no one received is never waited for', async () => {
  const { event } = await desk.question();
  desk.mailer.refused.add('art@example.com');
  await rejection(desk.requestReview(event));
});

test('without an approver anywhere names the field, and asks nobody', async () => {
  const { event, reviewId } = await desk.question({ review: {} });
  const error = await rejection(desk.requestReview(event));
  expect(error.name).toBe('InvalidInput');
  expect(error.message).toContain('review.approvers');
  expect(await itemsOf(reviewId)).toEqual([]);
});

test('falls back to the approvers of the deployment', async () => {
  const { event } = await desk.question({ review: {} });
  await createHandler({ ...desk, defaultApprovers: [' desk@example.com', 'DESK@example.com'] })(event);
  expect(desk.mailer.sent.map(({ to }) => to)).toHaveLength(1);
});

test('asks the owner about a call that a cap refuses, each time anew, and takes the answer to the workflow', async () => {
  const { runId, event } = await desk.question();
  const refusal = { kind: 'brief', name: runId, capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060, candidates: 3, fewer: 1 } as const;
  const asked = { question: 'budget', runId, brief: event.brief, round: 2, refusal, ask: 1, reviewSeconds: 3600 } as const;
  const sent = desk.mailer.sent.length;
  const { reviewId } = await desk.requestReview({ ...asked, taskToken: desk.taskToken() });
  expect(desk.mailer.sent.slice(sent).map(({ to }) => to)).toEqual(['owner@example.com']);
  expect(desk.mailer.sent.at(-1)?.text).toMatch(/\$2\.08 or more[^]*1 candidate[^]*over budget/);
  expect((await cloud.runs.get(runId)).stage).toBe('AskBudget');

  const request = { parameters: { reviewId }, headers: { authorization: `Bearer ${desk.mailer.keyFor('owner@example.com')}` } };
  expect((await ask(desk.review, 'GET /api/reviews/{reviewId}', request)).json).toMatchObject({ question: 'budget', spending: refusal });
  expect((await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { ...request, body: JSON.stringify({ decision: 'raise', capUsd: 2 }) })).status).toBe(422);
  expect((await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { ...request, body: JSON.stringify({ decision: 'raise', capUsd: 3.5 }) })).status).toBe(200);
  expect(desk.executions.answers.at(-1)?.output).toMatchObject({ decision: 'raise', capUsd: 3.5, candidates: null, decidedBy: 'owner@example.com' });

  const again = await desk.requestReview({ ...asked, ask: 2, taskToken: desk.taskToken() });
  expect(again.reviewId).not.toBe(reviewId);
});

test('tells the owner what else would make the brief better', async () => {
  const { runId, brief, event } = await desk.question({ concept: { subject: 'a dog in a park' } });
  const ref = await cloud.objects.writeJson(buckets.assets, runKeys.assessment(runId), assess(brief, { model: modelOf() }));
  await desk.requestReview({ question: 'go-ahead', runId, brief: event.brief, assessment: ref, reasons: ['Too vague.'], reviewSeconds: 3600, taskToken: desk.taskToken() });
  const text = desk.mailer.sent[0]?.text.replace(/\s+/gu, ' ');
  expect(text).toContain('name the breed or species');
  expect(text).not.toContain('Expected a light');
});

test('asks the owner whether to go ahead, in a mail that links to the page', async () => {
  const { runId, brief, event } = await desk.question();
  const assessment = assess(brief, { model: modelOf() });
  const ref = await cloud.objects.writeJson(buckets.assets, runKeys.assessment(runId), assessment);
  await desk.requestReview({ question: 'go-ahead', runId, brief: event.brief, assessment: ref, reasons: ['Stock would do.'], reviewSeconds: 3600, taskToken: desk.taskToken() });
  expect(desk.mailer.sent.map(({ to }) => to)).toEqual(['owner@example.com']);
  expect(desk.mailer.sent[0]?.text).toContain(`${publicUrl}/review/`);
  expect((await cloud.runs.get(runId)).stage).toBe('AskOwner');
});
