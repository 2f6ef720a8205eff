import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohensKappa, wordForKappa } from '../../../core/agreement/kappa.ts';

// Published examples, as printed: kappa, and where they give it the standard error and the 95 % limits.
test.each([
  // SAS/STAT 13.1 User's Guide, The FREQ Procedure, Agreement Study: two dermatologists, 88 patients.
  ['SAS, skin condition', [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]], 0.3449, { standardError: 0.0724, low: 0.203, high: 0.4868 }],
  // Fleiss, Statistical Methods for Rates and Proportions, 2nd edition 1981, p. 213: two raters, 100 subjects.
  ['Fleiss 1981, diagnoses', [[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.6765, undefined],
  // Stata Base Reference Manual, kappa, example 1: two radiologists, 85 mammograms (Boyd et al. 1982).
  ['Stata, mammograms', [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]], 0.4728, undefined],
  // Cohen's kappa in Wikipedia: fifty grant proposals; and two tables with the same agreement of 60 %.
  ['grant proposals', [[20, 5], [10, 15]], 0.4, undefined],
  ['equal agreement, like habits', [[45, 15], [25, 15]], 0.1304, undefined],
  ['equal agreement, unlike habits', [[25, 35], [5, 35]], 0.2593, undefined],
])('%s', (_, table, value, printed) => {
  const kappa = cohensKappa(table);
  expect(kappa?.value).toBeCloseTo(value, 4);
  if (printed === undefined) return;
  expect(kappa?.standardError).toBeCloseTo(printed.standardError, 4);
  expect(kappa?.low).toBeCloseTo(printed.low, 4);
  expect(kappa?.high).toBeCloseTo(printed.high, 4);
});

test('the mammograms agree in 63.53 %, and would by chance in 30.82 %', () => {
  const kappa = cohensKappa([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]);
  expect(kappa?.observed).toBeCloseTo(0.6353, 4);
  expect(kappa?.expected).toBeCloseTo(0.3082, 4);
});

test.each([
  ['nobody rated', [[0, 0], [0, 0]]],
  ['both only ever passed', [[30, 0], [0, 0]]],
  ['both only ever failed', [[0, 0], [0, 7]]],
  ['there is no category', []],
])('is not defined when %s', (_, table) => {
  expect(cohensKappa(table)).toBeNull();
});

test.each([
  ['full agreement is 1, without a spread', [[42, 0], [0, 8]], 1, 0],
  ['a rater without variation agrees by chance only', [[42, 8], [0, 0]], 0, 0],
  ['full disagreement of even raters is -1', [[0, 10], [10, 0]], -1, 0],
])('%s', (_, table, value, standardError) => {
  const kappa = cohensKappa(table);
  expect(kappa?.value).toBeCloseTo(value, 9);
  expect(kappa?.standardError).toBeCloseTo(standardError, 6);
});

test('is a number between -1 and 1 within its limits for any table, and the same with the raters exchanged', () => {
  const cell = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(cell, cell, cell, cell, (a, b, c, d) => {
      const kappa = cohensKappa([[a, b], [c, d]]);
      if (kappa === null) return [a, b, c, d].filter((count) => count > 0).length <= 1 && b === 0 && c === 0;
      const exchanged = cohensKappa([[a, c], [b, d]]);
      const { low, value, high, standardError } = kappa;
      return Number.isFinite(standardError) && low >= -1 && high <= 1 && low <= value + 1e-9 && value <= high + 1e-9 && Math.abs((exchanged?.value ?? 9) - value) < 1e-9 && Math.abs((exchanged?.standardError ?? 9) - standardError) < 1e-9;
    }),
  );
});

test.each([[-0.1, 'poor'], [0.2, 'slight'], [0.4, 'fair'], [0.6, 'moderate'], [0.8, 'substantial'], [0.81, 'almost perfect']])('%d is %s', (value, word) => {
  expect(wordForKappa(value)).toBe(word);
});
