import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';

import { ReviewView } from '../../core/api.ts';
import { cloudForThisFile } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { rejection } from './support/openai.ts';
import { reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(async () => {
  desk = reviewDesk(cloud);
  await cloud.reviews.releaseDigests('2026-11-24T12:00:00.000Z');
  for (const { reviewId } of await cloud.reviews.unfinished()) await cloud.reviews.expire(reviewId);
});

const fiveMinutes = 5 / 60;
const address = (name: string): string => `${name}-${randomBytes(4).toString('hex')}@example.com`;
const subjectsTo = (to: string): string[] => desk.mailer.sent.filter((mail) => mail.to === to).map(({ subject }) => subject);

/** A sweep in a process of its own, which is killed over its first mail. @returns what the mail service had taken by then */
function sweepThatDies(when: 'before' | 'after'): Promise<string> {
  const script = fileURLToPath(new URL('support/dying-sweep.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, desk.clock.now().toISOString(), when], { env: { ...process.env, ...cloud.environment } }, (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve(stdout);
      else reject(new Error(`Expected a process that was killed over a mail but received one that ended by itself: ${stderr}`));
    });
  });
}

describe('a process that dies over a mail does not lose it', () => {
  test('of a reminder, which the next sweep sends, once', async () => {
    const a = address('a');
    const { reviewId } = await desk.open({ review: { approvers: [a] } });
    desk.clock.pass(36);
    expect(await sweepThatDies('before')).toBe('');
    // The dead sweep may still live for all that others know.
    await desk.remind({});
    expect(subjectsTo(a)).toHaveLength(1);
    for (const _ of [1, 2, 3]) {
      desk.clock.pass(fiveMinutes);
      await desk.remind({});
    }
    expect(subjectsTo(a)).toEqual(['Review: Frisbee in the park (round 1 of 3)', 'Reminder: Frisbee in the park waits for your decision']);
    const { json } = await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers: { authorization: `Bearer ${desk.mailer.keyFor(a)}` } });
    expect(ReviewView.parse(json)).toMatchObject({ reviewId, approver: a });
  });

  test('of a reminder that the mail service had taken: it comes a second time', async () => {
    const a = address('a');
    await desk.open({ review: { approvers: [a] } });
    desk.clock.pass(36);
    expect(await sweepThatDies('after')).toBe(`${a}: Reminder: Frisbee in the park waits for your decision`);
    for (const _ of [1, 2, 3]) {
      desk.clock.pass(fiveMinutes);
      await desk.remind({});
    }
    expect(subjectsTo(a)).toHaveLength(2);
  });

  test('of the last reminder, though the review is due before long', async () => {
    const a = address('a');
    await desk.open({ review: { approvers: [a], dueHours: 10, remindHours: 9 } });
    desk.clock.pass(9 + 8 / 60);
    await sweepThatDies('before');
    desk.clock.pass(fiveMinutes);
    await desk.remind({});
    expect(subjectsTo(a)).toHaveLength(2);
  });

  test('of an escalation', async () => {
    const [a, head] = [address('a'), address('head')];
    await desk.open({ review: { approvers: [a], escalateTo: [head], escalateHours: 40, remindHours: [] } });
    desk.clock.pass(40);
    await sweepThatDies('before');
    for (const _ of [1, 2]) {
      desk.clock.pass(fiveMinutes);
      await desk.remind({});
    }
    expect(subjectsTo(head)).toEqual(['Undecided: Frisbee in the park needs a decision']);
  });

  test('of the request for a review', async () => {
    const a = address('a');
    const { event } = await desk.question({ review: { approvers: [a] } });
    desk.mailer.refused.add(a);
    await rejection(desk.requestReview(event));
    desk.mailer.refused.delete(a);
    await sweepThatDies('before');
    for (const _ of [1, 2]) {
      desk.clock.pass(fiveMinutes);
      await desk.remind({});
    }
    expect(subjectsTo(a)).toEqual(['Review: Frisbee in the park (round 1 of 3)']);
  });
});
