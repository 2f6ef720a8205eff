import type { Rgb } from './colour.ts';

/** Rec. 709 weights of linear light (ITU-R BT.709-6, 3.2), which sRGB shares. */
export const luminanceWeights = [0.2126, 0.7152, 0.0722] as const;

/** Light from an encoded sRGB value, both 0 to 1 (IEC 61966-2-1). */
export function toLinear(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

/** The encoded sRGB value of light, both 0 to 1; the inverse of `toLinear`. */
export function toEncoded(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/** Light of each of the 256 stored values. */
export const linearOfByte: Float64Array = Float64Array.from({ length: 256 }, (_, value) => toLinear(value / 255));

/** Three numbers that a function fills instead of making new ones: these run once for each node of a table. */
export type Triple = [number, number, number];

/** OKLab from linear sRGB, in place (Björn Ottosson, "A perceptual color space for image processing", 2020). */
export function linearToOklab(colour: Triple): void {
  const [r, g, b] = colour;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  colour[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  colour[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  colour[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
}

/** Linear sRGB from OKLab, in place; components leave 0 to 1 when the colour lies outside of sRGB. */
export function oklabToLinear(colour: Triple): void {
  const [lightness, a, b] = colour;
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  colour[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  colour[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  colour[2] = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
}

/** Rounding of the matrices above: colours of sRGB itself come back this far outside. */
const tolerance = 1e-4;
/** Halvings of the interval; the sixteenth is finer than a step of an 8-bit value. */
const halvings = 16;

/**
 * Linear sRGB from OKLab, in place, with as much of the chroma as sRGB can show: hue and lightness stay, so
 * that a strong saturation does not turn one hue into another. Lightness is taken from 0 to 1.
 */
export function oklabToLinearInGamut(colour: Triple): void {
  const lightness = Math.min(1, Math.max(0, colour[0]));
  const [, a, b] = colour;
  colour[0] = lightness;
  oklabToLinear(colour);
  if (isInside(colour)) return;
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < halvings; halving += 1) {
    const share = (low + high) / 2;
    colour[0] = lightness;
    colour[1] = a * share;
    colour[2] = b * share;
    oklabToLinear(colour);
    if (isInside(colour)) low = share;
    else high = share;
  }
  colour[0] = lightness;
  colour[1] = a * low;
  colour[2] = b * low;
  oklabToLinear(colour);
}

function isInside([r, g, b]: Triple): boolean {
  return r >= -tolerance && g >= -tolerance && b >= -tolerance && r <= 1 + tolerance && g <= 1 + tolerance && b <= 1 + tolerance;
}

/** OKLab of an sRGB colour of three values from 0 to 255. */
export function oklabOf([red, green, blue]: Rgb): Triple {
  const colour: Triple = [toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)];
  linearToOklab(colour);
  return colour;
}
