import smartcrop from 'smartcrop';
import type { Region } from '../documents.ts';
import { type Pixels, pixelsOf, sharpOf } from './pixels.ts';

/** Part of a picture in whole pixels. */
export interface CropWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A point of a picture, as fractions of its width and height from the top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What steers a crop besides the picture itself. */
export interface CropGuides {
  /** Kept whole when it fits, else centred on. */
  readonly subject?: Region;
  /** Centred on as far as the edges allow; it wins over the subject. */
  readonly focus?: Point;
}

/** A master ready to be cropped: its size and a small copy that windows are chosen on. */
export interface Croppable {
  readonly width: number;
  readonly height: number;
  readonly proxy: Pixels;
}

/** Long side of the copy that windows are chosen on. */
const proxySide = 256;
/** Enlargement from which a rendition carries a warning: beyond it, softness shows at normal distance. */
export const enlargementWarning = 2;

export async function croppable(master: Pixels): Promise<Croppable> {
  const proxy = await pixelsOf(
    sharpOf(master).resize(proxySide, proxySide, { fit: 'inside', withoutEnlargement: true }).ensureAlpha(),
  );
  return { width: master.width, height: master.height, proxy };
}

/**
 * The largest window of the aspect ratio `width`:`height`, where the guides or, without any, the picture's
 * own weight put it. Whole master pixels. A `height` of null takes the whole picture.
 */
export async function chooseWindow(picture: Croppable, width: number, height: number | null, guides: CropGuides = {}): Promise<CropWindow> {
  if (height === null) return { left: 0, top: 0, width: picture.width, height: picture.height };
  const size = largestWindow(picture, width, height);
  const slack = { x: picture.width - size.width, y: picture.height - size.height };
  if (slack.x === 0 && slack.y === 0) return { left: 0, top: 0, ...size };

  if (guides.focus !== undefined) {
    return {
      left: clamp(Math.round(guides.focus.x * picture.width - size.width / 2), 0, slack.x),
      top: clamp(Math.round(guides.focus.y * picture.height - size.height / 2), 0, slack.y),
      ...size,
    };
  }
  const preferred = await weightiest(picture, size);
  const { subject } = guides;
  if (subject === undefined) return { left: clamp(preferred.left, 0, slack.x), top: clamp(preferred.top, 0, slack.y), ...size };
  return {
    left: keeping(preferred.left, subject.x * picture.width, subject.width * picture.width, size.width, slack.x),
    top: keeping(preferred.top, subject.y * picture.height, subject.height * picture.height, size.height, slack.y),
    ...size,
  };
}

/** By how much each pixel of the window grows in a rendition of that width; below 1, it shrinks. */
export function enlargementOf(window: CropWindow, width: number, height: number): number {
  return Math.max(width / window.width, height / window.height);
}

function largestWindow(picture: Croppable, width: number, height: number): { width: number; height: number } {
  const scale = Math.min(picture.width / width, picture.height / height);
  return {
    width: clamp(Math.round(width * scale), 1, picture.width),
    height: clamp(Math.round(height * scale), 1, picture.height),
  };
}

/** Moves a wished-for start as little as needed for the subject to lie inside; centres on one too large. */
function keeping(wish: number, start: number, length: number, window: number, slack: number): number {
  if (length > window) return clamp(Math.round(start + length / 2 - window / 2), 0, slack);
  return clamp(clamp(wish, Math.ceil(start + length - window), Math.floor(start)), 0, slack);
}

async function weightiest(picture: Croppable, size: { width: number; height: number }): Promise<{ left: number; top: number }> {
  const { proxy } = picture;
  const options = { width: size.width, height: size.height, minScale: 1, imageOperations: operationsOn(proxy) };
  const { topCrop } = await (smartcrop as unknown as Smartcrop).crop(proxy, options);
  const scale = picture.width / proxy.width;
  return { left: Math.round(topCrop.x * scale), top: Math.round(topCrop.y * scale) };
}

interface Smartcrop {
  crop(image: Pixels, options: object): Promise<{ topCrop: { x: number; y: number; width: number; height: number } }>;
}

/** smartcrop draws on a canvas in a browser; here it reads the proxy, which has the right size already. */
function operationsOn(proxy: Pixels): object {
  return {
    open: () => Promise.resolve({ width: proxy.width, height: proxy.height }),
    resample: (_image: unknown, width: number, height: number) => Promise.resolve({ width, height }),
    getData: async (image: { width: number; height: number }) => {
      const width = Math.max(1, Math.floor(image.width));
      const height = Math.max(1, Math.floor(image.height));
      const sized = width === proxy.width && height === proxy.height ? proxy : await pixelsOf(sharpOf(proxy).resize(width, height, { fit: 'fill' }));
      return { width, height, data: sized.data };
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
