import type { Grade } from '../brief/schema.ts';
import { type Rgb, deltaE } from './colour.ts';
import type { Pixels } from './pixels.ts';

/** Rows for red, green and blue: three factors and an offset, on sRGB values of 0 to 255. */
export type ColourMatrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number, number];

export interface GradeReport {
  readonly neutral: boolean;
  /** Mean CIEDE2000 between the original and the master, over a grid of samples; 0 when neutral. */
  readonly meanDeltaE: number;
  /** Share of samples, 0 to 1, in which a channel had to be cut off at black or white. */
  readonly clippedShare: number;
}

const identity: ColourMatrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];

/** Exponent that approximates sRGB's curve: a factor on light is its root on the stored values. */
const displayGamma = 2.2;
/** Where 18 % grey lies on the stored values; contrast turns around it. */
const middleGrey = 0.4613 * 255;
/** Rec. 709 luma, so that saturation and temperature leave brightness alone. */
const luma = [0.2126, 0.7152, 0.0722] as const;
/** Gain of red, and loss of blue, at a temperature of 100. */
const fullWarmth = 0.18;

/** True when the grade asks for nothing, so that pixels stay as they are. */
export function isNeutral(grade: Grade): boolean {
  return grade.exposure === 0 && grade.contrast === 1 && grade.saturation === 1 && grade.temperature === 0;
}

/**
 * Folds the four corrections into one matrix, in the order white balance, exposure, contrast, saturation,
 * so that a picture is walked through once whatever a grade asks for.
 */
export function compileGrade(grade: Grade): ColourMatrix {
  if (isNeutral(grade)) return identity;
  const warmth = (grade.temperature / 100) * fullWarmth;
  const balance = [1 + warmth, 1, 1 - warmth] as const;
  const keptLuma = luma[0] * balance[0] + luma[1] * balance[1] + luma[2] * balance[2];
  const gain = (2 ** (grade.exposure / displayGamma) / keptLuma) * grade.contrast;
  const offset = middleGrey * (1 - grade.contrast);
  const row = (output: 0 | 1 | 2): Row => {
    const mix = (input: 0 | 1 | 2): number => (1 - grade.saturation) * luma[input] + (input === output ? grade.saturation : 0);
    return [mix(0) * balance[0] * gain, mix(1) * balance[1] * gain, mix(2) * balance[2] * gain, offset];
  };
  return [row(0), row(1), row(2)];
}

/**
 * Applies a grade to new pixels; alpha is untouched. A neutral grade gives the very same pixels back.
 */
export function applyGrade(pixels: Pixels, grade: Grade): { pixels: Pixels; report: GradeReport } {
  if (isNeutral(grade)) return { pixels, report: { neutral: true, meanDeltaE: 0, clippedShare: 0 } };
  // 16 fractional bits: integers are twice as fast as clamped floats, and 7 x 255 x 2^16 still fits 32 bits.
  const fixed = (row: Row): Row => [fraction(row[0]), fraction(row[1]), fraction(row[2]), fraction(row[3]) + half];
  const matrix = compileGrade(grade);
  const [rr, rg, rb, ro] = fixed(matrix[0]);
  const [gr, gg, gb, go] = fixed(matrix[1]);
  const [br, bg, bb, bo] = fixed(matrix[2]);
  const { data, channels } = pixels;
  const output = Buffer.allocUnsafe(data.length);
  for (let at = 0; at < data.length; at += channels) {
    const red = data[at] ?? 0;
    const green = data[at + 1] ?? 0;
    const blue = data[at + 2] ?? 0;
    output[at] = clip((rr * red + rg * green + rb * blue + ro) >> fractionBits);
    output[at + 1] = clip((gr * red + gg * green + gb * blue + go) >> fractionBits);
    output[at + 2] = clip((br * red + bg * green + bb * blue + bo) >> fractionBits);
    if (channels === 4) output[at + 3] = data[at + 3] ?? 0;
  }
  const graded: Pixels = { ...pixels, data: output };
  return { pixels: graded, report: { neutral: false, ...compare(pixels, graded) } };
}

const fractionBits = 16;
const half = 1 << (fractionBits - 1);

function fraction(value: number): number {
  return Math.round(value * (1 << fractionBits));
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

const samples = 4096;

/** Compares two pictures of one size on an even grid; a few thousand samples settle a mean. */
function compare(before: Pixels, after: Pixels): { meanDeltaE: number; clippedShare: number } {
  const count = before.width * before.height;
  // An odd stride does not fall into step with rows of even width.
  const stride = Math.max(1, Math.floor(count / samples) | 1);
  let sum = 0;
  let clipped = 0;
  let taken = 0;
  for (let index = 0; index < count; index += stride) {
    const from = colourAt(before, index);
    const to = colourAt(after, index);
    sum += deltaE(from, to);
    if (isExtreme(to) && !isExtreme(from)) clipped += 1;
    taken += 1;
  }
  return { meanDeltaE: sum / taken, clippedShare: clipped / taken };
}

function colourAt({ data, channels }: Pixels, index: number): Rgb {
  const at = index * channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

function isExtreme(colour: Rgb): boolean {
  return colour.some((value) => value === 0 || value === 255);
}
