import type { Brief } from '../brief/schema.ts';
import { distinctAddresses, sameAddress, type Seat } from './vote.ts';

/** What the seats of a review follow from. */
export type SeatRules = Pick<Brief, 'owner'> & { readonly review: Pick<Brief['review'], 'approvers' | 'approval' | 'roles' | 'delegates' | 'ownApproval'> };

export interface Seating {
  readonly seats: Seat[];
  /** What the brief's `delegates` changed. */
  readonly delegations: { readonly from: string; readonly to: string }[];
  /** Who may not approve: the owner, unless the policy says so. */
  readonly barred: string | null;
}

/**
 * Who decides about the candidates of a brief: a seat for each approver, or one for each role. Delegates take
 * the places of those that they stand for; then the owner goes, who may not approve their own brief.
 *
 * @param defaults the deployment's approvers, for a brief that names none
 */
export function seatsOf({ owner, review }: SeatRules, defaults: readonly string[]): Seating {
  const barred = owner === undefined || review.ownApproval ? null : owner;
  const named = review.approvers.length > 0 ? review.approvers : defaults;
  const asWritten: Seat[] = review.approval === 'roles' ? Object.entries(review.roles ?? {}).map(([role, holders]) => ({ role, holders: distinctAddresses(holders) })) : distinctAddresses(named).map((approver) => ({ role: null, holders: [approver] }));
  const delegations = Object.entries(review.delegates)
    .filter(([from]) => peopleOf(asWritten).some((person) => sameAddress(person, from)))
    .map(([from, to]) => ({ from, to }));
  const seats = delegations
    .reduce((all, { from, to }) => seatsAfter(all, from, to), asWritten)
    .map(({ role, holders }) => ({ role, holders: holders.filter((holder) => barred === null || !sameAddress(holder, barred)) }))
    .filter(({ holders }) => holders.length > 0);
  return { seats, delegations, barred };
}

/** The seats when one person has handed theirs on to another. */
export function seatsAfter(seats: readonly Seat[], from: string, to: string): Seat[] {
  return seats.map(({ role, holders }) => ({ role, holders: holders.map((holder) => (sameAddress(holder, from) ? to : holder)) }));
}

/** Everybody who holds a seat, once. */
export function peopleOf(seats: readonly Seat[]): string[] {
  return distinctAddresses(seats.flatMap(({ holders }) => holders));
}

/** Of a review: more people have no time to agree. */
export const mostPeople = 10;

export interface SeatProblem {
  /** Path in the brief. */
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Why nobody, or not enough people, could approve the candidates of a brief; empty when all is well.
 *
 * @param defaults the deployment's approvers; null where they are not known, and then a brief that names nobody is not judged
 */
export function seatProblems(rules: SeatRules, defaults: readonly string[] | null): SeatProblem[] {
  const { approval, roles = {} } = rules.review;
  const byRole = approval === 'roles';
  if (byRole && Object.keys(roles).length === 0) {
    return [at('roles', 'Expected review.roles beside approval: roles but received nothing; name the people of each role, such as roles: { brand: [ana@example.com] }')];
  }
  if (!byRole && Object.keys(roles).length > 0) {
    return [at('roles', `Expected approval: roles beside review.roles but received approval: ${typeof approval === 'string' ? approval : `{ atLeast: ${String(approval.atLeast)} }`}; write approval: roles, or leave the roles out`)];
  }
  const named = byRole ? distinctAddresses(Object.values(roles).flat()) : distinctAddresses(rules.review.approvers.length > 0 ? rules.review.approvers : (defaults ?? []));
  if (named.length === 0) {
    return defaults === null ? [] : [at('approvers', 'Expected at least one address for review.approvers but received none; name one in the brief, or set the stack’s parameter DefaultApprovers')];
  }
  const crowd = byRole && (named.length > mostPeople || Object.keys(roles).length > mostPeople) ? [at('roles', `Expected at most ${String(mostPeople)} roles and ${String(mostPeople)} people for review.roles but received ${String(Object.keys(roles).length)} and ${String(named.length)}; name those who must agree`)] : [];
  return [...crowd, ...delegateProblems(rules, named), ...emptyProblems(rules, named, defaults)];
}

function delegateProblems({ owner, review }: SeatRules, named: readonly string[]): SeatProblem[] {
  const entries = Object.entries(review.delegates);
  return entries.flatMap(([from, to], index) => {
    const problem = (message: string): SeatProblem[] => [{ path: ['review', 'delegates', from], message }];
    if (!named.some((person) => sameAddress(person, from))) return problem(`Expected an approver of the brief as a name in review.delegates but received "${from}"; the approvers are ${named.join(', ')}`);
    if (named.some((person) => sameAddress(person, to))) return problem(`Expected somebody who does not decide already for review.delegates.${from} but received "${to}"; nobody has two votes`);
    if (entries.slice(0, index).some(([, other]) => sameAddress(other, to))) return problem(`Expected each delegate once but received "${to}" again for review.delegates.${from}; nobody has two votes`);
    if (owner !== undefined && !review.ownApproval && sameAddress(to, owner)) return problem(`Expected somebody other than the brief's owner for review.delegates.${from} but received "${to}"; name somebody else, or write ownApproval: true`);
    return [];
  });
}

const wayOut = 'name somebody else, or write ownApproval: true';

function emptyProblems(rules: SeatRules, named: readonly string[], defaults: readonly string[] | null): SeatProblem[] {
  const { approval, roles = {}, approvers } = rules.review;
  const { seats } = seatsOf(rules, defaults ?? []);
  if (approval === 'roles') {
    const missing = Object.keys(roles).filter((role) => !seats.some((seat) => seat.role === role));
    return missing.map((role) => ({ path: ['review', 'roles', role], message: `Expected somebody other than the brief's owner for review.roles.${role} but received ${named.join(', ')} alone; ${wayOut}` }));
  }
  if (seats.length === 0) {
    const whose = approvers.length > 0 ? '' : ' from the deployment';
    return [at('approvers', `Expected an approver who is not the brief's owner for review.approvers but received ${named.join(', ')}${whose} alone; ${wayOut}`)];
  }
  if (typeof approval !== 'string' && approval.atLeast > seats.length) {
    const left = seats.length === named.length ? '' : ', the owner left out';
    return [{ path: ['review', 'approval', 'atLeast'], message: `Expected at most ${String(seats.length)}, the number of approvers${left}, for review.approval.atLeast but received ${String(approval.atLeast)}; name more approvers or ask for fewer` }];
  }
  return [];
}

function at(field: string, message: string): SeatProblem {
  return { path: ['review', field], message };
}
