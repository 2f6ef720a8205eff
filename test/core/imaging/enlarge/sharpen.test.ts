import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { sharpenInPlace } from '../../../../core/imaging/enlarge/sharpen.ts';
import { farthest } from '../measures.ts';
import { photograph, randomPixels, withAlpha } from '../pictures.ts';

const picture = await photograph('labelled/giraffe', 200);

const sharpened = (pixels: Pixels, factor: number): Pixels => {
  const copy = { ...pixels, data: Buffer.from(pixels.data) };
  sharpenInPlace(copy, factor);
  return copy;
};

/** Mean of the squared steps between neighbours in a row: what an eye calls sharp. */
function steepness({ data, width, channels }: Pixels): number {
  let sum = 0;
  for (let at = channels; at < data.length; at += channels) if ((at / channels) % width !== 0) sum += (data[at + 1]! - data[at + 1 - channels]!) ** 2;
  return sum / data.length;
}

/** The unsharp mask as its definition says it: a Gaussian of 0.7 pixels, the difference beyond two levels, a share of it added, where nothing transparent is near. */
function reference({ data, width, height, channels }: Pixels, factor: number): Buffer {
  const kernel = [-1, 0, 1].map((step) => Math.exp(-(step ** 2) / (2 * 0.7 ** 2)));
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const valueAt = (x: number, y: number, channel: number): number => data[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * channels + channel]!;
  const output = Buffer.from(data);
  const seesThrough = (x: number, y: number): boolean => channels === 4 && [-1, 0, 1].some((down) => [-1, 0, 1].some((across) => valueAt(x + across, y + down, 3) < 255));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (seesThrough(x, y)) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        let blurred = 0;
        for (const [i, down] of kernel.entries()) for (const [j, across] of kernel.entries()) blurred += (down * across * valueAt(x + j - 1, y + i - 1, channel)) / sum ** 2;
        const value = valueAt(x, y, channel);
        const beyond = Math.sign(value - blurred) * Math.max(0, Math.abs(value - blurred) - 2);
        output[(y * width + x) * channels + channel] = Math.min(255, Math.max(0, Math.round(value + Math.min(0.6, 0.3 * (factor - 1)) * beyond)));
      }
    }
  }
  return output;
}

describe('sharpening', () => {
  it('is none for what was enlarged by less than a quarter', () => {
    for (const factor of [0.5, 1, 1.2]) expect(sharpened(picture, factor).data.equals(picture.data)).toBe(true);
  });

  it('grows with the enlargement up to three times', () => {
    const values = [1, 1.5, 2, 2.5, 3].map((factor) => steepness(sharpened(picture, factor)));
    for (const [index, value] of values.slice(1).entries()) expect(value).toBeGreaterThan(values[index]!);
    expect(sharpened(picture, 9).data.equals(sharpened(picture, 3).data)).toBe(true);
  });

  it('is the unsharp mask of its definition, whatever the picture and its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(3, 4), fc.constantFrom(1.5, 2, 3), (width, height, channels, factor) => {
        const pixels = randomPixels(width, height, channels, width * 13 + height);
        // Most of it opaque, so that there is something to sharpen.
        if (channels === 4) for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = pixels.data[at]! < 240 ? 255 : pixels.data[at]!;
        const { data } = sharpened(pixels, factor);
        // Whole numbers on the way: the blur is off by half a level, its weights by a hundredth.
        expect(farthest(data, reference(pixels, factor))).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('leaves alpha, even areas and grain of two levels', () => {
    const clear = withAlpha(picture);
    for (let at = 3; at < clear.data.length / 2; at += 4) clear.data[at] = 255;
    const result = sharpened(clear, 3);
    expect(result.data.every((value, at) => at % 4 !== 3 || value === clear.data[at])).toBe(true);
    expect(result.data.equals(clear.data)).toBe(false);

    const grain: Pixels = { data: Buffer.from(Array.from({ length: 30 * 30 * 3 }, (_, at) => 120 + ((at * 7919) % 3))), width: 30, height: 30, channels: 3 };
    expect(sharpened(grain, 3).data.equals(grain.data)).toBe(true);
  });

  it('keeps the brightness of the whole', () => {
    const mean = ({ data }: Pixels): number => data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(Math.abs(mean(sharpened(picture, 3)) - mean(picture))).toBeLessThan(0.5);
  });
});
