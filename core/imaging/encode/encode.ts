import sharp from 'sharp';
import { type Pixels, pixelsOf, sharpOf } from '../pixels.ts';
import type { EncodingProfile, ImageFormat } from '../recipe.ts';
import { similarity } from '../similarity.ts';
import { type Encoder, type FileMetadata, encodeAt, encodePng, encoderOf } from './encoders.ts';
import { type Probe, type SizeModel, probeOf } from './size-model.ts';

export interface EncodeRequest {
  readonly pixels: Pixels;
  readonly format: ImageFormat;
  readonly profile: EncodingProfile;
  readonly metadata: FileMetadata;
  /** Upper limit in bytes, metadata included; null for none. */
  readonly maxBytes: number | null;
  /** Measure how the file looks even where no budget asks for it. */
  readonly score: boolean;
}

export interface Encoded {
  readonly bytes: Buffer;
  /** Null when nothing was lost. */
  readonly quality: number | null;
  /** How often the picture was encoded to find the quality. */
  readonly trials: number;
  readonly withinBudget: boolean;
  /** Similarity of the file to the pixels, 0 to 1; null where it was not measured. */
  readonly score: number | null;
}

/** Similarity below which damage shows on a photograph at normal distance: no budget pushes a file under it. */
export const perceptualFloor = 0.975;
/** Palette qualities that a PNG falls back on when it may not be lossless. */
const paletteQualities = [90, 70, 50, 30, 10];
/** A file that uses this much of its budget is not worth another encode. */
const goodUse = 0.8;
/** Where a trial is aimed: the first as far below the limit as the model errs, later ones closer. */
const firstAim = 0.9;
const laterAim = 0.96;
const mostTrials = 6;

/**
 * Encodes a picture in sRGB with its profile and metadata, at the best quality that keeps `maxBytes`. When none
 * does that still looks right, the smallest file at the perceptual floor comes back, and `withinBudget` is false. JPEG has no
 * alpha: transparent areas are laid on white.
 *
 * @param model shared by all files of one master, so that each file's size teaches the next
 */
export async function encode(request: EncodeRequest, model: SizeModel): Promise<Encoded> {
  const { format, metadata, maxBytes } = request;
  if (format === 'png') return encodeLossless(request);
  const encoder = encoderOf(format, request.profile, metadata.dpi !== null);
  const pixels = format === 'jpeg' ? await opaque(request.pixels) : request.pixels;
  const files = new Map<number, Buffer>();
  const attempt = async (quality: number): Promise<Buffer> => {
    const bytes = files.get(quality) ?? (await encodeAt(pixels, encoder, quality, metadata));
    files.set(quality, bytes);
    return bytes;
  };
  const quality = maxBytes === null ? encoder.ceiling : await bestWithin({ pixels, encoder, metadata, maxBytes, attempt }, model);
  const looked = await notBelowFloor(pixels, encoder, quality, attempt, request.score);
  const bytes = await attempt(looked.quality);
  return { bytes, quality: looked.quality, trials: files.size, withinBudget: maxBytes === null || bytes.length <= maxBytes, score: looked.score };
}

interface Search {
  readonly pixels: Pixels;
  readonly encoder: Encoder;
  readonly metadata: FileMetadata;
  readonly maxBytes: number;
  readonly attempt: (quality: number) => Promise<Buffer>;
}

/** The best quality within the budget, or the encoder's lowest when none is. */
async function bestWithin({ pixels, encoder, metadata, maxBytes, attempt }: Search, model: SizeModel): Promise<number> {
  const probe = await sharedProbe(pixels);
  const expected = model.expectation(encoder, probe);
  const overhead = overheadOf(metadata);
  const room = maxBytes - overhead;
  let best: number | null = null;
  let { lowest: low, ceiling: high } = encoder;
  // What this picture was found to need beyond the model's word, in logarithms.
  let correction = 0;
  for (let trial = 0; trial < mostTrials && low <= high; trial += 1) {
    const target = Math.log(Math.max(1, room * (trial === 0 ? firstAim : laterAim)));
    const quality = highest(low, high, (candidate) => expected(candidate) + correction <= target);
    const size = Math.max(1, (await attempt(quality)).length - overhead);
    correction = Math.log(size) - expected(quality);
    if (trial === 0) model.learn(encoder, quality, probe, size);
    if (size > room) {
      high = quality - 1;
      continue;
    }
    best = quality;
    low = quality + 1;
    if (size >= room * goodUse) break;
  }
  return best ?? encoder.lowest;
}

/** The highest whole number from `low` to `high` that fits, where whatever fits at one fits below it; `low` if none does. */
function highest(low: number, high: number, fits: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (fits(middle)) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** Raises a quality that looks worse than the floor to the lowest that does not. */
async function notBelowFloor(pixels: Pixels, encoder: Encoder, quality: number, attempt: Search['attempt'], always: boolean): Promise<{ quality: number; score: number | null }> {
  if (!always && quality === encoder.ceiling) return { quality, score: null };
  const scoreAt = async (candidate: number): Promise<number> => scoreOf(pixels, await attempt(candidate));
  let score = await scoreAt(quality);
  let [low, high] = [quality, encoder.ceiling];
  if (score >= perceptualFloor || low >= high) return { quality, score };
  let reached = { quality: high, score: await scoreAt(high) };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    score = await scoreAt(middle);
    if (score >= perceptualFloor) {
      high = middle;
      reached = { quality: middle, score };
    } else low = middle;
  }
  return reached;
}

/** How a file looks beside the pixels it was made from, 0 to 1. Transparent areas count as they lie under white. */
async function scoreOf(pixels: Pixels, file: Buffer): Promise<number> {
  // The profile is sRGB's own; without being told so, libvips would convert from it to itself.
  const decoded = await pixelsOf(sharp(file, { ignoreIcc: true }).flatten({ background: '#ffffff' }).toColourspace('srgb'));
  return similarity(await opaque(pixels), decoded);
}

/** A PNG without loss, or with the largest palette that keeps a budget. */
export async function encodeLossless({ pixels, metadata, maxBytes, score }: Pick<EncodeRequest, 'pixels' | 'metadata' | 'maxBytes' | 'score'>): Promise<Encoded> {
  let smallest: Encoded | null = null;
  let trials = 0;
  for (const quality of [null, ...paletteQualities]) {
    const bytes = await encodePng(pixels, quality, metadata);
    trials += 1;
    const withinBudget = maxBytes === null || bytes.length <= maxBytes;
    const look = quality === null ? 1 : await scoreOf(pixels, bytes);
    const encoded: Encoded = { bytes, quality, trials, withinBudget, score: quality !== null || score ? look : null };
    if (withinBudget && look >= perceptualFloor) return encoded;
    // Fewer colours only look worse from here on.
    if (look < perceptualFloor) break;
    if (smallest === null || bytes.length < smallest.bytes.length) smallest = encoded;
  }
  if (smallest === null) throw new RangeError('Expected at least one quality to try but received none');
  return { ...smallest, trials };
}

const opaques = new WeakMap<Pixels, Promise<Pixels>>();
const probes = new WeakMap<Pixels, Promise<Probe>>();

/** The picture on white, made once for all formats that need it so. */
function opaque(pixels: Pixels): Promise<Pixels> {
  if (pixels.channels === 3) return Promise.resolve(pixels);
  const known = opaques.get(pixels) ?? pixelsOf(sharpOf(pixels).flatten({ background: '#ffffff' }));
  opaques.set(pixels, known);
  return known;
}

/** One measurement for all formats of a rendition. */
async function sharedProbe(pixels: Pixels): Promise<Probe> {
  const known = probes.get(pixels) ?? opaque(pixels).then(probeOf);
  probes.set(pixels, known);
  return known;
}

/** Bytes of a file besides its pixels: XMP, EXIF, profile and their containers. */
export function overheadOf({ xmp, exif }: FileMetadata): number {
  const texts = Object.values(exif).reduce((sum, text) => sum + text.length + 16, 0);
  return Buffer.byteLength(xmp) + texts + containers;
}

/** The profile's 480 bytes, EXIF directories and the headers around them, measured on every format. */
const containers = 800;
