import { comparisonsOf } from '../../core/agreement/confusion.ts';
import type { CandidatesDecision, GoAheadDecision, SpendingDecision } from '../../core/workflow.ts';
import type { Agreement } from './agreement.ts';
import type { Clock } from './clock.ts';
import { InternalFailure } from './edge.ts';
import type { Executions } from './executions.ts';
import type { ReviewRecord, Reviews } from './reviews.ts';
import type { Runs } from './runs.ts';

export interface HandOverPorts {
  readonly reviews: Reviews;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly agreement: Agreement;
  readonly clock: Clock;
}

/**
 * Answers the waiting task with a recorded decision. May be repeated: the task takes one answer, and the person's answers
 * to the checklist are counted once. They are counted first, so that a crash in between is made good by the sweep that
 * repeats the hand-over; a count that fails holds up no decision, and keeps the review in sight of the sweep.
 * @returns `late` when the workflow had stopped waiting and nobody has handed the decision over before
 */
export async function handOver({ reviews, runs, executions, agreement, clock }: HandOverPorts, review: ReviewRecord): Promise<'handed-over' | 'late'> {
  const uncounted = await countAnswers(agreement, review);
  const answer = await executions.answer(review.taskToken, decisionOf(review));
  if (answer === 'answered') {
    await reviews.markHandedOver(review.reviewId, uncounted === null);
    await runs.resume(review.runId, review.reviewId, clock.now().toISOString());
    return 'handed-over';
  }
  if (uncounted !== null) throw uncounted;
  // Gone is also what a task says that a parallel hand-over has answered a moment ago.
  if ((await reviews.find(review.reviewId))?.handedOver === true) {
    await reviews.markHandedOver(review.reviewId, true);
    return 'handed-over';
  }
  await reviews.expire(review.reviewId);
  return 'late';
}

/** @returns the error that kept the answers from being counted, for the caller to raise when the decision is safe */
async function countAnswers(agreement: Agreement, { reviewId, candidate, checklist, untouched = [], check, decidedAt }: ReviewRecord): Promise<Error | null> {
  const said = candidate === undefined ? undefined : check?.answers[candidate];
  if (check === undefined || said === undefined || checklist === undefined || decidedAt === undefined) return null;
  try {
    await agreement.count({ id: reviewId, model: check.model, at: decidedAt, comparisons: comparisonsOf({ check: said, person: checklist, untouched }) });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new InternalFailure('Expected the answers of a review to be counted but received an unknown failure');
  }
}

function decisionOf(review: ReviewRecord): CandidatesDecision | GoAheadDecision | SpendingDecision {
  const { decision, decidedBy, decidedAt, note = '', focus = null, reviewId } = review;
  if (decision === undefined || decidedBy === undefined || decidedAt === undefined) {
    throw new InternalFailure(`Expected a decided review but received ${reviewId}, which is ${review.state}`);
  }
  const common = { note, reviewId, decidedBy, decidedAt };
  if (decision === 'proceed' || decision === 'decline') return { decision, ...common };
  if (decision === 'raise' || decision === 'fewer' || decision === 'retry' || decision === 'stop') {
    return { decision, capUsd: review.capUsd ?? null, candidates: decision === 'fewer' ? (review.spending?.fewer ?? null) : null, ...common };
  }
  return { decision, candidate: review.candidates.find(({ sha256 }) => sha256 === review.candidate) ?? null, focus, tags: [], notes: [], annotations: null, approvals: [], ...common };
}
