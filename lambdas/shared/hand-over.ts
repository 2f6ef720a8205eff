import { comparisonsOf } from '../../core/agreement/confusion.ts';
import { roleOf } from '../../core/review/policy.ts';
import type { Vote } from '../../core/review/vote.ts';
import type { ReviewerNote } from '../../core/workflow.ts';
import type { Agreement } from './agreement.ts';
import type { Clock } from './clock.ts';
import { InternalFailure } from './edge.ts';
import type { Executions, TaskAnswer } from './executions.ts';
import { joinPeoplesDecision, type OutcomePorts } from './join-outcomes.ts';
import { lossOf } from './loss.ts';
import { shownIn, type ReviewRecord } from './review-record.ts';
import type { Reviews } from './reviews.ts';
import type { Runs } from './runs.ts';

const secondsPerHour = 3600;

export interface HandOverPorts extends OutcomePorts {
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
export async function handOver(ports: HandOverPorts, review: ReviewRecord): Promise<'handed-over' | 'late'> {
  const { reviews, runs, executions, agreement, clock } = ports;
  const decision = decisionOf(review);
  const uncounted = await lossOf(() => countAnswers(agreement, review));
  const answer = await executions.answer(review.taskToken, decision);
  if (answer === 'answered') {
    const unjoined = await lossOf(() => joinOutcome(ports, review, decision));
    await reviews.markHandedOver(review.reviewId, uncounted === null && unjoined === null);
    await runs.resume(review.runId, review.reviewId, clock.now().toISOString());
    return 'handed-over';
  }
  if (uncounted !== null) throw uncounted;
  // Gone is also what a task says that a parallel hand-over has answered a moment ago.
  if ((await reviews.find(review.reviewId))?.handedOver === true) {
    await joinOutcome(ports, review, decision);
    await reviews.markHandedOver(review.reviewId, true);
    return 'handed-over';
  }
  await reviews.expire(review.reviewId);
  return 'late';
}

/** The judgement that led to the review learns what people made of it; questions to an owner have none. */
async function joinOutcome(ports: OutcomePorts, review: ReviewRecord, decision: TaskAnswer): Promise<void> {
  if ('focus' in decision) await joinPeoplesDecision(ports, review, decision);
}

/** Counts the answers of everybody who voted beside the check's. */
async function countAnswers(agreement: Agreement, { reviewId, votes, check }: ReviewRecord): Promise<void> {
  for (const [index, { candidate, checklist, untouched = [], at }] of votes.entries()) {
    const said = candidate === null ? undefined : check?.answers[candidate];
    if (check === undefined || said === undefined || checklist === undefined) continue;
    await agreement.count({ id: `${reviewId}/${String(index + 1)}`, model: check.model, at, comparisons: comparisonsOf({ check: said, person: checklist, untouched }) });
  }
}

function decisionOf(review: ReviewRecord): TaskAnswer {
  const { decision, decidedBy, decidedAt, note = '', focus = null, reviewId } = review;
  if (decision === undefined || decidedBy === undefined || decidedAt === undefined) {
    throw new InternalFailure(`Expected a decided review but received ${reviewId}, which is ${review.state}`);
  }
  const common = { note, reviewId, decidedBy, decidedAt };
  const named = review.naming === undefined ? {} : { naming: review.naming };
  if (decision === 'proceed' || decision === 'decline') return { decision, ...common };
  if (decision === 'reopen' || decision === 'end') {
    return { decision, reviewSeconds: review.dueHours === undefined ? null : Math.round(review.dueHours * secondsPerHour), ...named, ...common };
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
    annotations: review.annotations ?? [],
    approvals: approvals.map(({ by, at }) => ({ by, role: roleOf(review, by), at })),
    ...named,
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
