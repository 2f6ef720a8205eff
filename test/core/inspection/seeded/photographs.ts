import { copyRegion } from '../../../../core/inspection/copy-space.ts';
import type { Region } from '../../../../core/geometry.ts';
import { decode } from '../../../../core/imaging/decode.ts';
import { dominantColours } from '../../../../core/imaging/dominant-colours.ts';
import { hexOf } from '../../../../core/imaging/colour.ts';
import { type Pixels, proxyOf } from '../../../../core/imaging/pixels.ts';
import { labelled, photographs, type Photograph, readPhotograph } from '../../../fixtures/photographs.ts';
import { cropped } from './damage.ts';

/** A photograph without a fault, and what is true of it. */
export interface Clean {
  readonly name: string;
  readonly picture: Pixels;
  readonly subject: Region;
  /** Limits were chosen on the one half, and hold on the other. */
  readonly half: 'tuned' | 'held out';
}

const nameOf = ({ file }: Photograph): string => file.replace(/\.jpg$/u, '').replace('labelled/', '');
const halfOf = (photograph: Photograph): Clean['half'] => {
  const own = nameOf(photograph).replace(/^large\//u, '').replace(/-\d+x\d+$/u, '');
  const index = labelled.findIndex((each) => nameOf(each) === own);
  return Math.max(0, index) % 2 === 0 ? 'tuned' : 'held out';
};

/** The labelled photographs, which are damaged, reduced to 512 pixels. */
export function damageable(): Promise<Clean[]> {
  return Promise.all(labelled.map(async (each) => ({ name: nameOf(each), picture: await proxyOf(await decode(await readPhotograph(each)), 512), subject: each.subject, half: halfOf(each) })));
}

/** All photographs, at most 768 pixels long, and two crops of each that hold as much of its subject as they can. */
export async function cleanSet(): Promise<Clean[]> {
  const sets = await Promise.all(
    photographs.map(async (each) => {
      const picture = await proxyOf(await decode(await readPhotograph(each)), 768);
      const whole: Clean = { name: nameOf(each), picture, subject: each.subject, half: halfOf(each) };
      return [whole, await cropOf(whole, 0), await cropOf(whole, 1)];
    }),
  );
  return sets.flat();
}

const kept = 0.75;

/** Three quarters of width and height, as far to the left and top (0) or right and bottom (1) as the subject lets it. */
async function cropOf({ name, picture, subject, half }: Clean, towards: 0 | 1): Promise<Clean> {
  const start = (from: number, size: number): number => {
    const [first, last] = [Math.max(0, from + size - kept), Math.min(1 - kept, from)];
    if (first > last) return Math.min(1 - kept, Math.max(0, from + size / 2 - kept / 2));
    return towards === 0 ? first : last;
  };
  const [left, top] = [start(subject.x, subject.width), start(subject.y, subject.height)];
  const within = (from: number, size: number, origin: number): [number, number] => {
    const begin = Math.max(0, (from - origin) / kept);
    return [begin, Math.min(1, (from + size - origin) / kept) - begin];
  };
  const [x, width] = within(subject.x, subject.width, left);
  const [y, height] = within(subject.y, subject.height, top);
  return { name: `${name}, crop ${String(towards + 1)}`, picture: await cropped(picture, { left, top, right: 1 - kept - left, bottom: 1 - kept - top }), subject: { x, y, width, height }, half };
}

/** Sides of photographs whose third is calm enough for text, and busy ones, as two eyes see them. */
export const rooms: Readonly<Record<'calm' | 'busy', readonly (readonly [string, 'left' | 'right' | 'top' | 'bottom'])[]>> = {
  calm: [
    ['long-necked-lute', 'left'], ['long-necked-lute', 'right'], ['desert-hikers', 'top'], ['desert-hikers', 'left'], ['desert-hikers', 'right'], ['eiffel-tower', 'top'],
    ['mont-saint-michel', 'top'], ['canyon-wren', 'top'], ['harrier-in-flight', 'right'], ['harrier-in-flight', 'bottom'], ['tawny-owl', 'left'], ['nuthatch', 'right'],
    ['kingfisher', 'left'], ['kingfisher', 'right'], ['kingfisher', 'top'], ['wooden-house', 'top'], ['sailing-boat', 'top'], ['bird-lamp', 'left'], ['bird-lamp', 'bottom'], ['onion-flower', 'left'],
  ],
  busy: [
    ['german-shepherd', 'left'], ['german-shepherd', 'bottom'], ['didgeridoo-player', 'right'], ['koala', 'left'], ['osprey', 'left'], ['osprey', 'right'], ['river-otter', 'bottom'],
    ['toucan', 'left'], ['sailing-boat', 'bottom'], ['christ-statue', 'bottom'], ['mont-saint-michel', 'bottom'], ['nuthatch', 'left'], ['dogs-at-window', 'left'], ['astronaut', 'bottom'],
  ],
};
export const roomOf = (side: 'left' | 'right' | 'top' | 'bottom'): Region => copyRegion(side);

/** Three colours of a photograph as a brand would have them: the most colourful of those that fill it. */
export async function paletteOf(picture: Pixels): Promise<string[]> {
  const shown = dominantColours(await proxyOf(picture, 128)).map(({ colour }) => colour);
  const chroma = (colour: (typeof shown)[number]): number => Math.max(...colour) - Math.min(...colour);
  return shown.toSorted((a, b) => chroma(b) - chroma(a)).slice(0, 3).map(hexOf);
}
