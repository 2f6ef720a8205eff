import { memoryOf } from '../kernel.ts';
import type { Pixels } from '../pixels.ts';
import { enlargeKernel } from './enlarge-kernel.ts';

/** Share of the difference to the blurred picture that is added for each doubling of the size, and the most of it. */
const amountPerStep = 0.3;
const mostAmount = 0.6;
/** Differences of fewer levels are grain or the encoder's noise, and stay as they are. */
const threshold = 2;
/** An enlargement that softens nothing anybody sees. */
const leastFactor = 1.25;
/** Bytes to spare at each end of a row, for the kernel's wide reads. */
const spare = 32;

/**
 * An unsharp mask that grows with the enlargement, in place; nothing happens for one below a quarter. Alpha is untouched.
 *
 * @param factor by how much each side was or will be enlarged
 */
export function sharpenInPlace(picture: Pixels, factor: number): void {
  if (factor < leastFactor) return;
  const amount = Math.round(Math.min(mostAmount, amountPerStep * (factor - 1)) * 128);
  const { data, width, height, channels } = picture;
  const kernel = enlargeKernel();
  const bytes = width * channels;
  const rowBytes = Math.ceil((bytes + 2 * spare) / 16) * 16;
  const columns = 3 * rowBytes + spare;
  const output = columns + 2 * rowBytes + spare;
  const memory = new Uint8Array(memoryOf(kernel, output + rowBytes));

  const covers = channels === 4 ? opaqueSurroundings(picture) : null;
  // Three rows in a ring, as they were: row n lies in place n modulo 3.
  const placeOf = (row: number): number => (row % 3) * rowBytes + spare;
  const read = (row: number): void => {
    const start = placeOf(row);
    memory.set(data.subarray(row * bytes, (row + 1) * bytes), start);
    memory.copyWithin(start - channels, start, start + channels);
    memory.copyWithin(start + bytes, start + bytes - channels, start + bytes);
  };
  read(0);
  for (let row = 0; row < height; row += 1) {
    if (row + 1 < height) read(row + 1);
    kernel.sharpen(placeOf(Math.max(0, row - 1)), placeOf(row), placeOf(Math.min(height - 1, row + 1)), columns, output, bytes, amount, threshold, channels);
    if (covers === null) data.set(memory.subarray(output, output + bytes), row * bytes);
    else copyCovered(memory.subarray(output, output + bytes), data, row * width, covers);
  }
}

/**
 * One byte a pixel: 1 where it and all around it are opaque. Only those are sharpened: near a transparent pixel
 * the mask mixes in a colour that nobody sees.
 */
function opaqueSurroundings({ data, width, height }: Pixels): Uint8Array {
  const isOpaque = (x: number, y: number): boolean => data[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 4 + 3] === 255;
  const covers = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let opaque = true;
      for (let dy = -1; dy <= 1 && opaque; dy += 1) for (let dx = -1; dx <= 1 && opaque; dx += 1) opaque = isOpaque(x + dx, y + dy);
      covers[y * width + x] = opaque ? 1 : 0;
    }
  }
  return covers;
}

/** Colours alone, of the pixels that are covered. */
function copyCovered(row: Uint8Array, data: Buffer, first: number, covers: Uint8Array): void {
  for (let x = 0; x * 4 < row.length; x += 1) {
    if (covers[first + x] === 1) data.set(row.subarray(x * 4, x * 4 + 3), (first + x) * 4);
  }
}
