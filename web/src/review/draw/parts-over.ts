import type { Size } from '../stage/viewport.ts';

type Spot = readonly [x: number, y: number];

/**
 * The parts of a line that paint on the picture, each cut where it comes over it or leaves it. Half the line's width beside the picture
 * still paints on it.
 *
 * @param points fractions of the picture's width and height, beside it too
 * @param width of the line, as a fraction of the short side
 */
export function partsOver(points: readonly Spot[], width: number, picture: Size): Spot[][] {
  const half = (width * Math.min(picture.width, picture.height)) / 2;
  const reach: Spot = [half / picture.width, half / picture.height];
  const [first] = points;
  if (first === undefined) return [];
  if (points.length === 1) return within(first, first, reach) ? [[first]] : [];
  const parts: Spot[][] = [];
  let open: Spot[] | null = null;
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1] ?? first, points[index] ?? first];
    const seen = within(from, to, reach);
    if (seen === null) {
      open = null;
      continue;
    }
    const [enters, leaves] = seen;
    if (open === null || enters > 0) {
      open = [between(from, to, enters)];
      parts.push(open);
    }
    open.push(between(from, to, leaves));
    if (leaves < 1) open = null;
  }
  return parts;
}

/** From where to where a segment lies within the picture and `reach` around it, as shares of its length; null where it does not (Liang and Barsky, 1984). */
function within([ax, ay]: Spot, [bx, by]: Spot, [acrossReach, downReach]: Spot): readonly [enters: number, leaves: number] | null {
  let [enters, leaves] = [0, 1];
  for (const [from, along, reach] of [[ax, bx - ax, acrossReach], [ay, by - ay, downReach]] as const) {
    const [least, most] = [-reach, 1 + reach];
    if (along === 0) {
      if (from < least || from > most) return null;
      continue;
    }
    const [one, other] = [(least - from) / along, (most - from) / along];
    enters = Math.max(enters, Math.min(one, other));
    leaves = Math.min(leaves, Math.max(one, other));
  }
  return enters <= leaves ? [enters, leaves] : null;
}

function between([ax, ay]: Spot, [bx, by]: Spot, share: number): Spot {
  if (share === 0 || share === 1) return share === 0 ? [ax, ay] : [bx, by];
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}
