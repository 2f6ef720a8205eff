import type { Region } from '../geometry.ts';
import type { Pixels } from '../imaging/pixels.ts';
import { regionOf } from './place.ts';

export const frameSides = ['top', 'right', 'bottom', 'left'] as const;
export type FrameSide = (typeof frameSides)[number];

export interface Frame {
  /** Thickness of each bar, as a share of the short side; only those there are. */
  readonly bars: readonly { readonly side: FrameSide; readonly thickness: number; readonly region: Region }[];
}

interface Tolerance {
  /** Standard deviation, in levels, up to which a line counts as even. */
  readonly even: number;
  /** Share of the line's length along which the bar must end at once. */
  readonly stepped: number;
}
/** Two opposite bars confirm each other, with room for noise and JPEG ringing. */
const paired: Tolerance = { even: 4, stepped: 0.6 };
/** A single one must be drawn as with a ruler: a wall or a sky is not. */
const single: Tolerance = { even: 1.5, stepped: 0.8 };
/** Levels of any channel that count as a step. */
const step = 12;

/**
 * Frames and bars around a picture, of any colour and on any side: even lines along an edge that end in a step along
 * most of their length, at most a quarter deep. An even ground, as behind a product, has no such step.
 * A frame with corners rounded on the inside is one too; one with a texture is not found.
 */
export function frameOf(picture: Pixels): Frame {
  const { width, height } = picture;
  const short = Math.min(width, height);
  const depths = Object.fromEntries(frameSides.map((side) => [side, { paired: depthOf(picture, side, paired), single: depthOf(picture, side, single) }])) as Record<FrameSide, { paired: number; single: number }>;
  const opposite: Readonly<Record<FrameSide, FrameSide>> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };
  const bars = frameSides.flatMap((side) => {
    const depth = depths[opposite[side]].paired > 0 ? depths[side].paired : depths[side].single;
    return depth === 0 ? [] : [{ side, thickness: depth / short, region: barOf(side, depth, width, height) }];
  });
  return { bars };
}

function barOf(side: FrameSide, depth: number, width: number, height: number): Region {
  const [across, down] = [depth / width, depth / height];
  switch (side) {
    case 'top':
      return regionOf(0, 0, 1, down);
    case 'bottom':
      return regionOf(0, 1 - down, 1, down);
    case 'left':
      return regionOf(0, 0, across, 1);
    case 'right':
      return regionOf(1 - across, 0, across, 1);
  }
}

/** Number of even lines from one edge inwards, when they end in a step; 0 otherwise. */
function depthOf(picture: Pixels, side: FrameSide, { even, stepped }: Tolerance): number {
  const lines = linesOf(picture, side);
  const first = lines.statistics(0);
  if (first.deviation > even) return 0;
  for (let depth = 1; depth <= lines.count / 4; depth += 1) {
    const line = lines.statistics(depth);
    if (line.deviation <= even && line.means.every((mean, channel) => Math.abs(mean - (first.means[channel] ?? 0)) <= even)) continue;
    // Reducing the picture blurs the edge over a pixel: the step is looked for one line further in, too.
    return lines.shareOff(depth, first.means) >= stepped ? depth : 0;
  }
  return 0;
}

function linesOf({ data, width, height, channels }: Pixels, side: FrameSide) {
  const upright = side === 'left' || side === 'right';
  const [count, length] = upright ? [width, height] : [height, width];
  const [stepAlong, stepInwards] = upright ? [width * channels, channels] : [channels, width * channels];
  const startOf = (depth: number): number => (side === 'top' || side === 'left' ? depth : count - 1 - depth) * stepInwards;
  const inwards = side === 'top' || side === 'left' ? stepInwards : -stepInwards;
  const farthest = (at: number, means: readonly number[]): number =>
    Math.max(Math.abs((data[at] ?? 0) - (means[0] ?? 0)), Math.abs((data[at + 1] ?? 0) - (means[1] ?? 0)), Math.abs((data[at + 2] ?? 0) - (means[2] ?? 0)));
  return {
    count,
    /** Means of the three channels, and the largest of their standard deviations. */
    statistics: (depth: number): { means: number[]; deviation: number } => {
      const sums = [0, 0, 0];
      const squares = [0, 0, 0];
      for (let along = 0, at = startOf(depth); along < length; along += 1, at += stepAlong) {
        for (let channel = 0; channel < 3; channel += 1) {
          const value = data[at + channel] ?? 0;
          sums[channel] = (sums[channel] ?? 0) + value;
          squares[channel] = (squares[channel] ?? 0) + value * value;
        }
      }
      const means = sums.map((sum) => sum / length);
      return { means, deviation: Math.sqrt(Math.max(...squares.map((sum, channel) => sum / length - (means[channel] ?? 0) ** 2))) };
    },
    /** Share of a line that is a step away from a colour, itself or one line further in. */
    shareOff: (depth: number, means: readonly number[]): number => {
      let off = 0;
      for (let along = 0, at = startOf(depth); along < length; along += 1, at += stepAlong) {
        if (farthest(at, means) > step || farthest(at + inwards, means) > step) off += 1;
      }
      return off / length;
    },
  };
}
