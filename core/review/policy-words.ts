import type { Closed, Ruling } from '../api/reviews.ts';
import { closedFor, outcomeOf, quorum, votesOfSeats, waitingFor, type Ballot } from './policy.ts';
import { peopleOf } from './seats.ts';

/** The rule of a review, and what stands in its way where all have voted and none has won. */
export function rulingOf(ballot: Ballot): Ruling {
  const { approval, seats } = ballot;
  const people = peopleOf(seats);
  const needed = quorum(ballot);
  const counted = approval === 'roles' ? 'roles' : needed === seats.length ? 'all' : 'some';
  const rule = people.length === 1 ? 'person' : approval === 'one' ? 'first' : approval === 'sequence' ? 'sequence' : counted;
  const isSplit = rule === counted && outcomeOf(ballot) === null && seats.length > 0 && !votesOfSeats(ballot).includes(null);
  return { rule, people, roles: seats.map(({ role }) => role ?? ''), needed, seats: seats.length, split: isSplit ? waitingFor(ballot) : [] };
}

/** The rule of a review in English words. */
export function ruleWords(ballot: Ballot): string {
  const { rule, people, roles, needed, seats, split } = rulingOf(ballot);
  const parted = split.length === 0 ? '' : ` The approvals name different candidates: ${split.join(' and ')} have to agree on one, or to ask for something else.`;
  switch (rule) {
    case 'person':
      return `${people[0] ?? ''} decides.`;
    case 'first':
      return `The first of ${String(people.length)} approvers to decide decides for all.`;
    case 'sequence':
      return `${people.join(', then ')} approve the same candidate; anything else ends the review.`;
    case 'roles':
      return `One person each for ${listed(roles)} approve the same candidate; it is decided when all have spoken.${parted}`;
    case 'all':
      return `All ${String(needed)} approvers approve the same candidate.${parted}`;
    case 'some':
      return `${String(needed)} of ${String(seats)} approvers approve the same candidate.${parted}`;
  }
}

/** Why this person cannot vote now, in English, as they read it; null when they can. */
export function whyClosed(ballot: Ballot, who: string): string | null {
  const closed = closedFor(ballot, who);
  return closed === null ? null : closedWords(closed);
}

/** Why somebody cannot vote now, in English, as they read it. */
export function closedWords({ why, people, role = '' }: Closed): string {
  const person = people.join(' or ');
  switch (why) {
    case 'not-asked':
      return 'You are not asked in this review.';
    case 'handed-on':
      return `You handed this review on to ${person}, who decides in your place.`;
    case 'all-decided':
      return 'Everybody who was asked has decided.';
    case 'seat-taken':
      return `${person} has spoken in your place.`;
    case 'role-taken':
      return `${person} has spoken for ${role}.`;
    case 'vote-stands':
      return `Your vote stands: ${person} has voted after you.`;
    case 'turn-taken':
      return `${person} has decided in your place.`;
    case 'turn-later':
      return `Your turn comes after ${person}.`;
  }
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const deeds: Readonly<Partial<Record<string, string>>> = {
  approve: 'approved',
  changes: 'sent back for changes',
  startOver: 'sent back to start over',
  reject: 'rejected',
  proceed: 'cleared to generate',
  decline: 'declined',
  raise: 'given a higher cap',
  fewer: 'continued with fewer candidates',
  retry: 'tried again',
  stop: 'stopped',
  reopen: 'opened again',
  end: 'ended',
};

/** "approved by ana@example.com at 14:02 UTC on 24 November 2026", and the words that came with it. */
export function afterTheFact({ decision, by, at, note }: { readonly decision: string; readonly by: string; readonly at: string; readonly note: string }): string {
  return `${deeds[decision] ?? decision} by ${by} at ${momentWords(at)}${note === '' ? '' : `: “${note}”`}`;
}

const momentFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** "14:02 UTC on 24 November 2026" */
export function momentWords(iso: string): string {
  const part = Object.fromEntries(momentFormat.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${part['hour'] ?? ''}:${part['minute'] ?? ''} UTC on ${part['day'] ?? ''} ${part['month'] ?? ''} ${part['year'] ?? ''}`;
}
