import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encoderOf } from '../../core/imaging/encode/encoders.ts';
import { decode } from '../../core/imaging/decode.ts';
import { type Pixels, sharpOf } from '../../core/imaging/pixels.ts';
import { similarity } from '../../core/imaging/similarity.ts';
import { type Chapter, mean } from './report.ts';
import { withEncoder } from './variants/encoders.ts';
import type { Workshop } from './workshop.ts';

const formats = ['jpeg', 'webp', 'avif'] as const;
/** Crops small enough for sharp's default AVIF, which takes seconds a megapixel. */
const sample = ['1200x630', '800x450', '400x400'] as const;
/** Qualities that each setting is tried at, around where likeness meets the engine's. */
const ladders = { jpeg: [68, 74, 80, 86, 90], webp: [66, 72, 78, 84, 90], avif: [42, 48, 54, 60, 66] } as const;

interface Point {
  readonly score: number;
  readonly bytes: number;
}

/** What the same likeness costs in bytes: the quality profile's files at their ceiling are the measure. */
export async function equalQualityChapter(shop: Workshop): Promise<Chapter> {
  const folder = await shop.references('engine', await shop.master('4K'));
  const pictures = await Promise.all(sample.map(async (name) => decode(await readFile(join(folder, `${name}.png`)))));
  const rows: string[][] = [];
  for (const format of formats) {
    const aim = await pointOf(pictures, format, 'quality', encoderOf(format, 'quality', false).ceiling);
    const relative: string[] = [];
    for (const profile of ['fast', 'defaults'] as const) {
      const points: Point[] = [];
      for (const quality of ladders[format]) points.push(await pointOf(pictures, format, profile, quality));
      relative.push((bytesAt(points, aim.score) / aim.bytes).toFixed(2));
    }
    rows.push([format, aim.score.toFixed(4), '1.00', ...relative]);
  }
  return {
    title: 'Bytes at the same likeness',
    notes: [`Crops ${sample.join(', ')} of the 4K photograph, encoded with each setting at the quality at which its likeness equals that of the quality profile; bytes relative to the quality profile's.`],
    tables: [{ head: ['format', 'likeness', 'quality profile', 'fast profile', 'sharp\'s defaults'], rows }],
    measures: [],
  };
}

async function pointOf(pictures: readonly Pixels[], format: (typeof formats)[number], profile: 'quality' | 'fast' | 'defaults', quality: number): Promise<Point> {
  const points: Point[] = [];
  for (const picture of pictures) {
    const file = await withEncoder(sharpOf(picture), format, profile, quality).toBuffer();
    points.push({ score: similarity(picture, await decode(file)), bytes: file.length });
  }
  return { score: mean(points.map(({ score }) => score)), bytes: points.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Bytes for a score, by straight lines through the logarithms of what was tried; beyond it, along the outer line. */
function bytesAt(points: readonly Point[], score: number): number {
  const loss = (value: number): number => Math.log(1 - value);
  const after = points.findIndex((point) => point.score >= score);
  const at = after < 0 ? points.length - 1 : Math.max(1, after);
  const [low, high] = [points[at - 1]!, points[at]!];
  const along = (loss(score) - loss(low.score)) / (loss(high.score) - loss(low.score));
  return Math.exp(Math.log(low.bytes) + along * (Math.log(high.bytes) - Math.log(low.bytes)));
}
