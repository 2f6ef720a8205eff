import { memoryOf } from '../kernel.ts';
import type { Pixels } from '../pixels.ts';
import { enlargeKernel } from './enlarge-kernel.ts';

/** Source pixels that one pixel of an enlargement depends on, along each axis. */
const taps = 6;
const lobes = 3;
/** Pixels repeated beyond each end of a row, so that no tap has to look for an edge. */
const border = taps;
const tapBytes = 24;
const one = 1 << 14;

/**
 * An enlargement by Lanczos with three lobes, in exactly `width` x `height` pixels. Pixels keep their centres, so
 * that nothing shifts. Colours under transparency do not bleed into their surroundings.
 */
export function lanczos(picture: Pixels, width: number, height: number): Pixels {
  const { channels } = picture;
  const kernel = enlargeKernel();
  // Pairs of pixels are worked on, so that an odd row has one more.
  const rowBytes = (width + 1) * 8;
  const layout = { taps: 0, source: width * tapBytes, rows: 0, blended: 0, blend: 0, output: 0, end: 0 };
  layout.rows = align(layout.source + (picture.width + 2 * border) * channels + 16);
  layout.blended = layout.rows + taps * rowBytes;
  layout.blend = layout.blended + rowBytes;
  layout.output = align(layout.blend + taps * 4 + taps * 2);
  layout.end = layout.output + width * channels + 16;
  const buffer = memoryOf(kernel, layout.end);
  const memory = new Uint8Array(buffer);
  const view = new DataView(buffer);
  const weights = new Int16Array(taps);
  for (let x = 0; x < width; x += 1) {
    const at = layout.taps + x * tapBytes;
    view.setInt32(at, (tapsAt(x, picture.width / width, weights) + border) * channels, true);
    for (let tap = 0; tap < taps; tap += 1) view.setInt16(at + 4 + tap * 2, weights[tap] ?? 0, true);
  }

  const output = Buffer.allocUnsafe(width * height * channels);
  // A ring of widened rows: row n lies in place n modulo 6.
  let widened = -1;
  for (let y = 0; y < height; y += 1) {
    const first = tapsAt(y, picture.height / height, weights);
    const lastNeeded = Math.min(picture.height - 1, first + taps - 1);
    for (widened = Math.max(widened, Math.max(0, first) - 1); widened < lastNeeded;) {
      widened += 1;
      readRow(memory, layout.source, picture, widened);
      kernel.widen(layout.source, layout.taps, layout.rows + (widened % taps) * rowBytes, width, channels);
    }
    for (let tap = 0; tap < taps; tap += 1) {
      const row = Math.min(picture.height - 1, Math.max(0, first + tap));
      view.setInt32(layout.blend + tap * 4, layout.rows + (row % taps) * rowBytes, true);
      view.setInt16(layout.blend + taps * 4 + tap * 2, weights[tap] ?? 0, true);
    }
    kernel.blend(layout.blend, layout.blended, width);
    if (channels === 4) {
      writeStraight(output, y * width * 4, new Int16Array(buffer, layout.blended, width * 4));
    } else {
      kernel.narrow(layout.blended, layout.output, width, channels);
      output.set(memory.subarray(layout.output, layout.output + width * channels), y * width * channels);
    }
  }
  return { data: output, width, height, channels };
}

/** The kernel between two whole numbers, at one of so many places: enlargements by simple factors ask for few of them. */
const places = 4096;
const weightsByPlace = new Map<number, readonly number[]>();

/**
 * The taps of one pixel of the result.
 *
 * @param step source pixels a pixel of the result
 * @param weights filled with six weights in 1/16384, whose sum is one
 * @returns index of the first source pixel; it may lie beyond an edge
 */
function tapsAt(position: number, step: number, weights: Int16Array): number {
  const centre = Math.round(((position + 0.5) * step - 0.5) * places) / places;
  const whole = Math.floor(centre);
  const known = weightsByPlace.get(centre - whole) ?? weightsFor(centre - whole);
  weightsByPlace.set(centre - whole, known);
  weights.set(known);
  return whole - lobes + 1;
}

/** @param fraction how far the centre lies behind the third of six source pixels */
function weightsFor(fraction: number): readonly number[] {
  const exact = Array.from({ length: taps }, (_, tap) => windowedSinc(fraction + lobes - 1 - tap));
  const sum = exact.reduce((total, weight) => total + weight, 0);
  const weights = exact.map((weight) => Math.round((weight / sum) * one));
  // Rounding may miss one by a few: the largest weight takes it, where it shows least.
  const largest = weights.indexOf(Math.max(...weights));
  const missing = one - weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, tap) => (tap === largest ? weight + missing : weight));
}

/** sinc(x) sinc(x/3) within three pixels. */
function windowedSinc(x: number): number {
  if (Math.abs(x) >= lobes) return 0;
  if (x === 0) return 1;
  const angle = Math.PI * x;
  return (lobes * Math.sin(angle) * Math.sin(angle / lobes)) / (angle * angle);
}

/** A row of the source with its ends repeated; colours are multiplied by their alpha. */
function readRow(memory: Uint8Array, to: number, { data, width, channels }: Pixels, row: number): void {
  const start = to + border * channels;
  memory.set(data.subarray(row * width * channels, (row + 1) * width * channels), start);
  if (channels === 4) {
    for (let at = start; at < start + width * 4; at += 4) {
      const alpha = memory[at + 3] ?? 0;
      for (let channel = 0; channel < 3; channel += 1) memory[at + channel] = Math.round(((memory[at + channel] ?? 0) * alpha) / 255);
    }
  }
  const end = start + width * channels;
  for (let pixel = 0; pixel < border; pixel += 1) {
    memory.copyWithin(to + pixel * channels, start, start + channels);
    memory.copyWithin(end + pixel * channels, end - channels, end);
  }
}

const level = 64;

/**
 * A row with straight alpha. Lanczos overshoots at the rim of a cut-out: the colour is divided by an alpha that has
 * overshot alike, and only then is either held to what a byte can say.
 */
function writeStraight(output: Buffer, to: number, row: Int16Array): void {
  for (let at = 0; at < row.length; at += 4) {
    const alpha = row[at + 3] ?? 0;
    for (let channel = 0; channel < 3; channel += 1) output[to + at + channel] = alpha <= 0 ? 0 : byte(((row[at + channel] ?? 0) * 255) / alpha);
    output[to + at + 3] = byte(alpha / level);
  }
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
