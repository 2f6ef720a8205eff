import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import type { Signal } from '../../../core/assessment/signals.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';
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

describe('the verdict', () => {
  test('says why in the order in which it counts: blocks, doubts, money, notes', () => {
    const note: Signal = { id: 'team-constants', severity: 'note', field: 'team', message: 'The team has no figures.', evidence: [], wayOut: '' };
    const { reasons, verdict } = assess(briefWith(concept('our CEO with a cigarette')), { model, notes: [note] });
    expect(verdict).toBe('ask');
    expect(reasons).toEqual([expect.stringMatching(/real person/u), expect.stringMatching(/regulated/u), expect.stringMatching(/expected to cost/u), note.message]);
  });

  test('a traditional route is named with its price where the picture cannot be generated', () => {
    const { reasons, verdict } = assess(briefWith({ ...concept('a bar chart of our quarterly sales'), kind: 'infographic', deliverables: ['open-graph'] }), { model });
    expect(verdict).toBe('decline');
    expect(reasons).toEqual([expect.stringContaining('numbers that are wrong'), "Take a traditional route: a designer's work, about $294.70."]);
  });

  test('a signal gives its reason, the words found with their field, and the way out', () => {
    const [signal] = assess(briefWith(concept('a stone bridge', { background: 'a man with a cigarette' })), { model }).signals;
    expect(signal).toMatchObject({ id: 'regulated-subject', field: 'concept.background', evidence: [{ field: 'concept.background', words: 'cigarette' }], wayOut: 'Have it cleared before it is generated.' });
  });
});
