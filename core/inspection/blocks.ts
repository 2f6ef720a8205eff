import type { Region } from '../geometry.ts';
import { type Luma, quantile } from './luma.ts';

/**
 * How lively each block of a picture is: the standard deviation of its brightness, in levels, beyond a plane
 * laid through it, so that a slope of light counts as calm. Blocks that do not fit whole are left out.
 */
export function blockContrasts({ data, width, height }: Luma, side: number, within: Region = { x: 0, y: 0, width: 1, height: 1 }): number[] {
  const left = Math.floor(within.x * width);
  const top = Math.floor(within.y * height);
  const right = Math.round((within.x + within.width) * width);
  const bottom = Math.round((within.y + within.height) * height);
  const middle = (side - 1) / 2;
  // Sum of (x - middle)² over the block: both slopes are independent of the mean, and of each other.
  const steepness = (side * side * (side * side - 1)) / 12;
  const contrasts: number[] = [];
  for (let y = top; y + side <= bottom; y += side) {
    for (let x = left; x + side <= right; x += side) {
      let [sum, squares, across, down] = [0, 0, 0, 0];
      for (let row = 0; row < side; row += 1) {
        for (let column = 0; column < side; column += 1) {
          const value = data[(y + row) * width + x + column] ?? 0;
          sum += value;
          squares += value * value;
          across += value * (column - middle);
          down += value * (row - middle);
        }
      }
      const rest = squares - (sum * sum) / (side * side) - (across * across + down * down) / steepness;
      contrasts.push(Math.sqrt(Math.max(0, rest) / (side * side)));
    }
  }
  return contrasts;
}

/** Contrast of the liveliest fiftieth of a picture, in levels: what shows anything at all has some. */
export function liveliest(luma: Luma): number {
  return quantile(blockContrasts(luma, 16), 0.98);
}

/** Side of a block in a copy of 512 pixels: about the height of small text that is set over it. */
const letterBlock = 8;
/** Levels: calm skies and walls stay under 4, leaves and faces have 12 and more. */
const busyContrast = 6;

/** Share of a part of the picture that is too lively to set text on. */
export function busyShare(luma: Luma, room: Region): number {
  const contrasts = blockContrasts(luma, letterBlock, room);
  return contrasts.length === 0 ? 0 : contrasts.filter((contrast) => contrast > busyContrast).length / contrasts.length;
}
