import type { Closed } from '../api/reviews.ts';
import type { Approval } from '../brief/schema.ts';
import type { FieldProblem } from '../errors.ts';
import type { AnnotationRefs, ReviewTag } from '../workflow.ts';
import { peopleOf } from './seats.ts';
import { distinctAddresses, sameAddress, type Delegation, type Seat, type Vote } from './vote.ts';

/**
 * How the votes of several people become one decision. Everything here follows from the ballot alone, so that two
 * functions that hold the same ballot come to the same end. `docs/review.md` says the rules in words; why they are so
 * is in `docs/adr/0013-votes-in-the-record.md`.
 */

export interface Ballot {
  readonly approval: Approval;
  readonly seats: readonly Seat[];
  /** Who was asked because others had not decided: each vote of theirs fills a seat that is still empty. */
  readonly escalatedTo: readonly string[];
  readonly delegations: readonly Delegation[];
  /** In the order in which people first voted. */
  readonly votes: readonly Vote[];
  /** Who may not approve: the brief's owner, unless the policy says so. */
  readonly barred?: string | null | undefined;
}

export interface Decided {
  readonly decision: Vote['decision'];
  /** The candidate that is approved, or to go on from; null where the decision names none. */
  readonly candidate: string | null;
  /** Who wanted this, in the order of their votes. */
  readonly by: readonly string[];
  /** Time of the vote that settled it. */
  readonly at: string;
  /** The words of those who wanted this, about this candidate; the words of all stay in the votes. */
  readonly note: string;
  readonly tags: readonly ReviewTag[];
  readonly focus: Vote['focus'];
  /** What those who wanted this pinned and drew, each their own, on whichever candidate they looked at. */
  readonly annotations: AnnotationRefs;
}

/** The vote that fills each seat, or null: its holders' own before those of people who were asked later. */
export function votesOfSeats({ seats, escalatedTo, votes }: Ballot): (Vote | null)[] {
  const filled = seats.map(({ holders }) => votes.find(({ by }) => has(holders, by)) ?? null);
  const people = peopleOf(seats);
  for (const vote of votes) {
    if (has(people, vote.by) || !has(escalatedTo, vote.by)) continue;
    const empty = filled.indexOf(null);
    if (empty >= 0) filled[empty] = vote;
  }
  return filled;
}

/** What the votes come to, or null while the review is open. */
export function outcomeOf(ballot: Ballot): Decided | null {
  const filled = votesOfSeats(ballot);
  const cast = filled.filter((vote) => vote !== null);
  const against = cast.filter(({ decision }) => decision !== 'approve');
  const best = favourite(cast.filter(({ decision }) => decision === 'approve'), cast);
  const approvals = cast.filter(({ decision, candidate }) => decision === 'approve' && candidate === best);
  const complete = cast.length === filled.length && cast.length > 0;

  if (ballot.approval === 'one') return cast[0] === undefined ? null : decided([cast[0]], cast[0].candidate, [cast[0]]);
  if (ballot.approval === 'sequence') {
    if (against[0] !== undefined) return decided([against[0]], against[0].candidate, cast);
    return complete ? decided(approvals, best, cast) : null;
  }
  if (ballot.approval === 'roles' && !complete) return null;
  const needed = quorum(ballot);
  if (cast.length > 0 && approvals.length >= needed) return decided(approvals, best, cast);
  // With so many against it, no change of the others' votes can bring the approvals together.
  return against.length > filled.length - needed ? byTheOthers(against, cast) : null;
}

/** How many seats must approve the same candidate. */
export function quorum({ approval, seats }: Pick<Ballot, 'approval' | 'seats'>): number {
  if (approval === 'one') return 1;
  return typeof approval === 'string' ? seats.length : Math.min(approval.atLeast, seats.length);
}

/** Most votes win; a tie goes to the decision that keeps more of the picture. */
const keepsMore = ['changes', 'startOver', 'reject'] as const;

function byTheOthers(against: readonly Vote[], cast: readonly Vote[]): Decided {
  const wanting = keepsMore.map((decision) => against.filter((vote) => vote.decision === decision));
  const winners = wanting.reduce((best, votes) => (votes.length > best.length ? votes : best));
  return decided(winners, favourite(winners, cast), cast);
}

/** The candidate that most of these votes name; of a tie the one with more approvals, then the one named first. */
function favourite(votes: readonly Vote[], cast: readonly Vote[]): string | null {
  const named = [...new Set(votes.flatMap(({ candidate }) => candidate ?? []))];
  const count = (among: readonly Vote[], candidate: string): number => among.filter((vote) => vote.candidate === candidate).length;
  const approved = cast.filter(({ decision }) => decision === 'approve');
  return named.toSorted((a, b) => count(votes, b) - count(votes, a) || count(approved, b) - count(approved, a))[0] ?? null;
}

const longestNote = 4000;

function decided(winners: readonly Vote[], candidate: string | null, cast: readonly Vote[]): Decided {
  const [first] = winners;
  if (first === undefined) throw new RangeError('Expected at least one vote for a decision but received none');
  const about = winners.filter((vote) => vote.candidate === null || vote.candidate === candidate);
  const notes = [...new Set(about.map(({ note }) => note.trim()).filter((note) => note !== ''))];
  return {
    decision: first.decision,
    candidate,
    by: distinctAddresses(winners.map(({ by }) => by)),
    at: cast.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest)),
    note: notes.join('\n').slice(0, longestNote),
    tags: [...new Set(about.flatMap(({ tags }) => tags))],
    focus: about.find(({ focus }) => focus !== undefined)?.focus,
    annotations: winners.flatMap(({ annotations }) => annotations ?? []),
  };
}

/** Whose vote an open review waits for. Where all have voted, those who approve: they have to agree on one candidate. */
export function waitingFor(ballot: Ballot): string[] {
  if (outcomeOf(ballot) !== null) return [];
  const filled = votesOfSeats(ballot);
  const empty = ballot.seats.filter((_, index) => filled[index] === null);
  if (empty.length === 0) return distinctAddresses(ballot.votes.filter(({ decision }) => decision === 'approve').map(({ by }) => by));
  const asked = peopleOf(ballot.approval === 'sequence' ? empty.slice(0, 1) : empty);
  const silent = ballot.escalatedTo.filter((address) => !hasVoted(ballot, address));
  return distinctAddresses([...asked.filter((address) => !hasVoted(ballot, address)), ...silent]);
}

/** Whose answer an open review waits for: of candidates as its policy says, of any other question everybody who is asked. */
export function waitedFor(review: Ballot & { readonly question: string; readonly approvers: readonly string[] }): readonly string[] {
  return review.question === 'candidates' && review.seats.length > 0 ? waitingFor(review) : review.approvers;
}

/** Why this person cannot vote now; null when they can. Before the end, a vote may be changed. */
export function closedFor(ballot: Ballot, who: string): Closed | null {
  const { approval, seats, escalatedTo, delegations, votes } = ballot;
  const own = seats.flatMap(({ holders }, index) => (has(holders, who) ? [index] : []));
  const called = has(escalatedTo, who);
  if (own.length === 0 && !called) {
    const handedOn = delegations.findLast(({ from }) => sameAddress(from, who));
    return handedOn === undefined ? { why: 'not-asked', people: [] } : { why: 'handed-on', people: [handedOn.to] };
  }
  const filled = votesOfSeats(ballot);
  const isOwn = (index: number): boolean => filled[index] === null || sameAddress(filled[index]?.by ?? '', who);
  if (approval === 'sequence') return outOfTurn(ballot, who, own, filled);
  if (called && own.length === 0) return filled.includes(null) || votesCount(filled, who) ? null : { why: 'all-decided', people: [] };
  if (own.some(isOwn)) return null;
  const taken = own.map((index) => ({ role: seats[index]?.role ?? null, by: filled[index]?.by ?? '' }))[0];
  if (hasVoted({ votes }, who) || taken === undefined) return null;
  return taken.role === null ? { why: 'seat-taken', people: [taken.by] } : { why: 'role-taken', people: [taken.by], role: taken.role };
}

function outOfTurn({ seats, votes }: Ballot, who: string, own: readonly number[], filled: readonly (Vote | null)[]): Closed | null {
  const last = votes.at(-1);
  if (last !== undefined && sameAddress(last.by, who)) return null;
  if (hasVoted({ votes }, who)) return { why: 'vote-stands', people: [last?.by ?? 'the next'] };
  const turn = filled.indexOf(null);
  // Who was called in late takes the turn that it is.
  if (own.length === 0 || own.includes(turn)) return null;
  const mine = own[0] ?? 0;
  if (filled[mine] !== null) return { why: 'turn-taken', people: [filled[mine]?.by ?? 'Somebody'] };
  return { why: 'turn-later', people: seats[turn]?.holders ?? [] };
}

/** What is wrong with a vote of somebody who may vote: in a sequence all approve the same candidate. */
export function voteProblems({ approval, votes }: Ballot, vote: Pick<Vote, 'by' | 'decision' | 'candidate'>): FieldProblem[] {
  if (approval !== 'sequence' || vote.decision !== 'approve') return [];
  const earlier = votes.find(({ by, candidate }) => !sameAddress(by, vote.by) && candidate !== vote.candidate);
  if (earlier === undefined) return [];
  return [{ field: 'candidate', message: `Expected the candidate that ${earlier.by} approved for candidate but received another one; approve the same, or ask for changes to yours` }];
}

/** Whether this person is the brief's owner, who may send a picture back but not pass it. */
export function isBarred({ barred }: Pick<Ballot, 'barred'>, who: string): boolean {
  return barred !== undefined && barred !== null && sameAddress(barred, who);
}

/** The votes with one more; an earlier one of the same person is replaced where it stands. */
export function withVote(votes: readonly Vote[], vote: Vote): Vote[] {
  return votes.some(({ by }) => sameAddress(by, vote.by)) ? votes.map((each) => (sameAddress(each.by, vote.by) ? vote : each)) : [...votes, vote];
}

/** The role that a vote speaks for. */
export function roleOf({ seats }: Pick<Ballot, 'seats'>, who: string): string | null {
  return seats.find(({ holders }) => has(holders, who))?.role ?? null;
}

function hasVoted({ votes }: Pick<Ballot, 'votes'>, who: string): boolean {
  return votes.some(({ by }) => sameAddress(by, who));
}

function votesCount(filled: readonly (Vote | null)[], who: string): boolean {
  return filled.some((vote) => vote !== null && sameAddress(vote.by, who));
}

function has(addresses: readonly string[], who: string): boolean {
  return addresses.some((address) => sameAddress(address, who));
}
