import type { Brief } from '../brief/schema.ts';
import type { Region } from '../geometry.ts';
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
  const percent = (from: number, size: number): string => `from ${String(Math.round(from * 100))} % to ${String(Math.round(Math.min(1, from + size) * 100))} %`;
  return `the box ${percent(space.x, space.width)} of the width and ${percent(space.y, space.height)} of the height`;
}
