import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanczos } from '../../../../core/imaging/enlarge/lanczos.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { farthest } from '../measures.ts';
import { photograph, randomPixels } from '../pictures.ts';

/** Lanczos with three lobes as its definition says it, in floating point: one sum over 36 source pixels. */
function reference({ data, width, height, channels }: Pixels, toWidth: number, toHeight: number): Buffer {
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const tapsOf = (position: number, from: number, to: number): { place: number; weight: number }[] => {
    const centre = ((position + 0.5) * from) / to - 0.5;
    const taps = Array.from({ length: 6 }, (_, tap) => {
      const place = Math.floor(centre) - 2 + tap;
      return { place: Math.min(from - 1, Math.max(0, place)), weight: sinc(centre - place) * sinc((centre - place) / 3) };
    });
    const sum = taps.reduce((total, { weight }) => total + weight, 0);
    return taps.map(({ place, weight }) => ({ place, weight: weight / sum }));
  };
  const output = Buffer.alloc(toWidth * toHeight * channels);
  const across = Array.from({ length: toWidth }, (_, x) => tapsOf(x, width, toWidth));
  for (let y = 0; y < toHeight; y += 1) {
    const down = tapsOf(y, height, toHeight);
    for (let x = 0; x < toWidth; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        let value = 0;
        for (const row of down) for (const column of across[x]!) value += row.weight * column.weight * data[(row.place * width + column.place) * channels + channel]!;
        output[(y * toWidth + x) * channels + channel] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return output;
}

const opaque = (pixels: Pixels): Pixels => ({ ...pixels, data: Buffer.from(pixels.data.map((value, at) => (at % 4 === 3 ? 255 : value))) });

describe('an enlargement by Lanczos', () => {
  it('is the one of its definition, to the nearest level or its neighbour, whatever the picture and the sizes', () => {
    const side = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.constantFrom(3, 4), (width, height, wider, higher, channels) => {
        const random = randomPixels(width, height, channels, width * 29 + height);
        const pixels = channels === 4 ? opaque(random) : random;
        const enlarged = lanczos(pixels, width + wider, height + higher);
        expect(enlarged).toMatchObject({ width: width + wider, height: height + higher, channels });
        expect(farthest(enlarged.data, reference(pixels, width + wider, height + higher))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });

  it('may make one side shorter by the pixel that rounding takes', () => {
    const pixels = randomPixels(30, 21, 3);
    expect(farthest(lanczos(pixels, 31, 20).data, reference(pixels, 31, 20))).toBeLessThanOrEqual(1);
  });

  it('to the same size changes nothing', async () => {
    const picture = await photograph('labelled/koala', 100);
    expect(lanczos(picture, picture.width, picture.height).data.equals(picture.data)).toBe(true);
  });

  it('does not remember the picture before, nor touch what it is given', () => {
    const [small, wide] = [randomPixels(7, 5, 4, 3), randomPixels(200, 40, 3, 4)];
    const before = Buffer.from(small.data);
    const alone = lanczos(small, 20, 15);
    lanczos(wide, 500, 100);
    expect(lanczos(small, 20, 15).data.equals(alone.data)).toBe(true);
    expect(small.data.equals(before)).toBe(true);
  });

  it('reads its pixels wherever they lie in their buffer', () => {
    const pixels = randomPixels(9, 9, 4);
    const around = Buffer.concat([Buffer.alloc(101, 200), pixels.data, Buffer.alloc(50, 200)]);
    expect(lanczos({ ...pixels, data: around.subarray(101, 101 + pixels.data.length) }, 23, 23).data.equals(lanczos(pixels, 23, 23).data)).toBe(true);
  });

  it('mixes colours by how much they are seen', () => {
    // Opaque red beside blue that is hardly there: what lies between is red that fades.
    const pixels: Pixels = { data: Buffer.from(Array.from({ length: 400 }, (_, index) => (index % 20 < 10 ? [255, 0, 0, 255] : [0, 0, 255, 2])).flat()), width: 20, height: 20, channels: 4 };
    const { data } = lanczos(pixels, 57, 57);
    for (let at = 0; at < data.length; at += 4) if (data[at + 3]! > 64) expect(data[at + 2]).toBeLessThan(16);
  });
});
