import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { shippedConstants } from '../../../core/assessment/return.ts';
import { AssetKind } from '../../../core/brief/schema.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';
import { Assessment } from '../../../core/documents.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith, sportsCar } from '../support/briefs.ts';

const model = modelOf();
const concept = (subject: string, more: Partial<BriefInput['concept']> = {}): Partial<BriefInput> => ({
  concept: { subject, action: 'seen from across a small table', environment: 'a bright workshop with brick walls', ...more },
});

describe('feasibility', () => {
  test('a concrete concept is generated', () => {
    expect(assess(briefWith(), { model }).verdict).toBe('generate');
    expect(assess(sportsCar, { model }).verdict).toBe('generate');
  });

  test('a dog in a park is too vague, and the owner is told what to add', () => {
    const { verdict, signals, reasons } = assess(briefWith({ concept: { subject: 'a dog in a park' } }), { model });
    expect(verdict).toBe('ask');
    expect(signals.map(({ id }) => id)).toEqual(['vague-concept']);
    expect(reasons[0]).toContain('golden retriever');
  });

  test.each([
    ['abstract-concept', 'ask', concept('innovation and synergy')],
    ['exact-likeness', 'decline', concept('an exact likeness of the actor next door')],
    ['exact-likeness', 'ask', concept('our CEO in a grey suit')],
    ['proprietary-data', 'decline', concept('a bar chart of our quarterly sales')],
    ['proprietary-data', 'ask', concept('a pie chart on an easel')],
    ['proprietary-data', 'ask', concept('our exact product on a plinth')],
    ['dense-text', 'ask', concept('a poster that reads "Come one come all to the great spring fair"')],
    ['precise-geometry', 'ask', concept('a floor plan of a flat')],
    ['precise-geometry', 'ask', concept('exactly 17 paper cranes')],
    ['regulated-subject', 'decline', concept('a fake passport on a desk')],
    ['regulated-subject', 'ask', concept('a man with a cigarette')],
    ['contradictory-light', 'ask', { ...concept('a stone bridge'), lighting: 'harsh midday sun, moonlit water' }],
  ] as const)('%s makes the verdict "%s"', (id, verdict, changes) => {
    const assessment = assess(briefWith(changes), { model });
    expect(assessment.signals.map((signal) => signal.id)).toEqual([id]);
    expect(assessment.verdict).toBe(verdict);
  });

  test.each(['a label that reads "Olive oil"', 'two glasses of lemonade', 'a graphic black and white cat', 'a selection of spring vegetables', 'a silver car at night under neon signs'])(
    '"%s" raises no doubt',
    (subject) => {
      expect(assess(briefWith(concept(subject)), { model }).signals).toEqual([]);
    },
  );
});

describe('return on investment', () => {
  test.each(AssetKind.options)('a plain %s is worth generating, by sums that add up', (kind) => {
    const { verdict, returnOnInvestment: sums } = assess(briefWith({ kind }), { model });
    expect(verdict).toBe('generate');
    expect(sums.savingUsd).toBeCloseTo(sums.alternative.usd - sums.generationUsd, 1);
    expect(sums.modelUsd).toBeGreaterThan(0);
    expect(sums.modelUsd).toBeLessThan(sums.generationUsd);
  });

  test('the owner is asked when another way is cheaper', () => {
    const constants = { ...shippedConstants, routes: { ...shippedConstants.routes, editorial: [{ route: 'our own archive', hours: {}, costsUsd: 3 }] } };
    const { verdict, reasons } = assess(briefWith(), { model, constants });
    expect(verdict).toBe('ask');
    expect(reasons.at(-1)).toMatch(/more than our own archive \(\$3\.00\)/u);
  });

  test('doubts cost rounds, and the brief limits them', () => {
    const vague = { concept: { subject: 'a dog in a park' } };
    const rounds = (changes: Partial<BriefInput>): number => assess(briefWith(changes), { model }).returnOnInvestment.expectedRounds;
    expect(rounds(vague)).toBeGreaterThan(rounds({}));
    expect(rounds({ ...vague, review: { rounds: 1 } })).toBe(1);
  });

  test('an assessment is a document of the run', () => {
    expect(Assessment.parse(assess(briefWith(), { model })).returnOnInvestment.constantsAsOf).toBe(shippedConstants.asOf);
  });
});
