/** What can be measured in a picture without understanding it. */
import sharp from 'sharp';

import { standout } from './standout.ts';
import type { Box } from './standout.ts';

export interface Measures {
  /** Mean luminance, 0 to 1. */
  readonly luminance: number;
  /** Standard deviation of the luminance, 0 to about 0.5. */
  readonly contrast: number;
  /** Mean chroma, 0 grey to 1. */
  readonly colourfulness: number;
  /** -1 cool to 1 warm. */
  readonly warmth: number;
  /** Share of pixels darker than 0.15. */
  readonly darkShare: number;
  /** Up to six colours that cover most of the picture. */
  readonly dominant: readonly { readonly colour: string; readonly share: number }[];
  /** True for one flat colour. */
  readonly blank: boolean;
  /** Where something stands out from what surrounds it; null where nothing does. */
  readonly subject: Box | null;
}

const PROXY = 96;

/** @throws Error of sharp for what is no picture */
export async function measure(picture: Buffer): Promise<Measures> {
  const { data, info } = await sharp(picture).resize(PROXY, PROXY, { fit: 'inside' }).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const count = info.width * info.height;
  let [sum, squares, chroma, warm, dark] = [0, 0, 0, 0, 0];
  const bins = new Map<number, [n: number, r: number, g: number, b: number]>();
  for (let i = 0; i < count * 3; i += 3) {
    const [r, g, b] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    const luma = (0.299 * r + 0.587 * g + 0.114 * b) / 255;
    sum += luma;
    squares += luma * luma;
    chroma += (Math.max(r, g, b) - Math.min(r, g, b)) / 255;
    warm += (r - b) / 255;
    if (luma < 0.15) dark += 1;
    const key = ((r >> 5) << 10) | ((g >> 5) << 5) | (b >> 5);
    const bin = bins.get(key) ?? [0, 0, 0, 0];
    bins.set(key, [bin[0] + 1, bin[1] + r, bin[2] + g, bin[3] + b]);
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const dominant = [...bins.values()].sort((a, b) => b[0] - a[0]).slice(0, 6).map(([n, r, g, b]) => ({ colour: `#${[r, g, b].map((channel) => Math.round(channel / n).toString(16).padStart(2, '0')).join('')}`, share: n / count }));
  return { luminance: mean, contrast: deviation, colourfulness: chroma / count, warmth: warm / count, darkShare: dark / count, dominant, blank: deviation < 0.012, subject: await standout(picture) };
}
