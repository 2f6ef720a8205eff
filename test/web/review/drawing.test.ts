import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stroke } from '../../../core/geometry.ts';
import { areaByKey, firstArea, strokeOverArea } from '../../../web/src/review/draw/area.ts';
import { strokeOf, strokesOf } from '../../../web/src/review/draw/simplify.ts';

const picture = { width: 1536, height: 1024 };

test('a straight line of many points is two', () => {
  const points = Array.from({ length: 300 }, (_, index): [number, number] => [0.1 + index / 1000, 0.2 + index / 2000]);
  expect(strokeOf(points, 0.008, picture).points).toEqual([[0.1, 0.2], [0.399, 0.3495]]);
});

test('a corner is kept', () => {
  const points: [number, number][] = [[0.1, 0.1], [0.2, 0.1], [0.3, 0.1], [0.3, 0.2], [0.3, 0.3]];
  expect(strokeOf(points, 0.008, picture).points).toEqual([[0.1, 0.1], [0.3, 0.1], [0.3, 0.3]]);
});

test('whatever a pointer draws is strokes that the API takes, and begins where it did if that is on the picture', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: -1, max: 2, noNaN: true })), { minLength: 1, maxLength: 5000 }), (points) => {
      const [stroke] = strokesOf(points, 0.004, picture).map((each) => Stroke.parse(each));
      const [x, y] = points[0]!;
      if (x < 0 || x > 1 || y < 0 || y > 1) return;
      expect(stroke?.points[0]![0]).toBeCloseTo(x, 4);
      expect(stroke?.points[0]![1]).toBeCloseTo(y, 4);
    }),
    { numRuns: 30 },
  );
});

test('a line that leaves the picture and comes back is two, with nothing along the edge', () => {
  const strokes = strokesOf([[0.8, 0.2], [1.2, 0.2], [1.2, 0.8], [0.8, 0.8]], 0.008, picture);
  expect(strokes.map(({ points }) => points)).toEqual([[[0.8, 0.2], [1, 0.2]], [[1, 0.8], [0.8, 0.8]]]);
});

test('a line across a corner between two moves is cut at the edges', () => {
  const strokes = strokesOf([[0.4, -0.5], [1.5, 0.6], [1.4, 0.7]], 0.001, { width: 1000, height: 1000 });
  expect(strokes.map(({ points }) => points.map(([x, y]) => [x.toFixed(2), y.toFixed(2)]))).toEqual([[['0.90', '0.00'], ['1.00', '0.10']]]);
});

test('beside the picture nothing is drawn, but what half a brush reaches', () => {
  expect(strokesOf([[1.2, 0.2], [1.3, 0.9]], 0.12, picture)).toEqual([]);
  expect(strokesOf([[-0.3, 0.5]], 0.12, picture)).toEqual([]);
  expect(strokesOf([[1.03, 0.2], [1.03, 0.6]], 0.12, picture).map(({ points }) => points)).toEqual([[[1, 0.2], [1, 0.6]]]);
});

test('a scribble of fifty thousand points comes down to two thousand at the most', () => {
  const scribble = Array.from({ length: 50_000 }, (_, index): [number, number] => [(Math.sin(index * 7.3) + 1) / 2, (Math.cos(index * 3.1) + 1) / 2]);
  expect(strokeOf(scribble, 0.008, picture).points.length).toBeLessThanOrEqual(2000);
});

test('arrow keys move the area, with Shift they size it, and it stays within the picture', () => {
  expect(areaByKey(firstArea, 'ArrowRight', false)).toEqual({ ...firstArea, x: 0.37 });
  expect(areaByKey(firstArea, 'ArrowDown', true)).toEqual({ ...firstArea, height: 0.32 });
  expect(areaByKey(firstArea, 'x', false)).toBeNull();
  let area = firstArea;
  for (let press = 0; press < 100; press += 1) area = areaByKey(area, 'ArrowLeft', press % 2 === 1) ?? area;
  expect(area.x).toBe(0);
  expect(area.width).toBeGreaterThan(0);
});

test('the stroke over an area covers it and nothing outside of it', () => {
  const area = { x: 0.2, y: 0.3, width: 0.3, height: 0.2 };
  const stroke = Stroke.parse(strokeOverArea(area, picture));
  const half = (stroke.width * 1024) / 2;
  const pixels = stroke.points.map(([x, y]) => ({ x: x * picture.width, y: y * picture.height }));
  const [left, right, top, bottom] = [0.2 * 1536, 0.5 * 1536, 0.3 * 1024, 0.5 * 1024];
  for (const { x, y } of pixels) {
    expect(x - half).toBeGreaterThan(left - 1);
    expect(x + half).toBeLessThan(right + 1);
    expect(y - half).toBeGreaterThan(top - 1);
    expect(y + half).toBeLessThan(bottom + 1);
  }
  const covered = (px: number, py: number): boolean =>
    pixels.some((b, index) => {
      const a = pixels[index - 1];
      if (!a) return false;
      const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - a.x) * (b.x - a.x) + (py - a.y) * (b.y - a.y)) / length));
      return Math.hypot(px - a.x - t * (b.x - a.x), py - a.y - t * (b.y - a.y)) <= half;
    });
  for (let x = left + half; x <= right - half; x += 7) for (let y = top + half; y <= bottom - half; y += 7) expect(covered(x, y)).toBe(true);
});
