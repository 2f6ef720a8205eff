import type { Pixels } from '../imaging/pixels.ts';
import { quantile } from './luma.ts';

const block = 16;
/** Looking at more tells no more. */
const mostBlocks = 4000;
/** Blocks near black or white have lost part of their noise to clipping. */
const darkest = 16;
const brightest = 240;
/** The quietest blocks have the least texture that could pass for noise. */
const quietShare = 0.1;
/** Mean of |x| to standard deviation of a Gaussian, over the norm of the kernel, which is 6. */
const scale = Math.sqrt(Math.PI / 2) / 6;

/**
 * Standard deviation of the noise in levels of green, the channel that the eye sees most of, at full size.
 * Immerkær's operator ("Fast noise variance estimation", 1996), which edges and slopes leave at zero, on blocks
 * of 16 pixels; of them the tenth part that is quietest. 0 where every block is black, white or too small.
 */
export function noiseSigma({ data, width, height, channels }: Pixels): number {
  const columns = Math.floor((width - 2) / block);
  const rows = Math.floor((height - 2) / block);
  const stride = Math.max(1, Math.ceil(Math.sqrt((columns * rows) / mostBlocks)));
  const sigmas: number[] = [];
  const line = width * channels;
  /** Three pixels side by side, weighted 1, -2, 1. */
  const bend = (at: number): number => (data[at - channels] ?? 0) - 2 * (data[at] ?? 0) + (data[at + channels] ?? 0);
  for (let row = 0; row < rows; row += stride) {
    for (let column = 0; column < columns; column += stride) {
      let sum = 0;
      let residual = 0;
      for (let y = 0; y < block; y += 1) {
        let at = ((row * block + y + 1) * width + column * block + 1) * channels + 1;
        for (let x = 0; x < block; x += 1, at += channels) {
          sum += data[at] ?? 0;
          residual += Math.abs(bend(at - line) - 2 * bend(at) + bend(at + line));
        }
      }
      const mean = sum / (block * block);
      if (mean >= darkest && mean <= brightest) sigmas.push((scale * residual) / (block * block));
    }
  }
  return quantile(sigmas, quietShare);
}
