import type { Grade } from '../brief/schema.ts';
import type { Region } from '../documents.ts';
import type { CropWindow, Point } from './crop.ts';
import type { GradeReport } from './grade.ts';
import type { ImageFormat, PlannedRendition } from './presets.ts';
import type { MetadataProfile, ProvenanceFacts } from './provenance.ts';

export interface FinishRequest {
  /** The approved candidate as the model delivered it; it is read, never changed. */
  readonly original: Buffer;
  readonly grade: Grade;
  /** From `resolveDeliverables(brief.deliverables)`. */
  readonly deliverables: readonly PlannedRendition[];
  readonly facts: ProvenanceFacts;
  /** Where the subject is; every crop keeps it whole when it fits. */
  readonly subject?: Region;
  /** The point that crops are centred on; it wins over the subject. */
  readonly focus?: Point;
}

export interface FinishOptions {
  /** Sizes worked on at a time; 1 by default. Memory grows by about one rendition's pixels for each. */
  readonly concurrency?: number;
}

/** One finished file. */
export interface FinishedRendition {
  readonly name: string;
  readonly preset: string | null;
  readonly format: ImageFormat;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif';
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** In master pixels. */
  readonly window: CropWindow;
  readonly enlargement: number;
  /** Null for lossless files. */
  readonly quality: number | null;
  readonly maxBytes: number | null;
  readonly metadata: MetadataProfile;
  readonly warnings: readonly string[];
}

export interface Finished {
  /** PNG with the internal metadata, graded, in the size of the original. */
  readonly master: { readonly bytes: Buffer; readonly mediaType: 'image/png'; readonly width: number; readonly height: number };
  /** In the order of the deliverables, and of the formats of each. */
  readonly renditions: readonly FinishedRendition[];
  readonly warnings: readonly string[];
  readonly gradeReport: GradeReport;
}

/**
 * Makes the master and every rendition of one approved picture: decoded once, graded once, resized once
 * for each size.
 *
 * @throws UnreadableImage when the original cannot be decoded.
 */
export async function finish(request: FinishRequest, options: FinishOptions = {}): Promise<Finished> {
  await Promise.resolve();
  throw new Error(`not yet: ${String(request.deliverables.length)} ${String(options.concurrency)}`);
}
