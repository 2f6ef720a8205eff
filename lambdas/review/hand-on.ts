import { DelegationRequest, type DelegationAnswer } from '../../core/api.ts';
import { handOnProblem } from '../../core/review/hand-on.ts';
import { closedFor } from '../../core/review/policy.ts';
import { peopleOf, seatsAfter } from '../../core/review/seats.ts';
import { sameAddress } from '../../core/review/vote.ts';
import type { Clock } from '../shared/clock.ts';
import { HttpProblem } from '../shared/http.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import type { Reviews } from '../shared/reviews.ts';
import { notYourVote, refuseClosed } from './closed.ts';

interface Ports {
  readonly reviews: Reviews;
  readonly clock: Clock;
}

const mostTries = 20;

/**
 * Gives one approver's place in a review to somebody else, whose own link is mailed next; the approver's link shows
 * from then on, and decides no more. The same request again changes nothing.
 *
 * @throws HttpProblem when the review is over, or cannot be handed on by or to this person
 */
export async function handOn({ reviews, clock }: Ports, read: ReviewRecord, from: string, request: DelegationRequest): Promise<{ readonly review: ReviewRecord; readonly answer: DelegationAnswer }> {
  const { to, note } = DelegationRequest.parse(request);
  let review = read;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = clock.now();
    const at = now.toISOString();
    refuseClosed(review, now);
    const done = review.delegations.find((each) => each.byHand && sameAddress(each.from, from) && sameAddress(each.to, to));
    if (done !== undefined) return { review, answer: { from, to, at: done.at } };
    refuseHandOn(review, from, to);
    const seats = seatsAfter(review.seats, from, to);
    const escalatedTo = review.escalatedTo.map((address) => (sameAddress(address, from) ? to : address));
    const delegations = [...review.delegations, { from, to, at, byHand: true, ...(note === undefined ? {} : { note }) }];
    const written = await reviews.handOn(review, { seats, escalatedTo, approvers: peopleOf([...seats, ...escalatedTo.map((address) => ({ role: null, holders: [address] }))]), delegations }, at);
    if (written !== null) return { review: written, answer: { from, to, at } };
    review = (await reviews.find(review.reviewId)) ?? review;
  }
  throw new HttpProblem(409, 'TryAgain', 'The review changed while you handed it on; nothing was changed. Send it again.');
}

function refuseHandOn(review: ReviewRecord, from: string, to: string): void {
  if (review.question !== 'candidates') throw new HttpProblem(422, 'InvalidDelegation', 'Expected a review of candidates but received a question to the owner of the brief, which nobody else answers.');
  if (review.votes.some(({ by }) => sameAddress(by, from))) throw new HttpProblem(409, 'AlreadyVoted', 'You have voted in this review; change your vote instead of handing it on. Nothing was changed.');
  const closed = closedFor(review, from);
  const waits = review.approval === 'sequence' && review.seats.some(({ holders }) => holders.some((holder) => sameAddress(holder, from)));
  if (closed !== null && !waits) throw notYourVote(closed);
  const problem = handOnProblem(review, from, to);
  if (problem !== null) throw new HttpProblem(422, 'InvalidDelegation', 'The review was not handed on; the problem names its field.', [problem]);
}
