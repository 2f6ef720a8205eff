import { createHash } from 'node:crypto';
import { Measure } from '../documents.ts';
import { UnreadableImage } from '../errors.ts';
import type { Region } from '../geometry.ts';
import { decode, readHeader } from '../imaging/decode.ts';
import type { Pixels } from '../imaging/pixels.ts';
import type { ImageFormat } from '../imaging/recipe.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import { duplicateMeasure, type Fingerprint } from './duplicates.ts';
import { limitsOf, type Limits } from './limits.ts';
import { deliveryMeasures, type PixelExpectation, pixelMeasures, readableMeasure, subjectBlurMeasure } from './measures.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { samplesOf } from './samples.ts';

export interface TechnicalRequest extends Omit<PixelExpectation, 'limits'> {
  readonly candidates: readonly { readonly sha256: string; readonly bytes: Buffer }[];
  /** What the model was asked for. */
  readonly expected: { readonly width: number; readonly height: number; readonly format: ImageFormat };
  /** Galley's when absent. */
  readonly limits?: Limits;
  /** Candidates of the run's earlier rounds that this one is to differ from; none when absent. */
  readonly earlier?: readonly Fingerprint[];
  /** Archived pictures within `completeWithin` bits of a hash; not measured when absent. */
  readonly archived?: (perceptualHash: string) => Promise<readonly Fingerprint[]>;
}

export interface TechnicalInspection {
  readonly sha256: string;
  readonly measures: readonly Measure[];
  /** 64 bits as 16 hexadecimal digits; zeros for a candidate that cannot be read. */
  readonly perceptualHash: string;
}

const noHash = '0'.repeat(16);

interface Inspected {
  readonly sha256: string;
  readonly measures: readonly Measure[];
  /** Null for a candidate that cannot be read. */
  readonly fingerprint: (Fingerprint & { readonly perceptualHash: string }) | null;
}

/**
 * Measures every candidate of a round, in their order. A candidate that cannot be decoded fails the gate
 * `readable` and has no further measures; it never stops the others. Ids and gates are in `measures.ts`,
 * limits in `limits.ts`. What has nothing to be held against is left out: `palette` without brand colours,
 * `copy-space` without one, the comparisons without others.
 */
export async function inspectTechnically(request: TechnicalRequest): Promise<TechnicalInspection[]> {
  const { limits = limitsOf(), speaker = english } = request;
  const inspected: Inspected[] = [];
  // One after another: a decoded candidate takes up to 33 MB.
  for (const [index, candidate] of request.candidates.entries()) inspected.push(await inspectOne(candidate, speaker.say('check.twin.candidate', { number: index + 1 }), { ...request, limits, speaker }));
  const fingerprints = inspected.flatMap(({ fingerprint }) => fingerprint ?? []);

  return Promise.all(
    inspected.map(async ({ sha256, measures, fingerprint }) => {
      if (fingerprint === null) return { sha256, measures, perceptualHash: noHash };
      const others = fingerprints.filter((other) => other !== fingerprint);
      const compared = [
        ...(others.length === 0 ? [] : [duplicateMeasure('duplicate', fingerprint, others, limits, speaker)]),
        ...(request.earlier === undefined || request.earlier.length === 0 ? [] : [duplicateMeasure('earlier-duplicate', fingerprint, request.earlier, limits, speaker)]),
        ...(request.archived === undefined ? [] : [duplicateMeasure('archive-duplicate', fingerprint, await request.archived(fingerprint.perceptualHash), limits, speaker)]),
      ];
      return { sha256, measures: [...measures, ...compared.map((measure) => Measure.parse(measure))], perceptualHash: fingerprint.perceptualHash };
    }),
  );
}

async function inspectOne({ sha256, bytes }: TechnicalRequest['candidates'][number], name: string, { expected, ...held }: TechnicalRequest & { readonly limits: Limits; readonly speaker: Speaker }): Promise<Inspected> {
  try {
    const header = await readHeader(bytes);
    const picture = await decode(bytes);
    const measures = [readableMeasure(null, held.speaker), ...deliveryMeasures(header, expected, held.speaker), ...pixelMeasures(await samplesOf(picture), held)];
    const fingerprint = { sha256, pixels: pixelHash(picture), perceptualHash: await perceptualHash(picture), name };
    return { sha256, measures: measures.map((measure) => Measure.parse(measure)), fingerprint };
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error;
    return { sha256, measures: [Measure.parse(readableMeasure(error.message, held.speaker))], fingerprint: null };
  }
}

/**
 * Measures the main subject of a candidate, once somebody has said where it is.
 *
 * @throws UnreadableImage when the bytes cannot be decoded.
 */
export async function inspectSubject(bytes: Buffer, subject: Region, limits: Limits = limitsOf(), speaker: Speaker = english): Promise<Measure> {
  return Measure.parse(subjectBlurMeasure(await samplesOf(await decode(bytes)), subject, limits, speaker));
}

/**
 * SHA-256 of a picture's size and pixels: the same for files that differ in their encoding alone.
 *
 * @throws UnreadableImage when the bytes cannot be decoded.
 */
export async function pixelHashOf(bytes: Buffer): Promise<string> {
  return pixelHash(await decode(bytes));
}

function pixelHash({ data, width, height, channels }: Pixels): string {
  return createHash('sha256').update(`${String(width)}x${String(height)}x${String(channels)}\n`).update(data).digest('hex');
}
