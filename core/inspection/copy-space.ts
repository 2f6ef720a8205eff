import type { Brief } from '../brief/schema.ts';
import type { Region } from '../geometry.ts';
import type { Speaker } from '../language/speaker.ts';
import { regionOf } from './place.ts';

type CopySpace = NonNullable<Brief['copySpace']>;

const third = 1 / 3;

/** The room that a brief wants empty for text: a side is its third. */
export function copyRegion(space: CopySpace): Region {
  switch (space) {
    case 'left':
      return regionOf(0, 0, third, 1);
    case 'right':
      return regionOf(1 - third, 0, third, 1);
    case 'top':
      return regionOf(0, 0, 1, third);
    case 'bottom':
      return regionOf(0, 1 - third, 1, third);
    default:
      return space;
  }
}

/** "the left third", or "the box from 0 % to 40 % of the width and from 0 % to 100 % of the height". */
export function copySpaceWords(space: CopySpace): string {
  if (typeof space === 'string') return `the ${space} third`;
  const { left, right, top, bottom } = edgesOf(space);
  return `the box from ${left} to ${right} of the width and from ${top} to ${bottom} of the height`;
}

/** The same in a reader's language. */
export function copySpaceIn(space: CopySpace, { say }: Speaker): string {
  return typeof space === 'string' ? say(`copy-space.${space}`) : say('check.room', edgesOf(space));
}

function edgesOf({ x, y, width, height }: Region): Readonly<Record<'left' | 'right' | 'top' | 'bottom', string>> {
  const percent = (share: number): string => `${String(Math.round(Math.min(1, share) * 100))} %`;
  return { left: percent(x), right: percent(x + width), top: percent(y), bottom: percent(y + height) };
}
