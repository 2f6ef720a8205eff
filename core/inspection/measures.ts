import type { z } from 'zod';
import type { Measure } from '../documents.ts';
import { type Rgb, deltaE, rgbOf } from '../imaging/colour.ts';
import type { ImageHeader } from '../imaging/decode.ts';
import { dominantColours } from '../imaging/dominant-colours.ts';
import { type Pixels, proxyOf } from '../imaging/pixels.ts';
import type { ImageFormat } from '../imaging/recipe.ts';
import { hashDistance } from './perceptual-hash.ts';
import { frameThickness, laplacianVariance, lumaOf, shareWithin, spread } from './pixel-statistics.ts';

/** Limits of the measures. Gates are set so that only what nobody could use fails them. */
export const limits = {
  /** Levels. An empty canvas has 0; the faintest gradient that reads as a picture has about 6. */
  leastSpread: 3,
  /** Share of the picture. Night scenes reach a quarter; half means that the subject drowned. */
  mostBlack: 0.35,
  /** Share of the picture. Products on white pass a half and are meant so; hence advice, not a gate. */
  mostWhite: 0.5,
  /** Laplacian variance at 512 pixels: sharp photographs have 20 and more, a blur of 3 pixels 6.6. */
  leastDetail: 10,
  /** Share of the short side. Thinner lines are encoder artefacts. */
  thickestFrame: 0.008,
  /** Mean CIEDE2000 of the brand's colours to what the picture shows: up to 20 reads as the same family. */
  farthestPalette: 20,
  /** Bits of 64. Re-encoding and grading stay within 4; strangers differ in 19 and more. */
  nearDuplicate: 6,
} as const;

/** Ids of the measures, in the order in which they are reported. */
export const measureIds = ['readable', 'format', 'size', 'blank', 'clipped-shadows', 'clipped-highlights', 'blur', 'frame', 'palette', 'duplicate'] as const;
export type MeasureId = (typeof measureIds)[number];

type TechnicalMeasure = z.input<typeof Measure> & { id: MeasureId };
const blackest = 4;
const whitest = 251;

export function readableMeasure(problem: string | null): TechnicalMeasure {
  return {
    id: 'readable', gate: true, unit: 'boolean', limit: '= 1', value: problem === null ? 1 : 0, passed: problem === null,
    message: problem ?? 'The picture can be decoded',
  };
}

/** Format and size are as asked: what was paid for is what came. */
export function deliveryMeasures(header: ImageHeader, expected: { width: number; height: number; format: ImageFormat }): TechnicalMeasure[] {
  const wanted = expected.format === 'avif' ? 'heif' : expected.format;
  const asAsked = header.width === expected.width && header.height === expected.height;
  return [
    {
      id: 'format', gate: true, unit: 'boolean', limit: `= ${expected.format}`, value: header.format === wanted ? 1 : 0, passed: header.format === wanted,
      message: header.format === wanted ? `The format is ${expected.format} as asked` : `Expected ${expected.format} but received ${header.format}`,
    },
    {
      id: 'size', gate: true, unit: 'pixels', limit: `= ${String(expected.width)}x${String(expected.height)}`, value: header.width * header.height, passed: asAsked,
      message: asAsked
        ? `The size is ${String(header.width)}x${String(header.height)} as asked`
        : `Expected ${String(expected.width)}x${String(expected.height)} but received ${String(header.width)}x${String(header.height)}`,
    },
  ];
}

/** What the pixels themselves tell. `palette` holds brand colours as #rrggbb and may be empty. */
export async function pixelMeasures(picture: Pixels, palette: readonly string[]): Promise<TechnicalMeasure[]> {
  const medium = await proxyOf(picture, 512);
  const luma = lumaOf(medium);
  const measures = [
    blank(spread(medium)),
    clippedShadows(shareWithin(medium, 0, blackest)),
    clippedHighlights(shareWithin(medium, whitest, 255)),
    blur(laplacianVariance(luma)),
    frame(frameThickness(luma)),
  ];
  return palette.length === 0 ? measures : [...measures, paletteMeasure(await proxyOf(picture, 128), palette.map(rgbOf))];
}

/** How near the candidate comes to another of its round: choosing between twins is no choice. */
export function duplicateMeasure(hash: string, others: readonly string[]): TechnicalMeasure {
  const nearest = Math.min(64, ...others.map((other) => hashDistance(hash, other)));
  const passed = nearest > limits.nearDuplicate;
  return {
    id: 'duplicate', gate: false, unit: 'bits', limit: `> ${String(limits.nearDuplicate)}`, value: nearest, passed,
    message: passed ? 'It differs from the other candidates' : 'It is nearly the same picture as another candidate',
  };
}

function blank(value: number): TechnicalMeasure {
  const passed = value >= limits.leastSpread;
  return {
    id: 'blank', gate: true, unit: 'levels', limit: `>= ${String(limits.leastSpread)}`, value: round(value, 1), passed,
    message: passed ? 'The picture is not empty' : 'The picture is one even colour, or nearly so',
  };
}

function clippedShadows(value: number): TechnicalMeasure {
  const passed = value <= limits.mostBlack;
  return {
    id: 'clipped-shadows', gate: false, unit: 'share', limit: `<= ${String(limits.mostBlack)}`, value: round(value, 3), passed,
    message: `${percent(value)} of the picture is pure black${passed ? '' : ': detail in the shadows is lost'}`,
  };
}

function clippedHighlights(value: number): TechnicalMeasure {
  const passed = value <= limits.mostWhite;
  return {
    id: 'clipped-highlights', gate: false, unit: 'share', limit: `<= ${String(limits.mostWhite)}`, value: round(value, 3), passed,
    message: `${percent(value)} of the picture is pure white${passed ? '' : ': detail in the highlights is lost, unless a white ground is meant'}`,
  };
}

function blur(value: number): TechnicalMeasure {
  const passed = value >= limits.leastDetail;
  return {
    id: 'blur', gate: false, unit: 'variance', limit: `>= ${String(limits.leastDetail)}`, value: round(value, 1), passed,
    message: passed ? 'Fine detail is sharp' : 'Hardly any fine detail: blurred, or meant to be soft',
  };
}

function frame(value: number): TechnicalMeasure {
  const passed = value <= limits.thickestFrame;
  return {
    id: 'frame', gate: false, unit: 'share', limit: `<= ${String(limits.thickestFrame)}`, value: round(value, 3), passed,
    message: passed ? 'No frame runs around the picture' : `A frame of ${percent(value)} of the short side runs along the edges`,
  };
}

/** Each brand colour is held against the colour of the picture that is nearest to it. */
function paletteMeasure(small: Pixels, palette: readonly Rgb[]): TechnicalMeasure {
  const shown = dominantColours(small);
  const nearest = palette.map((brand) => Math.min(100, ...shown.map(({ colour }) => deltaE(brand, colour))));
  const value = nearest.reduce((sum, distance) => sum + distance, 0) / nearest.length;
  const passed = value <= limits.farthestPalette;
  return {
    id: 'palette', gate: false, unit: 'ΔE2000', limit: `<= ${String(limits.farthestPalette)}`, value: round(value, 1), passed,
    message: passed ? "The brand's colours are there" : "The picture's colours are far from the brand's",
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
