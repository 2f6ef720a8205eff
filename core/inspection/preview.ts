import { decode } from '../imaging/decode.ts';
import { sharpOf } from '../imaging/pixels.ts';

/** Long side of a preview: enough to judge by, and about a tenth of the candidate's bytes. */
export const previewSide = 1600;

export interface Preview {
  readonly bytes: Buffer;
  readonly mediaType: 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/**
 * A JPEG of at most 1600 pixels on its long side, never enlarged, without the original's metadata.
 *
 * @throws UnreadableImage when the bytes cannot be decoded.
 */
export async function previewOf(bytes: Buffer): Promise<Preview> {
  const { data, info } = await sharpOf(await decode(bytes))
    .flatten({ background: '#ffffff' })
    .resize(previewSide, previewSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ mozjpeg: true, quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, mediaType: 'image/jpeg', width: info.width, height: info.height };
}
