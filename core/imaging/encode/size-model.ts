import { z } from 'zod';
import type { Pixels } from '../pixels.ts';
import { sharpOf } from '../pixels.ts';
import type { Encoder } from './encoders.ts';
import table from './size-model.json' with { type: 'json' };

/**
 * How large a file will be before it is encoded. The table says, for each encoder and quality, how the size
 * follows from two throw-away JPEGs of the same pixels that cost a hundredth of an AVIF. It was fitted to photographs by
 * `tools/fit-size-model.ts`; what it errs on one picture, it is told and corrects for the rest.
 */

/** Sizes of the two throw-away JPEGs, in bytes a pixel of the whole picture. */
export interface Probe {
  readonly pixels: number;
  readonly whole: number;
  readonly halved: number;
}

const probeQuality = 75;

/** Measures opaque pixels. */
export async function probeOf(pixels: Pixels): Promise<Probe> {
  const count = pixels.width * pixels.height;
  const half = [Math.max(1, Math.round(pixels.width / 2)), Math.max(1, Math.round(pixels.height / 2))] as const;
  const [whole, halved] = await Promise.all([
    sharpOf(pixels).jpeg({ quality: probeQuality }).toBuffer(),
    sharpOf(pixels).resize(...half, { fit: 'fill' }).jpeg({ quality: probeQuality }).toBuffer(),
  ]);
  return { pixels: count, whole: whole.length / count, halved: halved.length / count };
}

/** The facts of a probe that sizes follow from: a constant, detail, and how much of the detail is fine. */
export function probeFeatures({ whole, halved }: Probe): readonly [number, number, number] {
  return [1, Math.log(whole), Math.log((4 * halved) / whole)];
}

const Coefficients = z.tuple([z.number(), z.number(), z.number()]);
export const SizeTable = z.strictObject({
  asOf: z.iso.date(),
  /** Versions of the encoders that the figures were measured with. */
  encoders: z.string(),
  /** `jpeg quality` and so on; rows in the order of rising quality. */
  models: z.record(z.string(), z.array(z.strictObject({ quality: z.number(), coefficients: Coefficients })).min(2)),
});
export type SizeTable = z.infer<typeof SizeTable>;
const { models } = SizeTable.parse(table);

/** Of one offset, this share is believed after one picture, two thirds after two, and so on. */
const trust = (count: number): number => count / (count + 0.5);

/** What is expected of the encoders on one master; it learns from every file. */
export class SizeModel {
  readonly #errors = new Map<string, { sum: number; count: number }>();

  /**
   * Natural logarithm of the bytes that the encoder is expected to need for the pixels alone, by quality. What is learned
   * meanwhile does not change an expectation that was taken.
   */
  expectation(encoder: Encoder, probe: Probe): (quality: number) => number {
    const { sum, count } = this.#errors.get(keyOf(encoder)) ?? { sum: 0, count: 0 };
    const offset = count === 0 ? 0 : (sum / count) * trust(count);
    return (quality) => fromTable(encoder, quality, probe) + offset;
  }

  /** Takes note of what a file needed, in bytes of pixels alone. */
  learn(encoder: Encoder, quality: number, probe: Probe, bytes: number): void {
    const { sum, count } = this.#errors.get(keyOf(encoder)) ?? { sum: 0, count: 0 };
    this.#errors.set(keyOf(encoder), { sum: sum + Math.log(bytes) - fromTable(encoder, quality, probe), count: count + 1 });
  }
}

function keyOf({ format, profile, forPrint }: Encoder): string {
  return `${format} ${profile}${forPrint ? ' print' : ''}`;
}

/** Straight lines between the qualities that were measured, and beyond the outer ones. */
function fromTable({ format, profile }: Encoder, quality: number, probe: Probe): number {
  const rows = models[`${format} ${profile}`] ?? [];
  const above = rows.findIndex((row) => row.quality > quality);
  const at = above < 0 ? rows.length - 1 : Math.max(1, above);
  const [low, high] = [rows[at - 1], rows[at]];
  if (low === undefined || high === undefined) throw new RangeError(`Expected a size model of ${format} ${profile} but the table has none`);
  const features = probeFeatures(probe);
  const valueOf = (row: typeof low): number => row.coefficients.reduce((sum, coefficient, index) => sum + coefficient * (features[index] ?? 0), 0);
  const [from, to] = [valueOf(low), valueOf(high)];
  return Math.log(probe.pixels) + from + ((to - from) * (quality - low.quality)) / (high.quality - low.quality);
}
