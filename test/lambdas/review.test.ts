import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';

import { ApiError, ReviewView } from '../../core/api.ts';
import { hash } from '../core/support/runs.ts';
import { cloudForThisFile, tables } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const read = (reviewId: string, key: string | null) => ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: key === null ? {} : { Authorization: `Bearer ${key}` } });
const decide = (reviewId: string, key: string, body: object) =>
  ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
const approval = { decision: 'approve', candidate: hash('1'), checklist };
const fieldsOf = (json: unknown): string[] => ApiError.parse(json).error.problems?.map(({ field }) => field) ?? [];

describe('who holds the key', () => {
  test('sees the review, and reading writes nothing', async () => {
    const { reviewId, key } = await desk.open();
    const before = [await cloud.items(tables.reviews), await cloud.items(tables.runs)];
    const first = await read(reviewId, key);
    expect(first.status).toBe(200);
    const view = ReviewView.parse(first.json);
    expect(view).toMatchObject({ state: 'open', approver: 'art@example.com', decided: null, lastRound: false });
    expect(view.candidates.map(({ sha256, subject }) => [sha256, subject])).toEqual([
      [hash('1'), { x: 0.25, y: 0.125, width: 0.5, height: 0.75 }],
      [hash('2'), null],
    ]);
    await read(reviewId, key);
    await ask(desk.review, 'HEAD /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` } });
    expect([await cloud.items(tables.reviews), await cloud.items(tables.runs)]).toEqual(before);
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('never sees the task token or the hash of a key', async () => {
    const { reviewId, key, event } = await desk.open();
    const { body } = await read(reviewId, key);
    expect(body).not.toContain(event.taskToken);
    expect(body).not.toContain(createHash('sha256').update(key).digest('hex'));
  });

  test('is told the same for a wrong key, no key and an unknown review', async () => {
    const { reviewId, key } = await desk.open();
    const other = randomBytes(32).toString('base64url');
    const answers = [await read(reviewId, other), await read(reviewId, null), await read(reviewId, 'short'), await read('f'.repeat(24), other), await read('f'.repeat(24), key), await read('x'.repeat(5000), key)];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(401);
  });

  test('is read whatever the case of its scheme', async () => {
    const { reviewId, key } = await desk.open();
    const answer = await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `bearer ${key}` } });
    expect(answer.status).toBe(200);
  });

  test('cannot open another review with it', async () => {
    const [one, two] = [await desk.open(), await desk.open()];
    expect((await decide(two.reviewId, one.key, approval)).status).toBe(401);
  });
});

describe('of a hundred decisions at once', () => {
  test('one is taken, and the others are told whose', async () => {
    const { reviewId, key, event } = await desk.open();
    const bodies = [approval, { decision: 'reject' }, { decision: 'changes', candidate: hash('2'), note: 'a blue frisbee' }];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => decide(reviewId, key, bodies[index % bodies.length] ?? approval)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
    expect(desk.executions.answers.filter(({ taskToken }) => taskToken === event.taskToken)).toHaveLength(1);
    const taken = (answers.find(({ status }) => status === 200)?.json as { decision: string }).decision;
    expect(desk.executions.answers[0]?.output.decision).toBe(taken);
    expect((await cloud.reviews.find(reviewId))?.decision).toBe(taken);
  });
});

describe('a decision', () => {
  test('answers the task with the candidate that was looked at', async () => {
    const { reviewId, key, event, runId } = await desk.open();
    const at = desk.clock.now().toISOString();
    expect((await decide(reviewId, key, { ...approval, note: '  fine  ' })).status).toBe(200);
    expect(desk.executions.answers).toEqual([
      { taskToken: event.taskToken, output: { decision: 'approve', candidate: event.candidates[0], focus: null, tags: [], notes: [{ by: 'art@example.com', decision: 'approve', note: 'fine', tags: [], at }], annotations: [], approvals: [{ by: 'art@example.com', role: null, at }], note: 'fine', reviewId, decidedBy: 'art@example.com', decidedAt: at } },
    ]);
    expect((await cloud.runs.get(runId)).state).toBe('running');
  });

  test('carries the point that the reviewer set to the workflow, and keeps it', async () => {
    const { reviewId, key } = await desk.open();
    const focus = { x: 0.375, y: 0.5 };
    expect((await decide(reviewId, key, { ...approval, focus })).status).toBe(200);
    expect(desk.executions.answers.map(({ output }) => output)).toMatchObject([{ decision: 'approve', focus }]);
    expect((await cloud.reviews.find(reviewId))?.focus).toEqual(focus);
  });

  test('that a crash held up carries its point all the same', async () => {
    const { reviewId, key } = await desk.open();
    desk.executions.crash = true;
    await decide(reviewId, key, { ...approval, focus: { x: 0, y: 1 } });
    await desk.remind({});
    expect(desk.executions.answers.map(({ output }) => output)).toMatchObject([{ focus: { x: 0, y: 1 } }]);
  });

  test('made a second time names who decided, when and what', async () => {
    const { reviewId, key } = await desk.open();
    await decide(reviewId, key, { ...approval, note: 'lovely light' });
    const second = await decide(reviewId, key, { decision: 'reject' });
    expect(second.status).toBe(409);
    expect(ApiError.parse(second.json).error.message).toBe('This review is over: approved by art@example.com at 12:00 UTC on 24 November 2026: “lovely light”. Nothing was changed.');
    // The same as facts, for a page in another language.
    expect(ApiError.parse(second.json).error.facts).toEqual({ decision: 'approve', by: 'art@example.com', at: '2026-11-24T12:00:00.000Z', note: 'lovely light' });
    expect((await cloud.reviews.find(reviewId))?.decision).toBe('approve');
  });

  test.each([
    ['of a candidate of another review', { ...approval, candidate: hash('9') }, ['candidate']],
    ['to approve without a candidate', { decision: 'approve', checklist }, ['candidate']],
    ['to approve without the whole checklist', { ...approval, checklist: { concept: 'pass' } }, ['checklist.structure', 'checklist.lighting', 'checklist.style', 'checklist.emotion']],
    ['to change without a note', { decision: 'changes', candidate: hash('1'), note: ' a' }, ['note']],
    ['to change with a focus', { decision: 'changes', candidate: hash('1'), note: 'warmer', focus: { x: 0.5, y: 0.5 } }, ['focus']],
    ['with a focus outside of the picture', { ...approval, focus: { x: 50, y: 0.5 } }, ['focus.x']],
    ['of the other question', { decision: 'proceed' }, ['decision']],
    ['with a field of its own', { ...approval, approver: 'me@example.com' }, ['']],
  ])('%s is not taken', async (_, body, fields) => {
    const { reviewId, key } = await desk.open();
    const answer = await decide(reviewId, key, body);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer.json)).toEqual(fields);
    expect((await cloud.reviews.find(reviewId))?.state).toBe('open');
    expect(desk.executions.answers).toEqual([]);
  });

  test('that is no JSON is refused', async () => {
    const { reviewId, key } = await desk.open();
    const answer = await ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: '{' });
    expect(answer.status).toBe(400);
  });

  test('after the due time is refused', async () => {
    const { reviewId, key } = await desk.open();
    desk.clock.pass(72);
    expect((await decide(reviewId, key, approval)).status).toBe(410);
    expect(ReviewView.parse((await read(reviewId, key)).json).state).toBe('expired');
    expect(desk.executions.answers).toEqual([]);
  });

  test('that the workflow no longer waits for is told as late', async () => {
    const { reviewId, key, event } = await desk.open();
    desk.executions.waiting.delete(event.taskToken);
    expect((await decide(reviewId, key, approval)).status).toBe(410);
    expect((await cloud.reviews.find(reviewId))?.state).toBe('expired');
    expect((await decide(reviewId, key, approval)).status).toBe(410);
  });

  test('that a crash kept from the workflow is handed over by the next sweep', async () => {
    const { reviewId, key, runId } = await desk.open();
    desk.executions.crash = true;
    expect((await decide(reviewId, key, approval)).status).toBe(500);
    expect(desk.executions.answers).toEqual([]);
    await desk.remind({});
    expect(desk.executions.answers).toHaveLength(1);
    expect((await cloud.runs.get(runId)).state).toBe('running');
    await desk.remind({});
    expect(desk.executions.answers).toHaveLength(1);
    expect((await decide(reviewId, key, approval)).status).toBe(409);
  });

  test('for a task that was started again reaches the new task', async () => {
    const { reviewId, key, event } = await desk.open();
    desk.executions.waiting.delete(event.taskToken);
    expect((await decide(reviewId, key, approval)).status).toBe(410);
    const again = desk.taskToken();
    await desk.requestReview({ ...event, taskToken: again });
    await desk.remind({});
    expect(desk.executions.answers.map(({ taskToken }) => taskToken)).toEqual([again]);
    expect((await cloud.reviews.find(reviewId))?.state).toBe('decided');
  });
});
