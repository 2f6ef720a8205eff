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
  const [[rr, rg, rb, ro], [gr, gg, gb, go], [br, bg, bb, bo]] = compileGrade(grade);
  const { data, channels } = pixels;
  // A clamped array rounds and clips in one store, which is what makes the loop cheap.
  const output = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += channels) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    output[at] = rr * red + rg * green + rb * blue + ro;
    output[at + 1] = gr * red + gg * green + gb * blue + go;
    output[at + 2] = br * red + bg * green + bb * blue + bo;
    if (channels === 4) output[at + 3] = data[at + 3] as number;
  }
  const graded: Pixels = { ...pixels, data: Buffer.from(output.buffer) };
  return { pixels: graded, report: { neutral: false, ...compare(pixels, graded) } };
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
  return [data[at] as number, data[at + 1] as number, data[at + 2] as number];
}

function isExtreme(colour: Rgb): boolean {
  return colour.some((value) => value === 0 || value === 255);
}
