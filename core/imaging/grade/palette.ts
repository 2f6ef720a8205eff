import { deltaE, hexOf, rgbOf } from '../colour.ts';
import { dominantColours } from '../dominant-colours.ts';
import type { Pixels } from '../pixels.ts';

/** How far the colours that fill a picture lie from the brand's, before and after a grade. */
export interface PaletteReport {
  /** CIEDE2000 to the nearest colour of the palette, weighted by area. */
  readonly before: number;
  readonly after: number;
  readonly colours: readonly PaletteColour[];
}

/** One dominant colour of the graded picture. */
export interface PaletteColour {
  /** `#rrggbb` */
  readonly colour: string;
  /** Share of the picture, 0 to 1. */
  readonly share: number;
  readonly nearest: string;
  readonly deltaE: number;
}

const mostColours = 8;

/**
 * @param before small copies of the picture, before and after its grade
 * @param palette colours of the brand as `#rrggbb`, at least one
 */
export function paletteReport(before: Pixels, after: Pixels, palette: readonly string[]): PaletteReport {
  const graded = nearestColours(after, palette);
  return { before: weighted(nearestColours(before, palette)), after: weighted(graded), colours: graded };
}

function nearestColours(picture: Pixels, palette: readonly string[]): PaletteColour[] {
  const targets = palette.map((hex) => ({ hex, colour: rgbOf(hex) }));
  return dominantColours(picture, mostColours).map(({ colour, share }) => {
    const [nearest] = targets.map(({ hex, colour: target }) => ({ hex, distance: deltaE(colour, target) })).sort((a, b) => a.distance - b.distance);
    if (nearest === undefined) throw new RangeError('Expected a palette of at least one colour but received none');
    return { colour: hexOf(colour), share, nearest: nearest.hex, deltaE: nearest.distance };
  });
}

function weighted(colours: readonly PaletteColour[]): number {
  const total = colours.reduce((sum, { share }) => sum + share, 0);
  return total === 0 ? 0 : colours.reduce((sum, { share, deltaE: distance }) => sum + share * distance, 0) / total;
}
