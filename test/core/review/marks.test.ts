import { describe, expect, test } from 'vitest';

import type { AnnotationsDocument } from '../../../core/documents.ts';
import { modelOf } from '../../../core/models/models.ts';
import { marksOf } from '../../../core/review/marks.ts';
import { unite } from '../../../core/review/united.ts';
import { put } from '../support/annotations.ts';
import { hash } from '../support/runs.ts';

const stroke = { points: [[0.2, 0.2], [0.3, 0.3]] as [number, number][], width: 0.02 };
const annotations = (given: Partial<AnnotationsDocument>) => unite({ kind: 'changes', note: 'as marked' }, [put('ana@example.com', given)], hash('1'));
const [plain, marking] = [modelOf('gpt-image-2'), modelOf('gpt-image-2.5-flare')];

describe('what an edit takes of a drawing', () => {
  test('a brush is the mask of every model that edits', () => {
    for (const model of [plain, marking]) expect(marksOf(annotations({ brush: [stroke] }), model, 1.5)).toEqual({ send: { kind: 'mask', lines: [stroke] }, lines: ['Change only what the mask leaves open'], notSent: [] });
  });

  test('a pen is the markup of a model that takes one', () => {
    expect(marksOf(annotations({ markup: [stroke] }), marking, 1.5)).toMatchObject({ send: { kind: 'markup', lines: [stroke] }, notSent: [] });
  });

  test('for another model the places of the pen are worded, and recorded as not sent', () => {
    const place = 'Marked by the reviewer: the area from 19 % to 31 % of the width and from 19 % to 31 % of the height (top left)';
    expect(marksOf(annotations({ markup: [stroke] }), plain, 1.5)).toEqual({
      send: null,
      lines: [place],
      notSent: [{ parameter: 'markup', value: '1 line', reason: 'gpt-image-2 takes no markup; the places are worded', sent: place }],
    });
  });

  test('with both, the mask wins and the pen is worded', () => {
    const { send, lines, notSent } = marksOf(annotations({ markup: [stroke], brush: [stroke] }), marking, 1.5);
    expect([send?.kind, lines.length]).toEqual(['mask', 2]);
    expect(notSent).toMatchObject([{ parameter: 'markup', reason: expect.stringContaining('beside a mask') as string }]);
  });

  test('a model that does not edit by masks gets the area in words', () => {
    const { send, notSent } = marksOf(annotations({ brush: [stroke] }), { ...plain, edits: null }, 1);
    expect([send, notSent.map(({ parameter }) => parameter)]).toEqual([null, ['mask']]);
  });

  test('a pin is worded at its place', () => {
    expect(marksOf(annotations({ pins: [{ x: 0.38, y: 0.5, text: 'a blue rim' }] }), plain, 1)).toEqual({ send: null, lines: ['At 38 % from the left, 50 % from the top: a blue rim'], notSent: [] });
  });
});
