import { beforeEach, describe, expect, test } from 'vitest';

import { agreementOf, type AgreementCounts } from '../../core/agreement/agreement.ts';
import type { Comparison } from '../../core/agreement/confusion.ts';
import { AgreementReport, ReviewView, ApiError } from '../../core/api.ts';
import { getAgreement } from '../../lambdas/api/agreement.ts';
import { createHandler as createRemind } from '../../lambdas/remind/handler.ts';
import { createHandler as createReview } from '../../lambdas/review/handler.ts';
import { dynamoAgreement, type Agreement } from '../../lambdas/shared/agreement.ts';
import { httpHandler } from '../../lambdas/shared/http.ts';
import { agreementLines } from '../../bin/cli/agreement.ts';
import { hash } from '../core/support/runs.ts';
import { cloudForThisFile, tables } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

let reviews = 0;
const newReview = (): string => `review-${String((reviews += 1))}`;
const compared = (question: string, check: Comparison['check'], person: Comparison['person'], origin: Comparison['origin'] = 'hand'): Comparison => ({ question, origin, check, person });
const now = () => desk.clock.now();
const at = '2026-11-24T12:00:00.000Z';
const of = (counts: readonly AgreementCounts[], question: string, model: string) => agreementOf(counts, model).find((each) => each.question === question);

describe('counting', () => {
  test('adds a review once, however often and at the same time it is told', async () => {
    const review = { id: newReview(), model: 'once', at, comparisons: [compared('concept', 'pass', 'fail'), compared('style', 'fail', 'fail'), compared('own-helmet', 'unsure', 'pass')] };
    const told = await Promise.all(Array.from({ length: 20 }, () => cloud.agreement.count(review)));
    expect(told).toContain(true);
    expect(await cloud.agreement.count(review)).toBe(false);
    const counts = await cloud.agreement.counts(now());
    expect(of(counts, 'concept', 'once')?.byHand.pass).toEqual({ pass: 0, fail: 1, unsure: 0 });
    expect(of(counts, 'style', 'once')?.byHand.fail).toEqual({ pass: 0, fail: 1, unsure: 0 });
    expect(of(counts, 'own-helmet', 'once')?.byHand.unsure).toEqual({ pass: 1, fail: 0, unsure: 0 });
  });

  test('adds every one of many reviews at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => cloud.agreement.count({ id: newReview(), model: 'many', at, comparisons: [compared('lighting', index % 4 === 0 ? 'fail' : 'pass', 'pass')] })));
    expect(of(await cloud.agreement.counts(now()), 'lighting', 'many')?.byHand).toMatchObject({ pass: { pass: 30 }, fail: { pass: 10 } });
  });

  test('keeps models, months, and what was left as filled in apart', async () => {
    const tell = (model: string, when: string, comparison: Comparison) => cloud.agreement.count({ id: newReview(), model, at: when, comparisons: [comparison] });
    await tell('apart', at, compared('style', 'pass', 'pass'));
    await tell('apart', '2026-01-05T00:00:00.000Z', compared('style', 'pass', 'fail'));
    await tell('apart', at, compared('style', 'pass', 'pass', 'untouched'));
    await tell('other', at, compared('style', 'fail', 'pass'));
    // Older than twelve months.
    await tell('apart', '2025-11-30T00:00:00.000Z', compared('style', 'fail', 'fail'));
    const counts = await cloud.agreement.counts(now());
    expect(of(counts, 'style', 'apart')).toMatchObject({ decisions: 2, byHand: { pass: { pass: 1, fail: 1 } }, untouched: { pass: { pass: 1 } } });
    expect(counts.filter(({ model, question }) => model === 'apart' && question === 'style').map(({ month }) => month).toSorted()).toEqual(['2026-01', '2026-11']);
  });

  test('makes no item for nothing, and none that a list of runs would show', async () => {
    const before = (await cloud.items(tables.runs)).length;
    expect(await cloud.agreement.count({ id: newReview(), model: 'none', at, comparisons: [] })).toBe(false);
    expect(await cloud.items(tables.runs)).toHaveLength(before);
    await cloud.agreement.count({ id: newReview(), model: 'some', at, comparisons: [compared('style', 'pass', 'pass')] });
    for (const { runId } of (await cloud.runs.list(100)).runs) expect(runId).toMatch(/^[0-9a-f]{24}$/);
  });
});

describe('a decision about candidates', () => {
  const model = 'gpt-5.4-mini';
  const decide = (handler: ReviewDesk['review'], reviewId: string, key: string, body: object) =>
    ask(handler, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const approval = { decision: 'approve', candidate: hash('1'), checklist: { ...checklist, style: 'fail' }, untouched: ['concept', 'style'] };
  const total = async (question: string) => {
    const found = of(await cloud.agreement.counts(now()), question, model);
    return { hand: found?.byHand ?? null, untouched: found?.untouched ?? null };
  };
  /** What a test adds, whatever others have counted before it. */
  const added = async (question: string, work: () => Promise<unknown>) => {
    const before = await total(question);
    await work();
    const after = await total(question);
    const difference = (origin: 'hand' | 'untouched') => Object.entries(after[origin] ?? {}).flatMap(([check, row]) => Object.entries(row).flatMap(([person, count]) => {
      const more = count - (before[origin]?.[check as 'pass']?.[person as 'pass'] ?? 0);
      return more === 0 ? [] : [`${origin} ${check} ${person} ${String(more)}`];
    }));
    return [...difference('hand'), ...difference('untouched')];
  };

  test('is compared with what the check had said of that candidate, and keeps what was left untouched', async () => {
    const { reviewId, key } = await desk.open();
    expect(await added('style', async () => { expect((await decide(desk.review, reviewId, key, approval)).status).toBe(200); })).toEqual(['hand pass fail 1']);
    expect(await cloud.reviews.find(reviewId)).toMatchObject({ votes: [{ untouched: approval.untouched }], check: { model, answers: { [hash('1')]: { style: 'pass' } } } });
  });

  test('stands beside the advice of the next review, question by question', async () => {
    const shown = async () => {
      const { reviewId, key } = await desk.open();
      const answer = await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` } });
      const { decisions = 0, agreed = 0, trusted } = ReviewView.parse(answer.json).trust.find(({ question }) => question === 'style') ?? {};
      return { decisions, agreed, trusted };
    };
    const before = await shown();
    const { reviewId, key } = await desk.open();
    await decide(desk.review, reviewId, key, approval);
    // The check had passed the style, the person failed it.
    expect(await shown()).toEqual({ decisions: before.decisions + 1, agreed: before.agreed, trusted: false });
  });

  test('counts an answer that was left as it was filled in apart', async () => {
    const { reviewId, key } = await desk.open();
    expect(await added('concept', () => decide(desk.review, reviewId, key, approval))).toEqual(['untouched pass pass 1']);
  });

  test('of changes counts too, and one that names no candidate does not', async () => {
    const [changed, rejected] = [await desk.open(), await desk.open()];
    expect(await added('structure', () => decide(desk.review, changed.reviewId, changed.key, { decision: 'changes', candidate: hash('2'), note: 'mend the paw', checklist: { structure: 'fail' } }))).toEqual(['hand pass fail 1']);
    expect(await added('structure', () => decide(desk.review, rejected.reviewId, rejected.key, { decision: 'reject', checklist: { structure: 'fail' } }))).toEqual([]);
  });

  test('is counted once when a crash kept it from the workflow and the sweep hands it over', async () => {
    const { reviewId, key } = await desk.open();
    desk.executions.crash = true;
    expect(await added('style', async () => {
      await decide(desk.review, reviewId, key, approval);
      await desk.remind({});
      await desk.remind({});
    })).toEqual(['hand pass fail 1']);
    expect(desk.executions.answers).toHaveLength(1);
  });

  test('reaches the workflow though it cannot be counted, and the sweep counts it later', async () => {
    const { reviewId, key } = await desk.open();
    let away = true;
    const agreement: Agreement = { ...cloud.agreement, count: (review) => (away ? Promise.reject(new Error('DynamoDB is away')) : cloud.agreement.count(review)) };
    const [review, remind] = [createReview({ ...desk, agreement }), createRemind({ ...desk, agreement })];
    expect(await added('style', async () => {
      expect((await decide(review, reviewId, key, approval)).status).toBe(200);
      await expect(remind({})).rejects.toThrow('away');
    })).toEqual([]);
    expect(desk.executions.answers).toHaveLength(1);
    away = false;
    expect(await added('style', () => remind({}))).toEqual(['hand pass fail 1']);
    expect((await cloud.reviews.unfinished()).map((each) => each.reviewId)).not.toContain(reviewId);
    expect(await cloud.reviews.find(reviewId)).toMatchObject({ state: 'decided', handedOver: true });
    expect(desk.executions.answers).toHaveLength(1);
  });

  test('that came too late for the workflow is a person’s answer all the same', async () => {
    const { reviewId, key, event } = await desk.open();
    desk.executions.waiting.delete(event.taskToken);
    expect(await added('style', async () => { expect((await decide(desk.review, reviewId, key, approval)).status).toBe(410); })).toEqual(['hand pass fail 1']);
  });

  test('of a review that was opened before the check was kept with it is taken, and not counted', async () => {
    const { reviewId, key } = await desk.open();
    const found = await cloud.reviews.find(reviewId);
    const older = { ...desk.reviews, find: () => Promise.resolve(found === null ? null : { ...found, check: undefined, questions: undefined }), vote: async (...given: Parameters<typeof desk.reviews.vote>) => {
      const decided = await desk.reviews.vote(...given);
      return decided === null ? null : { ...decided, check: undefined, questions: undefined };
    } };
    expect(await added('style', async () => { expect((await decide(createReview({ ...desk, reviews: older }), reviewId, key, approval)).status).toBe(200); })).toEqual([]);
  });

  test('answers the brief’s own questions too: an approval needs them, and no others', async () => {
    const { reviewId, key } = await desk.open({ qa: { questions: [{ id: 'helmet', ask: 'Does every rider wear a helmet?' }] } });
    const fieldsOf = (json: unknown): string[] => ApiError.parse(json).error.problems?.map(({ field }) => field) ?? [];
    const without = await decide(desk.review, reviewId, key, { ...approval, checklist });
    expect([without.status, fieldsOf(without.json)]).toEqual([422, ['checklist.own-helmet']]);
    const unknown = await decide(desk.review, reviewId, key, { ...approval, checklist: { ...checklist, 'own-helmet': 'pass', 'own-hat': 'pass' } });
    expect([unknown.status, fieldsOf(unknown.json)]).toEqual([422, ['checklist.own-hat']]);
    expect((await decide(desk.review, reviewId, key, { ...approval, checklist: { ...checklist, 'own-helmet': 'pass' } })).status).toBe(200);
  });
});

describe('GET /api/agreement', () => {
  const report = async (query: Record<string, string> = {}) => ask(httpHandler({ 'GET /api/agreement': getAgreement({ agreement: cloud.agreement, clock: desk.clock }) }), 'GET /api/agreement', { query });

  test('reports each model with its questions, kappa, counts and trust, and one month alone', async () => {
    const tell = (count: number, month: string, comparison: Comparison) => Promise.all(Array.from({ length: count }, () => cloud.agreement.count({ id: newReview(), model: 'reported', at: `${month}-10T08:00:00.000Z`, comparisons: [comparison] })));
    await tell(20, '2026-11', compared('style', 'pass', 'pass'));
    await tell(5, '2026-11', compared('style', 'pass', 'fail'));
    await tell(10, '2026-10', compared('style', 'fail', 'pass'));
    await tell(15, '2026-10', compared('style', 'fail', 'fail'));
    const whole = AgreementReport.parse((await report()).json);
    expect(whole.months).toEqual({ from: '2025-12', to: '2026-11' });
    const reported = whole.models.find(({ model }) => model === 'reported');
    expect(reported).toMatchObject({ trusted: false, reason: expect.stringContaining('style kappa 0.40') as string });
    const style = reported?.questions.find(({ question }) => question === 'style');
    expect(style).toMatchObject({ decisions: 50, fails: 20, agreement: 0.7, kappa: { word: 'fair' }, trusted: false });
    expect(style?.kappa?.value).toBeCloseTo(0.4, 9);
    expect(agreementLines(whole).join('\n')).toMatch(/style +50 +70 % +0\.40 \(0\.1\d to 0\.6\d\) +fair +no {2}kappa 0\.40 .* may be 0\.4 or less\n {2}by hand +check pass: 20 pass, 5 fail · check fail: 10 pass, 15 fail/u);

    const one = AgreementReport.parse((await report({ month: '2026-10' })).json);
    expect(one.models.find(({ model }) => model === 'reported')?.questions.find(({ question }) => question === 'style')).toMatchObject({ decisions: 25, byHand: { pass: { pass: 0, fail: 0 } } });
  });

  test.each(['2025-11', '2026-12', 'november', '2026-11 '])('refuses the month %j', async (month) => {
    const answer = await report({ month });
    expect(answer.status).toBe(400);
    expect(ApiError.parse(answer.json).error.message).toContain('last twelve months, as 2026-11');
  });

  test('of nothing says so', async () => {
    const empty = dynamoAgreement(cloud.documents, tables.runs);
    const answer = await ask(httpHandler({ 'GET /api/agreement': getAgreement({ agreement: { ...empty, counts: () => Promise.resolve([]) }, clock: desk.clock }) }), 'GET /api/agreement');
    expect(agreementLines(AgreementReport.parse(answer.json))).toEqual(['Nobody has answered a checklist beside the automatic check in 2025-12 to 2026-11.']);
  });
});
