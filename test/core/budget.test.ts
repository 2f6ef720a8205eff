import { expect, test } from 'vitest';
import { dollars, noCap, refusalMessage, scopesOf } from '../../core/budget.ts';
import { briefWith } from './support/briefs.ts';

test('a brief is booked on its own account, and on its campaign where it has one', () => {
  expect(scopesOf(briefWith({ budget: { cap: 1.5 } }), 'r1')).toEqual([{ scope: 'brief#r1', capMicroUsd: 1_500_000 }]);
  expect(scopesOf(briefWith({ budget: { cap: 2, campaign: 'spring', campaignCap: 40 } }), 'r1')).toEqual([
    { scope: 'brief#r1', capMicroUsd: 2_000_000 },
    { scope: 'campaign#spring', capMicroUsd: 40_000_000 },
  ]);
});

test('a campaign without a cap is booked all the same', () => {
  expect(scopesOf(briefWith({ budget: { campaign: 'spring' } }), 'r1')[1]).toEqual({ scope: 'campaign#spring', capMicroUsd: noCap });
});

test('a refusal says what is left, what was wanted and which field to raise', () => {
  const message = refusalMessage({ scope: 'campaign#spring', capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060 });
  expect(message).toContain('at most $0.05');
  expect(message).toContain('$0.12606');
  expect(message).toContain('budget.campaignCap');
});

test.each([
  [0, '$0.00'],
  [5_000, '$0.005'],
  [2_000_000, '$2.00'],
  [126_060, '$0.12606'],
])('%i millionths read as %s', (amount, text) => {
  expect(dollars(amount)).toBe(text);
});
