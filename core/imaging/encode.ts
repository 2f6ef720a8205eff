import type { Sharp } from 'sharp';
import { type Pixels, sharpOf } from './pixels.ts';
import type { ImageFormat } from './presets.ts';

/** What is written into a file besides its pixels; it counts against the byte budget. */
export interface FileMetadata {
  readonly xmp: string;
  /** ASCII only: anything else belongs into the XMP. */
  readonly exif: Readonly<Record<string, string>>;
  readonly dpi: number | null;
}

export interface Encoded {
  readonly bytes: Buffer;
  /** Null when nothing was lost. */
  readonly quality: number | null;
  /** How often the picture was encoded to find the quality. */
  readonly trials: number;
  /** False when even the lowest allowed quality is too large. */
  readonly withinBudget: boolean;
}

interface QualityRange {
  /** Used when no budget binds: beyond it files grow and eyes see nothing. */
  readonly ceiling: number;
  /** Below it damage shows on photographs at normal distance. */
  readonly floor: number;
  /** Prior for the growth of ln(bytes) with each step of quality, before two trials tell it. */
  readonly slope: number;
}

const screen: Readonly<Record<Exclude<ImageFormat, 'png'>, QualityRange>> = {
  jpeg: { ceiling: 82, floor: 45, slope: 0.025 },
  webp: { ceiling: 80, floor: 40, slope: 0.022 },
  avif: { ceiling: 58, floor: 30, slope: 0.035 },
};
/** Paper is looked at closely, and its colours are separated once more. */
const printCeiling = { jpeg: 93, webp: 92, avif: 75 } as const;
/** Palette qualities that a PNG falls back on when it may not be lossless. */
const paletteQualities = [90, 70, 50];
/** A file that uses this much of its budget is not worth another encode. */
const goodUse = 0.88;
/** Where the next trial is aimed: a little below the limit, because the model errs to both sides. */
const aim = 0.96;
const mostTrials = 6;
/** The customary figure for files that are not meant for paper; libvips would write 25.4. */
const screenDpi = 72;

/**
 * Encodes a picture in sRGB with its profile and metadata, at the best quality that keeps `maxBytes`
 * (metadata included). When none above the floor does, the file at the floor comes back and says so.
 * JPEG has no alpha: transparent areas are laid on white.
 */
export async function encode(pixels: Pixels, format: ImageFormat, metadata: FileMetadata, maxBytes: number | null): Promise<Encoded> {
  const attempt = (quality: number | null): Promise<Buffer> => write(pixels, format, quality, metadata);
  if (format === 'png') return stepDown([null, ...paletteQualities], attempt, maxBytes);
  const range = screen[format];
  return seek({ ...range, ceiling: metadata.dpi === null ? range.ceiling : printCeiling[format] }, attempt, maxBytes);
}

/** Secant search in ln(bytes), which is nearly a straight line over quality. */
async function seek(range: QualityRange, attempt: (quality: number) => Promise<Buffer>, maxBytes: number | null): Promise<Encoded> {
  let quality = range.ceiling;
  let bytes = await attempt(quality);
  let trials = 1;
  if (maxBytes === null || bytes.length <= maxBytes) return { bytes, quality, trials, withinBudget: true };

  let best: { quality: number; bytes: Buffer } | null = null;
  let tooHigh = quality;
  let slope = range.slope;
  while (trials < mostTrials) {
    const low = best === null ? range.floor : best.quality + 1;
    const high = tooHigh - 1;
    if (low > high) break;
    const wished = Math.floor(quality + Math.log((maxBytes * aim) / bytes.length) / slope);
    const next = Math.min(high, Math.max(low, wished));
    const tried = await attempt(next);
    trials += 1;
    const measured = Math.log(tried.length / bytes.length) / (next - quality);
    // Encoders are not strictly monotonous; a slope that makes no sense keeps the one before.
    if (measured > 0.002) slope = measured;
    quality = next;
    bytes = tried;
    if (tried.length > maxBytes) {
      tooHigh = next;
      continue;
    }
    best = { quality: next, bytes: tried };
    if (tried.length >= maxBytes * goodUse) break;
  }
  if (best !== null) return { ...best, trials, withinBudget: true };
  // The trials ended above the budget: the floor has the last word.
  const smallest = tooHigh === range.floor ? bytes : await attempt(range.floor);
  trials += tooHigh === range.floor ? 0 : 1;
  return { bytes: smallest, quality: range.floor, trials, withinBudget: smallest.length <= maxBytes };
}

async function stepDown(
  qualities: readonly (number | null)[],
  attempt: (quality: number | null) => Promise<Buffer>,
  maxBytes: number | null,
): Promise<Encoded> {
  let smallest: { bytes: Buffer; quality: number | null } | null = null;
  let trials = 0;
  for (const quality of qualities) {
    const bytes = await attempt(quality);
    trials += 1;
    if (maxBytes === null || bytes.length <= maxBytes) return { bytes, quality, trials, withinBudget: true };
    if (smallest === null || bytes.length < smallest.bytes.length) smallest = { bytes, quality };
  }
  if (smallest === null) throw new RangeError('Expected at least one quality to try but received none');
  return { ...smallest, trials, withinBudget: false };
}

function write(pixels: Pixels, format: ImageFormat, quality: number | null, metadata: FileMetadata): Promise<Buffer> {
  const tagged = tag(sharpOf(pixels), metadata);
  const q = quality === null ? {} : { quality };
  switch (format) {
    case 'jpeg':
      return tagged
        .flatten({ background: '#ffffff' })
        .jpeg({ mozjpeg: true, chromaSubsampling: metadata.dpi === null ? '4:2:0' : '4:4:4', ...q })
        .toBuffer();
    case 'webp':
      return tagged.webp({ effort: 4, ...q }).toBuffer();
    case 'avif':
      // From effort 3 to 4 the time grows fivefold for 6 % fewer bytes.
      return tagged.avif({ effort: 3, chromaSubsampling: '4:2:0', ...q }).toBuffer();
    case 'png':
      // Adaptive filters make a photograph a fifth smaller for little time; a palette has no use for them.
      return tagged.png(quality === null ? { compressionLevel: 6, adaptiveFiltering: true } : { compressionLevel: 9, palette: true, quality }).toBuffer();
  }
}

function tag(pipeline: Sharp, { xmp, exif, dpi }: FileMetadata): Sharp {
  return pipeline
    .withIccProfile('srgb')
    // IFD2 is the Exif directory; left alone, libvips writes "Uncalibrated" there.
    .withExif({ IFD0: { ...exif }, IFD2: { ColorSpace: '1' } })
    .withXmp(xmp)
    .withDensity(dpi ?? screenDpi);
}
