import sharp from 'sharp';
import { UnreadableImage } from '../errors.ts';
import { type Pixels, pixelsOf, sharpOf } from './pixels.ts';

/** Twice the largest picture that a model delivers (3840x2160), with room for edited masters. */
export const maxPixels = 40_000_000;
/** A longer side is a bomb: libvips holds whole lines, and a header may claim one of forty million pixels. */
export const maxSide = 65_535;
const readable = new Set(['png', 'jpeg', 'webp', 'heif', 'gif', 'tiff']);

/** A picture's header: what it claims to be, before a pixel is decoded. */
export interface ImageHeader {
  /** sharp's name of the format; AVIF is `heif`. */
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly pages: number;
}

/**
 * Reads the header alone. The size is the one a viewer sees, with the EXIF orientation applied.
 *
 * @throws UnreadableImage for empty bytes, an unknown format, or a size beyond `maxPixels`.
 */
export async function readHeader(bytes: Buffer): Promise<ImageHeader> {
  if (bytes.length === 0) throw new UnreadableImage('Expected a picture but received 0 bytes');
  const metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .catch((cause: unknown) => {
      throw new UnreadableImage(`Expected a PNG, JPEG, WebP, AVIF, TIFF or GIF picture but received ${describe(bytes)}`, { cause });
    });
  if (!readable.has(metadata.format)) {
    throw new UnreadableImage(`Expected a PNG, JPEG, WebP, AVIF, TIFF or GIF picture but received ${metadata.format}`);
  }
  const { width, height } = metadata.autoOrient;
  if (Math.max(width, height) > maxSide) {
    throw new UnreadableImage(`Expected a picture of at most ${String(maxSide)} pixels a side but received ${String(width)}x${String(height)} (${metadata.format})`);
  }
  if (width * height > maxPixels) {
    throw new UnreadableImage(
      `Expected a picture of at most ${String(maxPixels)} pixels but received ${String(width)}x${String(height)} (${metadata.format})`,
    );
  }
  return { format: metadata.format, width, height, pages: metadata.pages ?? 1 };
}

/**
 * Decodes any supported picture into sRGB pixels: 16-bit, greyscale, palette, CMYK and wide-gamut colours
 * are converted, the EXIF orientation is applied, alpha is kept unless it is opaque throughout. Of an
 * animation, the first frame.
 *
 * @throws UnreadableImage when the bytes are not a picture, are damaged or cut off, or are too large.
 */
export async function decode(bytes: Buffer): Promise<Pixels> {
  const header = await readHeader(bytes);
  const pipeline = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning', autoOrient: true, pages: 1 }).toColourspace('srgb');
  try {
    return await withoutIdleAlpha(await pixelsOf(pipeline));
  } catch (cause) {
    const found = `${String(bytes.length)} bytes of ${header.format}, ${String(header.width)}x${String(header.height)}`;
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new UnreadableImage(`Expected a complete picture but received a damaged one (${found}): ${reason}`, { cause });
  }
}

/** An alpha channel that hides nothing costs a quarter of the memory and bytes in every rendition. */
async function withoutIdleAlpha(pixels: Pixels): Promise<Pixels> {
  if (pixels.channels === 3) return pixels;
  for (let at = 3; at < pixels.data.length; at += 4) {
    if (pixels.data[at] !== 255) return pixels;
  }
  return pixelsOf(sharpOf(pixels).removeAlpha());
}

/** The first bytes, so that the log shows what somebody sent instead of a picture. */
function describe(bytes: Buffer): string {
  const head = bytes.subarray(0, 16);
  const text = /^[\x20-\x7e\s]+$/.test(head.toString('latin1')) ? JSON.stringify(head.toString('latin1')) : head.toString('hex');
  return `${String(bytes.length)} bytes that begin with ${text}`;
}
