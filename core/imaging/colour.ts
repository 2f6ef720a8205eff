import { differenceCiede2000, modeLab65, modeRgb, useMode } from 'culori/fn';

// culori knows only the spaces that are registered; CIEDE2000 is measured in Lab with the white of sRGB.
useMode(modeRgb);
useMode(modeLab65);

/** An sRGB colour of three values from 0 to 255. */
export type Rgb = readonly [number, number, number];

const difference = differenceCiede2000();

/** CIEDE2000 between two sRGB colours: about 1 is just visible side by side, 100 is black against white. */
export function deltaE(a: Rgb, b: Rgb): number {
  return difference(culoriOf(a), culoriOf(b));
}

/** Reads `#rrggbb`. */
export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function hexOf(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

function culoriOf([red, green, blue]: Rgb) {
  return { mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 } as const;
}
