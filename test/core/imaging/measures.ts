import { deltaE } from '../../../core/imaging/colour.ts';
import { linearToOklab, luminanceWeights, toLinear } from '../../../core/imaging/colour-spaces.ts';
import type { Triple } from '../../../core/imaging/colour-spaces.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';

/** Figures that the tests compare pictures by. They share no code with what they measure, but for the colour spaces. */

/** The values of one pixel. */
export function at({ data, channels, width }: Pixels, x: number, y: number): number[] {
  const start = (y * width + x) * channels;
  return [...data.subarray(start, start + channels)];
}

/** The largest difference between two values at one place. */
export function farthest(one: Uint8Array, other: Uint8Array): number {
  let most = 0;
  for (let index = 0; index < one.length; index += 1) most = Math.max(most, Math.abs(one[index]! - other[index]!));
  return most;
}

/** Peak signal-to-noise ratio in decibels, leaving out a frame of `border` pixels. */
export function psnr(one: Pixels, other: Pixels, border = 0): number {
  let sum = 0;
  let count = 0;
  for (let y = border; y < one.height - border; y += 1) {
    for (let x = border; x < one.width - border; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        sum += (one.data[(y * one.width + x) * one.channels + channel]! - other.data[(y * other.width + x) * other.channels + channel]!) ** 2;
        count += 1;
      }
    }
  }
  return 10 * Math.log10((255 ** 2 * count) / sum);
}

/** CIEDE2000 over every `step`th pixel. */
export function differences(one: Pixels, other: Pixels, step = 1): { mean: number; most: number } {
  let sum = 0;
  let most = 0;
  let count = 0;
  for (let index = 0; index < one.width * one.height; index += step) {
    const [a, b] = [index * one.channels, index * other.channels];
    const difference = deltaE([one.data[a]!, one.data[a + 1]!, one.data[a + 2]!], [other.data[b]!, other.data[b + 1]!, other.data[b + 2]!]);
    sum += difference;
    most = Math.max(most, difference);
    count += 1;
  }
  return { mean: sum / count, most };
}

/** Lightness, chroma and hue (in degrees) of a stored colour, in OKLab. */
export function lchOf([red = 0, green = 0, blue = 0]: readonly number[]): { lightness: number; chroma: number; hue: number } {
  const colour: Triple = [toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)];
  linearToOklab(colour);
  return { lightness: colour[0], chroma: Math.hypot(colour[1], colour[2]), hue: (Math.atan2(colour[2], colour[1]) * 180) / Math.PI };
}

/** Degrees between two hues, 0 to 180. */
export function hueBetween(one: number, other: number): number {
  const around = Math.abs(one - other) % 360;
  return Math.min(around, 360 - around);
}

/** Luminance of a stored colour, 0 to 1. */
export function luminanceOf(colour: readonly number[]): number {
  return luminanceWeights.reduce((sum, weight, channel) => sum + weight * toLinear(colour[channel]! / 255), 0);
}
