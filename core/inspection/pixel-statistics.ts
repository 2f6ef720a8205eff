import type { Pixels } from '../imaging/pixels.ts';

/** One channel of brightness, 0 to 255, rows from the top. */
export interface Luma {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export function lumaOf({ data, width, height, channels }: Pixels): Luma {
  const luma = new Float32Array(width * height);
  for (let index = 0, at = 0; index < luma.length; index += 1, at += channels) {
    luma[index] = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
  }
  return { data: luma, width, height };
}

/** The largest standard deviation of the three channels, in levels. */
export function spread({ data, channels }: Pixels): number {
  const count = data.length / channels;
  const deviations = [0, 1, 2].map((channel) => {
    let sum = 0;
    let squares = 0;
    for (let at = channel; at < data.length; at += channels) {
      const value = data[at] ?? 0;
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  });
  return Math.max(...deviations);
}

/** Share of pixels, 0 to 1, whose three channels all lie from `low` to `high`. */
export function shareWithin({ data, channels }: Pixels, low: number, high: number): number {
  let hits = 0;
  const inside = (value: number): boolean => value >= low && value <= high;
  for (let at = 0; at < data.length; at += channels) {
    if (inside(data[at] ?? 0) && inside(data[at + 1] ?? 0) && inside(data[at + 2] ?? 0)) hits += 1;
  }
  return hits / (data.length / channels);
}

/** Variance of the Laplacian: how much fine detail there is. 0 for a picture under 3 pixels. */
export function laplacianVariance({ data, width, height }: Luma): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const value =
        4 * (data[at] ?? 0) - (data[at - 1] ?? 0) - (data[at + 1] ?? 0) - (data[at - width] ?? 0) - (data[at + width] ?? 0);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/**
 * Thickness of a frame around the picture, as a share of the short side: even lines along two opposite
 * edges that end in a step along most of their length. An even background (a product on white) has no such
 * step and is no frame. 0 when there is none.
 */
export function frameThickness(luma: Luma): number {
  const { width, height } = luma;
  const column = (from: 'start' | 'end') => bandDepth(width, height, (depth, along) => luma.data[along * width + (from === 'start' ? depth : width - 1 - depth)] ?? 0);
  const row = (from: 'start' | 'end') => bandDepth(height, width, (depth, along) => luma.data[(from === 'start' ? depth : height - 1 - depth) * width + along] ?? 0);
  const sides = Math.min(column('start'), column('end'));
  const ends = Math.min(row('start'), row('end'));
  return Math.max(sides, ends) / Math.min(width, height);
}

/** Standard deviation, in levels, up to which a line counts as even: room for noise and JPEG ringing. */
const evenLine = 4;
/** Difference, in levels, that counts as a step, and the share of the line's length that must show it. */
const step = 12;
const steppedShare = 0.6;

/** Number of even lines from one edge inwards, when they end in a step; at most a quarter of the picture. */
function bandDepth(lines: number, length: number, at: (depth: number, along: number) => number): number {
  const deepest = Math.floor(lines / 4);
  const first = lineOf(length, (along) => at(0, along));
  if (deviationOf(first) > evenLine) return 0;
  const level = meanOf(first);
  for (let depth = 1; depth <= deepest; depth += 1) {
    const line = lineOf(length, (along) => at(depth, along));
    if (deviationOf(line) <= evenLine && Math.abs(meanOf(line) - level) <= evenLine) continue;
    // Reducing the picture blurs the edge over a pixel: the step is looked for one line further in, too.
    const next = lineOf(length, (along) => at(depth + 1, along));
    const stepped = line.filter((value, index) => Math.max(Math.abs(value - level), Math.abs((next[index] ?? value) - level)) > step);
    return stepped.length >= steppedShare * length ? depth : 0;
  }
  return 0;
}

function lineOf(length: number, at: (along: number) => number): number[] {
  return Array.from({ length }, (_, along) => at(along));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
