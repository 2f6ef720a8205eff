import { beforeEach, describe, expect, test } from 'vitest';

import { ApiError, LineageTree, ReviewView, RunDetail, RunReopened } from '../../core/api.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import type { Naming } from '../../core/workflow.ts';
import { createHandler as createApi } from '../../lambdas/api/handler.ts';
import { hash } from '../core/support/runs.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, publicUrl, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const fortnight = 14 * 24 * 3600;
const [eva, bo, art, legal] = ['eva@example.com', 'bo@example.com', 'art@example.com', 'legal@example.com'];
const signer = 'arn:aws:iam::000000000000:user/ana';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const read = async (reviewId: string, key: string) => ReviewView.parse((await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: bearer(key) })).json);
const decide = (reviewId: string, key: string, body: object) => ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: bearer(key), body: JSON.stringify(body) });
const reopen = (runId: string, body: object = {}) => ask(desk.review, 'POST /api/runs/{runId}/reopen', { parameters: { runId }, caller: signer, body: JSON.stringify(body) });

/** A review that nobody answered, and the question to its owner; as a workflow of before others could be named asks it, if need be. */
async function expired(changes: Partial<BriefInput>, { old = false } = {}) {
  const first = await desk.question(changes);
  await desk.requestReview(first.event);
  desk.clock.pass(72);
  desk.executions.waiting.delete(first.event.taskToken);
  const { runId, event } = first;
  const { reviewId } = await desk.requestReview({ question: 'reopen', runId, brief: event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, ...(old ? {} : { naming: null }), reviewSeconds: fortnight, taskToken: desk.taskToken() });
  return { first, runId, reviewId, key: desk.mailer.keyFor('owner@example.com') };
}
/** What the workflow does with the owner's answer: it asks again, in this round. */
const askAgain = (first: Awaited<ReturnType<ReviewDesk['question']>>, naming: Naming | null) => desk.requestReview({ ...first.event, ask: 2, naming, taskToken: desk.taskToken() });
function namingAnswered(): Naming {
  const output = desk.executions.answers.at(-1)?.output;
  if (output?.decision !== 'reopen' || output.naming === undefined) throw new Error('Expected an answer that names people but received another');
  return output.naming;
}
const mailTo = (address: string): string => desk.mailer.sent.findLast(({ to }) => to === address)?.text.replace(/\s+/gu, ' ') ?? '';
const problemsOf = (answer: Awaited<ReturnType<typeof reopen>>) => ApiError.parse(answer.json).error.problems?.map(({ field }) => field);

describe('other people', () => {
  test('are asked when the owner names them on the mail’s page, and those of before no more', async () => {
    const { first, reviewId, key } = await expired({ review: { approvers: [art] } });
    const oldKey = desk.mailer.keyFor(art);
    expect((await read(reviewId, key)).expired).toMatchObject({ naming: null });
    expect((await decide(reviewId, key, { decision: 'reopen', dueHours: 24, approvers: [eva, bo] })).status).toBe(200);
    const naming = namingAnswered();
    expect(naming).toEqual({ approvers: [eva, bo], roles: {}, by: 'owner@example.com', at: desk.clock.now().toISOString() });

    const sent = desk.mailer.sent.length;
    const again = await askAgain(first, naming);
    expect(desk.mailer.sent.slice(sent).map(({ to, subject }) => [to, subject])).toEqual([eva, bo].map((to) => [to, 'Review: Frisbee in the park (round 1 of 3)']));
    expect(await cloud.reviews.find(again.reviewId)).toMatchObject({ approvers: [eva, bo], naming });
    expect((await decide(first.reviewId, oldKey, { decision: 'reject' })).status).toBe(410);
    expect((await decide(again.reviewId, desk.mailer.keyFor(eva), { decision: 'approve', candidate: hash('1'), checklist })).status).toBe(200);
    expect(desk.executions.answers.at(-1)?.output).toMatchObject({ decision: 'approve', decidedBy: eva, naming });
  });

  test('read in their mail who named them and why; in later rounds, which have not expired, they do not', async () => {
    const { first, reviewId, key } = await expired({ review: { approvers: [art] } });
    expect(mailTo('owner@example.com')).toContain('Whoever opens it again can name other people to decide');
    await decide(reviewId, key, { decision: 'reopen', approvers: [eva] });
    const naming = namingAnswered();
    await askAgain(first, naming);
    expect(mailTo(eva)).toContain('owner@example.com asks you to decide this review, which expired unanswered.');
    await desk.requestReview({ ...first.event, round: 2, ask: 1, naming, taskToken: desk.taskToken() });
    expect(mailTo(eva)).toContain('1 more round can follow');
    expect(mailTo(eva)).not.toContain('expired unanswered');
  });

  test('are asked when somebody signs for it, under the brief’s rule and in the order in which they are named', async () => {
    const { first, runId } = await expired({ review: { approvers: [art, legal], approval: 'sequence' } });
    const answer = await reopen(runId, { approvers: [bo, eva] });
    expect(RunReopened.parse(answer.json)).toMatchObject({ by: signer, dueHours: null, naming: { approvers: [bo, eva], by: signer } });
    const again = await askAgain(first, namingAnswered());
    expect(await read(again.reviewId, desk.mailer.keyFor(bo))).toMatchObject({ standing: { waitingFor: [bo] } });
    expect(desk.mailer.sent.some(({ to }) => to === eva)).toBe(false);
  });

  test('take the roles that they are named for; the other roles keep their people', async () => {
    const { first, runId } = await expired({ review: { approval: 'roles', roles: { brand: [art], legal: [legal] } } });
    expect((await reopen(runId, { roles: { legal: [eva, bo] } })).status).toBe(200);
    const again = await askAgain(first, namingAnswered());
    expect((await cloud.reviews.find(again.reviewId))?.seats).toEqual([{ role: 'brand', holders: [art] }, { role: 'legal', holders: [eva, bo] }]);
  });

  test('stand in the status of the run and in its tree, with who named them', async () => {
    const { first, runId } = await expired({ review: { approvers: [art] } });
    await reopen(runId, { approvers: [eva] });
    await askAgain(first, namingAnswered());
    const api = createApi({ ...cloud, clock: desk.clock, executions: desk.executions, makeId: () => 'one', briefsBucket: buckets.briefs, assetsBucket: buckets.assets, publicUrl, defaultModel: 'gpt-image-2', monthlyCapUsd: 500, defaultApprovers: [] });
    const get = async (routeKey: string) => (await ask(api, routeKey, { parameters: { runId } })).json;
    const run = RunDetail.parse(await get('GET /api/runs/{runId}'));
    expect(run.review).toMatchObject({ waitingFor: [eva], naming: { approvers: [eva], by: signer } });
    expect(LineageTree.parse(await get('GET /api/runs/{runId}/lineage')).namings).toMatchObject([{ round: 1, approvers: [eva], by: signer }]);
  });
});

test('a brief by roles that names neither owner nor approvers asks the people of its roles whether to reopen', async () => {
  const { event, runId } = await desk.question({ owner: undefined, review: { approval: 'roles', roles: { brand: [art], legal: [legal] } } });
  await desk.requestReview(event);
  desk.clock.pass(72);
  const { reviewId } = await desk.requestReview({ question: 'reopen', runId, brief: event.brief, round: 1, roundLimit: 3, ask: 1, reopensLeft: 3, naming: null, reviewSeconds: fortnight, taskToken: desk.taskToken() });
  expect((await cloud.reviews.find(reviewId))?.approvers).toEqual([art, legal]);
  expect(mailTo(legal)).toContain('Nobody decided on round 1 of 3');
});

describe('people whom the policy does not let decide', () => {
  test.each([
    ['too few for the quorum', { approvers: [art, legal], approval: { atLeast: 2 } }, { approvers: [eva] }, ['approvers']],
    ['the owner', { approvers: [art] }, { approvers: [eva, 'owner@example.com'] }, ['approvers']],
    ['somebody who would have two votes', { approvers: [art, legal], delegates: { [art]: eva } }, { approvers: [art, eva] }, ['approvers']],
    ['people by role where there are none', { approvers: [art] }, { roles: { legal: [eva] } }, ['roles']],
    ['nobody', { approvers: [art] }, { approvers: [] }, ['approvers']],
    ['what is no address', { approvers: [art] }, { approvers: ['eva'] }, ['approvers[0]']],
  ])('are refused by field, and nothing changes: %s', async (_, review, people, fields) => {
    const { runId, reviewId, key } = await expired({ review: review });
    const before = await cloud.reviews.find(reviewId);
    const [signed, mailed] = [await reopen(runId, people), await decide(reviewId, key, { decision: 'reopen', ...people })];
    for (const answer of [signed, mailed]) expect([answer.status, problemsOf(answer)]).toEqual([422, fields]);
    expect(await cloud.reviews.find(reviewId)).toEqual(before);
    expect(desk.executions.answers).toEqual([]);
    expect((await reopen(runId)).status).toBe(200);
  });

  test('are refused with an end, and with any other decision', async () => {
    const { reviewId, key } = await expired({ review: { approvers: [art] } });
    expect(problemsOf(await decide(reviewId, key, { decision: 'end', approvers: [eva] }))).toEqual(['approvers']);
    const open = await desk.open();
    expect(problemsOf(await decide(open.reviewId, open.key, { decision: 'reject', roles: { legal: [eva] } }))).toEqual(['roles']);
  });
});

describe('what began before others could be named', () => {
  test('is opened again with hours alone, and says so when somebody is named', async () => {
    const { runId, reviewId, key } = await expired({ review: { approvers: [art] } }, { old: true });
    expect((await read(reviewId, key)).expired).not.toHaveProperty('naming');
    expect(mailTo('owner@example.com')).toContain('Nobody decided on round 1 of 3');
    expect(mailTo('owner@example.com')).not.toContain('name other people');
    const refused = await reopen(runId, { approvers: [eva] });
    expect([refused.status, problemsOf(refused)]).toEqual([422, ['approvers']]);
    expect(ApiError.parse(refused.json).error.problems?.[0]?.message).toContain('open it again with hours alone');
    expect((await reopen(runId, { dueHours: 24 })).status).toBe(200);
    expect(desk.executions.answers.at(-1)?.output).not.toHaveProperty('naming');
  });

  test('is asked about without a naming in the workflow’s input', async () => {
    const { event, reviewId } = await desk.open();
    expect(event).not.toHaveProperty('naming');
    expect((await cloud.reviews.find(reviewId))?.approvers).toEqual([art]);
  });
});
