import { outcomeOf, quorum, votesOfSeats, waitingFor, type Ballot } from './policy.ts';
import { peopleOf } from './seats.ts';

/** The rule of a review in words, and what stands in its way where all have voted and none has won. */
export function ruleWords(ballot: Ballot): string {
  const { approval, seats } = ballot;
  const people = peopleOf(seats);
  const split = outcomeOf(ballot) === null && seats.length > 0 && !votesOfSeats(ballot).includes(null) ? ` The approvals name different candidates: ${waitingFor(ballot).join(' and ')} have to agree on one, or to ask for something else.` : '';
  if (people.length === 1) return `${people[0] ?? ''} decides.`;
  if (approval === 'one') return `The first of ${String(people.length)} approvers to decide decides for all.`;
  if (approval === 'sequence') return `${people.join(', then ')} approve the same candidate; anything else ends the review.`;
  if (approval === 'roles') return `One person each for ${listed(seats.map(({ role }) => role ?? ''))} approve the same candidate; it is decided when all have spoken.${split}`;
  const needed = quorum(ballot);
  return needed === seats.length ? `All ${String(needed)} approvers approve the same candidate.${split}` : `${String(needed)} of ${String(seats.length)} approvers approve the same candidate.${split}`;
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
