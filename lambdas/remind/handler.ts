import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { handOver } from '../shared/hand-over.ts';
import { wiredReviewPorts, type ReviewPorts } from '../shared/review-ports.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import { settleReview } from '../shared/settle-review.ts';
import { sendDigests } from './digests.ts';
import { escalate } from './escalation.ts';

interface Swept {
  /** Digests, one for each approver. */
  readonly reminded: number;
  /** People who were asked because nobody had decided. */
  readonly escalated: number;
  readonly handedOver: number;
  readonly expired: number;
}

/** Looks after open reviews: reminders, escalations, and decisions that a crash kept from the workflow. */
export function createHandler(ports: ReviewPorts): Handle<Swept> {
  const { reviews, clock } = ports;
  return async (_event, note = silent) => {
    const swept = { reminded: 0, escalated: 0, handedOver: 0, expired: 0 };
    const lookAfter = async (review: ReviewRecord): Promise<void> => {
      if (review.state === 'decided') {
        if ((await handOver(ports, review)) === 'handed-over') swept.handedOver += 1;
      } else if (review.dueAt <= clock.now().toISOString()) {
        // The workflow ends its wait by itself; here only the record is closed.
        await reviews.expire(review.reviewId);
        swept.expired += 1;
      } else {
        // Before those who are waited for are mailed: who is asked late gets the mail that says so.
        swept.escalated += await escalate(ports, review);
        if ((await settleReview(ports, (await reviews.find(review.reviewId)) ?? review)) === 'handed-over') swept.handedOver += 1;
      }
    };
    const failures: unknown[] = [];
    const unfinished = await reviews.unfinished();
    for (const review of unfinished) {
      // One review that cannot be looked after must not hold up the decisions of all that are due later.
      await lookAfter(review).catch((error: unknown) => failures.push(error));
    }
    const digests = await sendDigests(ports, unfinished.filter(({ state }) => state === 'open'));
    swept.reminded = digests.sent;
    failures.push(...digests.failures);
    note({ ...swept, failed: failures.length });
    if (failures.length > 0) throw failures[0];
    return swept;
  };
}

export const handler = lambdaHandler(() => createHandler(wiredReviewPorts()));
