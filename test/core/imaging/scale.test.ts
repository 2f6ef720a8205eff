import { describe, expect, it } from 'vitest';
import { lanczos } from '../../../core/imaging/enlarge/lanczos.ts';
import { sharpenInPlace } from '../../../core/imaging/enlarge/sharpen.ts';
import { type Pixels, pixelsOf, sharpOf } from '../../../core/imaging/pixels.ts';
import { type Upscaler, enlarge, scale } from '../../../core/imaging/scale.ts';
import { large } from '../../fixtures/photographs.ts';
import { at, farthest, psnr } from './measures.ts';
import { photograph, randomPixels, withAlpha } from './pictures.ts';

const whole = ({ width, height }: Pixels) => ({ left: 0, top: 0, width, height });

/** Ground of the picture that shifts are measured on. */
const ground = 40;

/** Where the light above the ground lies, as fractions of the sides: edges of pixels, not their centres. */
function centroid({ data, width, height, channels }: Pixels): { x: number; y: number } {
  let [weight, x, y] = [0, 0, 0];
  for (let index = 0; index < width * height; index += 1) {
    const value = data[index * channels]! - ground;
    weight += value;
    x += value * ((index % width) + 0.5);
    y += value * (Math.floor(index / width) + 0.5);
  }
  return { x: x / weight / width, y: y / weight / height };
}

/** A soft spot outside of the middle: nothing of it is cut off at black or white on the way. */
function spot(channels: 3 | 4 = 3): Pixels {
  const data = Buffer.alloc(60 * 40 * channels, 255);
  for (let y = 0; y < 40; y += 1) for (let x = 0; x < 60; x += 1) data.fill(Math.round(ground + 180 * Math.exp(-(((x - 34.3) / 5) ** 2 + ((y - 17.2) / 4) ** 2))), (y * 60 + x) * channels, (y * 60 + x) * channels + 3);
  return { data, width: 60, height: 40, channels };
}

/** One colour of one opacity. */
function flat(side: number, colour: readonly number[]): Pixels {
  return { data: Buffer.from(Array.from({ length: side * side }, () => colour).flat()), width: side, height: side, channels: colour.length === 4 ? 4 : 3 };
}

describe('scaling', () => {
  it('does nothing to a window of the right size', async () => {
    const picture = randomPixels(40, 30, 3);
    expect((await scale(picture, whole(picture), 40, 30)).data.equals(picture.data)).toBe(true);
  });

  it('takes the window and nothing around it', async () => {
    const picture = flat(60, [10, 20, 30]);
    for (let y = 0; y < 60; y += 1) for (let x = 0; x < 60; x += 1) if (x >= 20 && x < 40 && y >= 10 && y < 30) picture.data.set([200, 100, 50], (y * 60 + x) * 3);
    const window = { left: 20, top: 10, width: 20, height: 20 };
    for (const side of [7, 20, 33]) {
      const { data } = await scale(picture, window, side, side);
      expect(farthest(data, flat(side, [200, 100, 50]).data)).toBeLessThanOrEqual(1);
    }
  });

  it.each([0.3, 0.5, 0.9, 1.3, 2, 2.5, 3.4, 6])('by %d does not shift the picture', async (factor) => {
    for (const channels of [3, 4] as const) {
      const picture = spot(channels);
      const scaled = await scale(picture, whole(picture), 60 * factor, 40 * factor);
      expect(scaled).toMatchObject({ width: 60 * factor, height: 40 * factor, channels });
      const [before, after] = [centroid(picture), centroid(scaled)];
      expect(Math.abs(after.x - before.x) * scaled.width).toBeLessThanOrEqual(0.02);
      expect(Math.abs(after.y - before.y) * scaled.height).toBeLessThanOrEqual(0.02);
    }
  });

  it.each([10, 25, 50, 70])('keeps colour and alpha of an even picture of 20 pixels at %d', async (side) => {
    for (const colour of [[200, 150, 50], [200, 150, 50, 100], [0, 255, 128, 255], [255, 0, 10, 3]]) {
      const picture = flat(20, colour);
      const result = await scale(picture, whole(picture), side, side);
      expect(result).toMatchObject({ width: side, height: side, channels: colour.length });
      // Of a colour that is nearly hidden, little can be said.
      const tolerance = colour[3] === 3 ? 45 : 3;
      expect(farthest(result.data, flat(side, colour).data)).toBeLessThanOrEqual(tolerance);
      if (colour.length === 4) for (let index = 3; index < result.data.length; index += 4) expect(Math.abs(result.data[index]! - colour[3]!)).toBeLessThanOrEqual(1);
    }
  });

  it('keeps what is hidden out of what is seen', async () => {
    // Left half: green that nobody sees; right half: opaque red.
    const picture = flat(20, [0, 255, 0, 0]);
    for (let y = 0; y < 20; y += 1) for (let x = 10; x < 20; x += 1) picture.data.set([255, 0, 0, 255], (y * 20 + x) * 4);
    for (const side of [14, 40, 90]) {
      const result = await scale(picture, whole(picture), side, side);
      for (let x = 0; x < side; x += 1) {
        const [, green = 0, , alpha = 0] = at(result, x, side / 2);
        if (alpha > 24) expect(green).toBeLessThan(32);
      }
    }
  });

  it('keeps the colour of what is cut out, up to its edge', async () => {
    const disc = flat(30, [0, 0, 0, 0]);
    for (let y = 0; y < 30; y += 1) for (let x = 0; x < 30; x += 1) if ((x - 15) ** 2 + (y - 15) ** 2 < 100) disc.data.set([128, 128, 128, 255], (y * 30 + x) * 4);
    for (const side of [20, 40, 60, 90]) {
      const { data } = await scale(disc, whole(disc), side, side);
      let most = 0;
      for (let index = 0; index < data.length; index += 4) if (data[index + 3]! > 100) most = Math.max(most, Math.abs(data[index]! - 128));
      expect(most, String(side)).toBeLessThanOrEqual(4);
    }
  });

  it('hands enlargements, and only those, to the upscaler that is plugged in', async () => {
    const calls: string[] = [];
    const nearest: Upscaler = async (picture, width, height) => {
      calls.push(`${String(picture.width)}x${String(picture.height)} to ${String(width)}x${String(height)}`);
      return pixelsOf(sharpOf(picture).resize(width, height, { fit: 'fill', kernel: 'nearest' }));
    };
    const picture = randomPixels(40, 30, 3);
    const window = { left: 4, top: 2, width: 20, height: 10 };
    await scale(picture, whole(picture), 20, 15, nearest);
    await scale(picture, window, 20, 10, nearest);
    expect(calls).toEqual([]);
    const result = await scale(picture, window, 60, 30, nearest);
    expect(calls).toEqual(['20x10 to 60x30']);
    expect(at(result, 0, 0)).toEqual(at(picture, 4, 2));
    expect(at(result, 59, 29)).toEqual(at(picture, 23, 11));
  });

  it('can make any size from one pixel, and one pixel from any', async () => {
    const dot = flat(1, [9, 99, 199]);
    expect(farthest((await scale(dot, whole(dot), 50, 50)).data, flat(50, [9, 99, 199]).data)).toBeLessThanOrEqual(1);
    const wide = randomPixels(300, 2, 3);
    expect(await scale(wide, whole(wide), 1, 1)).toMatchObject({ width: 1, height: 1 });
    expect(await scale(wide, whole(wide), 600, 1)).toMatchObject({ width: 600, height: 1 });
  });
});

describe('an enlargement', () => {
  const side = 480;
  /** A square from the middle of each large photograph: the truth that an enlargement is held against. */
  const cuts = Promise.all(
    large.map(async ({ file }) => {
      const all = await photograph(file);
      return pixelsOf(sharpOf(all).extract({ left: (all.width - side) >> 1, top: (all.height - side) >> 1, width: side, height: side }));
    }),
  );

  it('to twice the size comes at least 3 dB closer to the original than sharp’s own', async () => {
    const gains = await Promise.all(
      (await cuts).map(async (truth) => {
        const small = await pixelsOf(sharpOf(truth).resize(side / 2, side / 2, { fit: 'fill', kernel: 'lanczos3' }));
        const ours = await scale(small, whole(small), side, side);
        const theirs = await pixelsOf(sharpOf(small).resize(side, side, { fit: 'fill', kernel: 'lanczos3' }));
        // Eight pixels of frame are left out: there, each has its own idea of what lies outside.
        return psnr(truth, ours, 8) - psnr(truth, theirs, 8);
      }),
    );
    expect(gains.reduce((sum, gain) => sum + gain, 0) / gains.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...gains)).toBeGreaterThan(1.5);
  });

  it('beyond twice the size goes in two steps with sharpening between them, and loses nothing by it', async () => {
    const small = await photograph('labelled/toucan', 60);
    const [width, height] = [small.width * 4, small.height * 4];
    const halfway = lanczos(small, small.width * 2, small.height * 2);
    sharpenInPlace(halfway, 4);
    const expected = lanczos(halfway, width, height);
    expect((await enlarge(small, width, height)).data.equals(expected.data)).toBe(true);
    for (const truth of await cuts) {
      const quarter = await pixelsOf(sharpOf(truth).resize(side / 4, side / 4, { fit: 'fill', kernel: 'lanczos3' }));
      expect(psnr(truth, await enlarge(quarter, side, side), 8)).toBeGreaterThan(psnr(truth, lanczos(quarter, side, side), 8));
    }
  });

  it('of a transparent picture is the one of an opaque picture where nothing is hidden', async () => {
    const picture = await photograph('labelled/toucan', 60);
    const opaque = { ...withAlpha(picture), data: Buffer.from(withAlpha(picture).data.map((value, index) => (index % 4 === 3 ? 255 : value))) };
    for (const factor of [2, 3]) {
      const [three, four] = [await enlarge(picture, picture.width * factor, picture.height * factor), await enlarge(opaque, picture.width * factor, picture.height * factor)];
      for (let index = 0; index < three.width * three.height; index += 1) {
        expect(Math.max(...[0, 1, 2].map((channel) => Math.abs(three.data[index * 3 + channel]! - four.data[index * 4 + channel]!)))).toBeLessThanOrEqual(2);
        expect(four.data[index * 4 + 3]).toBe(255);
      }
    }
  });
});
