import type { Region } from '../geometry.ts';
import type { Pixels } from '../imaging/pixels.ts';
import { connected, placeOf } from './place.ts';

/** Levels from the end of the scale that still count as the end. */
const atEnd = 4;
/** Levels from the end within which tones lie that exposure has nearly lost. */
const nearEnd = 16;
/** Share of the outline that a ground must hold: all around but for what the subject covers. */
const groundOutline = 0.85;
/** Share of the picture that a ground may take; where more is gone, the subject went with it. */
const mostGround = 0.9;
/** A ground ends at once; where light runs out of the scale, tones crowd before its end. Share of the ground's size. */
const mostCrowded = 0.1;

export interface Clipped {
  /** Share of the picture, 0 to 1. */
  readonly share: number;
  /** Where most of it is. */
  readonly region: Region | null;
}

/**
 * The share of pixels whose three channels are all at the end of the scale.
 *
 * @param groundMeant whether a ground of pure white or black, as behind a product, does not count: one that runs
 *   all around the picture and ends at once
 */
export function clipped({ data, width, height, channels }: Pixels, end: 'black' | 'white', groundMeant: boolean): Clipped {
  const hits = new Uint8Array(width * height);
  let near = 0;
  for (let index = 0, at = 0; index < hits.length; index += 1, at += channels) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    const distance = end === 'black' ? Math.max(red, green, blue) : 255 - Math.min(red, green, blue);
    if (distance <= atEnd) hits[index] = 1;
    else if (distance <= nearEnd) near += 1;
  }
  if (groundMeant) for (const index of groundOf(hits, width, height, near)) hits[index] = 0;
  const count = hits.reduce((sum, hit) => sum + hit, 0);
  return { share: count / hits.length, region: count === 0 ? null : placeOf(width, height, (index) => hits[index] === 1) };
}

/** The pixels of a ground; none where there is no such. */
function groundOf(hits: Uint8Array, width: number, height: number, near: number): number[] {
  const outline = outlineOf(width, height);
  if (outline.filter((index) => hits[index] === 1).length < groundOutline * outline.length) return [];
  const edge = new Set(outline);
  const ground = connected(width, height, (index) => hits[index] === 1).filter((group) => group.some((index) => edge.has(index))).flat();
  return ground.length <= mostGround * hits.length && near <= mostCrowded * ground.length ? ground : [];
}

function outlineOf(width: number, height: number): number[] {
  const rows = Array.from({ length: width }, (_, x) => [x, (height - 1) * width + x]);
  const columns = Array.from({ length: height }, (_, y) => [y * width, y * width + width - 1]);
  return [...rows, ...columns].flat();
}
