import type { Point, Region } from '../../geometry.ts';
import type { Pixels } from '../pixels.ts';
import type { CropStrategy } from '../recipe.ts';
import { type Size, placeBy } from './strategies.ts';

/** Part of a picture in whole pixels. */
export interface CropWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What steers a crop besides the picture itself. */
export interface CropGuides {
  readonly strategy: CropStrategy;
  /** Kept whole when it fits. */
  readonly subject?: Region | undefined;
  /** Centred on as far as the edges allow; it wins over the subject. */
  readonly focus?: Point | undefined;
  /** Part of the rendition where the subject belongs, as fractions of the rendition. */
  readonly safeArea?: Region | undefined;
}

/** A window, and what can be said about it. */
export interface Crop {
  readonly window: CropWindow;
  /** What put it where it is; `whole` when nothing was cut off. */
  readonly by: 'whole' | 'focus' | 'subject' | CropStrategy;
  /** Share of the subject's area inside the window, 0 to 1; null without a subject. */
  readonly subjectKept: number | null;
  /** Whether the subject lies in the safe area, whole; null without a subject or a safe area. */
  readonly subjectSafe: boolean | null;
}

/** A master ready to be cropped: its size, and a small opaque copy that windows are chosen on. */
export interface Croppable extends Size {
  readonly proxy: Pixels;
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

/** Windows by size and strategy: renditions of one aspect ratio share the search. */
type Places = Map<string, Promise<Corner>>;
const placesOf = new WeakMap<Croppable, Places>();

/**
 * The largest window of the aspect ratio `width`:`height`, in whole master pixels. The focal point puts it
 * where it wants; else the strategy proposes a place, from which it moves no further than the subject needs.
 * A `height` of null takes the whole picture.
 */
export async function chooseCrop(picture: Croppable, width: number, height: number | null, guides: CropGuides): Promise<Crop> {
  const size = height === null ? picture : largestWindow(picture, width, height);
  const slack = { x: picture.width - size.width, y: picture.height - size.height };
  const subject = guides.subject === undefined ? null : inPixels(guides.subject, picture);
  if (slack.x === 0 && slack.y === 0) return described({ left: 0, top: 0, width: size.width, height: size.height }, 'whole', subject, guides.safeArea);

  const { focus } = guides;
  if (focus !== undefined) {
    const window = {
      left: clamp(Math.round(focus.x * picture.width - size.width / 2), 0, slack.x),
      top: clamp(Math.round(focus.y * picture.height - size.height / 2), 0, slack.y),
      width: size.width,
      height: size.height,
    };
    return described(window, 'focus', subject, guides.safeArea);
  }
  const proposed = await place(picture, size, guides.strategy);
  const wish = { left: clamp(proposed.left, 0, slack.x), top: clamp(proposed.top, 0, slack.y) };
  if (subject === null) return described({ ...wish, width: size.width, height: size.height }, guides.strategy, null, guides.safeArea);
  const room = guides.safeArea ?? wholeRendition;
  const window = {
    left: keeping(wish.left, subject.left, subject.width, room.x * size.width, room.width * size.width, size.width, slack.x),
    top: keeping(wish.top, subject.top, subject.height, room.y * size.height, room.height * size.height, size.height, slack.y),
    width: size.width,
    height: size.height,
  };
  const moved = window.left !== wish.left || window.top !== wish.top;
  return described(window, moved ? 'subject' : guides.strategy, subject, guides.safeArea);
}

/** By how much each pixel of the window grows in a rendition of that size; below 1, it shrinks. */
export function enlargementOf(window: CropWindow, width: number, height: number): number {
  return Math.max(width / window.width, height / window.height);
}

const wholeRendition: Region = { x: 0, y: 0, width: 1, height: 1 };

function place(picture: Croppable, size: Size, strategy: CropStrategy): Promise<Corner> {
  const places: Places = placesOf.get(picture) ?? new Map<string, Promise<Corner>>();
  placesOf.set(picture, places);
  const key = `${strategy} ${String(size.width)}x${String(size.height)}`;
  const known = places.get(key) ?? placeBy(strategy, picture, size);
  places.set(key, known);
  return known;
}

function largestWindow(picture: Size, width: number, height: number): Size {
  const scale = Math.min(picture.width / width, picture.height / height);
  return {
    width: clamp(Math.round(width * scale), 1, picture.width),
    height: clamp(Math.round(height * scale), 1, picture.height),
  };
}

/**
 * Moves a wished-for start, along one axis, as little as needed for the subject to lie in the room that the
 * window has for it. A subject too long for that room is kept in the window; one too long for the window
 * fills it.
 */
function keeping(wish: number, start: number, length: number, roomStart: number, roomLength: number, windowLength: number, slack: number): number {
  const inRoom = between(wish, start + length - (roomStart + roomLength), start - roomStart);
  const inWindow = between(inRoom, start + length - windowLength, start);
  return clamp(inWindow, 0, slack);
}

/** The whole number nearest to `wish` from `low` to `high`, or between them where they are the wrong way round. */
function between(wish: number, low: number, high: number): number {
  const [from, to] = low <= high ? [Math.ceil(low), Math.floor(high)] : [Math.ceil(high), Math.floor(low)];
  return from > to ? Math.round((low + high) / 2) : clamp(wish, from, to);
}

function inPixels(region: Region, picture: Size): CropWindow {
  return { left: region.x * picture.width, top: region.y * picture.height, width: region.width * picture.width, height: region.height * picture.height };
}

function described(window: CropWindow, by: Crop['by'], subject: CropWindow | null, safeArea: Region | undefined): Crop {
  if (subject === null) return { window, by, subjectKept: null, subjectSafe: null };
  const area = subject.width * subject.height;
  // Sums of fractions may end a hair above the whole.
  const kept = area === 0 ? 1 : Math.min(1, overlap(window, subject) / area);
  if (safeArea === undefined) return { window, by, subjectKept: kept, subjectSafe: null };
  const safe = { left: window.left + safeArea.x * window.width, top: window.top + safeArea.y * window.height, width: safeArea.width * window.width, height: safeArea.height * window.height };
  // A window lies on whole pixels, a subject need not: a pixel over the line is no fault.
  const spill = Math.max(safe.left - subject.left, safe.top - subject.top, subject.left + subject.width - safe.left - safe.width, subject.top + subject.height - safe.top - safe.height);
  return { window, by, subjectKept: kept, subjectSafe: spill <= 1 };
}

function overlap(a: CropWindow, b: CropWindow): number {
  const across = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const down = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, across) * Math.max(0, down);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
