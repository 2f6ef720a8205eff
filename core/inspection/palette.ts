import type { Region } from '../geometry.ts';
import { type Rgb, deltaE, rgbOf } from '../imaging/colour.ts';
import { dominantColours } from '../imaging/dominant-colours.ts';
import type { Pixels } from '../imaging/pixels.ts';
import { placeOf } from './place.ts';

export interface PaletteDistance {
  /** Mean CIEDE2000 of each brand colour to the dominant colour that is nearest to it. */
  readonly distance: number;
  /** The brand colour that is farthest from what the picture shows, as #rrggbb. */
  readonly farthest: string;
  /** Where the picture's largest colour is that is far from all of the brand's; null where none is. */
  readonly region: Region | null;
}

/**
 * How far a picture is from a palette.
 *
 * @param palette brand colours as #rrggbb, at least one
 * @param limit CIEDE2000 from which a colour of the picture counts as foreign
 */
export function paletteDistance(small: Pixels, palette: readonly string[], limit: number): PaletteDistance {
  const shown = dominantColours(small);
  const nearest = palette.map((hex) => ({ hex, distance: Math.min(100, ...shown.map(({ colour }) => deltaE(rgbOf(hex), colour))) }));
  const distance = nearest.reduce((sum, each) => sum + each.distance, 0) / nearest.length;
  const farthest = nearest.reduce((worst, each) => (each.distance > worst.distance ? each : worst)).hex;
  const foreign = shown.find(({ colour }) => palette.every((hex) => deltaE(rgbOf(hex), colour) > limit))?.colour;
  return { distance, farthest, region: foreign === undefined ? null : placeOf(small.width, small.height, nearTo(small, foreign)) };
}

/** Levels a channel within which a pixel has a colour: the cells that dominant colours are counted in. */
const cell = 32;

function nearTo({ data, channels }: Pixels, [red, green, blue]: Rgb): (index: number) => boolean {
  return (index) => {
    const at = index * channels;
    return Math.abs((data[at] ?? 0) - red) < cell && Math.abs((data[at + 1] ?? 0) - green) < cell && Math.abs((data[at + 2] ?? 0) - blue) < cell;
  };
}
