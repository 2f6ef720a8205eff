import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';

import type { ReviewPolicy } from '../../core/brief/schema.ts';
import { hash } from '../core/support/runs.ts';
import { ReviewView } from '../../core/api.ts';
import { createHandler } from '../../lambdas/remind/handler.ts';
import { cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { rejection } from './support/openai.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(async () => {
  desk = reviewDesk(cloud);
  // Every test begins at the same moment: what the one before left in its future is undone.
  await cloud.reviews.releaseDigests('2026-11-24T12:00:00.000Z');
  for (const { reviewId } of await cloud.reviews.unfinished()) await cloud.reviews.expire(reviewId);
});

const address = (name: string): string => `${name}-${randomBytes(4).toString('hex')}@example.com`;
const open = (approvers: readonly string[], review: Partial<ReviewPolicy> = {}) => desk.open({ review: { ...review, approvers: [...approvers] } });
/** Mails to an address, without the first one about each review. */
const laterMailsTo = (to: string) => desk.mailer.sent.filter((mail) => mail.to === to && !/^(?:Review|Revisión): /u.test(mail.subject));
const linksIn = (text: string): string[] => [...text.matchAll(/\/review\/([0-9a-f]{24})#[\w-]{43}/g)].map(([, reviewId = '']) => reviewId);
const read = (reviewId: string, key: string) => ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` } });
const decide = (reviewId: string, key: string, body: object) => ask(desk.review, 'POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });

describe('reminders', () => {
  test('of five reviews are one digest for each approver, though two sweeps meet', async () => {
    const [a, b] = [address('a'), address('b')];
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push((await open(count < 3 ? [a, b] : [a])).reviewId);
    desk.clock.pass(36);
    const sweeps = await Promise.all([desk.remind({}), desk.remind({}), desk.remind({})]);
    expect(sweeps.map(({ reminded }) => reminded).sort()).toEqual([0, 0, 2]);
    expect(laterMailsTo(a).map(({ subject }) => subject)).toEqual(['Reminder: 5 reviews wait for your decision']);
    expect(linksIn(laterMailsTo(a)[0]?.text ?? '').sort()).toEqual([...ids].sort());
    expect(linksIn(laterMailsTo(b)[0]?.text ?? '')).toHaveLength(3);
    expect((await read(linksIn(laterMailsTo(a)[0]?.text ?? '')[0] ?? '', desk.mailer.keyFor(a))).status).toBe(200);
    await desk.remind({});
    expect(laterMailsTo(a)).toHaveLength(1);
  });

  test('come again at the next moment, and not in between', async () => {
    const a = address('a');
    await open([a]);
    const counts = [];
    for (const hours of [35.9, 0.1, 10, 18.7, 0.1, 6]) {
      desk.clock.pass(hours);
      await desk.remind({});
      counts.push(laterMailsTo(a).length);
    }
    expect(counts).toEqual([0, 1, 1, 1, 2, 2]);
  });

  test('that nobody sent in time make one mail', async () => {
    const a = address('a');
    await open([a], { remindHours: [10, 20, 30, 40] });
    desk.clock.pass(50);
    await desk.remind({});
    await desk.remind({});
    expect(laterMailsTo(a)).toHaveLength(1);
  });

  test('of a review that was decided are not sent, and it is not in the digest about others', async () => {
    const a = address('a');
    const decided = await open([a]);
    const left = await open([a]);
    await decide(decided.reviewId, decided.key, { decision: 'reject' });
    desk.clock.pass(36);
    await desk.remind({});
    expect(laterMailsTo(a).map(({ text }) => linksIn(text))).toEqual([[left.reviewId]]);
  });

  test('of a review that was decided while the sweep read are not sent', async () => {
    const a = address('a');
    const { reviewId, key } = await open([a]);
    desk.clock.pass(36);
    const stale = await cloud.reviews.unfinished();
    await decide(reviewId, key, { decision: 'reject' });
    await createHandler({ ...desk, reviews: { ...cloud.reviews, unfinished: () => Promise.resolve(stale) } })({});
    expect(laterMailsTo(a)).toEqual([]);
  });

  test('reach the others when one address is refused, and that one when it can be reached again', async () => {
    const [a, b] = [address('a'), address('b')];
    await open([a, b]);
    desk.mailer.refused.add(a);
    desk.clock.pass(36);
    await rejection(desk.remind({}));
    await rejection(desk.remind({}));
    expect([laterMailsTo(a).length, laterMailsTo(b).length]).toEqual([0, 1]);
    desk.mailer.refused.delete(a);
    await desk.remind({});
    await desk.remind({});
    expect([laterMailsTo(a).length, laterMailsTo(b).length]).toEqual([1, 1]);
  });

  test('whose mail was refused at the second moment are tried again, and the first stays sent', async () => {
    const a = address('a');
    await open([a], { remindHours: [20, 40] });
    desk.clock.pass(20);
    await desk.remind({});
    desk.clock.pass(20);
    desk.mailer.refused.add(a);
    await rejection(desk.remind({}));
    desk.mailer.refused.delete(a);
    await desk.remind({});
    expect(laterMailsTo(a)).toHaveLength(2);
  });

  test('go on after a sweep that died holding the turn', async () => {
    const a = address('a');
    await open([a]);
    desk.clock.pass(36);
    const now = desk.clock.now();
    await cloud.reviews.claimDigests(now.toISOString(), new Date(now.getTime() + 180_000).toISOString());
    await desk.remind({});
    expect(laterMailsTo(a)).toEqual([]);
    desk.clock.pass(5 / 60);
    await desk.remind({});
    expect(laterMailsTo(a)).toHaveLength(1);
  });

  test('reach an approver whom the first mail did not', async () => {
    const [a, b] = [address('a'), address('b')];
    const { event } = await desk.question({ review: { approvers: [a, b] } });
    desk.mailer.refused.add(a);
    await desk.requestReview(event);
    desk.mailer.refused.delete(a);
    desk.clock.pass(36);
    await desk.remind({});
    expect(laterMailsTo(a)).toHaveLength(1);
  });
});

describe('an escalation', () => {
  test('asks others once, who may decide as the first ones still may', async () => {
    const [a, head] = [address('a'), address('head')];
    const { reviewId, key, event } = await open([a], { escalateTo: [head, a], escalateHours: 40 });
    desk.clock.pass(39.9);
    expect((await desk.remind({})).escalated).toBe(0);
    desk.clock.pass(0.1);
    await Promise.all([desk.remind({}), desk.remind({})]);
    await desk.remind({});
    expect(laterMailsTo(head).map(({ subject }) => subject)).toEqual(['Undecided: Frisbee in the park needs a decision']);
    expect(laterMailsTo(head)[0]?.text).toContain(a);
    expect(await cloud.reviews.find(reviewId)).toMatchObject({ approvers: [a, head], escalatedTo: [head], escalatedAt: desk.clock.now().toISOString() });
    expect(ReviewView.parse((await read(reviewId, key)).json)).toMatchObject({ state: 'open', escalation: { to: [head], at: desk.clock.now().toISOString() } });
    expect((await decide(reviewId, desk.mailer.keyFor(head), { decision: 'approve', candidate: hash('1'), checklist })).status).toBe(200);
    expect(desk.executions.answers).toMatchObject([{ taskToken: event.taskToken, output: { decidedBy: head } }]);
  });

  test('reaches one although another cannot be reached, who is tried again', async () => {
    const [a, one, other] = [address('a'), address('one'), address('other')];
    await open([a], { escalateTo: [one, other], remindHours: [] });
    desk.mailer.refused.add(one);
    desk.clock.pass(54);
    await rejection(desk.remind({}));
    expect([laterMailsTo(one).length, laterMailsTo(other).length]).toEqual([0, 1]);
    desk.mailer.refused.delete(one);
    await desk.remind({});
    await desk.remind({});
    expect([laterMailsTo(one).length, laterMailsTo(other).length]).toEqual([1, 1]);
  });

  test('is followed by reminders for those who were asked then, too', async () => {
    const [a, head] = [address('a'), address('head')];
    await open([a], { escalateTo: [head], escalateHours: 40, remindHours: [39, 60] });
    desk.clock.pass(41);
    await desk.remind({});
    expect(laterMailsTo(head)).toHaveLength(1);
    desk.clock.pass(19);
    await desk.remind({});
    expect(laterMailsTo(head).map(({ subject }) => subject.split(':')[0])).toEqual(['Undecided', 'Reminder']);
  });

  test('of a decided review is none', async () => {
    const [a, head] = [address('a'), address('head')];
    const { reviewId, key } = await open([a], { escalateTo: [head] });
    await decide(reviewId, key, { decision: 'reject' });
    desk.clock.pass(60);
    await desk.remind({});
    expect(laterMailsTo(head)).toEqual([]);
  });
});

describe('in the language of the brief', () => {
  test('a digest and an escalation are written', async () => {
    const [a, head] = [address('a'), address('head')];
    await desk.open({ language: 'es', review: { approvers: [a], escalateTo: [head], escalateHours: 40 } });
    desk.clock.pass(40);
    expect(await desk.remind({})).toMatchObject({ reminded: 1, escalated: 1 });
    const [[digest], [escalation]] = [laterMailsTo(a), laterMailsTo(head)];
    expect([digest?.subject, escalation?.subject]).toEqual(['Recordatorio: Frisbee in the park espera una decisión', 'Sin decidir: Frisbee in the park necesita una decisión']);
    for (const mail of [digest, escalation]) {
      expect(mail?.html).toContain('<html lang="es"');
      expect(mail?.text.replace(/\s+/gu, ' ')).toContain('las propuestas de la ronda 1 de 3');
      expect(mail?.text).not.toMatch(/\b(?:Nobody|due|round|Opening)\b/u);
    }
  });

  test('that is due first, a digest of several is written', async () => {
    const [a, b] = [address('a'), address('b')];
    const [english, spanish] = [{ language: 'en' }, { language: 'es' }] as const;
    for (const [to, first, second] of [[a, spanish, english], [b, english, spanish]] as const) {
      await desk.open({ ...first, review: { approvers: [to], dueHours: 48 } });
      await desk.open({ ...second, review: { approvers: [to], dueHours: 72 } });
    }
    desk.clock.pass(24);
    await desk.remind({});
    expect([a, b].map((to) => laterMailsTo(to).map(({ subject }) => subject))).toEqual([['Recordatorio: 2 revisiones esperan una decisión'], ['Reminder: 2 reviews wait for your decision']]);
  });
});

describe('the sweep', () => {
  test('hands over a decision though an earlier review cannot be reminded of', async () => {
    const lost = address('lost');
    await open([lost], { dueHours: 48 });
    desk.mailer.refused.add(lost);
    const { reviewId, key } = await desk.open();
    desk.clock.pass(36);
    desk.executions.crash = true;
    await decide(reviewId, key, { decision: 'approve', candidate: hash('1'), checklist });
    await rejection(desk.remind({}));
    expect(desk.executions.answers.map(({ output }) => output.reviewId)).toEqual([reviewId]);
  });

  test('closes what is overdue, and reminds nobody of it', async () => {
    const a = address('a');
    const { reviewId } = await open([a]);
    desk.clock.pass(72);
    await desk.remind({});
    expect((await cloud.reviews.find(reviewId))?.state).toBe('expired');
    expect((await cloud.reviews.unfinished()).map((review) => review.reviewId)).not.toContain(reviewId);
    expect(laterMailsTo(a)).toEqual([]);
  });
});
