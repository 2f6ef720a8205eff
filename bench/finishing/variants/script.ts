import sharp, { type Sharp } from 'sharp';
import { rgbOf } from '../../../core/imaging/colour.ts';
import { fileMetadata } from '../../../core/imaging/metadata.ts';
import { pixelsOf, sharpOf } from '../../../core/imaging/pixels.ts';
import type { Job } from '../jobs.ts';
import { type FilePlan, look } from '../plan.ts';
import type { Made, Variant } from '../worker.ts';
import { withEncoder } from './encoders.ts';

/** The script that a team has before it has an engine: the master is opened again for each file, one after another. */
export const script: Variant = (job) =>
  Promise.resolve(async () => {
    const made: Made[] = [];
    for (const plan of job.files) made.push(await written(job, plan));
    return made;
  });

/** The same with every file started at once, which is the least that uses all cores. */
export const scriptAtOnce: Variant = (job) => Promise.resolve(() => Promise.all(job.files.map((plan) => written(job, plan))));

async function written({ master, encoding }: Job, plan: FilePlan): Promise<Made> {
  return { plan, bytes: await withEncoder(edited(master, plan), plan.format, encoding).toBuffer(), trials: 1, warned: false };
}

/** sharp's own pipeline, which grades after it has reduced; its `modulate` works in CIE LCh. */
function edited(master: string, { width, height }: FilePlan): Sharp {
  const [r, g, b] = rgbOf(look.tint);
  const wash = { create: { width, height, channels: 4, background: { r, g, b, alpha: look.tintStrength } } } as const;
  const warmth = look.temperature / 500;
  return sharp(master)
    .resize(width, height, { fit: 'cover', position: sharp.strategy.attention })
    .modulate({ saturation: look.saturation })
    .linear([look.contrast + warmth, look.contrast, look.contrast - warmth], Array.from({ length: 3 }, () => -128 * (look.contrast - 1)))
    .composite([{ input: wash }])
    .withIccProfile('srgb')
    .withXmp(marks.xmp)
    .withExif({ IFD0: { ...marks.exif } });
}

/** The files are worth comparing only when they are as well marked as the engine's. */
const marks = fileMetadata({ candidate: '0'.repeat(64), keywords: [], creators: [] }, 'public', null);

/** Best quality within a budget by bisection from 1 to 100: the usual answer to "not more than 150 kB". */
export const searching = (editing: 'once' | 'anew'): Variant => ({ master, encoding, files }) =>
  Promise.resolve(async () => {
    const made: Made[] = [];
    for (const plan of files) {
      const pixels = editing === 'anew' ? null : await pixelsOf(edited(master, plan));
      made.push(await bisected(plan, encoding, () => (pixels === null ? edited(master, plan) : sharpOf(pixels))));
    }
    return made;
  });

async function bisected(plan: FilePlan, encoding: Job['encoding'], picture: () => Sharp): Promise<Made> {
  let [low, high] = [1, 100];
  let best: Buffer | null = null;
  let smallest = Buffer.alloc(0);
  let trials = 0;
  while (low <= high) {
    const quality = Math.floor((low + high) / 2);
    const bytes = await withEncoder(picture(), plan.format, encoding, quality).toBuffer();
    trials += 1;
    if (bytes.length <= (plan.maxBytes ?? Infinity)) {
      best = bytes;
      low = quality + 1;
    } else {
      smallest = bytes;
      high = quality - 1;
    }
  }
  return { plan, bytes: best ?? smallest, trials, warned: best === null };
}
