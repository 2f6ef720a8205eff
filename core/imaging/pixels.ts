import sharp, { type Sharp } from 'sharp';

/** A decoded picture: 8-bit sRGB, rows from the top, without padding. Alpha is straight, not premultiplied. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** Hands decoded pixels to sharp, which decodes nothing then. */
export function sharpOf(pixels: Pixels): Sharp {
  const { data, width, height, channels } = pixels;
  return sharp(data, { raw: { width, height, channels } });
}

/** Runs a pipeline to its end and gives the pixels back. Its output must be sRGB. */
export async function pixelsOf(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) {
    throw new RangeError(`Expected pixels of 3 or 4 channels but received ${String(info.channels)}`);
  }
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A small opaque copy, at most `side` pixels long; transparent areas are laid on white. */
export function proxyOf(picture: Pixels, side: number): Promise<Pixels> {
  return pixelsOf(
    sharpOf(picture).flatten({ background: '#ffffff' }).resize(side, side, { fit: 'inside', withoutEnlargement: true }),
  );
}
