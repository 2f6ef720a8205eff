import { Measure } from '../documents.ts';
import { UnreadableImage } from '../errors.ts';
import { decode, readHeader } from '../imaging/decode.ts';
import type { ImageFormat } from '../imaging/recipe.ts';
import { deliveryMeasures, duplicateMeasure, pixelMeasures, readableMeasure } from './measures.ts';
import { perceptualHash } from './perceptual-hash.ts';

export interface TechnicalRequest {
  readonly candidates: readonly { readonly sha256: string; readonly bytes: Buffer }[];
  /** What the model was asked for. */
  readonly expected: { readonly width: number; readonly height: number; readonly format: ImageFormat };
  /** Brand colours as #rrggbb; empty when the brief names none. */
  readonly palette: readonly string[];
}

export interface TechnicalInspection {
  readonly sha256: string;
  readonly measures: readonly Measure[];
  /** 64 bits as 16 hexadecimal digits; zeros for a candidate that cannot be read. */
  readonly perceptualHash: string;
}

const noHash = '0'.repeat(16);

/**
 * Measures every candidate of a round, in their order. A candidate that cannot be decoded fails the gate
 * `readable` and has no further measures; it never stops the others. Ids, gates and limits are in
 * `measures.ts`; `palette` is measured only when the brief names colours.
 */
export async function inspectTechnically(request: TechnicalRequest): Promise<TechnicalInspection[]> {
  const inspections: TechnicalInspection[] = [];
  // One after another: a decoded candidate takes up to 33 MB.
  for (const candidate of request.candidates) inspections.push(await inspectOne(candidate, request));

  return inspections.map((inspection, index) => {
    if (inspection.perceptualHash === noHash) return inspection;
    const others = inspections.filter((other, at) => at !== index && other.perceptualHash !== noHash).map((other) => other.perceptualHash);
    return others.length === 0 ? inspection : { ...inspection, measures: [...inspection.measures, Measure.parse(duplicateMeasure(inspection.perceptualHash, others))] };
  });
}

async function inspectOne({ sha256, bytes }: TechnicalRequest['candidates'][number], { expected, palette }: TechnicalRequest): Promise<TechnicalInspection> {
  try {
    const header = await readHeader(bytes);
    const pixels = await decode(bytes);
    const measures = [readableMeasure(null), ...deliveryMeasures(header, expected), ...(await pixelMeasures(pixels, palette))];
    return { sha256, measures: measures.map((measure) => Measure.parse(measure)), perceptualHash: await perceptualHash(pixels) };
  } catch (error) {
    if (!(error instanceof UnreadableImage)) throw error;
    return { sha256, measures: [Measure.parse(readableMeasure(error.message))], perceptualHash: noHash };
  }
}
