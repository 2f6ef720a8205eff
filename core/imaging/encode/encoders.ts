import type { Sharp } from 'sharp';
import { type Pixels, sharpOf } from '../pixels.ts';
import type { EncodingProfile, ImageFormat } from '../recipe.ts';
import { withProfileInAvif } from './avif-profile.ts';
import { srgbProfile, withProfileInJpeg, withProfileInWebp } from './icc-profile.ts';

/** What is written into a file besides its pixels; it counts against the byte budget. */
export interface FileMetadata {
  readonly xmp: string;
  /** ASCII only: anything else belongs into the XMP. */
  readonly exif: Readonly<Record<string, string>>;
  readonly dpi: number | null;
}

export type LossyFormat = Exclude<ImageFormat, 'png'>;

/** One encoder with everything set but the quality. */
export interface Encoder {
  readonly format: LossyFormat;
  readonly profile: EncodingProfile;
  /** Used when no budget binds: beyond it files grow and eyes see nothing. */
  readonly ceiling: number;
  /** No budget is worth less than this, whatever the perceptual score says: smooth areas fall into steps. */
  readonly lowest: number;
  readonly forPrint: boolean;
}

const ceilings = { jpeg: 80, webp: 78, avif: 55 } as const;
/** Paper is looked at closely, and its colours are separated once more. */
const printCeilings = { jpeg: 93, webp: 92, avif: 75 } as const;
const lowest = { jpeg: 25, webp: 20, avif: 22 } as const;

export function encoderOf(format: LossyFormat, profile: EncodingProfile, forPrint: boolean): Encoder {
  return { format, profile, forPrint, ceiling: (forPrint ? printCeilings : ceilings)[format], lowest: lowest[format] };
}

/** Encodes sRGB pixels with their profile and metadata. A JPEG's pixels must be opaque. */
export async function encodeAt(pixels: Pixels, encoder: Encoder, quality: number, metadata: FileMetadata): Promise<Buffer> {
  const thorough = encoder.profile === 'quality';
  const chromaSubsampling = encoder.forPrint ? '4:4:4' : '4:2:0';
  const tagged = tag(sharpOf(pixels), metadata);
  switch (encoder.format) {
    case 'jpeg':
      return withProfileInJpeg(await tagged.jpeg({ quality, chromaSubsampling, ...(thorough ? { mozjpeg: true } : { progressive: true }) }).toBuffer(), await srgbProfile());
    case 'webp':
      return withProfileInWebp(await tagged.webp({ quality, effort: thorough ? 4 : 2 }).toBuffer(), await srgbProfile());
    case 'avif':
      // From effort 3 to 4 the time grows fivefold for 6 % fewer bytes.
      return withProfileInAvif(await tagged.avif({ quality, effort: thorough ? 3 : 0, chromaSubsampling }).toBuffer(), await srgbProfile());
  }
}

/** A lossless PNG, or one with a palette when a quality is given. */
export function encodePng(pixels: Pixels, paletteQuality: number | null, metadata: FileMetadata): Promise<Buffer> {
  const tagged = tag(sharpOf(pixels), metadata).withIccProfile('srgb');
  // Adaptive filters make a photograph a fifth smaller for little time; a palette has no use for them.
  return tagged.png(paletteQuality === null ? { compressionLevel: 6, adaptiveFiltering: true } : { compressionLevel: 9, palette: true, quality: paletteQuality }).toBuffer();
}

/** The customary figure for files that are not meant for paper; libvips would write 25.4. */
const screenDpi = 72;

function tag(pipeline: Sharp, { xmp, exif, dpi }: FileMetadata): Sharp {
  return (
    pipeline
      // IFD2 is the Exif directory; left alone, libvips writes "Uncalibrated" there.
      .withExif({ IFD0: { ...exif }, IFD2: { ColorSpace: '1' } })
      .withXmp(xmp)
      .withDensity(dpi ?? screenDpi)
  );
}
