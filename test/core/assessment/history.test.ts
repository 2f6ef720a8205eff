import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf, expectationOf, noHistory, recentMonths, sumOf } from '../../../core/assessment/history.ts';

const prior = { rounds: 1.6, unapprovedShare: 0.125, priorRuns: 8 };

describe('what a finished run says', () => {
  test.each([
    ['completed', 2, 100, { runs: 1, unapproved: 0, rounds: 2 }],
    ['rejected', 1, 100, { runs: 1, unapproved: 1, rounds: 1 }],
    ['exhausted', 3, 100, { runs: 1, unapproved: 1, rounds: 3 }],
    ['over-budget', 3, 100, { runs: 1, unapproved: 1, rounds: 2 }],
    ['over-budget', 1, 0, null],
    ['declined', 1, 0, null],
    ['expired', 2, 100, null],
    ['failed', 2, 100, null],
  ] as const)('%s in round %i, with %i spent', (state, round, costMicroUsd, count) => {
    expect(countOf({ state, round, costMicroUsd })).toEqual(count);
  });

  test('counts add up, and none of them are no history', () => {
    expect(sumOf([])).toEqual(noHistory);
    expect(sumOf([{ runs: 1, unapproved: 0, rounds: 2 }, { runs: 3, unapproved: 2, rounds: 7 }])).toEqual({ runs: 4, unapproved: 2, rounds: 9 });
  });
});

describe('what is expected of the next one', () => {
  test('without a history it is the prior, and with as many runs as the prior is worth half of each', () => {
    expect(expectationOf(noHistory, prior)).toEqual({ rounds: 1.6, unapprovedShare: 0.125, weight: 0 });
    const blended = expectationOf({ runs: 8, unapproved: 4, rounds: 16 }, prior);
    expect(blended.weight).toBe(0.5);
    expect(blended.rounds).toBeCloseTo((1.6 + 2) / 2, 10);
    expect(blended.unapprovedShare).toBeCloseTo((0.125 + 0.5) / 2, 10);
  });

  test('it lies between the prior and what was counted, nearer to the counts the more there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 10 }), (runs, share, each) => {
        const unapproved = Math.round(runs * share);
        const [few, many] = [expectationOf({ runs, unapproved, rounds: runs * each }, prior), expectationOf({ runs: runs * 10, unapproved: unapproved * 10, rounds: runs * 10 * each }, prior)];
        for (const [value, more, from, to] of [[few.rounds, many.rounds, prior.rounds, each], [few.unapprovedShare, many.unapprovedShare, prior.unapprovedShare, unapproved / runs]] as const) {
          expect(value).toBeGreaterThanOrEqual(Math.min(from, to) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(from, to) + 1e-9);
          expect(Math.abs(more - to)).toBeLessThanOrEqual(Math.abs(value - to) + 1e-9);
        }
      }),
    );
  });
});

test('a year of months counts, across the turn of the year', () => {
  const months = recentMonths(new Date('2026-02-28T23:59:59.000Z'));
  expect(months).toHaveLength(12);
  expect([months[0], months[2], months.at(-1)]).toEqual(['2026-02', '2025-12', '2025-03']);
  expect(recentMonths(new Date('2026-03-31T12:00:00.000Z')).slice(0, 2)).toEqual(['2026-03', '2026-02']);
});
