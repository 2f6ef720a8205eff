import { describe, expect, test } from 'vitest';
import { queryTerms, termsOf } from '../../../core/archive/terms.ts';
import { rank } from '../../../core/archive/rank.ts';
import type { Posting } from '../../../core/archive/rank.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';
import { briefWith } from '../support/briefs.ts';
import { runId } from '../support/runs.ts';

function indexed(changes: Partial<BriefInput> = {}): Map<string, number> {
  const brief = briefWith(changes);
  const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model: modelOf() });
  return termsOf({ title: brief.title, brief, prompt });
}

const weightOf = (terms: Map<string, number>, word: string): number => terms.get(queryTerms(word)[0] ?? '') ?? 0;

describe('terms', () => {
  test('a word of the title weighs more than one of the setting, and that more than one of the template only', () => {
    const terms = indexed();
    expect(weightOf(terms, 'frisbee')).toBeGreaterThan(weightOf(terms, 'urban'));
    expect(weightOf(terms, 'urban')).toBeGreaterThan(weightOf(terms, 'grading'));
    expect(weightOf(terms, 'grading')).toBeGreaterThan(0);
  });

  test('brief, keywords, brand, campaign and kind find the asset', () => {
    const terms = indexed({ kind: 'food', keywords: ['Winter'], brand: { name: 'Lehm & Licht' }, budget: { campaign: 'night-drive' }, audience: 'gardeners', mood: 'unfussy' });
    for (const word of ['food', 'winter', 'lehm', 'drive', 'gardeners', 'unfussy']) expect(weightOf(terms, word), word).toBeGreaterThan(0);
  });

  test('what must not be in the picture does not find it', () => {
    expect(weightOf(indexed({ exclude: ['crocodiles'] }), 'crocodiles')).toBe(0);
  });

  test('stop words of English and Spanish are no terms', () => {
    const terms = indexed({ title: 'The dog of the house / El perro de la casa' });
    for (const word of ['the', 'of', 'el', 'de', 'la']) expect(terms.has(word)).toBe(false);
    expect(weightOf(terms, 'perros')).toBeGreaterThan(0);
  });

  test('a brief of any length gives a bounded number of terms', () => {
    expect(indexed({ objective: Array.from({ length: 3000 }, (_, index) => `word${String(index)}`).join(' ') }).size).toBeLessThanOrEqual(400);
  });
});

describe('queries', () => {
  test.each([
    ['dogs', 'dog'],
    ['berries', 'berry'],
    ['glasses', 'glass'],
    ['stores', 'store'],
    ['houses', 'house'],
    ['menus', 'menu'],
    ['ciudades', 'ciudad'],
    ['Crème', 'creme'],
    ['ILUSTRACIÓN', 'ilustracion'],
  ])('"%s" and "%s" are the same term', (one, other) => {
    expect(queryTerms(one)).toEqual(queryTerms(other));
  });

  test('different things stay different', () => {
    expect(new Set(['glass', 'gas', 'cat', 'car', 'dog', '16x9', '2026'].flatMap(queryTerms)).size).toBe(7);
  });

  test('nothing but stop words and marks is an empty query', () => {
    expect(queryTerms('the of & — ?')).toEqual([]);
  });
});

describe('ranking', () => {
  const posting = (assetId: string, weight: number, day = 1): Posting => ({ assetId, weight, title: assetId, archivedAt: `2026-11-0${String(day)}T00:00:00.000Z` });
  const order = (...lists: Posting[][]): string[] => rank(lists).map(({ assetId }) => assetId);

  test('only assets with every word are found', () => {
    expect(order([posting('a', 1), posting('b', 9)], [posting('a', 1)])).toEqual(['a']);
    expect(order([posting('a', 1)], [])).toEqual([]);
    expect(order()).toEqual([]);
  });

  test('weights add up, and the newest is first where they tie', () => {
    expect(order([posting('a', 1), posting('b', 3)], [posting('a', 4), posting('b', 3)])).toEqual(['b', 'a']);
    expect(order([posting('old', 2, 1), posting('new', 2, 5)])).toEqual(['new', 'old']);
  });

  test('a posting that came twice counts once', () => {
    expect(rank([[posting('a', 2), posting('a', 2)]])).toMatchObject([{ assetId: 'a', score: 2 }]);
  });
});
