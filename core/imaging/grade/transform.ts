import { rgbOf } from '../colour.ts';
import { type Triple, linearToOklab, luminanceWeights, oklabOf, oklabToLinearInGamut, toEncoded, toLinear } from '../colour-spaces.ts';
import type { ColourShift, Grade } from '../recipe.ts';
import { type Gains, ofUnitLuminance } from './correction.ts';
import type { CubeLut } from './cube.ts';
import type { ColourFunction } from './lattice.ts';

/** The corrections of a grade that are measured, as far as they are applied. */
export interface AppliedCorrection {
  readonly gains: Gains;
  readonly stops: number;
}

/**
 * A grade as one function of an encoded sRGB colour, in this order: white balance and exposure in linear
 * light, contrast and colour balance on encoded values, saturation and brand tint in OKLab, the look.
 */
export function gradeFunction(grade: Grade, correction: AppliedCorrection, lut: CubeLut | null): ColourFunction {
  const stages = [light(grade, correction), contrast(grade.contrast), balance(grade.balance), chroma(grade), look(lut, grade.lut?.strength ?? 1)].filter((stage) => stage !== null);
  return (colour) => {
    for (const stage of stages) stage(colour);
    for (const channel of [0, 1, 2] as const) colour[channel] = clamp(colour[channel]);
  };
}

/** Stops by which a temperature or tint of 100 parts the channels: the warmth of a lamp against daylight. */
const stopsAtFull = 0.5;
/** Light above this share of white is bent rather than cut when a gain would send it beyond. */
const shoulder = 0.8;

function light({ temperature, tint, exposure }: Grade, correction: AppliedCorrection): ColourFunction | null {
  const warmth = (temperature / 100) * stopsAtFull;
  const balanced = ofUnitLuminance([correction.gains[0] * 2 ** warmth, correction.gains[1] * 2 ** ((-tint / 100) * stopsAtFull), correction.gains[2] * 2 ** -warmth]);
  const factors = balanced.map((gain) => gain * 2 ** (exposure + correction.stops));
  if (factors.every((factor) => Math.abs(factor - 1) < 1e-9)) return null;
  return (colour) => {
    for (const channel of [0, 1, 2] as const) {
      const factor = factors[channel] ?? 1;
      colour[channel] = toEncoded(rolledOff(toLinear(colour[channel]) * factor, factor));
    }
  };
}

/** White raised to `peak` comes back to 1, and what lies above the shoulder follows on a curve without a kink. */
function rolledOff(value: number, peak: number): number {
  if (peak <= 1 || value <= shoulder) return value;
  const steepness = (peak - shoulder) / (1 - shoulder);
  const along = (value - shoulder) / (peak - shoulder);
  return shoulder + ((1 - shoulder) * steepness * along) / (1 + (steepness - 1) * along);
}

/** Where 18 % grey lies on encoded values; contrast turns around it. */
const middleGrey = toEncoded(0.18);

/** Christophe Schlick's gain (Graphics Gems IV, 1994): the slope is `steepness` at the pivot and its inverse at both ends. */
function contrast(steepness: number): ColourFunction | null {
  if (steepness === 1) return null;
  const curve = (t: number): number => t / ((steepness - 1) * (1 - t) + 1);
  return (colour) => {
    for (const channel of [0, 1, 2] as const) {
      const value = clamp(colour[channel]);
      colour[channel] = value < middleGrey ? middleGrey * curve(value / middleGrey) : 1 - (1 - middleGrey) * curve((1 - value) / (1 - middleGrey));
    }
  };
}

/** Part of the encoded range by which a shift of 100 moves a channel. */
const fullShift = 0.2;

function balance({ shadows, midtones, highlights }: Grade['balance']): ColourFunction | null {
  if ([shadows, midtones, highlights].every(({ red, green, blue }) => red === 0 && green === 0 && blue === 0)) return null;
  const [inShadows, inMidtones, inHighlights] = [offsets(shadows), offsets(midtones), offsets(highlights)];
  return (colour) => {
    const brightness = clamp(lumaOf(colour));
    const dark = 1 - smoothstep(brightness / 0.5);
    const bright = smoothstep((brightness - 0.5) / 0.5);
    // Black and white have no room for a colour that keeps its brightness.
    const room = 1 - (2 * brightness - 1) ** 8;
    for (const channel of [0, 1, 2] as const) {
      const shift = dark * inShadows[channel] + (1 - dark - bright) * inMidtones[channel] + bright * inHighlights[channel];
      colour[channel] = clamp(colour[channel] + room * shift);
    }
  };
}

/** The shift of a zone without what it would add to brightness. */
function offsets({ red, green, blue }: ColourShift): Triple {
  const shift: Triple = [(red / 100) * fullShift, (green / 100) * fullShift, (blue / 100) * fullShift];
  const added = lumaOf(shift);
  return [shift[0] - added, shift[1] - added, shift[2] - added];
}

function chroma({ saturation, brandTint }: Grade): ColourFunction | null {
  const strength = brandTint?.strength ?? 0;
  if (saturation === 1 && strength === 0) return null;
  const [, brandA, brandB] = brandTint === undefined ? [0, 0, 0] : oklabOf(rgbOf(brandTint.colour));
  return (colour) => {
    for (const channel of [0, 1, 2] as const) colour[channel] = toLinear(clamp(colour[channel]));
    linearToOklab(colour);
    // The wash is strongest in the middle, so that black and white stay neutral.
    const wash = 4 * colour[0] * (1 - colour[0]) * strength;
    colour[1] = colour[1] * saturation * (1 - strength) + brandA * wash;
    colour[2] = colour[2] * saturation * (1 - strength) + brandB * wash;
    oklabToLinearInGamut(colour);
    for (const channel of [0, 1, 2] as const) colour[channel] = toEncoded(clamp(colour[channel]));
  };
}

function look(lut: CubeLut | null, strength: number): ColourFunction | null {
  if (lut === null || strength === 0) return null;
  return (colour) => {
    const [red, green, blue] = colour;
    lut.colourFunction(colour);
    colour[0] = red + (colour[0] - red) * strength;
    colour[1] = green + (colour[1] - green) * strength;
    colour[2] = blue + (colour[2] - blue) * strength;
  };
}

function lumaOf([red, green, blue]: Triple): number {
  return luminanceWeights[0] * red + luminanceWeights[1] * green + luminanceWeights[2] * blue;
}

/** 0 up to 0, 1 from 1 on, with a level start and end between. */
function smoothstep(value: number): number {
  const t = clamp(value);
  return t * t * (3 - 2 * t);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
