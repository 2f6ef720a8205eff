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

/** The value below which `share` of them lie; 0 of none. */
export function quantile(values: Float32Array | readonly number[], share: number): number {
  // A typed array sorts numbers natively, many times as fast as any array with a comparison of its own.
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
