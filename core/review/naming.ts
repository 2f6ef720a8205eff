import type { FieldProblem } from '../errors.ts';
import type { Naming } from '../workflow.ts';
import { mostPeople, type SeatRules } from './seats.ts';
import { distinctAddresses, sameAddress } from './vote.ts';

/**
 * Other people for the reviews of a run. They take the places of the brief's approvers, and everything else of its
 * policy holds: how many must agree, the order, the roles, the delegates of those who are named, and who may not approve.
 */

/** People as they are asked for: approvers, or people by role. Roles that are left out keep theirs. */
export interface NamedPeople {
  readonly approvers?: readonly string[] | undefined;
  readonly roles?: Readonly<Record<string, readonly string[]>> | undefined;
}

type People = Pick<Naming, 'approvers' | 'roles'>;

/** The rules of a brief with the named people in place of its own; as they are where nobody was named. */
export function rulesWith(rules: SeatRules, naming: People | null | undefined): SeatRules {
  if (naming === undefined || naming === null) return rules;
  const named = everybodyIn(naming);
  const delegates = Object.fromEntries(Object.entries(rules.review.delegates).filter(([from]) => has(named, from)));
  const { roles } = naming;
  return { ...rules, review: { ...rules.review, delegates, ...(rules.review.approval === 'roles' ? { roles } : { approvers: naming.approvers }) } };
}

/**
 * The people of a run once these are named: each once, and by role those of every role.
 *
 * @param before whom somebody named earlier; null where the brief's are asked
 */
export function peopleAfter({ review }: SeatRules, { approvers = [], roles = {} }: NamedPeople, before: People | null): People {
  const all = review.approval === 'roles' ? { ...review.roles, ...before?.roles, ...roles } : {};
  return { approvers: distinctAddresses(approvers), roles: Object.fromEntries(Object.entries(all).map(([role, holders]) => [role, distinctAddresses(holders)])) };
}

/** Why these people cannot decide under the brief's policy, field by field; empty when they can. */
export function namingProblems(rules: SeatRules, asked: NamedPeople, before: People | null): FieldProblem[] {
  const misplaced = placeProblems(rules, asked);
  if (misplaced.length > 0) return misplaced;
  const people = peopleAfter(rules, asked, before);
  return [...ownerProblems(rules, asked), ...delegateProblems(rules, asked, everybodyIn(people)), ...countProblems(rules, people)];
}

/** People by role where the policy has roles, and approvers where it has none. */
function placeProblems({ review: { approval, roles = {} } }: SeatRules, asked: NamedPeople): FieldProblem[] {
  const known = Object.keys(roles);
  if (approval !== 'roles') {
    return asked.roles === undefined ? [] : [problem('roles', 'Expected approvers for a brief without roles but received people by role; name them without a role, such as eva@example.com')];
  }
  if (asked.approvers !== undefined) return [problem('approvers', `Expected people by role for a brief with approval: roles but received approvers; say which role each is named for, such as ${known[0] ?? 'legal'}: eva@example.com`)];
  return Object.keys(asked.roles ?? {})
    .filter((role) => !known.includes(role))
    .map((role) => problem(`roles.${role}`, `Expected one of the brief's roles (${known.join(', ')}) but received "${role}"; name people for one of them`));
}

function ownerProblems({ owner, review }: SeatRules, asked: NamedPeople): FieldProblem[] {
  if (owner === undefined || review.ownApproval) return [];
  return fieldsOf(asked).flatMap(([field, people]) =>
    has(people, owner) ? [problem(field, `Expected somebody other than the brief's owner for ${field} but received "${owner}"; its policy does not let owners approve their own briefs, name somebody else`)] : [],
  );
}

/** Somebody who decides in an approver's place has that vote, and no other. */
function delegateProblems({ review }: SeatRules, asked: NamedPeople, everybody: readonly string[]): FieldProblem[] {
  const fields = fieldsOf(asked);
  return Object.entries(review.delegates).flatMap(([from, to]) => {
    if (!has(everybody, from) || !has(everybody, to)) return [];
    const field = fields.find(([, people]) => has(people, to) || has(people, from))?.[0];
    return field === undefined ? [] : [problem(field, `Expected one vote for each person but received "${to}", who decides in place of ${from} by the brief's delegates, beside ${from}; leave one of the two out`)];
  });
}

function countProblems({ review: { approval } }: SeatRules, people: People): FieldProblem[] {
  if (approval === 'roles') {
    const everybody = everybodyIn(people);
    return everybody.length <= mostPeople ? [] : [problem('roles', `Expected at most ${String(mostPeople)} people in all roles together but received ${String(everybody.length)}; name those who must agree`)];
  }
  if (typeof approval === 'string' || approval.atLeast <= people.approvers.length) return [];
  return [problem('approvers', `Expected at least ${String(approval.atLeast)} people for approvers, as many as the brief's approval.atLeast, but received ${String(people.approvers.length)}; name more`)];
}

/** "eva@example.com, bo@example.com", or by role "brand: eva@example.com; legal: bo@example.com". */
export function namedWords({ approvers, roles }: People): string {
  const byRole = Object.entries(roles).map(([role, people]) => `${role}: ${people.join(', ')}`);
  return byRole.length > 0 ? byRole.join('; ') : approvers.join(', ');
}

function fieldsOf({ approvers, roles = {} }: NamedPeople): [string, readonly string[]][] {
  return [...(approvers === undefined ? [] : [['approvers', approvers] satisfies [string, readonly string[]]]), ...Object.entries(roles).map(([role, people]): [string, readonly string[]] => [`roles.${role}`, people])];
}

function everybodyIn({ approvers, roles }: People): string[] {
  return distinctAddresses([...approvers, ...Object.values(roles).flat()]);
}

function has(people: readonly string[], who: string): boolean {
  return people.some((person) => sameAddress(person, who));
}

function problem(field: string, message: string): FieldProblem {
  return { field, message };
}
