import { outcomeOf } from '../../core/review/policy.ts';
import { askApprovers, type AskPorts } from './ask-approvers.ts';
import { handOver, type HandOverPorts } from './hand-over.ts';
import type { ReviewRecord } from './review-record.ts';
import { noteStanding } from './standing.ts';

/**
 * What a crash may have left undone of an open review: the decision that its votes come to is written and handed over,
 * and whoever it waits for is mailed. May be repeated, and run beside a vote.
 */
export async function settleReview(ports: HandOverPorts & AskPorts, review: ReviewRecord): Promise<'handed-over' | 'asked' | 'nothing'> {
  const { reviews, runs, clock } = ports;
  const decided = review.question === 'candidates' ? outcomeOf(review) : null;
  if (decided !== null) {
    const written = await reviews.vote(review.reviewId, review.version, review.votes, decided, clock.now().toISOString());
    return written !== null && (await handOver(ports, written)) === 'handed-over' ? 'handed-over' : 'nothing';
  }
  await noteStanding(runs, review, clock.now());
  const { mailed, failures } = await askApprovers(ports, review);
  if (failures.length > 0) throw failures[0];
  return mailed > 0 ? 'asked' : 'nothing';
}
