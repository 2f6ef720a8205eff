import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { scale } from '../../../core/imaging/scale.ts';
import { noisePicture, scene } from './pictures.ts';

const whole = ({ width, height }: Pixels) => ({ left: 0, top: 0, width, height });

/** Where the light of a picture lies, as a fraction of its width: edges of pixels, not their centres. */
function centroid({ data, width, height, channels }: Pixels): number {
  let weight = 0;
  let sum = 0;
  for (let index = 0; index < width * height; index += 1) {
    const value = data[index * channels] ?? 0;
    weight += value;
    sum += value * ((index % width) + 0.5);
  }
  return sum / weight / width;
}

describe('scaling', () => {
  it('does nothing to a window of the right size', async () => {
    const picture = await decode(await noisePicture(40, 30));
    expect((await scale(picture, whole(picture), 40, 30)).data.equals(picture.data)).toBe(true);
  });

  it.each([2, 3.4])('enlarges %d times without shifting the picture', async (factor) => {
    const dark = Buffer.alloc(60 * 40 * 3, 0);
    for (let y = 10; y < 30; y += 1) for (let x = 20; x < 40; x += 1) dark.fill(220, (y * 60 + x) * 3, (y * 60 + x) * 3 + 3);
    const picture: Pixels = { data: dark, width: 60, height: 40, channels: 3 };
    const large = await scale(picture, whole(picture), 60 * factor, 40 * factor);
    expect(large).toMatchObject({ width: 60 * factor, height: 40 * factor, channels: 3 });
    expect(Math.abs(centroid(large) - centroid(picture)) * large.width).toBeLessThan(0.02);
  });

  it('comes back nearly the same after twice the size and down again', async () => {
    const picture = await decode(await scene(180, 120));
    const large = await scale(picture, whole(picture), 360, 240);
    const back = await scale(large, whole(large), 180, 120);
    const error = picture.data.reduce((sum, value, index) => sum + (value - (back.data[index] ?? 0)) ** 2, 0) / picture.data.length;
    expect(10 * Math.log10(255 ** 2 / error)).toBeGreaterThan(33);
  });

  it('keeps alpha in both directions', async () => {
    const picture: Pixels = { data: Buffer.alloc(20 * 20 * 4, 100), width: 20, height: 20, channels: 4 };
    for (const side of [10, 50]) {
      const result = await scale(picture, whole(picture), side, side);
      expect(result.channels).toBe(4);
      expect(result.data[3]).toBe(100);
    }
  });
});
