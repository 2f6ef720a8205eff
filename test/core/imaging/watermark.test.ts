import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { Corner, Watermark } from '../../../core/imaging/recipe.ts';
import { type Placed, overlay } from '../../../core/imaging/watermark.ts';
import { at } from './measures.ts';
import { randomPixels, withAlpha } from './pictures.ts';

const settings = (changes: Partial<Watermark> = {}): Watermark => Watermark.parse({ file: 'mark.png', ...changes });
const flat = (width: number, height: number, ...colour: number[]): Pixels => ({ data: Buffer.from(Array.from({ length: width * height }, () => colour).flat()), width, height, channels: colour.length === 4 ? 4 : 3 });
/** A mark of 40 x 20: a red bar that is opaque, and a rest that is clear. */
const bar: Pixels = { ...flat(40, 20, 255, 0, 0, 0), data: Buffer.from(Array.from({ length: 800 }, (_, index) => (index % 40 < 20 ? [255, 0, 0, 255] : [0, 255, 0, 0])).flat()) };

async function marked(picture: Pixels, mark: Pixels, changes: Partial<Watermark> = {}) {
  const copy = { ...picture, data: Buffer.from(picture.data) };
  const placed = await overlay(copy, mark, settings(changes));
  return { pixels: copy, placed };
}

const isInside = ({ left, top, width, height }: Placed, x: number, y: number): boolean => x >= left && x < left + width && y >= top && y < top + height;

describe('a watermark', () => {
  it.each([
    ['top-left', 20, 20],
    ['top-right', 316, 20],
    ['bottom-left', 20, 148],
    ['bottom-right', 316, 148],
  ] as const)('in the corner %s is as wide and as far from both edges as its settings say', async (corner, left, top) => {
    const { placed } = await marked(flat(400, 200, 9, 9, 9), bar, { corner, width: 0.16, margin: 0.1 });
    expect(placed).toEqual({ left, top, width: 64, height: 32, enlargement: expect.closeTo(1.6, 6) as number });
  });

  it('changes the pixels beneath it and not one around it, on any picture, in any corner', async () => {
    const fraction = (most: number) => fc.integer({ min: 2, max: most }).map((hundredths) => hundredths / 100);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.constantFrom(3, 4), fc.constantFrom(...Corner.options), fraction(90), fraction(40), async (width, height, channels, corner, share, margin) => {
        const picture = randomPixels(width, height, channels, width + height);
        const { pixels, placed } = await marked(picture, flat(30, 12, 250, 250, 250), { corner, width: share, margin });
        expect(placed.left).toBeGreaterThanOrEqual(0);
        expect(placed.top).toBeGreaterThanOrEqual(0);
        expect(placed.left + placed.width).toBeLessThanOrEqual(width);
        expect(placed.top + placed.height).toBeLessThanOrEqual(height);
        const expected = Buffer.from(picture.data);
        for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (isInside(placed, x, y)) expected.set([250, 250, 250, 255].slice(0, channels), (y * width + x) * channels);
        expect(pixels.data.equals(expected)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('shows the picture through where it is clear, and in part where it is half so', async () => {
    const { pixels, placed } = await marked(flat(250, 125, 0, 0, 100), bar, { width: 0.16, margin: 0, corner: 'top-left' });
    expect(placed).toMatchObject({ width: 40, height: 20, enlargement: 1 });
    expect(at(pixels, 5, 10)).toEqual([255, 0, 0]);
    expect(at(pixels, 35, 10)).toEqual([0, 0, 100]);
    const faint = await marked(flat(250, 125, 0, 0, 100), bar, { width: 0.16, margin: 0, corner: 'top-left', opacity: 0.5 });
    expect(at(faint.pixels, 5, 10)).toEqual([128, 0, 50]);
    expect(at(faint.pixels, 35, 10)).toEqual([0, 0, 100]);
    const none = await marked(randomPixels(250, 125, 3), bar, { opacity: 0 });
    expect(none.pixels.data.equals(randomPixels(250, 125, 3).data)).toBe(true);
  });

  it('on a transparent picture is seen as much as it is opaque, and its colour is not mixed with what is hidden', async () => {
    const { pixels } = await marked(flat(250, 125, 0, 255, 0, 0), bar, { width: 0.16, margin: 0, corner: 'top-left', opacity: 0.5 });
    expect(at(pixels, 5, 10)).toEqual([255, 0, 0, 128]);
    expect(at(pixels, 35, 10)).toEqual([0, 255, 0, 0]);
    expect(at(pixels, 100, 100)).toEqual([0, 255, 0, 0]);
    const half = await marked(flat(250, 125, 0, 0, 200, 128), bar, { width: 0.16, margin: 0, corner: 'top-left', opacity: 0.5 });
    // Alpha 0.5 over 0.502: 0.751 together, of which two thirds are the mark's.
    const [red = 0, green, blue = 0, alpha] = at(half.pixels, 5, 10);
    expect(Math.abs(red - 170)).toBeLessThanOrEqual(1);
    expect(green).toBe(0);
    expect(Math.abs(blue - 67)).toBeLessThanOrEqual(1);
    expect(alpha).toBe(192);
  });

  it('without transparency covers its rectangle; tall ones are bounded by the height', async () => {
    const { placed } = await marked(flat(400, 100, 9, 9, 9), flat(10, 200, 200, 0, 0), { width: 0.5, margin: 0.1 });
    expect(placed).toMatchObject({ width: 4, height: 80, top: 10 });
  });

  it('says when its own pixels were enlarged', async () => {
    expect((await marked(flat(1000, 1000, 9, 9, 9), bar, { width: 0.5 })).placed.enlargement).toBeCloseTo(12.5, 6);
    expect((await marked(flat(100, 100, 9, 9, 9), bar, { width: 0.2 })).placed.enlargement).toBeCloseTo(0.5, 6);
  });

  it('is not changed itself', async () => {
    const mark = withAlpha(randomPixels(30, 30, 3));
    const before = Buffer.from(mark.data);
    await marked(randomPixels(100, 100, 3), mark);
    expect(mark.data.equals(before)).toBe(true);
  });
});
