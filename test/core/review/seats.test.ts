import { describe, expect, test } from 'vitest';
import { InvalidBrief } from '../../../core/errors.ts';
import { parseBrief } from '../../../core/brief/parse.ts';
import { handOnProblem } from '../../../core/review/hand-on.ts';
import type { Ballot } from '../../../core/review/policy.ts';
import { seatProblems, seatsOf } from '../../../core/review/seats.ts';
import { briefWith } from '../support/briefs.ts';

const [ana, bo, li] = ['ana@example.com', 'bo@example.com', 'li@example.com'] as const;

describe('who decides', () => {
  test('is each approver once, or the deployment’s, without the owner', () => {
    const seats = (changes: Parameters<typeof briefWith>[0], defaults: readonly string[] = []) => seatsOf(briefWith(changes), defaults).seats.map(({ holders }) => holders);
    expect(seats({ review: { approvers: [ana, 'ANA@example.com', bo] } })).toEqual([[ana], [bo]]);
    expect(seats({ owner: bo }, [ana, bo])).toEqual([[ana]]);
    expect(seats({ owner: 'ANA@example.com', review: { approvers: [ana, bo], ownApproval: true } })).toEqual([[ana], [bo]]);
  });

  test('is a delegate in the place of an approver, also of the owner', () => {
    const { seats, delegations } = seatsOf(briefWith({ owner: ana, review: { approvers: [ana, bo], delegates: { [ana]: li } } }), []);
    expect(seats.map(({ holders }) => holders)).toEqual([[li], [bo]]);
    expect(delegations).toEqual([{ from: ana, to: li }]);
  });

  test('is one of several people for each role', () => {
    expect(seatsOf(briefWith({ owner: bo, review: { approval: 'roles', roles: { brand: [ana, bo], legal: [li] } } }), []).seats).toEqual([
      { role: 'brand', holders: [ana] },
      { role: 'legal', holders: [li] },
    ]);
  });
});

const problemsOf = (review: string, owner = 'eva@example.com'): string[] => {
  try {
    parseBrief(`title: Frisbee\nowner: ${owner}\nconcept: { subject: a golden retriever }\nreview: ${review}\n`, 'yaml');
    return [];
  } catch (error) {
    if (!(error instanceof InvalidBrief)) throw error;
    expect(error.problems.every(({ line, message }) => line === 4 && message.startsWith('Expected ') && message.includes(' but received '))).toBe(true);
    return error.problems.map(({ field }) => field);
  }
};

describe('a policy that cannot be fulfilled is refused by field, when the brief comes in', () => {
  test.each([
    ['the owner alone', `{ approvers: [${ana}] }`, ana, ['review.approvers']],
    ['the owner alone in a role', `{ approval: roles, roles: { brand: [${ana}], legal: [${bo}] } }`, ana, ['review.roles.brand']],
    ['more votes than people', `{ approvers: [${ana}, ${bo}], approval: { atLeast: 3 } }`, undefined, ['review.approval.atLeast']],
    ['more votes than people without the owner', `{ approvers: [${ana}, ${bo}], approval: { atLeast: 2 } }`, bo, ['review.approval.atLeast']],
    ['roles that nobody fills', '{ approval: roles }', undefined, ['review.roles']],
    ['roles beside another rule', `{ approvers: [${ana}], roles: { brand: [${bo}] } }`, undefined, ['review.roles']],
    ['a delegate of nobody', `{ approvers: [${ana}], delegates: { ${bo}: ${li} } }`, undefined, [`review.delegates.${bo}`]],
    ['a delegate who decides already', `{ approvers: [${ana}, ${bo}], delegates: { ${ana}: ${bo} } }`, undefined, [`review.delegates.${ana}`]],
    ['one delegate for two', `{ approvers: [${ana}, ${bo}], delegates: { ${ana}: ${li}, ${bo}: ${li} } }`, undefined, [`review.delegates.${bo}`]],
    ['the owner as a delegate', `{ approvers: [${ana}, ${bo}], delegates: { ${ana}: ${li} } }`, li, [`review.delegates.${ana}`]],
    ['too many roles', `{ approval: roles, roles: { ${Array.from({ length: 11 }, (_, index) => `r${String(index)}: [p${String(index)}@example.com]`).join(', ')} } }`, undefined, ['review.roles']],
  ])('%s', (_, review, owner, fields) => {
    expect(problemsOf(review, owner)).toEqual(fields);
  });

  test.each([
    [`{ approvers: [${ana}, ${bo}], approval: all }`, ana],
    [`{ approvers: [${ana}], ownApproval: true }`, ana],
    [`{ approvers: [${ana}], delegates: { ${ana}: ${bo} } }`, ana],
    [`{ approvers: [${ana}, ${bo}], approval: { atLeast: 2 } }`, li],
    [`{ approval: roles, roles: { brand: [${ana}, ${bo}], legal: [${ana}] } }`, bo],
    ['{}', ana],
  ])('%s is accepted', (review, owner) => {
    expect(problemsOf(review, owner)).toEqual([]);
  });

  test('where a brief names nobody, the deployment’s approvers are judged once they are known', () => {
    const ownBrief = briefWith({ owner: ana });
    expect(seatProblems(ownBrief, null)).toEqual([]);
    expect(seatProblems(ownBrief, [bo])).toEqual([]);
    expect(seatProblems(ownBrief, []).map(({ path }) => path.join('.'))).toEqual(['review.approvers']);
    expect(seatProblems(ownBrief, [ana])[0]?.message).toBe("Expected an approver who is not the brief's owner for review.approvers but received ana@example.com from the deployment alone; name somebody else, or write ownApproval: true");
    expect(seatProblems(briefWith({ review: { approval: { atLeast: 2 } } }), [ana]).map(({ path }) => path.join('.'))).toEqual(['review.approval.atLeast']);
  });
});

describe('a review is handed on', () => {
  const at = '2026-11-24T12:00:00.000Z';
  const ballot: Ballot = { approval: 'all', seats: [{ role: null, holders: [ana] }, { role: null, holders: [bo] }], escalatedTo: [], delegations: [], votes: [], barred: 'eva@example.com' };
  const problem = (to: string, more: Partial<Ballot> = {}, from: string = ana) => handOnProblem({ ...ballot, ...more }, from, to)?.message;

  test('to somebody who has no vote in it, and not to the owner', () => {
    expect(problem(li)).toBeUndefined();
    expect(problem('ANA@example.com')).toContain('somebody else');
    expect(problem(bo)).toContain('nobody has two votes');
    expect(problem('Eva@example.com')).toContain("brief's owner");
    expect(problem(li, { escalatedTo: [li] })).toContain('nobody has two votes');
  });

  test('twice at most, the brief’s own delegate not counted, and in no circle', () => {
    const chain = [{ from: 'a@x.org', to: 'b@x.org', at, byHand: false }, { from: 'b@x.org', to: 'c@x.org', at, byHand: true }, { from: 'c@x.org', to: ana, at, byHand: true }];
    expect(problem(li, { delegations: chain })).toContain('fewer than 2 times');
    expect(problem(li, { delegations: chain.slice(0, 2), seats: [{ role: null, holders: ['c@x.org'] }] }, 'c@x.org')).toBeUndefined();
    expect(problem('b@x.org', { delegations: chain.slice(0, 2), seats: [{ role: null, holders: ['c@x.org'] }] }, 'c@x.org')).toContain('circle');
  });
});
