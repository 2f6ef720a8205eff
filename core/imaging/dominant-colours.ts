import type { Rgb } from './colour.ts';
import type { Pixels } from './pixels.ts';

/** Share of a picture that a colour must fill to be called dominant. */
const dominantShare = 0.01;

/**
 * The colours that fill the picture, largest first: means of the cells of a coarse cube, of which those
 * that hold less than one hundredth are left out.
 */
export function dominantColours({ data, channels }: Pixels, most = 24): { colour: Rgb; share: number }[] {
  const cells = new Map<number, { count: number; sum: [number, number, number] }>();
  const total = data.length / channels;
  for (let at = 0; at < data.length; at += channels) {
    const red = data[at] ?? 0;
    const green = data[at + 1] ?? 0;
    const blue = data[at + 2] ?? 0;
    const key = ((red >> 5) << 6) | ((green >> 5) << 3) | (blue >> 5);
    const cell = cells.get(key) ?? { count: 0, sum: [0, 0, 0] };
    cell.count += 1;
    cell.sum[0] += red;
    cell.sum[1] += green;
    cell.sum[2] += blue;
    cells.set(key, cell);
  }
  return [...cells.values()]
    .filter(({ count }) => count >= total * dominantShare)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ count, sum }) => ({ colour: [sum[0] / count, sum[1] / count, sum[2] / count], share: count / total }));
}
