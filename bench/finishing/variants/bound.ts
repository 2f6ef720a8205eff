import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decode } from '../../../core/imaging/decode.ts';
import { type Pixels, sharpOf } from '../../../core/imaging/pixels.ts';
import type { ImageFormat } from '../../../core/imaging/recipe.ts';
import { fileOf } from '../plan.ts';
import type { Made, Variant } from '../worker.ts';
import { withEncoder } from './encoders.ts';

/** Ways to spread encoders over two cores: files at a time, threads of each. The better of them is the bound. */
export const spreads = [{ lanes: 3, threads: 2 }, { lanes: 2, threads: 1 }] as const;

/** Relative cost of a pixel (imaging.md, 1): the longest encode goes first, which is the best order there is. */
const costs: Readonly<Record<'quality' | 'fast', Readonly<Record<ImageFormat, number>>>> = {
  quality: { avif: 552, webp: 102, jpeg: 85, png: 60 },
  fast: { avif: 66, webp: 44, jpeg: 19, png: 60 },
};

/**
 * What no pipeline with these encoders can be faster than: the same files from pixels that are there already,
 * without metadata or a profile. The first turn warms up; those after it try one spread each.
 */
export const bound: Variant = async ({ encoding, files, references = '' }) => {
  if (encoding === 'defaults') throw new RangeError('Expected a profile of the engine but received "defaults"; the bound is of the engine\'s own encoders');
  sharp.cache(false);
  const names = [...new Set(files.map(({ name }) => name))];
  const pictures = new Map<string, Pixels>();
  for (const name of names) pictures.set(name, await decode(await readFile(join(references, fileOf({ name, format: 'png' })))));
  const cost = ({ width, height, format }: (typeof files)[number]): number => width * height * costs[encoding][format];
  const order = files.toSorted((a, b) => cost(b) - cost(a));

  return async (turn) => {
    const { lanes, threads } = spreads[Math.max(0, turn - 1) % spreads.length]!;
    sharp.concurrency(threads);
    const waiting = [...order];
    const made: Made[] = [];
    const lane = async (): Promise<void> => {
      for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
        made.push({ plan, bytes: await withEncoder(sharpOf(pictures.get(plan.name)!), plan.format, encoding).toBuffer(), trials: 1, warned: false });
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return made;
  };
};
