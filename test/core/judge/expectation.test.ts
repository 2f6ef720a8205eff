import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf } from '../../../core/judge/counts.ts';
import { chanceOf, expectedOf, isotonic, sentenceOf, type Outlook } from '../../../core/judge/expectation.ts';
import { Priors, priors as shipped } from '../../../core/judge/priors.ts';
import { speakerIn } from '../../../core/language/catalogues.ts';

/** Figures that can be checked by hand. */
const priors = Priors.parse({
  asOf: '2026-11-28',
  sources: {},
  operations: { edit: { headroomShare: 0.5, mendedShare: 0.5 }, startOver: { headroomShare: 0.2, mendedShare: 0.25 } },
  meanHeadroom: 0.5,
  priorRounds: 4,
  approval: { bands: [0, 0.2, 0.4, 0.6, 0.8, 1], faulty: 0.1, priorDecisions: 10 },
  compareHours: 0.05,
});
const outlook: Outlook = { counts: {}, modelUsd: 0.5, alternativeUsd: 100, unapprovedShare: 0.1, hourlyUsd: 40, reviewHours: 0.25 };

describe('the chance of an approval', () => {
  test.each([
    ['in the middle of a band is the band’s', 0.75, 0.6],
    ['between two middles runs straight', 0.8, 0.7],
    ['below the first middle is level', 0, 0],
    ['above the last middle is level', 1, 1],
  ] as const)('%s', (_, score, chance) => {
    expect(chanceOf({ standing: 'clean', score }, {}, priors)).toBeCloseTo(chance, 10);
  });

  test('is drawn towards what people decided, by counts', () => {
    // (8 + 10 · 0.6) / (10 + 10)
    expect(chanceOf({ standing: 'clean', score: 0.75 }, { band3Shown: 10, band3Approved: 8 }, priors)).toBeCloseTo(0.7, 10);
    expect(chanceOf({ standing: 'faulty', score: 0.9 }, { faultyShown: 10, faultyApproved: 0 }, priors)).toBeCloseTo(0.05, 10);
  });

  test('is nothing where the gates fail', () => {
    expect(chanceOf({ standing: 'out', score: 1 }, {}, priors)).toBe(0);
  });

  test('never falls with the score, whatever was counted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 6, maxLength: 6 }), (bands) => {
        const counts = Object.fromEntries(bands.flatMap(([approved, more], index) => [[`band${String(index)}Shown`, approved + more], [`band${String(index)}Approved`, approved]]));
        const chances = Array.from({ length: 101 }, (_, score) => chanceOf({ standing: 'clean', score: score / 100 }, counts));
        for (const [index, chance] of chances.entries()) {
          expect(chance).toBeGreaterThanOrEqual((chances[index - 1] ?? 0) - 1e-12);
          expect(chance).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test.each([
    [[1, 2, 3], [1, 1, 1], [1, 2, 3]],
    [[3, 1], [1, 1], [2, 2]],
    [[3, 1], [3, 1], [2.5, 2.5]],
    // Pooling once makes a new violator of the block before.
    [[2, 3, 0], [1, 1, 1], [5 / 3, 5 / 3, 5 / 3]],
  ])('violators are pooled: %j with weights %j', (values, weights, nearest) => {
    expect(isotonic(values.map((value, index) => ({ value, weight: weights[index] ?? 0 })))).toEqual(nearest);
  });
});

test.each([[0, 'band0'], [0.4999, 'band0'], [0.5, 'band1'], [0.7, 'band3'], [0.9, 'band5'], [1, 'band5']] as const)('a score of %d lies in %s', (score, band) => {
  expect(bandOf(score)).toBe(band);
});

describe('one more round', () => {
  test('without a history, by the priors', () => {
    // gain 0.5 · 0.3 = 0.15; chance 0.5 → 0.8 at 0.85; loss min(100, 40 · 0.25 + 0.5 + 0.1 · 100) = 20.5; cost 0.5 + 40 · 0.05
    const expected = expectedOf('edit', { standing: 'clean', score: 0.7 }, outlook, priors);
    expect(expected.gain).toBeCloseTo(0.15, 10);
    expect(expected.chance.now).toBeCloseTo(0.5, 10);
    expect(expected.chance.after).toBeCloseTo(0.8, 10);
    expect(expected.worthUsd).toBeCloseTo(0.3 * 20.5, 10);
    expect(expected.costUsd).toBeCloseTo(2.5, 10);
    expect([expected.rounds, expected.weight]).toEqual([0, 0]);
  });

  test('with as much of a history as the prior is worth, half of each', () => {
    // Four rounds with 2 of headroom in all, of which none was closed: share (0 + 4 · 0.5 · 0.5) / (2 + 2)
    const expected = expectedOf('edit', { standing: 'clean', score: 0.6 }, { ...outlook, counts: { editRounds: 4, editRise: 0, editHeadroom: 20_000 } }, priors);
    expect(expected.gain).toBeCloseTo(0.25 * 0.4, 10);
    expect([expected.rounds, expected.weight]).toEqual([4, 0.5]);
  });

  test('of a faulty round counts on the fault going, as often as it did', () => {
    // mended (3 + 4 · 0.5) / (4 + 4); clean chance at 0.85 is 0.8; now 0.1
    const expected = expectedOf('edit', { standing: 'faulty', score: 0.7 }, { ...outlook, counts: { editFaulty: 4, editMended: 3 } }, priors);
    expect(expected.chance.now).toBeCloseTo(0.1, 10);
    expect(expected.chance.after).toBeCloseTo(0.625 * 0.8 + 0.375 * 0.1, 10);
  });

  test('a new concept goes by its own history', () => {
    const counts = { editRounds: 100, editRise: 900_000, editHeadroom: 1_000_000 };
    expect(expectedOf('startOver', { standing: 'clean', score: 0.5 }, { ...outlook, counts }, priors).gain).toBeCloseTo(0.1, 10);
  });

  test('is never worth more than the other route, and a fall is worth nothing', () => {
    const cheap = expectedOf('edit', { standing: 'clean', score: 0.7 }, { ...outlook, alternativeUsd: 5 }, priors);
    expect(cheap.worthUsd).toBeCloseTo(0.3 * 5, 10);
    const falling = { editRounds: 100, editRise: -200_000, editHeadroom: 300_000 };
    expect(expectedOf('edit', { standing: 'clean', score: 0.7 }, { ...outlook, counts: falling }, priors)).toMatchObject({ gain: 0, worthUsd: 0 });
  });

  test('the shipped figures say themselves where they come from, and that a round at the threshold is approved in about 1 of 1.6', () => {
    for (const field of ['operations', 'meanHeadroom', 'approval', 'compareHours']) expect(shipped.sources[field]).toMatch(/own estimate/u);
    expect(chanceOf({ standing: 'clean', score: 0.72 }, {})).toBeCloseTo(1 / 1.6, 1);
  });
});

test.each([
  [{ rounds: 31, meanRise: 0.04, weight: 0.8, gain: 0.05, worthUsd: 0.9, costUsd: 3.2 }, 'One more round of this kind raised the best score by 0.04 on average (31 rounds), worth $0.90 against $3.20: good enough.'],
  [{ rounds: 1, meanRise: -0.1, weight: 0.1, gain: 0.05, worthUsd: 9, costUsd: 1 }, 'One more round of this kind lowered the best score by 0.10 on average (1 round; 0.05 expected), worth $9.00 against $1.00: good enough.'],
  [{ rounds: 0, meanRise: 0, weight: 0, gain: 0.07, worthUsd: 1, costUsd: 2 }, 'One more round of this kind is expected to raise the best score by 0.07 (no rounds counted yet), worth $1.00 against $2.00: good enough.'],
])('says so: %j', (sums, sentence) => {
  expect(sentenceOf({ ...sums, chance: { now: 0, after: 0 } }, 'good-enough', speakerIn('en'))).toBe(sentence);
});
