import { expect, test } from 'vitest';
import { dollars, monthScope, noCap, partsOf, refusalMessage, scopesOf } from '../../core/budget.ts';
import { briefWith } from './support/briefs.ts';

const month = monthScope(new Date('2026-11-24T12:00:00Z'), 500);

test('a brief is booked on its own account, on its campaign where it has one, and on the month', () => {
  expect(scopesOf(briefWith({ budget: { cap: 1.5 } }), 'r1', month)).toEqual([
    { scope: 'brief#r1', capMicroUsd: 1_500_000 },
    { scope: 'month#2026-11', capMicroUsd: 500_000_000 },
  ]);
  expect(scopesOf(briefWith({ budget: { cap: 2, campaign: 'spring', campaignCap: 40 } }), 'r1', month)).toEqual([
    { scope: 'brief#r1', capMicroUsd: 2_000_000 },
    { scope: 'campaign#spring', capMicroUsd: 40_000_000 },
    { scope: 'month#2026-11', capMicroUsd: 500_000_000 },
  ]);
});

test('a month is that of UTC, whatever the clock on the wall says', () => {
  expect(monthScope(new Date('2026-12-01T00:30:00+01:00'), 1).scope).toBe('month#2026-11');
  expect(monthScope(new Date('2026-11-30T23:59:59.999Z'), 1).scope).toBe('month#2026-11');
  expect(monthScope(new Date('2026-12-01T00:00:00Z'), 1).scope).toBe('month#2026-12');
});

test.each([
  ['brief#0123456789abcdef01234567', { kind: 'brief', name: '0123456789abcdef01234567' }],
  ['campaign#spring', { kind: 'campaign', name: 'spring' }],
  ['month#2026-11', { kind: 'month', name: '2026-11' }],
])('%s has its parts', (scope, parts) => {
  expect(partsOf(scope)).toEqual(parts);
});

test('a campaign without a cap is booked all the same', () => {
  expect(scopesOf(briefWith({ budget: { campaign: 'spring' } }), 'r1', month)[1]).toEqual({ scope: 'campaign#spring', capMicroUsd: noCap });
});

test.each([
  ['brief#r1', 'budget.cap,'],
  ['campaign#spring', 'budget.campaignCap'],
  ['month#2026-11', 'MonthlyCapUsd'],
])('a refusal by %s says what is left, what was wanted and what to raise', (scope, raised) => {
  const message = refusalMessage({ scope, capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060 });
  expect(message).toContain('at most $0.05');
  expect(message).toContain('$0.12606');
  expect(message).toContain(raised);
});

test.each([
  [0, '$0.00'],
  [5_000, '$0.005'],
  [2_000_000, '$2.00'],
  [126_060, '$0.12606'],
])('%i millionths read as %s', (amount, text) => {
  expect(dollars(amount)).toBe(text);
});
