import { linearOfByte, luminanceWeights } from '../colour-spaces.ts';
import type { Pixels } from '../pixels.ts';
import type { Correction } from '../recipe.ts';

/** What was measured on a picture, and what of it is applied. */
export interface MeasuredCorrection {
  /** Factors on linear red, green and blue that would make the light neutral; their luminance is 1. */
  readonly measuredGains: Gains;
  readonly gains: Gains;
  /** Stops that would bring the mean brightness into the usual range. */
  readonly measuredStops: number;
  readonly stops: number;
  /** True where a limit of the recipe held a correction back. */
  readonly limited: boolean;
}

export type Gains = readonly [number, number, number];

/** Minkowski norm of "shades of grey" that its authors found best (Finlayson and Trezzi, 2004). */
const shadesOfGreyNorm = 6;
/** Stored values that tell nothing of the light's colour: a channel cut off at white, or noise near black. */
const brightest = 250;
const darkest = 6;
/** Of a picture with fewer usable pixels than this share, nothing is concluded. */
const leastUsable = 0.02;
/**
 * Log-average luminance of usual exposures. 0.18 is the middle grey that meters assume (Reinhard et al., "Photographic
 * tone reproduction for digital images", 2002); pictures from half a stop below to half a stop above stay as they are.
 */
const usualLuminance = { low: 0.18 / Math.SQRT2, high: 0.18 * Math.SQRT2 };

/**
 * Estimates the colour of the light and the exposure on a small opaque copy of the picture, and holds both
 * within the recipe's limits.
 */
export function measureCorrection(proxy: Pixels, correction: Correction): MeasuredCorrection {
  const light = lightOf(proxy, correction.whiteBalance === 'grey-world' ? 1 : shadesOfGreyNorm);
  const measuredGains = correction.whiteBalance === 'none' || light === null ? unity : neutralising(light);
  const measuredStops = correction.exposure === 'none' || light === null ? 0 : towardsUsual(light.logLuminance);

  const wanted = ofUnitLuminance(measuredGains.map((gain) => gain ** correction.strength));
  const gains = held(wanted, 1 + correction.maxCast);
  const stops = Math.min(correction.maxStops, Math.max(-correction.maxStops, measuredStops * correction.strength));
  return {
    measuredGains,
    gains,
    measuredStops,
    stops,
    limited: gains !== wanted || stops !== measuredStops * correction.strength,
  };
}

const unity: Gains = [1, 1, 1];
/** Halvings of the share that is kept; the thirtieth is far below anything that 8 bits show. */
const halvings = 30;

/** As much of a cast's correction as moves no channel beyond `most`: all gains shrink together, so that the hue is the one measured. */
function held(gains: Gains, most: number): Gains {
  const fits = (candidate: Gains): boolean => candidate.every((gain) => gain <= most && gain >= 1 / most);
  if (fits(gains)) return gains;
  let [kept, refused] = [0, 1];
  for (let halving = 0; halving < halvings; halving += 1) {
    const share = (kept + refused) / 2;
    if (fits(ofUnitLuminance(gains.map((gain) => gain ** share)))) kept = share;
    else refused = share;
  }
  return ofUnitLuminance(gains.map((gain) => gain ** kept));
}

interface Light {
  /** Norm of each channel in linear light. */
  readonly colour: readonly number[];
  readonly logLuminance: number;
}

function lightOf({ data, channels }: Pixels, norm: number): Light | null {
  const sums = [0, 0, 0];
  let usable = 0;
  let logSum = 0;
  const pixels = data.length / channels;
  for (let at = 0; at < data.length; at += channels) {
    const stored = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    const linear = stored.map((value) => linearOfByte[value] ?? 0);
    logSum += Math.log(1e-4 + luminance(linear));
    if (Math.max(...stored) > brightest || Math.max(...stored) < darkest) continue;
    usable += 1;
    for (let channel = 0; channel < 3; channel += 1) sums[channel] = (sums[channel] ?? 0) + (linear[channel] ?? 0) ** norm;
  }
  if (usable < pixels * leastUsable) return null;
  return { colour: sums.map((sum) => (sum / usable) ** (1 / norm)), logLuminance: Math.exp(logSum / pixels) };
}

function neutralising({ colour }: Light): Gains {
  const mean = (colour[0] ?? 0) / 3 + (colour[1] ?? 0) / 3 + (colour[2] ?? 0) / 3;
  return colour.some((value) => value <= 1e-6) ? unity : ofUnitLuminance(colour.map((value) => mean / value));
}

function towardsUsual(luminanceNow: number): number {
  if (luminanceNow < usualLuminance.low) return Math.log2(usualLuminance.low / luminanceNow);
  return luminanceNow > usualLuminance.high ? Math.log2(usualLuminance.high / luminanceNow) : 0;
}

/** Scaled so that grey keeps its brightness. */
export function ofUnitLuminance(gains: readonly number[]): Gains {
  const scale = 1 / luminance(gains);
  return [(gains[0] ?? 1) * scale, (gains[1] ?? 1) * scale, (gains[2] ?? 1) * scale];
}

function luminance(linear: readonly number[]): number {
  return luminanceWeights[0] * (linear[0] ?? 0) + luminanceWeights[1] * (linear[1] ?? 0) + luminanceWeights[2] * (linear[2] ?? 0);
}
