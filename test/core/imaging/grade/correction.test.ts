import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearOfByte, toEncoded } from '../../../../core/imaging/colour-spaces.ts';
import { type MeasuredCorrection, measureCorrection } from '../../../../core/imaging/grade/correction.ts';
import { gradeInPlace } from '../../../../core/imaging/grade/grade.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { Correction, Grade } from '../../../../core/imaging/recipe.ts';
import { differences, luminanceOf } from '../measures.ts';
import { photograph, randomPixels } from '../pictures.ts';

const methods = ['grey-world', 'shades-of-grey'] as const;
const measured = (pixels: Pixels, wish: object): MeasuredCorrection => measureCorrection(pixels, Correction.parse(wish));

async function corrected(pixels: Pixels, wish: object) {
  const copy = { ...pixels, data: Buffer.from(pixels.data) };
  const { correction } = await gradeInPlace(copy, { grade: Grade.parse({ correct: wish }), lut: null, palette: [] });
  return { pixels: copy, correction: correction! };
}

/** The picture as a lamp of another colour would show it: channels multiplied in linear light. */
function underLight(pixels: Pixels, gains: readonly number[]): Pixels {
  return { ...pixels, data: Buffer.from(pixels.data.map((value, at) => Math.round(255 * toEncoded(Math.min(1, linearOfByte[value]! * gains[at % 3]!))))) };
}

const fraction = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);

function flat(...colour: number[]): Pixels {
  return { data: Buffer.from(Array.from({ length: 400 }, () => colour).flat()), width: 20, height: 20, channels: 3 };
}

/** Photographs whose own light is neutral, so that what is added to them is all there is to correct. */
const neutral = await Promise.all(['labelled/dogs-at-window', 'labelled/long-necked-lute', 'labelled/mont-saint-michel', 'labelled/canyon-wren'].map((name) => photograph(name, 200)));
const casts = [
  [1.15, 1, 0.85],
  [0.85, 1, 1.15],
  [1.1, 0.9, 1.1],
] as const;

describe('white balance', () => {
  it.each(methods)('by %s takes most of a cast out of a photograph', async (whiteBalance) => {
    for (const picture of neutral) {
      for (const cast of casts) {
        const tinged = underLight(picture, cast);
        const { pixels, correction } = await corrected(tinged, { whiteBalance, maxCast: 0.5 });
        expect(differences(picture, pixels).mean).toBeLessThan(differences(picture, tinged).mean * 0.55);
        expect(correction.limited).toBe(false);
        for (const channel of [0, 1, 2] as const) expect(correction.gains[channel]).toBeCloseTo(correction.measuredGains[channel], 9);
      }
    }
  });

  it.each(methods)('by %s raises and lowers no channel further than the recipe allows, whatever the picture', (whiteBalance) => {
    const value = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(value, value, value, fraction, fraction, (red, green, blue, maxCast, strength) => {
        const { gains } = measured(flat(red, green, blue), { whiteBalance, maxCast, strength });
        for (const gain of gains) {
          expect(gain).toBeLessThanOrEqual(1 + maxCast + 1e-9);
          expect(gain).toBeGreaterThanOrEqual(1 / (1 + maxCast) - 1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each(methods)('by %s leaves a picture of one strong colour that colour: it is no cast', async (whiteBalance) => {
    for (const colour of [[200, 30, 30], [20, 120, 40], [250, 200, 10]]) {
      const { pixels, correction } = await corrected(flat(...colour), { whiteBalance });
      expect(correction.limited).toBe(true);
      const [red = 0, green = 0, blue = 0] = pixels.data;
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeGreaterThan((Math.max(...colour) - Math.min(...colour)) * 0.75);
    }
  });

  it('leaves the brightness of greys', () => {
    for (const whiteBalance of methods) {
      for (const picture of neutral) {
        const { gains, measuredGains } = measured(underLight(picture, casts[0]), { whiteBalance });
        for (const [red, green, blue] of [gains, measuredGains]) expect(0.2126 * red + 0.7152 * green + 0.0722 * blue).toBeCloseTo(1, 9);
      }
    }
  });

  it('is applied in part when the recipe says so', () => {
    const tinged = underLight(neutral[2]!, casts[0]);
    const distance = (strength: number): number => Math.abs(Math.log(measured(tinged, { whiteBalance: 'grey-world', strength, maxCast: 1 }).gains[2]));
    const full = distance(1);
    expect(distance(0)).toBeCloseTo(0, 9);
    expect(distance(0.5) / full).toBeCloseTo(0.5, 1);
  });

  it('concludes nothing from black, from white, or from so little in between that it says nothing', () => {
    const page = flat(255, 255, 255);
    for (const picture of [flat(0, 0, 0), flat(3, 0, 5), page, { ...page, data: Buffer.from(page.data).fill(90, 0, 9) }]) {
      const found = measured(picture, { whiteBalance: 'shades-of-grey', exposure: 'measured' });
      expect(found).toMatchObject({ gains: [1, 1, 1], measuredGains: [1, 1, 1], limited: false });
    }
  });

  it('is not fooled by highlights that are cut off', () => {
    const picture = neutral[0]!;
    const lamp = { ...picture, data: Buffer.from(picture.data) };
    for (let at = 0; at < lamp.data.length * 0.2; at += 3) lamp.data.set([255, 240, 150], at);
    const [without, seen] = [measured({ ...picture, data: picture.data.subarray(Math.ceil((picture.data.length * 0.2) / 3) * 3) }, { whiteBalance: 'grey-world' }), measured(lamp, { whiteBalance: 'grey-world' })];
    for (const channel of [0, 1, 2] as const) expect(seen.measuredGains[channel]).toBeCloseTo(without.measuredGains[channel], 1);
  });
});

describe('measured exposure', () => {
  it('leaves pictures that are usually exposed alone', () => {
    for (const value of [105, 118, 130]) expect(measured(flat(value, value, value), { exposure: 'measured' })).toMatchObject({ stops: 0, measuredStops: 0, limited: false });
    for (const picture of [neutral[0]!]) expect(measured(picture, { exposure: 'measured' }).stops).toBe(0);
  });

  it('brings an underexposed photograph nearer to what it was, and an overexposed one', async () => {
    const picture = neutral[0]!;
    for (const light of [0.35, 1.6]) {
      const off = underLight(picture, [light, light, light]);
      const { pixels, correction } = await corrected(off, { exposure: 'measured', maxStops: 2 });
      expect(Math.sign(correction.stops)).toBe(light < 1 ? 1 : -1);
      expect(correction.gains.every((gain) => Math.abs(gain - 1) < 1e-9)).toBe(true);
      expect(differences(picture, pixels).mean).toBeLessThan(differences(picture, off).mean);
    }
  });

  it('of a low-key or high-key picture goes no further than the recipe allows, and says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(8, 14, 25, 240, 249), fraction, (value, maxStops) => {
        const found = measured(flat(value, value, value), { exposure: 'measured', maxStops });
        expect(Math.abs(found.stops)).toBeLessThanOrEqual(maxStops);
        expect(found.limited).toBe(Math.abs(found.measuredStops) > maxStops);
      }),
    );
    const night = measured(underLight(neutral[0]!, [0.04, 0.04, 0.05]), { exposure: 'measured' });
    expect(night.measuredStops).toBeGreaterThan(2);
    expect(night).toMatchObject({ stops: 0.5, limited: true });
  });

  it('is no stretch: the darkest and the brightest stay apart from black and white', async () => {
    const haze: Pixels = { data: Buffer.from(randomPixels(40, 40, 3).data.map((value) => 100 + value / 8)), width: 40, height: 40, channels: 3 };
    const { pixels } = await corrected(haze, { whiteBalance: 'grey-world', exposure: 'measured' });
    expect(Math.min(...pixels.data)).toBeGreaterThan(70);
    expect(Math.max(...pixels.data)).toBeLessThan(170);
  });

  it('is measured on the brightness that the eye sees, so that red and blue of one value are not alike', () => {
    expect(luminanceOf([120, 0, 0])).toBeGreaterThan(luminanceOf([0, 0, 120]));
    expect(measured(flat(120, 10, 10), { exposure: 'measured' }).measuredStops).toBeLessThan(measured(flat(10, 10, 120), { exposure: 'measured' }).measuredStops);
  });
});

it('neither is measured when neither is asked for', () => {
  expect(measured(underLight(neutral[0]!, [0.2, 0.1, 0.1]), {})).toEqual({ measuredGains: [1, 1, 1], gains: [1, 1, 1], measuredStops: 0, stops: 0, limited: false });
});
