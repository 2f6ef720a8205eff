import { describe, expect, test } from 'vitest';

import type { Stroke } from '../../../core/geometry.ts';
import { drawnRegions, pinText, regionText, thirdOf } from '../../../core/review/places.ts';

test('a pin is worded by its place, on one line', () => {
  expect(pinText({ x: 0.38, y: 0.5, text: 'a blue\nrim.' })).toBe('At 38 % from the left, 50 % from the top: a blue rim');
});

test.each([
  [0.1, 0.1, 'top left'],
  [0.5, 0.5, 'centre'],
  [0.9, 0.5, 'middle right'],
  [0.5, 0.9, 'bottom centre'],
])('%f, %f lies %s', (x, y, name) => {
  expect(thirdOf(x, y)).toBe(name);
});

describe('where a drawing lies', () => {
  const stroke = (points: [number, number][], width = 0.02): Stroke => ({ points, width });

  test('is the box of its line with the line’s own width, which is a share of the short side', () => {
    const [region] = drawnRegions([stroke([[0.2, 0.4], [0.4, 0.6]], 0.1)], 2);
    // Twice as wide as high: 0.1 of the height is 0.05 of the width.
    expect(region).toEqual({ x: expect.closeTo(0.175, 6) as number, y: expect.closeTo(0.35, 6) as number, width: expect.closeTo(0.25, 6) as number, height: expect.closeTo(0.3, 6) as number });
    expect(regionText(region!)).toBe('the area from 18 % to 43 % of the width and from 35 % to 65 % of the height (middle left)');
  });

  test('is one place for lines that touch and two for lines that do not, the larger first', () => {
    const lines = [stroke([[0.1, 0.1], [0.2, 0.2]]), stroke([[0.6, 0.6], [0.9, 0.9]]), stroke([[0.15, 0.15], [0.25, 0.2]])];
    expect(drawnRegions(lines, 1).map(({ x }) => Number(x.toFixed(2)))).toEqual([0.59, 0.09]);
  });

  test('joins what a third line connects', () => {
    const lines = [stroke([[0.1, 0.5], [0.2, 0.5]]), stroke([[0.8, 0.5], [0.9, 0.5]]), stroke([[0.15, 0.5], [0.85, 0.5]])];
    expect(drawnRegions(lines, 1)).toHaveLength(1);
  });

  test('never leaves the picture', () => {
    const [region] = drawnRegions([stroke([[0, 0], [1, 1]], 0.5)], 1.5);
    expect(region).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });
});
