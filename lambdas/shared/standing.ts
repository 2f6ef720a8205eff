import type { ReviewView } from '../../core/api.ts';
import { closedFor, roleOf, waitingFor } from '../../core/review/policy.ts';
import { ruleWords, rulingOf, whyClosed } from '../../core/review/policy-words.ts';
import type { ReviewRecord } from './review-record.ts';
import type { Runs } from './runs.ts';

/** How the votes of a review stand, as one of its people sees it; null for a question that one person answers. */
export function standingFor(review: ReviewRecord, approver: string): ReviewView['standing'] {
  if (review.question !== 'candidates' || review.seats.length === 0) return null;
  const open = review.state === 'open';
  return {
    rule: ruleWords(review),
    ruling: rulingOf(review),
    votes: review.votes.map((vote) => ({ by: vote.by, role: roleOf(review, vote.by), decision: vote.decision, candidate: vote.candidate, note: vote.note, tags: vote.tags, at: vote.at })),
    waitingFor: open ? waitingFor(review) : [],
    closedForYou: open ? whyClosed(review, approver) : null,
    closed: open ? closedFor(review, approver) : null,
  };
}

/** Tells the run how its review stands: the table of reviews is closed to those who show runs. */
export async function noteStanding(runs: Runs, review: ReviewRecord, now: Date): Promise<void> {
  const standing = standingFor(review, '');
  if (standing === null || review.state !== 'open') return;
  const { rule, waitingFor: awaited, votes } = standing;
  await runs.noteStanding(
    review.runId,
    review.reviewId,
    { rule, waitingFor: awaited, votes: votes.map(({ by, role, decision, candidate, at }) => ({ by, role, decision, candidate, at })), dueAt: review.dueAt, ...(review.naming === undefined ? {} : { naming: review.naming }), version: review.version },
    now.toISOString(),
  );
}
