import { comparisonsOf } from '../../core/agreement/confusion.ts';
import { roleOf } from '../../core/review/policy.ts';
import type { Vote } from '../../core/review/vote.ts';
import type { ReviewerNote } from '../../core/workflow.ts';
import type { Agreement } from './agreement.ts';
import type { Clock } from './clock.ts';
import { InternalFailure } from './edge.ts';
import type { Executions, TaskAnswer } from './executions.ts';
import { shownIn, type ReviewRecord, type Reviews } from './reviews.ts';
import type { Runs } from './runs.ts';

const secondsPerHour = 3600;

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

/** Counts the answers of everybody who voted. @returns the error that kept some from being counted, for the caller to raise when the decision is safe */
async function countAnswers(agreement: Agreement, { reviewId, votes, check }: ReviewRecord): Promise<Error | null> {
  if (check === undefined) return null;
  try {
    for (const [index, { candidate, checklist, untouched = [], at }] of votes.entries()) {
      const said = candidate === null ? undefined : check.answers[candidate];
      if (said === undefined || checklist === undefined) continue;
      await agreement.count({ id: `${reviewId}/${String(index + 1)}`, model: check.model, at, comparisons: comparisonsOf({ check: said, person: checklist, untouched }) });
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error : new InternalFailure('Expected the answers of a review to be counted but received an unknown failure');
  }
}

function decisionOf(review: ReviewRecord): TaskAnswer {
  const { decision, decidedBy, decidedAt, note = '', focus = null, reviewId } = review;
  if (decision === undefined || decidedBy === undefined || decidedAt === undefined) {
    throw new InternalFailure(`Expected a decided review but received ${reviewId}, which is ${review.state}`);
  }
  const common = { note, reviewId, decidedBy, decidedAt };
  if (decision === 'proceed' || decision === 'decline') return { decision, ...common };
  if (decision === 'reopen' || decision === 'end') {
    return { decision, reviewSeconds: review.dueHours === undefined ? null : Math.round(review.dueHours * secondsPerHour), ...common };
  }
  if (decision === 'raise' || decision === 'fewer' || decision === 'retry' || decision === 'stop') {
    return { decision, capUsd: review.capUsd ?? null, candidates: decision === 'fewer' ? (review.spending?.fewer ?? null) : null, ...common };
  }
  const approvals = decision === 'approve' ? review.votes.filter((vote) => vote.decision === 'approve' && vote.candidate === review.candidate) : [];
  return {
    decision,
    candidate: shownIn(review).find(({ sha256 }) => sha256 === review.candidate) ?? null,
    focus,
    tags: review.tags ?? [],
    notes: notesOf(review.votes),
    annotations: review.annotations ?? null,
    approvals: approvals.map(({ by, at }) => ({ by, role: roleOf(review, by), at })),
    ...common,
  };
}

/** Characters that the notes of one round may take of a workflow's state: it holds 256 kB, for ten rounds and all else. */
const roomForNotes = 6000;

/** Everybody's words, each as theirs. Where they are too long together, each is cut to the same share; the record keeps them whole. */
function notesOf(votes: readonly Vote[]): ReviewerNote[] {
  const spoken = votes.filter(({ note, tags }) => note !== '' || tags.length > 0);
  const length = spoken.reduce((sum, { note }) => sum + note.length, 0);
  const share = length <= roomForNotes ? Infinity : Math.floor(roomForNotes / spoken.length);
  return spoken.map(({ by, decision, note, tags, at }) => ({ by, decision, note: note.length <= share ? note : `${note.slice(0, share - 1)}…`, tags, at }));
}
