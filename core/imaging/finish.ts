import type { Grade } from '../brief/schema.ts';
import type { Region } from '../documents.ts';
import { type CropWindow, type Croppable, type Point, chooseWindow, croppable, enlargementOf, enlargementWarning } from './crop.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { type GradeReport, applyGrade } from './grade.ts';
import { fileMetadata } from './metadata.ts';
import type { Pixels } from './pixels.ts';
import type { ImageFormat, PlannedRendition } from './presets.ts';
import type { MetadataProfile, ProvenanceFacts } from './provenance.ts';
import { scale } from './scale.ts';

const extensions = { jpeg: 'jpg', webp: 'webp', avif: 'avif', png: 'png' } as const;
/** Share of newly cut-off samples from which a grade carries a warning. */
const clippingWarning = 0.02;

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
  const { pixels: master, report: gradeReport } = applyGrade(await decode(request.original), request.grade);
  const picture = await croppable(master);

  // Largest first, so that no long encode starts when all others are done.
  const order = request.deliverables
    .map((deliverable, index) => ({ index, target: targetOf(deliverable, master) }))
    .sort((a, b) => b.target.width * b.target.height - a.target.width * a.target.height);
  const rows: FinishedRendition[][] = [];
  let masterBytes: Buffer | undefined;
  const jobs = [
    async () => {
      const metadata = fileMetadata(request.facts, 'internal', null);
      masterBytes = (await encode(master, 'png', metadata, null)).bytes;
    },
    ...order.map(({ index, target }) => async () => {
      rows[index] = await render(master, picture, target, request);
    }),
  ];
  await runAll(jobs, options.concurrency ?? 1);
  if (masterBytes === undefined) throw new RangeError('Expected the master to be encoded but no job did it');

  const renditions = rows.flat();
  return {
    master: { bytes: masterBytes, mediaType: 'image/png', width: master.width, height: master.height },
    renditions,
    warnings: [...gradeWarnings(gradeReport), ...new Set(renditions.flatMap((rendition) => rendition.warnings))],
    gradeReport,
  };
}

interface Target {
  readonly deliverable: PlannedRendition;
  readonly width: number;
  readonly height: number;
}

/** A deliverable without a height keeps the master's aspect ratio. */
function targetOf(deliverable: PlannedRendition, master: Pixels): Target {
  const { width } = deliverable;
  return { deliverable, width, height: deliverable.height ?? Math.max(1, Math.round((width * master.height) / master.width)) };
}

async function render(master: Pixels, picture: Croppable, target: Target, request: FinishRequest): Promise<FinishedRendition[]> {
  const { deliverable, width, height } = target;
  const { name, preset, maxBytes, metadata, dpi } = deliverable;
  const window = await chooseWindow(picture, width, deliverable.height, {
    ...(request.subject === undefined ? {} : { subject: request.subject }),
    ...(request.focus === undefined ? {} : { focus: request.focus }),
  });
  const enlargement = enlargementOf(window, width, height);
  const pixels = await scale(master, window, width, height);
  const written = fileMetadata(request.facts, metadata, dpi);

  const files: FinishedRendition[] = [];
  for (const format of deliverable.formats) {
    const encoded = await encode(pixels, format, written, maxBytes);
    const fileName = `${name}.${extensions[format]}`;
    const warnings: string[] = [];
    if (enlargement > enlargementWarning) {
      warnings.push(
        `Expected ${name} to enlarge pixels at most ${String(enlargementWarning)} times but its size needs ${enlargement.toFixed(1)} times; ask the model for a larger picture`,
      );
    }
    if (maxBytes !== null && !encoded.withinBudget) {
      warnings.push(
        `Expected ${fileName} within ${String(maxBytes)} bytes but received ${String(encoded.bytes.length)} at the lowest allowed quality; raise maxBytes or make it smaller`,
      );
    }
    files.push({
      name, preset, format, fileName, window, enlargement, maxBytes, metadata, warnings, width, height,
      mediaType: `image/${format}`, bytes: encoded.bytes, quality: encoded.quality,
    });
  }
  return files;
}

function gradeWarnings({ clippedShare }: GradeReport): string[] {
  if (clippedShare <= clippingWarning) return [];
  return [`The grade cuts off detail in ${(clippedShare * 100).toFixed(0)} % of the picture; less exposure, contrast or saturation keeps it`];
}

/** Runs every job, at most `limit` at a time, in their order; after a failure no further one begins. */
async function runAll(jobs: readonly (() => Promise<void>)[], limit: number): Promise<void> {
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        await job();
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
}
