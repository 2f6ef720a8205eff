import type { Drawing, Pin, Region, Stroke } from '../geometry.ts';
import { oneLine } from '../prompt/one-line.ts';

/** A place of a picture in words, for a model that takes no drawing and for a person who sees none. */

/** `At 38 % from the left, 50 % from the top: a blue rim` */
export function pinText({ x, y, text }: Pin): string {
  return `At ${percent(x)} from the left, ${percent(y)} from the top: ${oneLine(text).replace(/[.\s]+$/u, '')}`;
}

/** `the area from 10 % to 30 % of the width and from 40 % to 60 % of the height (middle left)` */
export function regionText({ x, y, width, height }: Region): string {
  return `the area from ${percent(x)} to ${percent(x + width)} of the width and from ${percent(y)} to ${percent(y + height)} of the height (${thirdOf(x + width / 2, y + height / 2)})`;
}

/** Which ninth of the picture a point lies in: `top left`, `centre`, `bottom right`. */
export function thirdOf(x: number, y: number): string {
  const name = (share: number, names: readonly [string, string, string]): string => names[share < 1 / 3 ? 0 : share <= 2 / 3 ? 1 : 2];
  const [row, column] = [name(y, ['top', 'middle', 'bottom']), name(x, ['left', 'centre', 'right'])];
  return row === 'middle' && column === 'centre' ? 'centre' : `${row} ${column}`;
}

/** Of one person: more places than this say nothing any more. */
export const mostPlaces = 6;

/**
 * Where the lines of a drawing lie: their boxes, lines that touch in one box, from the largest to the smallest.
 *
 * @param aspect width to height of the picture: a line's width is a fraction of the short side
 * @param most how many at most, the smallest left out
 */
export function drawnRegions(drawing: Drawing, aspect: number, most = mostPlaces): Region[] {
  let boxes: Box[] = [];
  for (const stroke of drawing) {
    let box = boxOf(stroke, aspect);
    // A box that grows may touch another one that it did not touch before.
    for (let touching = boxes.filter((other) => touch(box, other)); touching.length > 0; touching = boxes.filter((other) => touch(box, other))) {
      boxes = boxes.filter((other) => !touching.includes(other));
      box = touching.reduce(around, box);
    }
    boxes.push(box);
  }
  return boxes
    .map(({ left, top, right, bottom }) => ({ x: left, y: top, width: right - left, height: bottom - top }))
    .sort((one, other) => other.width * other.height - one.width * one.height)
    .slice(0, most);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxOf({ points, width }: Stroke, aspect: number): Box {
  const half = { x: (width / 2) * Math.min(1, 1 / aspect), y: (width / 2) * Math.min(1, aspect) };
  const box = { left: 1, top: 1, right: 0, bottom: 0 };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x - half.x);
    box.right = Math.max(box.right, x + half.x);
    box.top = Math.min(box.top, y - half.y);
    box.bottom = Math.max(box.bottom, y + half.y);
  }
  return { left: Math.max(0, box.left), top: Math.max(0, box.top), right: Math.min(1, box.right), bottom: Math.min(1, box.bottom) };
}

function touch(one: Box, other: Box): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}

function around(one: Box, other: Box): Box {
  return { left: Math.min(one.left, other.left), top: Math.min(one.top, other.top), right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom) };
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
