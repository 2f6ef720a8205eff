import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Approval } from '../../../core/brief/schema.ts';
import { closedFor, isBarred, outcomeOf, quorum, roleOf, voteProblems, votesOfSeats, waitingFor, withVote, type Ballot } from '../../../core/review/policy.ts';
import { afterTheFact, ruleWords, rulingOf, whyClosed } from '../../../core/review/policy-words.ts';
import { peopleOf } from '../../../core/review/seats.ts';
import { Vote, type Seat } from '../../../core/review/vote.ts';
import { hash } from '../support/runs.ts';

const seat = (holder: string, role: string | null = null): Seat => ({ role, holders: [holder] });
const [ana, bo, li, eva] = ['ana@example.com', 'bo@example.com', 'li@example.com', 'eva@example.com'] as const;
const three = [seat(ana), seat(bo), seat(li)];
let minute = 0;
/** `a1` approves candidate 1, `c2` asks for changes to candidate 2, `s` starts over, `r` rejects. */
const vote = (by: string, words: string, note = ''): Vote => {
  minute += 1;
  const decision = { a: 'approve', c: 'changes', s: 'startOver', r: 'reject' }[words[0] ?? ''];
  return Vote.parse({ by, decision, candidate: words[1] === undefined ? null : hash(words[1]), note, at: new Date(Date.UTC(2026, 10, 24, 12, minute % 60)).toISOString() });
};
const ballot = (approval: Approval, votes: readonly Vote[] = [], more: Partial<Ballot> = {}): Ballot => ({ approval, seats: three, escalatedTo: [], delegations: [], votes, ...more });
/** `ana:a1 bo:c2` as votes, in that order. */
const votesIn = (text: string): Vote[] => text.split(' ').filter(Boolean).map((each) => vote(`${each.split(':')[0] ?? ''}@example.com`, each.split(':')[1] ?? ''));
const brief = (decided: ReturnType<typeof outcomeOf>): string => (decided === null ? 'open' : `${decided.decision}${decided.candidate === null ? '' : ` ${decided.candidate[0] ?? ''}`} by ${decided.by.map((by) => by.split('@')[0]).join('+')}`);

describe('what the votes come to', () => {
  const roles = [{ role: 'brand', holders: [ana, bo] }, { role: 'legal', holders: [li] }];
  test.each<[Approval, string, string, (readonly Seat[])?]>([
    ['one', '', 'open'],
    ['one', 'bo:a1', 'approve 1 by bo'],
    ['one', 'li:r', 'reject by li'],
    ['all', 'ana:a1 bo:a1', 'open'],
    ['all', 'ana:a1 bo:a1 li:a1', 'approve 1 by ana+bo+li'],
    ['all', 'ana:a1 bo:c1', 'changes 1 by bo'],
    ['all', 'ana:a1 bo:a1 li:a2', 'open'],
    [{ atLeast: 2 }, 'ana:a1', 'open'],
    [{ atLeast: 2 }, 'ana:a1 li:a1', 'approve 1 by ana+li'],
    [{ atLeast: 2 }, 'ana:a1 bo:a2', 'open'],
    [{ atLeast: 2 }, 'ana:a1 bo:a2 li:a2', 'approve 2 by bo+li'],
    [{ atLeast: 2 }, 'ana:a1 bo:c1', 'open'],
    [{ atLeast: 2 }, 'ana:c2 bo:c2', 'changes 2 by ana+bo'],
    [{ atLeast: 2 }, 'ana:a1 bo:r li:c2', 'changes 2 by li'],
    [{ atLeast: 2 }, 'ana:r bo:s', 'startOver by bo'],
    [{ atLeast: 1 }, 'ana:r bo:r li:s', 'reject by ana+bo'],
    [{ atLeast: 2 }, 'ana:a1 bo:a2 li:r', 'open'],
    [{ atLeast: 9 }, 'ana:a1 bo:a1 li:a1', 'approve 1 by ana+bo+li'],
    ['sequence', 'ana:a1', 'open'],
    ['sequence', 'ana:a1 bo:a1', 'open'],
    ['sequence', 'ana:a1 bo:a1 li:a1', 'approve 1 by ana+bo+li'],
    ['sequence', 'ana:a1 bo:c2', 'changes 2 by bo'],
    ['sequence', 'ana:s', 'startOver by ana'],
    ['roles', 'ana:a1', 'open', roles],
    ['roles', 'ana:r', 'open', roles],
    ['roles', 'ana:a1 li:a1', 'approve 1 by ana+li', roles],
    ['roles', 'bo:a1 li:r', 'reject by li', roles],
    ['roles', 'bo:c1 li:r', 'changes 1 by bo', roles],
    ['roles', 'bo:a1 li:a2', 'open', roles],
    ['roles', 'bo:a1', 'approve 1 by bo', [{ role: 'brand', holders: [ana, bo] }, { role: 'legal', holders: [bo] }]],
  ])('%j with %s: %s', (approval, votes, expected, seats = three) => {
    expect(brief(outcomeOf(ballot(approval, votesIn(votes), { seats })))).toBe(expected);
  });

  test('changes go on from the candidate that most name, then the one that more approve', () => {
    const seats = [seat(ana), seat(bo), seat(li), seat(eva)];
    expect(brief(outcomeOf(ballot({ atLeast: 2 }, votesIn('ana:c1 bo:c2 li:c2'), { seats })))).toBe('changes 2 by ana+bo+li');
    expect(brief(outcomeOf(ballot({ atLeast: 3 }, votesIn('ana:a2 bo:c1 li:c2'), { seats })))).toBe('changes 2 by bo+li');
  });

  test('words of those who wanted it, about the chosen candidate, make the note; those of the others do not', () => {
    const votes = [vote(ana, 'c1', 'warmer light'), vote(bo, 'c2', 'another frisbee'), vote(li, 'c2', 'a wider crop')];
    expect(outcomeOf(ballot({ atLeast: 1 }, votes))?.note).toBe('another frisbee\na wider crop');
  });

  test('the point that the first approver set is kept, and the time is that of the last vote', () => {
    const focus = { x: 0.25, y: 0.5 };
    const votes = [vote(ana, 'a1'), { ...vote(bo, 'a1'), focus, tags: ['too-dark' as const] }];
    expect(outcomeOf(ballot({ atLeast: 2 }, votes))).toMatchObject({ focus, at: votes[1]?.at, tags: ['too-dark'] });
  });
});

describe('who is waited for, and who may vote', () => {
  test.each<[Approval, string, readonly string[]]>([
    ['one', '', [ana, bo, li]],
    ['all', 'bo:a1', [ana, li]],
    ['all', 'ana:a1 bo:a1 li:a2', [ana, bo, li]],
    [{ atLeast: 2 }, 'ana:a1 bo:a2 li:r', [ana, bo]],
    ['sequence', '', [ana]],
    ['sequence', 'ana:a1', [bo]],
    ['sequence', 'ana:c1', []],
  ])('%j with "%s" waits for %j', (approval, votes, expected) => {
    expect(waitingFor(ballot(approval, votesIn(votes)))).toEqual(expected);
  });

  test('a vote may be changed while the review is open, in its place', () => {
    const votes = withVote(votesIn('ana:a1 bo:c2'), vote('ANA@example.com', 'a2'));
    expect(votes.map(({ by, candidate }) => [by, candidate?.[0]])).toEqual([['ANA@example.com', '2'], [bo, '2']]);
    expect(whyClosed(ballot('all', votesIn('ana:a1')), ana)).toBeNull();
  });

  test('in a sequence a vote may be changed until the next has voted, and nobody votes out of turn', () => {
    expect(whyClosed(ballot('sequence', votesIn('ana:a1')), ana)).toBeNull();
    expect(whyClosed(ballot('sequence', votesIn('ana:a1 bo:a1')), ana)).toBe('Your vote stands: bo@example.com has voted after you.');
    expect(whyClosed(ballot('sequence', votesIn('ana:a1')), li)).toBe('Your turn comes after bo@example.com.');
  });

  test('in a sequence all approve the same candidate', () => {
    const open = ballot('sequence', votesIn('ana:a1'));
    expect(voteProblems(open, vote(bo, 'a2')).map(({ field }) => field)).toEqual(['candidate']);
    expect(voteProblems(open, vote(bo, 'a1'))).toEqual([]);
    expect(voteProblems(open, vote(bo, 'c2'))).toEqual([]);
    expect(voteProblems(open, vote(ana, 'a2'))).toEqual([]);
    expect(voteProblems(ballot('all', votesIn('ana:a1')), vote(bo, 'a2'))).toEqual([]);
  });

  test('one person speaks for a role, and the other is told who', () => {
    const seats = [{ role: 'brand', holders: [ana, bo] }, seat(li, 'legal')];
    const open = ballot('roles', votesIn('ana:a1'), { seats });
    expect(whyClosed(open, bo)).toBe('ana@example.com has spoken for brand.');
    expect(whyClosed(open, ana)).toBeNull();
    expect(roleOf(open, ana)).toBe('brand');
    expect(waitingFor(open)).toEqual([li]);
  });

  test('whoever handed on reads to whom, and a stranger that nobody asked them', () => {
    const delegations = [{ from: ana, to: eva, at: '2026-11-24T12:00:00.000Z', byHand: true }];
    const open = ballot('one', [], { seats: [seat(eva)], delegations });
    expect(whyClosed(open, ana)).toBe('You handed this review on to eva@example.com, who decides in your place.');
    expect(whyClosed(open, eva)).toBeNull();
    expect(whyClosed(open, bo)).toBe('You are not asked in this review.');
  });

  test('who is asked late fills an empty seat, and gives way to its holder', () => {
    const late = { escalatedTo: [eva] };
    expect(brief(outcomeOf(ballot('all', votesIn('ana:a1 eva:a1 bo:a1'), late)))).toBe('approve 1 by ana+bo+eva');
    expect(votesOfSeats(ballot('all', votesIn('eva:a1 ana:a1'), late)).map((each) => each?.by)).toEqual([ana, eva, undefined]);
    expect(waitingFor(ballot('all', votesIn('ana:a1'), late))).toEqual([bo, li, eva]);
    expect(whyClosed(ballot('sequence', votesIn('ana:a1 eva:a1'), late), bo)).toBe('eva@example.com has decided in your place.');
    expect(waitingFor(ballot('sequence', votesIn('ana:a1 eva:a1'), late))).toEqual([li]);
  });

  test('the owner is barred from approving, in capitals too', () => {
    expect(isBarred({ barred: 'Ana@example.com' }, ana)).toBe(true);
    expect(isBarred({ barred: null }, ana)).toBe(false);
  });
});

describe('whatever people vote', () => {
  const people = fc.integer({ min: 1, max: 6 }).map((count) => Array.from({ length: count }, (_, index) => `p${String(index)}@example.com`));
  const approvals = fc.oneof(fc.constantFrom<Approval>('one', 'all', 'sequence', 'roles'), fc.integer({ min: 1, max: 8 }).map((atLeast): Approval => ({ atLeast })));
  const tries = fc.array(fc.tuple(fc.nat(7), fc.constantFrom('a1', 'a2', 'c1', 'c2', 's', 'r')), { maxLength: 24 });
  const called = fc.boolean().map((asked) => (asked ? [eva] : []));
  /** Votes as people would cast them one after the other: nobody who may not, none after the end. */
  const played = (approval: Approval, names: readonly string[], escalatedTo: readonly string[], attempts: readonly (readonly [number, string])[]): Ballot => {
    const seats = approval === 'roles' ? names.map((name, index) => ({ role: `role-${String(index)}`, holders: [name, `deputy-${String(index)}@example.com`] })) : names.map((name) => seat(name));
    const everybody = [...peopleOf(seats), ...escalatedTo];
    return attempts.reduce((open, [who, words]) => {
      const next = vote(everybody[who % everybody.length] ?? '', words);
      if (outcomeOf(open) !== null || whyClosed(open, next.by) !== null || voteProblems(open, next).length > 0) return open;
      return { ...open, votes: withVote(open.votes, next) };
    }, ballot(approval, [], { seats, escalatedTo }));
  };

  test('an open review waits for somebody, and whoever it waits for may vote', () => {
    fc.assert(
      fc.property(approvals, people, called, tries, (approval, names, escalatedTo, attempts) => {
        const end = played(approval, names, escalatedTo, attempts);
        const waited = waitingFor(end);
        expect(waited.length > 0).toBe(outcomeOf(end) === null);
        for (const who of waited) expect(whyClosed(end, who), who).toBeNull();
        expect(ruleWords(end)).not.toContain('undefined');
      }),
      { numRuns: 400 },
    );
  });

  test('it can always be brought to an end by those whom it waits for', () => {
    fc.assert(
      fc.property(approvals, people, called, tries, (approval, names, escalatedTo, attempts) => {
        let open = played(approval, names, escalatedTo, attempts);
        for (let step = 0; outcomeOf(open) === null && step < 20; step += 1) open = { ...open, votes: withVote(open.votes, vote(waitingFor(open)[step % waitingFor(open).length] ?? '', 'r')) };
        expect(outcomeOf(open)).not.toBeNull();
      }),
      { numRuns: 400 },
    );
  });

  test('an approval has as many approvals of the very candidate as the rule asks for, and any end is what somebody voted', () => {
    fc.assert(
      fc.property(approvals, people, called, tries, (approval, names, escalatedTo, attempts) => {
        const end = played(approval, names, escalatedTo, attempts);
        const decided = outcomeOf(end);
        if (decided === null) return;
        for (const by of decided.by) expect(end.votes.find((each) => each.by === by)?.decision).toBe(decided.decision);
        expect(decided.by.length).toBeGreaterThan(0);
        if (decided.decision !== 'approve') return;
        const seatsFor = votesOfSeats(end).filter((each) => each?.decision === 'approve' && each.candidate === decided.candidate);
        expect(seatsFor.length).toBeGreaterThanOrEqual(quorum(end));
      }),
      { numRuns: 400 },
    );
  });
});

test.each<[Approval, string]>([
  ['one', 'The first of 3 approvers to decide decides for all.'],
  ['all', 'All 3 approvers approve the same candidate.'],
  [{ atLeast: 2 }, '2 of 3 approvers approve the same candidate.'],
  ['sequence', 'ana@example.com, then bo@example.com, then li@example.com approve the same candidate; anything else ends the review.'],
])('the rule of %j in words', (approval, words) => {
  expect(ruleWords(ballot(approval))).toBe(words);
});

test('a split is told in the rule: who has to agree', () => {
  expect(ruleWords(ballot({ atLeast: 2 }, votesIn('ana:a1 bo:a2 li:r')))).toContain('ana@example.com and bo@example.com have to agree on one');
});

test('an end is told after the fact with who, when and their words', () => {
  const at = '2026-11-24T14:02:00.000Z';
  expect(afterTheFact({ decision: 'approve', by: 'r@example.com', at, note: '' })).toBe('approved by r@example.com at 14:02 UTC on 24 November 2026');
  expect(afterTheFact({ decision: 'changes', by: 'r@example.com', at, note: 'warmer' })).toBe('sent back for changes by r@example.com at 14:02 UTC on 24 November 2026: “warmer”');
});

test('a rule is told as data too, for a page that words it in another language', () => {
  expect(rulingOf(ballot({ atLeast: 2 }))).toEqual({ rule: 'some', people: [ana, bo, li], roles: ['', '', ''], needed: 2, seats: 3, split: [] });
  expect(rulingOf(ballot({ atLeast: 2 }, votesIn('ana:a1 bo:a2 li:r'))).split).toEqual([ana, bo]);
  expect(rulingOf(ballot('one')).rule).toBe('first');
  expect(rulingOf(ballot('all', [], { seats: [seat(ana)] })).rule).toBe('person');
  expect(closedFor(ballot('sequence', votesIn('ana:a1')), li)).toEqual({ why: 'turn-later', people: [bo] });
});
