import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { Measure } from '../documents.ts';
import type { Region } from '../geometry.ts';
import type { ImageHeader } from '../imaging/decode.ts';
import type { ImageFormat } from '../imaging/recipe.ts';
import { bandedShare } from './banding.ts';
import { busyShare, liveliest } from './blocks.ts';
import { clipped } from './clipping.ts';
import { copyRegion, copySpaceWords } from './copy-space.ts';
import { frameOf } from './frame.ts';
import { type LimitName, limitRules, type Limits } from './limits.ts';
import { spread } from './luma.ts';
import { noiseSigma } from './noise.ts';
import { paletteDistance } from './palette.ts';
import type { Samples } from './samples.ts';
import { blurSigma, streakiness } from './sharpness.ts';

/** Ids of the measures, in the order in which they are reported. */
export const measureIds = [
  'readable', 'format', 'size', 'blank', 'nearly-blank', 'clipped-shadows', 'clipped-highlights', 'blur', 'motion-blur', 'noise', 'banding',
  'frame', 'palette', 'copy-space', 'duplicate', 'earlier-duplicate', 'archive-duplicate', 'subject-blur',
] as const;
export type MeasureId = (typeof measureIds)[number];

export type TechnicalMeasure = z.input<typeof Measure> & { id: MeasureId };

/** Levels. An empty canvas has 0; the faintest gradient that reads as a picture has about 6. Nobody can use less, so no brand may set it. */
const leastSpread = 3;

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

/** What the pixels are held against. */
export interface PixelExpectation {
  readonly limits: Limits;
  /** Brand colours as #rrggbb; empty when the brief names none. */
  readonly palette: readonly string[];
  /** The room that the brief wants empty for text. */
  readonly copySpace?: Brief['copySpace'];
  /** Whether a ground of pure white or black is meant; not so when absent. */
  readonly groundMeant?: boolean;
}

type PixelMeasureId = 'blank' | 'nearly-blank' | 'clipped-shadows' | 'clipped-highlights' | 'blur' | 'motion-blur' | 'noise' | 'banding' | 'frame' | 'palette' | 'copy-space';

/** One function a measure; null where the brief asks for nothing that it could be held against. */
export const pixelMeasureOf: Readonly<Record<PixelMeasureId, (samples: Samples, expectation: PixelExpectation) => TechnicalMeasure | null>> = {
  blank: ({ medium }) => {
    const value = spread(medium);
    const passed = value >= leastSpread;
    return { id: 'blank', gate: true, unit: 'levels', limit: `>= ${String(leastSpread)}`, value: round(value, 1), passed, message: passed ? 'The picture is not empty' : 'The picture is one even colour, or nearly so' };
  },
  'nearly-blank': ({ mediumLuma }, { limits }) =>
    advice('nearlyBlank', liveliest(mediumLuma), 1, limits, (passed) => (passed ? 'The picture shows something' : 'Hardly anything is in the picture but an even tone or a gradient: generate anew, unless a plain ground is meant')),
  'clipped-shadows': ({ medium }, { limits, groundMeant = false }) => {
    const { share, region } = clipped(medium, 'black', groundMeant);
    return advice('clippedShadows', share, 3, limits, (passed) => `${percent(share)} of the picture is pure black${passed ? '' : ': detail in the shadows is lost; ask for softer or brighter light'}`, region);
  },
  'clipped-highlights': ({ medium }, { limits, groundMeant = false }) => {
    const { share, region } = clipped(medium, 'white', groundMeant);
    return advice('clippedHighlights', share, 3, limits, (passed) => `${percent(share)} of the picture is pure white${passed ? '' : ': detail in the highlights is lost; ask for softer light or a darker exposure'}`, region);
  },
  blur: ({ largeLuma }, { limits }) => {
    const value = blurSigma(largeLuma);
    return advice('blur', value, 2, limits, (passed) => (passed ? 'The sharpest parts are sharp' : `Nothing is sharp: even the sharpest edges are blurred by ${pixels(value)}; ask for sharp focus on the subject`));
  },
  'motion-blur': ({ largeLuma }, { limits }) => {
    const value = blurSigma(largeLuma) * streakiness(largeLuma);
    return advice('motionBlur', value, 2, limits, (passed) => (passed ? 'Nothing is smeared in one direction' : 'The picture is smeared in one direction, as by a camera that moved, or softer than it should be; ask for a short exposure and sharp focus'));
  },
  noise: ({ full }, { limits }) => {
    const value = noiseSigma(full);
    return advice('noise', value, 2, limits, (passed) => (passed ? 'Even areas are free of visible noise' : `Grain of ${value.toFixed(1)} levels lies over even areas; ask for a clean picture without film grain, unless grain is meant`));
  },
  banding: ({ full }, { limits }) => {
    const value = bandedShare(full);
    return advice('banding', value, 3, limits, (passed) => (passed ? 'Gradients run smoothly' : `${percent(value)} of the picture lies in steps of tone where gradients should run smoothly; generate anew, unless a flat poster style is meant`));
  },
  frame: ({ large }, { limits }) => {
    const { bars } = frameOf(large);
    const thickest = bars.toSorted((a, b) => b.thickness - a.thickness)[0];
    const sides = bars.map(({ side, thickness }) => `${side} ${percent(thickness)}`).join(', ');
    return advice('frame', thickest?.thickness ?? 0, 4, limits, (passed) => (passed ? 'No frame or bar runs along an edge' : `A frame or bar runs along the picture (of the short side: ${sides}); ask for a picture that fills its edges, or crop it off`), thickest?.region ?? null);
  },
  palette: ({ small }, { limits, palette }) => {
    if (palette.length === 0) return null;
    const { distance, farthest, region } = paletteDistance(small, palette, limits.palette.value);
    return advice('palette', distance, 1, limits, (passed) => (passed ? "The brand's colours are there" : `The picture's colours are far from the brand's, most of all from ${farthest}; name the brand's colours for large things in the scene`), region);
  },
  'copy-space': ({ mediumLuma }, { limits, copySpace }) => {
    if (copySpace === undefined) return null;
    const room = copyRegion(copySpace);
    const value = busyShare(mediumLuma, room);
    return advice('copySpace', value, 3, limits, (passed) => `${percent(value)} of ${copySpaceWords(copySpace)} is busy${passed ? '; text can be set there' : ': text would be hard to read there; ask for a plain, empty ground in it'}`, room);
  },
};

/** What the pixels themselves tell. */
export function pixelMeasures(samples: Samples, expectation: PixelExpectation): TechnicalMeasure[] {
  return Object.values(pixelMeasureOf).flatMap((measure) => measure(samples, expectation) ?? []);
}

/** Whether the main subject is sharp, which depth of field does not excuse. */
export function subjectBlurMeasure(samples: Samples, subject: Region, limits: Limits): TechnicalMeasure {
  const value = blurSigma(samples.largeLuma, subject);
  return advice('subjectBlur', value, 2, limits, (passed) => (passed ? 'The subject is sharp' : `The subject is out of focus: its sharpest edges are blurred by ${pixels(value)}; ask for sharp focus on the subject`), subject);
}

/** A measure that advises: the value against the limit in force, with what a reader is to know and do. */
export function advice(name: LimitName, exact: number, digits: number, limits: Limits, message: (passed: boolean) => string, region: Region | null = null): TechnicalMeasure {
  const { measure, holds, unit } = limitRules[name];
  const { value: bound, from } = limits[name];
  const value = round(exact, digits);
  const passed = holds === '>=' ? value >= bound : holds === '<=' ? value <= bound : value > bound;
  // Where something fails has a place; that nothing does, has none. The room for text is told either way.
  const shown = passed && name !== 'copySpace' && name !== 'subjectBlur' ? null : region;
  return { id: measure, gate: false, unit, limit: `${holds} ${String(bound)}`, limitFrom: from, value, passed, message: message(passed), region: shown };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function pixels(sigma: number): string {
  return `${sigma.toFixed(1)} pixels (of a copy 1024 pixels long)`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
