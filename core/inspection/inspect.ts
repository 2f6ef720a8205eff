import type { Measure } from '../documents.ts';
import type { ImageFormat } from '../imaging/presets.ts';

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

/**
 * Measures every candidate of a round, in their order. A candidate that cannot be decoded fails the gate
 * `readable`; it never stops the others.
 */
export async function inspectTechnically(request: TechnicalRequest): Promise<TechnicalInspection[]> {
  await Promise.resolve();
  throw new Error(`not yet: ${String(request.candidates.length)}`);
}
