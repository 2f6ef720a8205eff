import { reminderMail } from '../../core/mail/mails.ts';
import { wired } from '../shared/clients.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { handOver, type HandOverPorts } from '../shared/hand-over.ts';
import type { Mailer } from '../shared/mail.ts';
import { newReviewLink, randomKey, type MakeKey } from '../shared/review-links.ts';
import type { ReviewRecord } from '../shared/reviews.ts';

interface Ports extends HandOverPorts {
  readonly mailer: Mailer;
  readonly makeKey: MakeKey;
  readonly publicUrl: string;
}

interface Swept {
  readonly reminded: number;
  readonly handedOver: number;
  readonly expired: number;
}

/** Looks after open reviews: one reminder each, and decisions that a crash kept from the workflow. */
export function createHandler(ports: Ports): Handle<Swept> {
  const { reviews, clock } = ports;
  return async (_event, note = silent) => {
    const swept = { reminded: 0, handedOver: 0, expired: 0 };
    const lookAfter = async (review: ReviewRecord): Promise<void> => {
      const now = clock.now().toISOString();
      if (review.state === 'decided') {
        if ((await handOver(ports, review)) === 'handed-over') swept.handedOver += 1;
      } else if (review.dueAt <= now) {
        // The workflow ends its wait by itself; here only the record is closed.
        await reviews.expire(review.reviewId);
        swept.expired += 1;
      } else if (review.remindAt !== undefined && review.remindAt <= now && review.remindedAt === undefined && (await remind(ports, review, now))) {
        swept.reminded += 1;
      }
    };
    const failures: unknown[] = [];
    for (const review of await reviews.unfinished()) {
      // One review that cannot be looked after must not hold up the decisions of all that are due later.
      await lookAfter(review).catch((error: unknown) => failures.push(error));
    }
    note({ ...swept, failed: failures.length });
    if (failures.length > 0) throw failures[0];
    return swept;
  };
}

/**
 * Reminds every approver that can be reached. The claim is given back only when nobody was: with some
 * reached, another try would remind them again and again.
 * @returns false when somebody else has the reminder in hand
 */
async function remind({ reviews, mailer, makeKey, publicUrl }: Ports, review: ReviewRecord, now: string): Promise<boolean> {
  if (!(await reviews.claimReminder(review.reviewId, now))) return false;
  const failures: unknown[] = [];
  for (const approver of review.approvers) {
    try {
      const link = await newReviewLink(reviews, makeKey, publicUrl, review, approver);
      await mailer.send(approver, reminderMail({ ...review, link }));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === review.approvers.length) await reviews.unclaimReminder(review.reviewId);
  if (failures.length > 0) throw failures[0];
  return true;
}

export const handler = lambdaHandler(() =>
  createHandler({
    reviews: wired.reviews(),
    runs: wired.runs(),
    executions: wired.executions(),
    objects: wired.objects(),
    advice: wired.advice(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    makeKey: randomKey,
    publicUrl: requireEnv('PUBLIC_URL'),
  }),
);
