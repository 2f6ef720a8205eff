import type { Region } from '../geometry.ts';
import { type Luma, quantile } from './luma.ts';

/** Weights of a Gaussian of one pixel, cut off at three. */
const kernel = [-3, -2, -1, 0, 1, 2, 3].map((at) => Math.exp((-at * at) / 2));
const kernelSum = kernel.reduce((sum, weight) => sum + weight, 0);
const taps = kernel.map((weight) => weight / kernelSum) as [number, number, number, number, number, number, number];

/** Levels a pixel: weaker slopes are noise or shading, not edges. */
const weakestEdge = 4;
/** Directions of edges that are judged apart, because a camera that moved leaves the edges along its way sharp. */
const edgeDirections = 4;
/** Share of the pixels that must be edges of a direction before it is judged. */
const leastEdges = 0.0008;
/** Of a direction's edges, the sharp ones speak: everything else may lie out of focus. */
const sharpShare = 0.1;
/** What is blurred more has no edges left that could tell how much. */
export const mostBlur = 20;

/**
 * How blurred the sharp edges of a picture are: the standard deviation of the blur in pixels, in the direction
 * that is worst. The ratio of an edge's slope before and after another blur of known width gives it (Zhuo and
 * Sim, "Defocus map estimation from a single image", 2011, equation 5). Depth of field costs nothing,
 * since only the sharpest tenth of the edges counts. `mostBlur` where nothing has an edge.
 *
 * @param within the part that is judged, as fractions; all of it when absent
 */
export function blurSigma(luma: Luma, within: Region = { x: 0, y: 0, width: 1, height: 1 }): number {
  const { data, width, height } = luma;
  const soft = softened(luma);
  const left = Math.max(4, Math.floor(within.x * width));
  const top = Math.max(4, Math.floor(within.y * height));
  const right = Math.min(width - 4, Math.ceil((within.x + within.width) * width));
  const bottom = Math.min(height - 4, Math.ceil((within.y + within.height) * height));
  const sigmas: number[][] = Array.from({ length: edgeDirections }, () => []);
  const slope = (at: number, step: number): number => ((data[at + step] ?? 0) - (data[at - step] ?? 0)) / 2;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = y * width + x;
      const dx = slope(at, 1);
      const dy = slope(at, width);
      const steep = dx * dx + dy * dy;
      if (steep < weakestEdge * weakestEdge) continue;
      // The crest of the slope alone: beside it the ratio says nothing.
      const along = Math.abs(dx) > Math.abs(dy) ? 1 : width;
      if (steep < squared(slope(at + along, 1), slope(at + along, width)) || steep < squared(slope(at - along, 1), slope(at - along, width))) continue;
      const softer = squared((soft[at + 1] ?? 0) - (soft[at - 1] ?? 0), (soft[at + width] ?? 0) - (soft[at - width] ?? 0)) / 4;
      const ratio = steep / Math.max(1e-6, softer);
      const direction = Math.round((Math.atan2(dy, dx) / Math.PI + 1) * edgeDirections) % edgeDirections;
      sigmas[direction]?.push(ratio <= 1 + 1 / mostBlur ** 2 ? mostBlur : 1 / Math.sqrt(ratio - 1));
    }
  }
  const enough = leastEdges * Math.max(0, right - left) * Math.max(0, bottom - top);
  const judged = sigmas.filter((found) => found.length > enough).map((found) => quantile(found, sharpShare));
  return judged.length === 0 ? mostBlur : Math.max(...judged);
}

/** Directions in which detail is compared: every 15 degrees. */
const detailDirections = 12;
/** Pixels: fine enough to be detail, coarse enough to be more than an encoder's traces. */
const reach = 2;

/**
 * How one-sided fine detail is: its strength across a direction over that along it, for the direction where the
 * two differ most. 1 where all directions are alike; photographs reach 2, and a camera that moved leaves more,
 * because it smears what lies along its way. Strength is the root mean square of second differences.
 */
export function streakiness({ data, width, height }: Luma): number {
  const margin = reach + 1;
  const strengths = Array.from({ length: detailDirections }, (_, index) => {
    const angle = (index * Math.PI) / detailDirections;
    const [ahead, behind] = [readerAt(data, width, reach * Math.cos(angle), reach * Math.sin(angle)), readerAt(data, width, -reach * Math.cos(angle), -reach * Math.sin(angle))];
    let sum = 0;
    // Every second pixel of every second row: a quarter of them says the same.
    for (let y = margin; y < height - margin; y += 2) {
      for (let at = y * width + margin; at < (y + 1) * width - margin; at += 2) {
        sum += (2 * (data[at] ?? 0) - ahead(at) - behind(at)) ** 2;
      }
    }
    return Math.sqrt(sum);
  });
  return Math.max(1, ...strengths.map((along, index) => (strengths[(index + detailDirections / 2) % detailDirections] ?? 0) / Math.max(1e-6, along)));
}

/** Reads the picture beside a pixel, between four of them. */
function readerAt(data: Float32Array, width: number, dx: number, dy: number): (at: number) => number {
  // A cosine of 90 degrees is not quite zero; the rounding keeps it from reaching for the next pixel.
  const [x, y] = [Number(dx.toFixed(6)), Number(dy.toFixed(6))];
  const offset = Math.floor(y) * width + Math.floor(x);
  const [right, down] = [x - Math.floor(x), y - Math.floor(y)];
  const [a, b, c, d] = [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
  return (from) => {
    const at = from + offset;
    return a * (data[at] ?? 0) + b * (data[at + 1] ?? 0) + c * (data[at + width] ?? 0) + d * (data[at + width + 1] ?? 0);
  };
}

function squared(x: number, y: number): number {
  return x * x + y * y;
}

/** A copy under a Gaussian of one pixel; a margin of three pixels is left as it was. */
function softened({ data, width, height }: Luma): Float32Array {
  const rows = data.slice();
  for (let y = 0; y < height; y += 1) smooth(data, rows, y * width + 3, (y + 1) * width - 3, 1);
  const soft = rows.slice();
  smooth(rows, soft, 3 * width, data.length - 3 * width, width);
  return soft;
}

function smooth(from: Float32Array, to: Float32Array, start: number, end: number, step: number): void {
  const [a, b, c, d, e, f, g] = taps;
  for (let at = start; at < end; at += 1) {
    to[at] = a * (from[at - 3 * step] ?? 0) + b * (from[at - 2 * step] ?? 0) + c * (from[at - step] ?? 0) + d * (from[at] ?? 0) + e * (from[at + step] ?? 0) + f * (from[at + 2 * step] ?? 0) + g * (from[at + 3 * step] ?? 0);
  }
}
