import sharp from 'sharp';
import smartcrop from 'smartcrop';
import { type Pixels, pixelsOf, sharpOf } from '../pixels.ts';
import type { CropStrategy } from '../recipe.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a strategy puts a window of that size, in the picture's pixels; it may lie a pixel over an edge. */
export async function placeBy(strategy: CropStrategy, picture: Size & { readonly proxy: Pixels }, size: Size): Promise<{ left: number; top: number }> {
  switch (strategy) {
    case 'smart':
      return weightiest(picture, size);
    case 'attention':
    case 'entropy':
      return byLibvips(strategy, picture, size);
    case 'centre':
      return { left: Math.round((picture.width - size.width) / 2), top: Math.round((picture.height - size.height) / 2) };
  }
}

/** smartcrop weighs detail, skin and saturation, and prefers thirds. */
async function weightiest({ width, proxy }: Size & { readonly proxy: Pixels }, size: Size): Promise<{ left: number; top: number }> {
  const options = { width: size.width, height: size.height, minScale: 1, imageOperations: operationsOn(proxy) };
  const { topCrop } = await (smartcrop as unknown as Smartcrop).crop(proxy, options);
  const scale = width / proxy.width;
  return { left: Math.round(topCrop.x * scale), top: Math.round(topCrop.y * scale) };
}

interface Smartcrop {
  crop(image: Pixels, options: object): Promise<{ topCrop: { x: number; y: number } }>;
}

/** smartcrop draws on a canvas in a browser; here it reads the proxy. */
function operationsOn(proxy: Pixels): object {
  return {
    open: () => Promise.resolve({ width: proxy.width, height: proxy.height }),
    resample: (_image: unknown, width: number, height: number) => Promise.resolve({ width, height }),
    getData: async (image: Size) => {
      const width = Math.max(1, Math.floor(image.width));
      const height = Math.max(1, Math.floor(image.height));
      const { data } = await pixelsOf(sharpOf(proxy).resize(width, height, { fit: 'fill' }).ensureAlpha());
      return { width, height, data };
    },
  };
}

async function byLibvips(strategy: 'attention' | 'entropy', { width, proxy }: Size & { readonly proxy: Pixels }, size: Size): Promise<{ left: number; top: number }> {
  const scale = width / proxy.width;
  const cut = { width: Math.max(1, Math.min(proxy.width, Math.round(size.width / scale))), height: Math.max(1, Math.min(proxy.height, Math.round(size.height / scale))) };
  const { info } = await sharpOf(proxy)
    .resize(cut.width, cut.height, { fit: 'cover', position: sharp.strategy[strategy] })
    .raw()
    .toBuffer({ resolveWithObject: true });
  // sharp tells how far the picture was moved, not the window.
  return { left: Math.round(-(info.cropOffsetLeft ?? 0) * scale), top: Math.round(-(info.cropOffsetTop ?? 0) * scale) };
}
