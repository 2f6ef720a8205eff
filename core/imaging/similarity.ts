import type { Pixels } from './pixels.ts';

/** One plane of brightness, 0 to 255. */
interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Weights of the scales from the finest, as fitted to viewers' opinions (Wang, Simoncelli and Bovik, 2003). */
const scaleWeights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const;
/** Stabilising constants of SSIM for 8-bit values: (0.01 x 255)² and (0.03 x 255)². */
const c1 = 6.5025;
const c2 = 58.5225;
/** Windows are 8 x 8 and lie 4 apart: two cells each way, so that every pixel is summed once. */
const cell = 4;
const window = 2 * cell;

/**
 * How alike two pictures of one size look: multi-scale structural similarity of their brightness, 1 for equal
 * ones. Compression that nobody notices stays above about 0.99; below 0.975 damage begins to show at normal distance.
 * Windows are square here instead of Gaussian. Alpha is not looked at.
 *
 * @throws RangeError when the sizes differ
 */
export function similarity(one: Pixels, other: Pixels): number {
  if (one.width !== other.width || one.height !== other.height) {
    throw new RangeError(`Expected two pictures of one size but received ${String(one.width)}x${String(one.height)} and ${String(other.width)}x${String(other.height)}`);
  }
  let a = lumaPlane(one);
  let b = lumaPlane(other);
  const scales = Math.max(1, Math.min(scaleWeights.length, Math.floor(Math.log2(Math.min(a.width, a.height) / window)) + 1));
  const weights = scaleWeights.slice(0, scales);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let product = 1;
  for (const [scale, weight] of weights.entries()) {
    const { structure, brightness } = compareWindows(a, b);
    const value = scale === scales - 1 ? structure * brightness : structure;
    product *= Math.max(0, value) ** (weight / total);
    if (scale < scales - 1) [a, b] = [halved(a), halved(b)];
  }
  return product;
}

/** Rec. 601 luma in whole numbers, as JPEG and its successors code it. */
function lumaPlane({ data, width, height, channels }: Pixels): Plane {
  const plane = new Uint8Array(width * height);
  for (let index = 0, at = 0; index < plane.length; index += 1, at += channels) {
    plane[index] = (19595 * (data[at] ?? 0) + 38470 * (data[at + 1] ?? 0) + 7471 * (data[at + 2] ?? 0) + 32768) >> 16;
  }
  return { data: plane, width, height };
}

function halved({ data, width, height }: Plane): Plane {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0, at = 2 * y * width; x < w; x += 1, at += 2) {
      half[y * w + x] = ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0) + 2) >> 2;
    }
  }
  return { data: half, width: w, height: h };
}

/** Means of the two parts of SSIM over all windows. */
function compareWindows(a: Plane, b: Plane): { structure: number; brightness: number } {
  const across = Math.floor(a.width / cell);
  const down = Math.floor(a.height / cell);
  if (across < 2 || down < 2) return wholePlane(a, b);
  let above = cellRow(a, b, 0, across);
  let structure = 0;
  let brightness = 0;
  for (let row = 1; row < down; row += 1) {
    const below = cellRow(a, b, row, across);
    for (let column = 0; column + 1 < across; column += 1) {
      const at = column * sums;
      const sum = (offset: number): number => (above[at + offset] ?? 0) + (above[at + sums + offset] ?? 0) + (below[at + offset] ?? 0) + (below[at + sums + offset] ?? 0);
      const terms = ssimTerms(sum(0), sum(1), sum(2), sum(3), sum(4), window * window);
      structure += terms.structure;
      brightness += terms.brightness;
    }
    above = below;
  }
  const count = (across - 1) * (down - 1);
  return { structure: structure / count, brightness: brightness / count };
}

/** Sums of a, b, a², b² and ab. */
const sums = 5;

function cellRow(a: Plane, b: Plane, row: number, across: number): Float64Array {
  const cells = new Float64Array(across * sums);
  for (let column = 0; column < across; column += 1) addUp(a, b, { left: column * cell, top: row * cell, width: cell, height: cell }, cells, column * sums);
  return cells;
}

function wholePlane(a: Plane, b: Plane): { structure: number; brightness: number } {
  const total = new Float64Array(sums);
  addUp(a, b, { left: 0, top: 0, width: a.width, height: a.height }, total, 0);
  const [sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0] = total;
  return ssimTerms(sumA, sumB, sumAA, sumBB, sumAB, a.data.length);
}

/** Writes the five sums over a part of both planes. */
function addUp(a: Plane, b: Plane, part: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }, into: Float64Array, at: number): void {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = part.top; y < part.top + part.height; y += 1) {
    for (let index = y * a.width + part.left, end = index + part.width; index < end; index += 1) {
      const valueA = a.data[index] ?? 0;
      const valueB = b.data[index] ?? 0;
      sumA += valueA;
      sumB += valueB;
      sumAA += valueA * valueA;
      sumBB += valueB * valueB;
      sumAB += valueA * valueB;
    }
  }
  into[at] = sumA;
  into[at + 1] = sumB;
  into[at + 2] = sumAA;
  into[at + 3] = sumBB;
  into[at + 4] = sumAB;
}

function ssimTerms(sumA: number, sumB: number, sumAA: number, sumBB: number, sumAB: number, count: number): { structure: number; brightness: number } {
  const meanA = sumA / count;
  const meanB = sumB / count;
  const varianceA = sumAA / count - meanA * meanA;
  const varianceB = sumBB / count - meanB * meanB;
  const covariance = sumAB / count - meanA * meanB;
  return {
    structure: (2 * covariance + c2) / (varianceA + varianceB + c2),
    brightness: (2 * meanA * meanB + c1) / (meanA * meanA + meanB * meanB + c1),
  };
}
