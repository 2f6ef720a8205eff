import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { shippedConstants, withTeam } from '../../../core/assessment/constants.ts';
import type { Constants, TeamConstants } from '../../../core/assessment/constants.ts';
import { noHistory } from '../../../core/assessment/history.ts';
import type { RoundsHistory } from '../../../core/assessment/history.ts';
import { returnOnInvestment, sumsOf } from '../../../core/assessment/return.ts';
import type { ReturnFacts } from '../../../core/assessment/return.ts';
import { AssetKind } from '../../../core/brief/schema.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';
import { Assessment } from '../../../core/documents.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith } from '../support/briefs.ts';

const model = modelOf();
const facts = (changes: Partial<ReturnFacts> = {}): ReturnFacts => ({ brief: briefWith({ deliverables: ['open-graph'] }), doubts: 0, model, constants: shippedConstants, history: noHistory, ...changes });
const sums = (changes: Partial<ReturnFacts> = {}) => returnOnInvestment(facts(changes), null);
const team = (changes: TeamConstants): Constants => withTeam(changes);
const briefOf = (changes: Partial<BriefInput>) => briefWith({ deliverables: ['open-graph'], ...changes });

describe('what it costs', () => {
  test('the sums of a plain brief, by hand', () => {
    // 1.6 rounds, one brief in eight unapproved; a quarter of an hour and 0.1 h a round at 58.94; stock at 12 + 0.75 h.
    const { generationUsd, modelUsd, unapprovedShare, fallbackUsd, alternative, savingUsd, expectedRounds } = sums();
    expect({ expectedRounds, unapprovedShare }).toEqual({ expectedRounds: 1.6, unapprovedShare: 0.125 });
    expect(generationUsd - modelUsd).toBeCloseTo((0.25 + 0.16) * 58.94, 1);
    expect(alternative).toEqual({ route: 'a stock photograph', usd: 56.21 });
    expect(fallbackUsd).toBeCloseTo(56.205 / 8, 1);
    expect(savingUsd).toBeCloseTo(56.205 - generationUsd - fallbackUsd, 1);
  });

  test.each(AssetKind.options)('a plain %s is worth generating, by sums that add up', (kind) => {
    const { verdict, returnOnInvestment: roi } = assess(briefWith({ kind }), { model });
    expect(verdict).toBe('generate');
    expect(roi.savingUsd).toBeCloseTo(roi.alternative.usd - roi.generationUsd - roi.fallbackUsd, 1);
    expect(roi.modelUsd).toBeGreaterThan(0);
    expect(roi.modelUsd).toBeLessThan(roi.generationUsd);
    expect(roi.alternative).toEqual(roi.routes[0]);
    expect(roi.routes.map(({ usd }) => usd)).toEqual(roi.routes.map(({ usd }) => usd).toSorted((a, b) => a - b));
  });

  test('more sizes and prints are work on the other route, and none here', () => {
    const one = sums();
    const many = sums({ brief: briefOf({ deliverables: ['open-graph', 'hero-16x9', 'instagram-square', 'print-a4'] }) });
    expect(many.generationUsd).toBe(one.generationUsd);
    expect(many.alternative.usd - one.alternative.usd).toBeCloseTo((2 * 0.05 + 0.25) * 58.94, 1);
  });

  test('doubts cost rounds and chances, and the brief limits the rounds', () => {
    expect(sums({ doubts: 1 })).toMatchObject({ expectedRounds: 2.2, unapprovedShare: 0.225 });
    expect(sums({ doubts: 2, brief: briefOf({ review: { rounds: 1 } }) }).expectedRounds).toBe(1);
  });

  test('the history moves what is expected, and the assessment says how many runs it rests on', () => {
    const history: RoundsHistory = { runs: 24, unapproved: 12, rounds: 60 };
    const learned = sums({ history });
    // (60 − 24 + 8 · 0.6) / 32 beyond the first round; (12 + 8 · 0.125) / 32 unapproved.
    expect(learned).toMatchObject({ expectedRounds: 2.27, unapprovedShare: 0.406, history: { ...history, weight: 0.75 } });
    expect(learned.savingUsd).toBeLessThan(sums().savingUsd);
  });

  test('the owner is asked when another way is cheaper, and reads how sure that is', () => {
    const constants = team({ routes: { editorial: [{ route: 'our own archive', hours: {}, costsUsd: 3 }] } });
    const { verdict, reasons } = assess(briefOf({}), { model, constants });
    expect(verdict).toBe('ask');
    expect(reasons).toEqual([expect.stringMatching(/more than our own archive \(\$3\.00\)/u), expect.stringMatching(/No single constant/u)]);
    const close = assess(briefOf({}), { model, constants: team({ routes: { editorial: [{ route: 'our own archive', hours: {}, costsUsd: 29 }] } }) });
    expect(close.reasons.join(' ')).toMatch(/it turns around when .+ is 30 % off/u);
  });

  test('an assessment is a document of the run, and those of before sums had break-even points can still be read', () => {
    const { signals, ...rest } = assess(briefWith(), { model });
    expect(Assessment.parse({ signals, ...rest })).toEqual({ signals, ...rest });
    const before = { verdict: 'ask', reasons: ['Too vague.'], signals: [{ id: 'vague-concept', severity: 'doubt', field: 'concept', message: 'Too vague.' }], returnOnInvestment: { generationUsd: 1, modelUsd: 1, alternative: { route: 'stock', usd: 2 }, savingUsd: 1, expectedRounds: 1, constantsAsOf: '2026-11-24' } };
    expect(Assessment.parse(before)).toMatchObject({ ...before, returnOnInvestment: { breakEven: null, sensitivity: [], team: null } });
  });
});

describe('where it stops paying', () => {
  const savingWith = (changes: Partial<ReturnFacts>): number => sumsOf(facts(changes)).savingUsd;

  test('at each break-even point the saving is nothing', () => {
    const { breakEven, alternative } = sums();
    const generation = (change: Partial<Constants['generation']>): Constants => ({ ...shippedConstants, generation: { ...shippedConstants.generation, ...change } });
    const manyRounds = briefOf({ review: { rounds: 10 } });
    expect(savingWith({ brief: manyRounds, constants: generation({ rounds: breakEven?.rounds ?? 0 }) })).toBeCloseTo(0, 0);
    expect(savingWith({ constants: generation({ unapprovedShare: breakEven?.unapprovedShare ?? 0 }) })).toBeCloseTo(0, 1);
    expect(savingWith({ constants: team({ routes: { editorial: [{ route: 'other', hours: {}, costsUsd: breakEven?.alternativeUsd ?? 0 }] } }) })).toBeCloseTo(0, 1);
    expect(breakEven?.alternativeUsd).toBeLessThan(alternative.usd);
  });

  test('a designer’s rate turns it one way where the other route is bought, the other way where it is work', () => {
    const bought = team({ routes: { editorial: [{ route: 'a licence', hours: {}, costsUsd: 40 }] } });
    const rate = sums({ constants: bought }).breakEven?.designerHourly;
    expect(rate?.pays).toBe('below');
    expect(savingWith({ constants: { ...bought, hourlyUsd: { ...bought.hourlyUsd, designer: rate?.usd ?? 0 } } })).toBeCloseTo(0, 1);
    const worked = team({ routes: { editorial: [{ route: 'a designer', hours: { designer: 2 }, costsUsd: 0 }] } });
    const dear = briefOf({ quality: 'high', candidates: 8 });
    expect(sums({ constants: worked, brief: dear }).breakEven?.designerHourly?.pays).toBe('above');
  });
});

describe('what it hangs on', () => {
  test('constants are ranked by how far 30 % of each moves the saving, and those that move nothing are left out', () => {
    const { sensitivity, savingUsd } = sums();
    const swings = sensitivity.map(({ lowUsd, highUsd }) => Math.abs(highUsd - lowUsd));
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    expect(sensitivity.map(({ constant }) => constant)).toContain('routes.hours');
    expect(sensitivity.map(({ constant }) => constant)).not.toContain('generation.roundsPerDoubt');
    for (const { lowUsd, highUsd, flips } of sensitivity) expect(flips).toBe(lowUsd >= 0 !== savingUsd >= 0 || highUsd >= 0 !== savingUsd >= 0);
  });

  test('a saving is what the constants make of it: 30 % more of one is the saving with that constant 30 % higher', () => {
    const entry = sums().sensitivity.find(({ constant }) => constant === 'generation.briefHours');
    const dearer: Constants = { ...shippedConstants, generation: { ...shippedConstants.generation, briefHours: shippedConstants.generation.briefHours * 1.3 } };
    expect(entry?.highUsd).toBe(sums({ constants: dearer }).savingUsd);
  });
});

test('whatever the figures, the sums are finite, the document is valid, and the cheapest route is the alternative', () => {
  const share = fc.double({ min: 0, max: 0.95, noNaN: true });
  const hours = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      fc.record({ briefHours: hours, reviewHoursPerRound: hours, rounds: fc.double({ min: 1, max: 10, noNaN: true }), roundsPerDoubt: fc.double({ min: 0, max: 10, noNaN: true }), unapprovedShare: share, unapprovedPerDoubt: share, priorRuns: fc.double({ min: 0.1, max: 100, noNaN: true }) }),
      fc.record({ designer: hours, photographer: hours }),
      fc.double({ min: 0, max: 10_000, noNaN: true }),
      fc.nat(6),
      fc.nat(1000),
      (generation, work, costsUsd, doubts, runs) => {
        const constants: Constants = { ...shippedConstants, generation, routes: { ...shippedConstants.routes, editorial: [{ route: 'one', hours: work, costsUsd }, { route: 'another', hours: {}, costsUsd: 50 }] } };
        const roi = sums({ constants, doubts, history: { runs, unapproved: Math.floor(runs / 3), rounds: runs * 2 } });
        expect(Assessment.shape.returnOnInvestment.safeParse(roi).error).toBeUndefined();
        expect(roi.alternative.usd).toBe(Math.min(...roi.routes.map(({ usd }) => usd)));
      },
    ),
    { numRuns: 300, endOnFailure: true },
  );
});
