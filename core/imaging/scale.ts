import { Pica } from 'pica';
import type { CropWindow } from './crop.ts';
import { type Pixels, pixelsOf, sharpOf } from './pixels.ts';

/**
 * The window of a picture, in exactly `width` x `height` pixels.
 *
 * libvips reduces; it is not asked to enlarge, because its enlargements are bicubic whatever the kernel and
 * lie half a pixel to the right and below (sharp 0.35.5), which pica's Lanczos does not.
 */
export async function scale(picture: Pixels, window: CropWindow, width: number, height: number): Promise<Pixels> {
  const cut = sharpOf(picture).extract(window);
  if (window.width === width && window.height === height) return pixelsOf(cut);
  if (window.width >= width && window.height >= height) {
    return pixelsOf(cut.resize(width, height, { fit: 'fill', kernel: 'lanczos3' }));
  }
  return enlarge(await pixelsOf(cut), width, height);
}

const pica = new Pica({ features: ['wasm', 'js'] });

async function enlarge(picture: Pixels, width: number, height: number): Promise<Pixels> {
  const source = picture.channels === 4 ? picture : await pixelsOf(sharpOf(picture).ensureAlpha());
  const enlarged = await pica.resizeBuffer({
    src: source.data,
    width: source.width,
    height: source.height,
    toWidth: width,
    toHeight: height,
    filter: 'lanczos3',
  });
  const result: Pixels = { data: Buffer.from(enlarged.buffer, enlarged.byteOffset, enlarged.byteLength), width, height, channels: 4 };
  return picture.channels === 4 ? result : pixelsOf(sharpOf(result).removeAlpha());
}
