import sharp from 'sharp';
import type { Point, Region } from '../geometry.ts';
import { type Crop, type Croppable, chooseCrop, enlargementOf } from './crop/window.ts';
import { decode } from './decode.ts';
import { encode, encodeLossless } from './encode/encode.ts';
import { SizeModel } from './encode/size-model.ts';
import type { CubeLut } from './grade/cube.ts';
import { type GradeReport, gradeInPlace } from './grade/grade.ts';
import { fileMetadata } from './metadata.ts';
import { type Pixels, proxyOf } from './pixels.ts';
import { type PlannedRendition, refuseSize } from './presets.ts';
import type { ProvenanceFacts } from './provenance.ts';
import type { EncodingProfile, Grade, ImageFormat, MetadataProfile, Watermark } from './recipe.ts';
import { type Upscaler, enlarge, scale } from './scale.ts';
import { formatWarnings, gradeWarnings, renditionWarnings } from './warnings.ts';
import { overlay } from './watermark.ts';

export interface FinishRequest {
  /** The approved candidate as the model delivered it; it is read, never changed. */
  readonly original: Buffer;
  readonly grade: Grade;
  /** The look that `grade.lut` names, read. */
  readonly lut?: CubeLut | undefined;
  /** Colours of the brand that the report compares with, as `#rrggbb`. */
  readonly palette?: readonly string[];
  readonly encoding: EncodingProfile;
  /** From `resolveDeliverables`. */
  readonly deliverables: readonly PlannedRendition[];
  /** The brand's mark and how it lies. */
  readonly watermark?: { readonly mark: Pixels; readonly settings: Watermark } | undefined;
  readonly facts: ProvenanceFacts;
  /** Where the subject is; every crop keeps it whole when it fits. */
  readonly subject?: Region | undefined;
  /** The point that crops are centred on; it wins over the subject, and a deliverable's own wins over it. */
  readonly focus?: Point | undefined;
}

export interface FinishOptions {
  /** Files worked on at a time, 1 by default; `useCores` says how many keep a machine busy. */
  readonly lanes?: number;
  /** Measure how every file looks, not only those that a budget pressed. */
  readonly scores?: boolean;
  readonly upscaler?: Upscaler;
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
  readonly crop: Crop;
  /** Factor by which pixels were enlarged; 1 or less means none were. */
  readonly enlargement: number;
  readonly dpi: number | null;
  /** Null for lossless files. */
  readonly quality: number | null;
  /** Similarity to the pixels before encoding, 0 to 1; null where it was not measured. */
  readonly score: number | null;
  /** How often the picture was encoded to find the quality. */
  readonly trials: number;
  readonly maxBytes: number | null;
  readonly metadata: MetadataProfile;
  readonly warnings: readonly string[];
}

/** The graded picture in the size of the original: a PNG with the internal metadata. */
export interface Master {
  readonly bytes: Buffer;
  readonly mediaType: 'image/png';
  readonly width: number;
  readonly height: number;
}

export interface Finished {
  readonly master: Master;
  /** In the order of the deliverables, and of the formats of each. */
  readonly renditions: readonly FinishedRendition[];
  readonly warnings: readonly string[];
  readonly grade: GradeReport;
}

/**
 * Prepares libvips for finishing, once in a process: no cache, because nothing is read twice, and as many threads for
 * one operation as there are cores, which only the AVIF encoder and large resizes make use of.
 *
 * @returns how many files to work on at a time: one more than there are cores keeps them busy
 */
export function useCores(cores: number): number {
  sharp.cache(false);
  sharp.concurrency(cores);
  return cores + 1;
}

/**
 * Makes the master and every rendition of one approved picture: decoded once, graded once in place, cut and
 * scaled once for each size, encoded once for each file unless a budget binds.
 *
 * @throws UnreadableImage when the original cannot be decoded, InvalidInput for a size that cannot be made of it
 */
export async function finish(request: FinishRequest, options: FinishOptions = {}): Promise<Finished> {
  const press = await prepare(request, options);
  let master: Master | undefined;
  const encodeMaster: Job = async () => {
    const { pixels } = press;
    const { bytes } = await encodeLossless({ pixels, metadata: fileMetadata(request.facts, 'internal', null), maxBytes: null, score: false });
    master = { bytes, mediaType: 'image/png', width: pixels.width, height: pixels.height };
  };
  const finished = await printAll(press, options, [encodeMaster]);
  if (master === undefined) throw new RangeError('Expected the master to be encoded but no job did it');
  return { ...finished, master };
}

/** As `finish`, without the master. */
export async function finishRenditions(request: FinishRequest, options: FinishOptions = {}): Promise<Omit<Finished, 'master'>> {
  return printAll(await prepare(request, options), options, []);
}

async function prepare(request: FinishRequest, options: FinishOptions): Promise<Press> {
  const pixels = await decode(request.original);
  const targets = request.deliverables.map((deliverable) => targetOf(deliverable, pixels));
  const grade = await gradeInPlace(pixels, { grade: request.grade, lut: request.lut ?? null, palette: request.palette ?? [] });
  return {
    request,
    pixels,
    targets,
    grade,
    picture: { width: pixels.width, height: pixels.height, proxy: await proxyOf(pixels, proxySide) },
    sizes: new SizeModel(),
    scores: options.scores ?? false,
    upscaler: options.upscaler ?? enlarge,
  };
}

async function printAll(press: Press, options: FinishOptions, first: readonly Job[]): Promise<Omit<Finished, 'master'>> {
  const rows: FinishedRendition[][] = press.targets.map(() => []);
  const jobs: Job[] = [...first];
  // Largest first, so that no long encode starts when all others are done.
  const order = [...press.targets.entries()].sort(([, a], [, b]) => b.width * b.height - a.width * a.height);
  const prints = order.map(([, target]) => once(() => print(press, target)));
  for (const [index, [row, target]] of order.entries()) {
    for (const format of slowestFirst(target.deliverable.formats)) {
      jobs.push(async () => {
        const printed = await prints[index]?.();
        if (printed === undefined) return;
        // The next size is cut and scaled while this one is encoded; if that fails, its own job says so.
        prints[index + 1]?.().catch(() => undefined);
        rows[row]?.push(await write(press, target, printed, format));
      });
    }
  }
  await runAll(jobs, options.lanes ?? 1);
  const renditions = rows.flatMap((row, index) => inOrder(row, press.targets[index]?.deliverable.formats ?? []));
  return { renditions, warnings: [...gradeWarnings(press.grade), ...new Set(renditions.flatMap(({ warnings }) => warnings))], grade: press.grade };
}

/** Long side of the copy that windows are chosen on. */
const proxySide = 256;

/** What all renditions of one picture share. */
interface Press {
  readonly request: FinishRequest;
  /** Graded. */
  readonly pixels: Pixels;
  readonly targets: readonly Target[];
  readonly grade: GradeReport;
  readonly picture: Croppable;
  readonly sizes: SizeModel;
  readonly scores: boolean;
  readonly upscaler: Upscaler;
}

interface Target {
  readonly deliverable: PlannedRendition;
  readonly width: number;
  readonly height: number;
}

/** A deliverable without a height keeps the master's aspect ratio. */
function targetOf(deliverable: PlannedRendition, master: Pixels): Target {
  const { width } = deliverable;
  const height = deliverable.height ?? Math.max(1, Math.round((width * master.height) / master.width));
  refuseSize(deliverable, width, height);
  return { deliverable, width, height };
}

/** A rendition's pixels, ready for every encoder. */
interface Printed {
  readonly pixels: Pixels;
  readonly crop: Crop;
  readonly enlargement: number;
  readonly warnings: readonly string[];
}

async function print({ request, pixels, picture, upscaler }: Press, { deliverable, width, height }: Target): Promise<Printed> {
  const crop = await chooseCrop(picture, width, deliverable.height, {
    strategy: deliverable.crop,
    subject: request.subject,
    focus: deliverable.focus ?? request.focus,
    safeArea: deliverable.safeArea ?? undefined,
  });
  const printed = await scale(pixels, crop.window, width, height, upscaler);
  const mark = deliverable.watermark && request.watermark !== undefined ? await overlay(printed, request.watermark.mark, request.watermark.settings) : null;
  const enlargement = enlargementOf(crop.window, width, height);
  return { pixels: printed, crop, enlargement, warnings: renditionWarnings(deliverable, crop, enlargement, mark) };
}

const extensions = { jpeg: 'jpg', webp: 'webp', avif: 'avif', png: 'png' } as const;

async function write({ request, sizes, scores }: Press, { deliverable, width, height }: Target, printed: Printed, format: ImageFormat): Promise<FinishedRendition> {
  const { name, preset, maxBytes, metadata, dpi } = deliverable;
  const encoded = await encode({ pixels: printed.pixels, format, profile: request.encoding, metadata: fileMetadata(request.facts, metadata, dpi), maxBytes, score: scores }, sizes);
  const fileName = `${name}.${extensions[format]}`;
  return {
    name, preset, format, fileName, width, height, dpi, maxBytes, metadata,
    mediaType: `image/${format}`,
    bytes: encoded.bytes,
    crop: printed.crop,
    enlargement: printed.enlargement,
    quality: encoded.quality,
    score: encoded.score,
    trials: encoded.trials,
    warnings: [...printed.warnings, ...formatWarnings(fileName, maxBytes, encoded)],
  };
}

const byCost: readonly ImageFormat[] = ['avif', 'webp', 'png', 'jpeg'];

function slowestFirst(formats: readonly ImageFormat[]): ImageFormat[] {
  return byCost.filter((format) => formats.includes(format));
}

function inOrder(row: readonly FinishedRendition[], formats: readonly ImageFormat[]): FinishedRendition[] {
  return row.toSorted((a, b) => formats.indexOf(a.format) - formats.indexOf(b.format));
}

/** Computes a value when it is first asked for, and then no more. */
function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => (known ??= compute());
}

type Job = () => Promise<void>;

/** Runs every job, at most `limit` at a time, in their order; after a failure no further one begins. Empties the list, so that what a job holds is free when it is done. */
async function runAll(waiting: Job[], limit: number): Promise<void> {
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
