import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, held, panned, pictureAt, pinched, pixelScale, placeOf, scaleLimits, toggled, zoomed } from '../../../web/src/review/stage/viewport.ts';
import type { Setting } from '../../../web/src/review/stage/viewport.ts';

const setting: Setting = { stage: { width: 800, height: 600 }, picture: { width: 1600, height: 800 }, density: 1 };

const settings = fc.record({
  stage: fc.record({ width: fc.integer({ min: 200, max: 2000 }), height: fc.integer({ min: 200, max: 2000 }) }),
  picture: fc.record({ width: fc.integer({ min: 256, max: 4000 }), height: fc.integer({ min: 256, max: 4000 }) }),
  density: fc.constantFrom(1, 2, 3),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('a picture that fits lies centred and whole', () => {
  expect(placeOf(fitted, setting)).toEqual({ left: 0, top: 100, width: 800, height: 400 });
});

test('a picture smaller than the stage is not enlarged to fit', () => {
  expect(placeOf(fitted, { ...setting, picture: { width: 400, height: 200 } })).toEqual({ left: 200, top: 200, width: 400, height: 200 });
});

test('one to one gives a pixel of the picture a pixel of the screen, whatever its density', () => {
  fc.assert(
    fc.property(settings, (at) => {
      expect(placeOf({ ...fitted, scale: pixelScale(at) }, at).width).toBeCloseTo(at.picture.width / at.density, 6);
    }),
  );
});

test('zooming keeps what is under the pointer where it is, as long as the picture covers the stage', () => {
  const view = { scale: 3, x: 0.5, y: 0.5 };
  const point = { x: 500, y: 320 };
  const before = pictureAt(point, view, setting);
  const after = pictureAt(point, zoomed(view, 1.3, point, setting), setting);
  expect(after.x).toBeCloseTo(before.x, 9);
  expect(after.y).toBeCloseTo(before.y, 9);
});

test('no zoom, pan or pinch shows ground beside a picture that could cover it, or passes the limits', () => {
  fc.assert(
    fc.property(settings, share, share, fc.double({ min: 0.1, max: 30, noNaN: true }), fc.integer({ min: -3000, max: 3000 }), (at, x, y, factor, by) => {
      const point = { x: x * at.stage.width, y: y * at.stage.height };
      const moved = panned(zoomed(fitted, factor, point, at), by, -by, at);
      const last = pinched(moved, [point, { x: 0, y: 0 }], [{ x: point.x + 40, y: point.y }, { x: 10, y: 5 }], at);
      const [least, most] = scaleLimits(at);
      for (const view of [moved, last]) {
        const { left, top, width, height } = placeOf(view, at);
        if (width > at.stage.width) expect([left < 0.01, left + width > at.stage.width - 0.01]).toEqual([true, true]);
        else expect(left).toBeCloseTo((at.stage.width - width) / 2, 6);
        if (height > at.stage.height) expect([top < 0.01, top + height > at.stage.height - 0.01]).toEqual([true, true]);
        expect(view.scale).toBeGreaterThanOrEqual(least - 1e-9);
        expect(view.scale).toBeLessThanOrEqual(most + 1e-9);
      }
    }),
  );
});

test('fingers that spread to twice their distance double the size, and the place between them stays', () => {
  const view = held({ scale: 3, x: 0.5, y: 0.5 }, setting);
  const before = [{ x: 350, y: 300 }, { x: 450, y: 300 }] as const;
  const after = [{ x: 300, y: 300 }, { x: 500, y: 300 }] as const;
  const next = pinched(view, before, after, setting);
  expect(next.scale).toBeCloseTo(6, 9);
  expect(pictureAt({ x: 400, y: 300 }, next, setting).x).toBeCloseTo(0.5, 9);
});

test('a double tap goes to the original’s pixels, and the next one back', () => {
  const near = toggled(fitted, { x: 400, y: 300 }, setting);
  expect(near.scale).toBe(2);
  expect(toggled(near, { x: 10, y: 10 }, setting)).toEqual(fitted);
});
