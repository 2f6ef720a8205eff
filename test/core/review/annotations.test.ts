import { describe, expect, test } from 'vitest';

import type { Drawing } from '../../../core/geometry.ts';
import { annotationsOf } from '../../../core/review/annotations.ts';
import { checkDecision } from '../../../core/review/review.ts';
import { hash, runId } from '../support/runs.ts';

const drawing = (strokes: number, points = 2): Drawing => Array.from({ length: strokes }, () => ({ points: Array.from({ length: points }, (_, index): [number, number] => [index / points, 0.5]), width: 0.02 }));
const pins = [{ x: 0.5, y: 0.25, text: 'a blue rim' }];
const changes = { decision: 'changes', candidate: hash('1'), note: 'a blue frisbee' };
const check = (request: object) => checkDecision(request, { question: 'candidates', candidates: [hash('1')] });
const fieldsOf = (request: object): string[] => check(request).map(({ field }) => field);

describe('pins and drawings', () => {
  test('are taken with changes to a candidate, up to the limits', () => {
    expect(check({ ...changes, tags: ['too-dark'], pins, markup: drawing(100, 100), brush: drawing(100, 100) })).toEqual([]);
  });

  test('are pinned to an approval and to a start over of a candidate too', () => {
    expect(check({ decision: 'startOver', candidate: hash('1'), note: 'another season', pins })).toEqual([]);
  });

  test.each([
    ['a drawing with a start over', { decision: 'startOver', candidate: hash('1'), note: 'another season', markup: drawing(1) }, ['markup']],
    ['a brush with a rejection', { decision: 'reject', candidate: hash('1'), brush: drawing(1) }, ['brush']],
    ['pins on no candidate', { decision: 'startOver', note: 'another season', pins }, ['pins']],
    ['201 lines, pen and brush together', { ...changes, markup: drawing(101), brush: drawing(100) }, ['markup']],
    ['20,001 points', { ...changes, brush: [...drawing(10, 2000), ...drawing(1, 1)] }, ['brush']],
    ['201 lines of one kind', { ...changes, brush: drawing(201) }, ['brush']],
    ['a point outside of the picture', { ...changes, markup: [{ points: [[1.2, 0.5]], width: 0.02 }] }, ['markup[0].points[0][0]']],
    ['a tag that nobody offers', { ...changes, tags: ['ugly'] }, ['tags[0]']],
  ])('%s are refused by field, with the way out', (_, request, fields) => {
    expect(fieldsOf(request)).toEqual(fields);
    for (const { message } of check(request)) expect(message).toMatch(/^Expected .* but received.*; .+/su);
  });
});

describe('what is kept', () => {
  const facts = { runId, round: 2, by: 'ana@example.com', at: '2026-11-24T12:00:00.000Z' };

  test('is all that was put on the candidate, each tag once', () => {
    const given = { ...changes, decision: 'changes' as const, tags: ['too-dark' as const, 'too-dark' as const], pins, brush: drawing(1) };
    expect(annotationsOf(given, facts)).toEqual({ ...facts, candidate: hash('1'), tags: ['too-dark'], pins, markup: [], brush: drawing(1) });
  });

  test('is nothing where nothing was pinned or drawn', () => {
    expect(annotationsOf({ decision: 'changes', candidate: hash('1'), tags: ['too-dark'] }, facts)).toBeNull();
  });
});
