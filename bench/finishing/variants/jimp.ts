import { Jimp } from 'jimp';
import { rgbOf } from '../../../core/imaging/colour.ts';
import { look } from '../plan.ts';
import type { Made, Variant } from '../worker.ts';

/** jimp, in JavaScript alone: one decode and one grade for all files, as its users are told to. */
export const jimpOnce: Variant = ({ master, files }) =>
  Promise.resolve(async () => {
    const picture = await Jimp.read(master);
    grade(picture);
    const made: Made[] = [];
    for (const plan of files) {
      const crop = picture.clone();
      crop.cover({ w: plan.width, h: plan.height });
      made.push({ plan, bytes: await crop.getBuffer('image/jpeg', { quality: 80 }), trials: 1, warned: false });
    }
    return made;
  });

/** The master opened again for each file, and graded in the size of the file. */
export const jimpEach: Variant = ({ master, files }) =>
  Promise.resolve(async () => {
    const made: Made[] = [];
    for (const plan of files) {
      const crop = await Jimp.read(master);
      crop.cover({ w: plan.width, h: plan.height });
      grade(crop);
      made.push({ plan, bytes: await crop.getBuffer('image/jpeg', { quality: 80 }), trials: 1, warned: false });
    }
    return made;
  });

function grade(picture: Pick<Awaited<ReturnType<typeof Jimp.read>>, 'contrast' | 'color'>): void {
  const [r, g, b] = rgbOf(look.tint);
  const warmth = look.temperature / 4;
  picture.contrast(look.contrast - 1);
  picture.color([
    { apply: 'red', params: [warmth] },
    { apply: 'blue', params: [-warmth] },
    { apply: 'saturate', params: [(look.saturation - 1) * 100] },
    { apply: 'mix', params: [{ r, g, b }, look.tintStrength * 100] },
  ]);
}
