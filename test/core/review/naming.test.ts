import { describe, expect, test } from 'vitest';
import type { BriefInput } from '../../../core/brief/schema.ts';
import { namedWords, namingProblems, peopleAfter, rulesWith, type NamedPeople } from '../../../core/review/naming.ts';
import { reopenRequestOf } from '../../../core/review/reopening.ts';
import { seatProblems, seatsOf } from '../../../core/review/seats.ts';
import { briefWith } from '../support/briefs.ts';
import { fieldName } from '../../../core/source/paths.ts';

const [ana, bo, eva, li, rui] = ['ana@example.com', 'bo@example.com', 'eva@example.com', 'li@example.com', 'rui@example.com'];
const brief = (review: BriefInput['review'], owner: string | undefined = ana) => briefWith({ owner, review });
const byRole = brief({ approval: 'roles', roles: { brand: [rui, bo], legal: [li] } });
const problems = (rules: ReturnType<typeof brief>, asked: NamedPeople) => namingProblems(rules, asked, null).map(({ field, message }) => `${field}: ${message}`);

/** The seats that named people take, with the problems that the workflow would stop at. */
function seated(rules: ReturnType<typeof brief>, asked: NamedPeople, before: Parameters<typeof namingProblems>[2] = null) {
  expect(namingProblems(rules, asked, before)).toEqual([]);
  const named = rulesWith(rules, peopleAfter(rules, asked, before));
  expect(seatProblems(named, [])).toEqual([]);
  return seatsOf(named, []);
}

describe('people who are named', () => {
  test('take the places of the brief’s approvers, in their order, each once', () => {
    expect(seated(brief({ approvers: [rui, li], approval: 'sequence' }), { approvers: [eva, bo, 'EVA@example.com'] }).seats).toEqual([{ role: null, holders: [eva] }, { role: null, holders: [bo] }]);
  });

  test('of a role take that one, and the others keep theirs, named or not', () => {
    const first = peopleAfter(byRole, { roles: { legal: [eva] } }, null);
    expect(first).toEqual({ approvers: [], roles: { brand: [rui, bo], legal: [eva] } });
    expect(seated(byRole, { roles: { brand: [bo] } }, first).seats).toEqual([{ role: 'brand', holders: [bo] }, { role: 'legal', holders: [eva] }]);
  });

  test('keep the delegates that the brief gives them, and no others', () => {
    const rules = brief({ approvers: [rui, li], delegates: { [rui]: eva } });
    expect(seated(rules, { approvers: [rui, bo] })).toMatchObject({ seats: [{ holders: [eva] }, { holders: [bo] }], delegations: [{ from: rui, to: eva }] });
    expect(seated(rules, { approvers: [eva] })).toMatchObject({ seats: [{ holders: [eva] }], delegations: [] });
  });

  test('are the brief’s where nobody was named', () => {
    expect(rulesWith(byRole, null)).toBe(byRole);
  });
});

describe('people who cannot decide are refused by field', () => {
  test.each([
    ['fewer than must agree', brief({ approvers: [rui, li, bo], approval: { atLeast: 3 } }), { approvers: [eva, rui, 'Eva@example.com'] }, 'approvers: Expected at least 3 people for approvers, as many as the brief\'s approval.atLeast, but received 2; name more'],
    ['the owner', brief({ approvers: [rui] }), { approvers: ['Ana@example.com', eva] }, 'approvers: Expected somebody other than the brief\'s owner for approvers but received "ana@example.com"; its policy does not let owners approve their own briefs, name somebody else'],
    ['the owner for a role', byRole, { roles: { legal: [ana] } }, 'roles.legal: Expected somebody other than the brief\'s owner for roles.legal but received "ana@example.com"; its policy does not let owners approve their own briefs, name somebody else'],
    ['a delegate beside whom they stand for', brief({ approvers: [rui, li], delegates: { [rui]: eva } }), { approvers: [rui, eva] }, `approvers: Expected one vote for each person but received "${eva}", who decides in place of ${rui} by the brief's delegates, beside ${rui}; leave one of the two out`],
    ['a delegate of another role', brief({ approval: 'roles', roles: { brand: [bo], legal: [li] }, delegates: { [li]: eva } }), { roles: { brand: [eva] } }, `roles.brand: Expected one vote for each person but received "${eva}", who decides in place of ${li} by the brief's delegates, beside ${li}; leave one of the two out`],
    ['people without a role', byRole, { approvers: [eva] }, 'approvers: Expected people by role for a brief with approval: roles but received approvers; say which role each is named for, such as brand: eva@example.com'],
    ['a role of a brief without any', brief({ approvers: [rui] }), { roles: { legal: [eva] } }, 'roles: Expected approvers for a brief without roles but received people by role; name them without a role, such as eva@example.com'],
    ['an unknown role', byRole, { roles: { press: [eva] } }, 'roles.press: Expected one of the brief\'s roles (brand, legal) but received "press"; name people for one of them'],
    ['somebody of no role', byRole, reopenRequestOf({ people: `brand: ${rui}; ${eva}` }).data ?? {}, 'roles.: Expected one of the brief\'s roles (brand, legal) but received ""; name people for one of them'],
    ['a crowd', byRole, { roles: { brand: Array.from({ length: 10 }, (_, index) => `p${String(index)}@example.com`) } }, 'roles: Expected at most 10 people in all roles together but received 11; name those who must agree'],
  ])('%s', (_, rules, asked, message) => {
    expect(problems(rules, asked)).toEqual([message]);
  });

  test('but the owner may be named where the policy lets owners approve', () => {
    expect(problems(brief({ approvers: [rui], ownApproval: true }), { approvers: [ana] })).toEqual([]);
    expect(problems(briefWith({ owner: undefined, review: { approvers: [rui] } }), { approvers: [ana] })).toEqual([]);
  });
});

describe('what somebody writes', () => {
  test.each([
    ['', '', {}],
    ['24', ' ', { dueHours: 24 }],
    ['', `${eva}, ${bo}`, { approvers: [eva, bo] }],
    ['', `${eva} ${bo};`, { approvers: [eva, bo] }],
    ['12.5', `brand: ${eva}, ${bo}; legal:${li}`, { dueHours: 12.5, roles: { brand: [eva, bo], legal: [li] } }],
    ['', `brand: ${eva}; brand: ${bo}`, { roles: { brand: [eva, bo] } }],
  ])('hours %j and people %j', (hours, people, request) => {
    expect(reopenRequestOf({ hours, people }).data).toEqual(request);
  });

  test.each([
    ['0', '', 'dueHours'],
    ['', 'eva', 'approvers[0]'],
    ['', ',', 'approvers'],
    ['', 'legal:', 'roles.legal'],
  ])('hours %j and people %j are refused by field', (hours, people, field) => {
    expect(reopenRequestOf({ hours, people }).error?.issues.map(({ path }) => fieldName(path))).toEqual([field]);
  });

  test('reads as it is written', () => {
    expect(namedWords({ approvers: [eva, bo], roles: {} })).toBe(`${eva}, ${bo}`);
    expect(namedWords({ approvers: [], roles: { brand: [eva, bo], legal: [li] } })).toBe(`brand: ${eva}, ${bo}; legal: ${li}`);
  });
});
