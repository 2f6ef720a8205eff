import { setTimeout as sleep } from 'node:timers/promises';
import type { DecisionRequest } from '../../core/api.ts';
import { closedFor, isBarred, outcomeOf, voteProblems, withVote } from '../../core/review/policy.ts';
import { sameAddress, Vote } from '../../core/review/vote.ts';
import type { Clock } from '../shared/clock.ts';
import { HttpProblem } from '../shared/http.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import type { Reviews } from '../shared/reviews.ts';
import { notYourVote, refuseClosed } from './closed.ts';

interface Ports {
  readonly reviews: Reviews;
  readonly clock: Clock;
}

/** What a vote says, beside who says it and when. */
export type VoteWords = Pick<DecisionRequest, 'decision' | 'candidate' | 'note' | 'tags' | 'checklist' | 'untouched' | 'focus'> & { readonly annotations?: Vote['annotations'] };

/** Each loss means that another change of the same review won: ten people do not change their minds so often at once. */
const mostTries = 40;
/** Losers wait at random up to this long for each loss, at most 0.5 s, so that they do not meet again: 40 tries take 10 s on average. */
const pauseMilliseconds = 100;
const longestPauseMilliseconds = 500;

/**
 * Adds one vote to a review of candidates, and with the vote that settles it the decision, in one conditional write: no
 * vote is lost, and one decision is taken however many are cast at once. The same vote again changes nothing.
 *
 * @returns the review as it stands with the vote
 * @throws HttpProblem when the review is over, or this person may not vote so
 */
export async function castVote({ reviews, clock }: Ports, read: ReviewRecord, approver: string, words: VoteWords): Promise<ReviewRecord> {
  let review = read;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = clock.now();
    const vote = voteOf(approver, words, now.toISOString());
    refuseClosed(review, now);
    refuseVote(review, vote);
    if (review.votes.some((earlier) => isSame(earlier, vote))) return review;
    const votes = withVote(review.votes, vote);
    const written = await reviews.vote(review.reviewId, review.version, votes, outcomeOf({ ...review, votes }), vote.at);
    if (written !== null) return written;
    await sleep(Math.random() * Math.min(longestPauseMilliseconds, pauseMilliseconds * (tries + 1)));
    review = (await reviews.find(review.reviewId)) ?? review;
  }
  throw new HttpProblem(409, 'TryAgain', 'Too many people decide at this moment; nothing was changed. Send it again.');
}

function voteOf(by: string, { decision, candidate, note = '', tags = [], ...more }: VoteWords, at: string): Vote {
  const kept = Object.entries(more).filter(([, value]) => value !== undefined);
  return Vote.parse({ by, decision, candidate: candidate ?? null, note: note.trim(), tags, at, ...Object.fromEntries(kept) });
}

function refuseVote(review: ReviewRecord, vote: Vote): void {
  const closed = closedFor(review, vote.by);
  if (closed !== null) throw notYourVote(closed);
  if (vote.decision === 'approve' && isBarred(review, vote.by)) {
    throw new HttpProblem(403, 'OwnApproval', 'This brief is your own, and its policy does not let owners approve their own briefs. You may ask for changes, start over or reject; somebody else has to approve.');
  }
  const problems = voteProblems(review, vote);
  if (problems.length > 0) throw new HttpProblem(422, 'InvalidDecision', 'The decision was not taken; each problem names its field.', problems);
}

/** A request that was sent twice. */
function isSame(earlier: Vote, vote: Vote): boolean {
  return sameAddress(earlier.by, vote.by) && JSON.stringify({ ...earlier, at: '' }) === JSON.stringify({ ...vote, at: '' });
}
