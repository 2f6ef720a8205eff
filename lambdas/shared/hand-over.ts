import type { CandidatesDecision, GoAheadDecision, SpendingDecision } from '../../core/workflow.ts';
import type { Clock } from './clock.ts';
import { InternalFailure } from './edge.ts';
import type { Executions } from './executions.ts';
import { joinPeoplesDecision, type OutcomePorts } from './join-outcomes.ts';
import type { ReviewRecord, Reviews } from './reviews.ts';
import type { Runs } from './runs.ts';

export interface HandOverPorts extends OutcomePorts {
  readonly reviews: Reviews;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly clock: Clock;
}

/**
 * Answers the waiting task with a recorded decision. May be repeated: the task takes one answer.
 * @returns `late` when the workflow had stopped waiting and nobody has handed the decision over before
 */
export async function handOver(ports: HandOverPorts, review: ReviewRecord): Promise<'handed-over' | 'late'> {
  const { reviews, runs, executions, clock } = ports;
  const decision = decisionOf(review);
  const answer = await executions.answer(review.taskToken, decision);
  if (answer === 'answered') {
    // Reports can do without one decision; one that does not reach its run is worse.
    if ('focus' in decision) await joinPeoplesDecision(ports, review, decision).catch(() => undefined);
    await reviews.markHandedOver(review.reviewId);
    await runs.resume(review.runId, review.reviewId, clock.now().toISOString());
    return 'handed-over';
  }
  // Gone is also what a task says that a parallel hand-over has answered a moment ago.
  if ((await reviews.find(review.reviewId))?.handedOver === true) return 'handed-over';
  await reviews.expire(review.reviewId);
  return 'late';
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
