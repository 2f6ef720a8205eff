import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseWindow, croppable } from '../../../core/imaging/crop.ts';
import { decode } from '../../../core/imaging/decode.ts';
import { scene } from './pictures.ts';

const picture = await croppable(await decode(await scene(900, 600)));
const disc = { x: 0.63, y: 0.32, width: 0.24, height: 0.36 };

describe('a crop window', () => {
  it('has the ratio asked for, lies inside and is as large as can be', async () => {
    const side = fc.integer({ min: 16, max: 4000 });
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const window = await chooseWindow(picture, width, height);
        expect(window.left).toBeGreaterThanOrEqual(0);
        expect(window.top).toBeGreaterThanOrEqual(0);
        expect(window.left + window.width).toBeLessThanOrEqual(900);
        expect(window.top + window.height).toBeLessThanOrEqual(600);
        expect(window.width === 900 || window.height === 600).toBe(true);
        expect(Object.values(window).every(Number.isInteger)).toBe(true);
        // Half a pixel of rounding on the shorter side is all that the ratio may be off.
        const exact = window.width === 900 ? 900 * (height / width) : 600 * (width / height);
        const rounded = window.width === 900 ? window.height : window.width;
        expect(Math.abs(rounded - Math.max(1, exact))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is the whole picture when the ratio is the same or none is asked for', async () => {
    expect(await chooseWindow(picture, 300, 200)).toEqual({ left: 0, top: 0, width: 900, height: 600 });
    expect(await chooseWindow(picture, 640, null)).toEqual({ left: 0, top: 0, width: 900, height: 600 });
  });

  it('finds the subject without being told', async () => {
    const { left, width } = await chooseWindow(picture, 1, 1);
    expect(left).toBeLessThanOrEqual(0.63 * 900);
    expect(left + width).toBeGreaterThanOrEqual(0.87 * 900);
  });

  it.each([0, 0.2, 0.5, 0.76])('keeps a given subject whole wherever it is (%d)', async (x) => {
    for (const [width, height] of [[1, 1], [4, 5], [9, 16]] as const) {
      const window = await chooseWindow(picture, width, height, { subject: { ...disc, x } });
      expect(window.left).toBeLessThanOrEqual(Math.ceil(x * 900));
      expect(window.left + window.width).toBeGreaterThanOrEqual(Math.floor((x + disc.width) * 900));
    }
  });

  it('is centred on a subject that is larger than it', async () => {
    const window = await chooseWindow(picture, 1, 3, { subject: { x: 0.4, y: 0, width: 0.6, height: 1 } });
    expect(window).toEqual({ left: 530, top: 0, width: 200, height: 600 });
  });

  it('is centred on a focal point before anything else, as far as the edges allow', async () => {
    expect(await chooseWindow(picture, 1, 1, { focus: { x: 0.5, y: 0.5 }, subject: disc })).toMatchObject({ left: 150 });
    expect(await chooseWindow(picture, 1, 1, { focus: { x: 0, y: 0 }, subject: disc })).toMatchObject({ left: 0 });
  });

  it('can be cut from a strip one pixel high', async () => {
    const strip = await croppable({ data: Buffer.alloc(3000, 9), width: 1000, height: 1, channels: 3 });
    expect(await chooseWindow(strip, 1, 1)).toMatchObject({ width: 1, height: 1 });
  });
});
