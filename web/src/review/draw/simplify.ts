import { mostLinePoints } from '../../../../core/geometry.ts';
import type { Stroke } from '../../../../core/geometry.ts';
import type { Size } from '../stage/viewport.ts';
import { partsOver } from './parts-over.ts';

type Spot = readonly [x: number, y: number];

/** More than a minute of a fast pointer. Of a longer line every n-th point is looked at, so that its end does not hold up the page. */
const mostLooked = 8000;
/** A point nearer than this to the line of its neighbours says nothing: in shares of the short side, about half a pixel of a 1024. */
const leastDistance = 0.0005;

/**
 * The strokes that a pointer drew on the picture: one for each time that its line came over it, none where it stayed
 * beside it. A line that leaves the picture leaves no trace along its edge.
 *
 * @param points fractions of width and height, as they came
 * @param width of the line, as a fraction of the short side
 * @param picture its proportions count: a distance is measured in shares of the short side
 */
export function strokesOf(points: readonly Spot[], width: number, picture: Size): Stroke[] {
  const every = Math.ceil(points.length / mostLooked);
  const looked = points.filter((_, index) => index % every === 0 || index === points.length - 1);
  return partsOver(looked, width, picture).map((part) => strokeOf(part, width, picture));
}

/**
 * One stroke: points held within the picture, without those that a straight line would replace.
 *
 * @param points fractions of width and height
 * @param width of the line, as a fraction of the short side
 * @param picture its proportions count, as in `strokesOf`
 */
export function strokeOf(points: readonly Spot[], width: number, picture: Size): Stroke {
  const short = Math.min(picture.width, picture.height);
  const across = picture.width / short;
  const down = picture.height / short;
  const inside = points.map(([x, y]): [number, number] => [fraction(x), fraction(y)]);
  let tolerance = leastDistance;
  let kept = simplified(inside, tolerance, across, down);
  while (kept.length > mostLinePoints) {
    tolerance *= 2;
    kept = simplified(inside, tolerance, across, down);
  }
  return { points: kept, width };
}

/** Ramer–Douglas–Peucker, without recursion: a long scribble would exhaust the stack. */
function simplified(points: readonly [number, number][], tolerance: number, across: number, down: number): [number, number][] {
  if (points.length < 3) return points.map(([x, y]) => [x, y]);
  const keep = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [first, last] = span;
    let farthest = -1;
    let distance = tolerance;
    for (let index = first + 1; index < last; index += 1) {
      const d = toSegment(points[index] ?? [0, 0], points[first] ?? [0, 0], points[last] ?? [0, 0], across, down);
      if (d > distance) [farthest, distance] = [index, d];
    }
    if (farthest < 0) continue;
    keep.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, index) => keep.has(index));
}

function toSegment([px, py]: Spot, [ax, ay]: Spot, [bx, by]: Spot, across: number, down: number): number {
  const [dx, dy] = [(bx - ax) * across, (by - ay) * down];
  const [ex, ey] = [(px - ax) * across, (py - ay) * down];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (ex * dx + ey * dy) / length));
  return Math.hypot(ex - along * dx, ey - along * dy);
}

/** Five digits: a hundredth of a pixel of a 1024, and half the bytes of a draft. */
function fraction(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5;
}
