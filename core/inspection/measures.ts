import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { Measure } from '../documents.ts';
import type { Region } from '../geometry.ts';
import type { ImageHeader } from '../imaging/decode.ts';
import type { ImageFormat } from '../imaging/recipe.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import { bandedShare } from './banding.ts';
import { busyShare, liveliest } from './blocks.ts';
import { clipped } from './clipping.ts';
import { copyRegion, copySpaceIn } from './copy-space.ts';
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

/** @param problem what keeps it from being decoded; null for nothing */
export function readableMeasure(problem: string | null, { say }: Speaker = english): TechnicalMeasure {
  return {
    id: 'readable', gate: true, unit: 'boolean', limit: '= 1', value: problem === null ? 1 : 0, passed: problem === null,
    message: problem === null ? say('check.readable') : say('check.unreadable', { problem }),
  };
}

/** Format and size are as asked: what was paid for is what came. */
export function deliveryMeasures(header: ImageHeader, expected: { width: number; height: number; format: ImageFormat }, { say }: Speaker = english): TechnicalMeasure[] {
  const wanted = expected.format === 'avif' ? 'heif' : expected.format;
  const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }): string => `${String(width)}x${String(height)}`;
  const size = sizeOf(expected);
  const asAsked = header.width === expected.width && header.height === expected.height;
  return [
    {
      id: 'format', gate: true, unit: 'boolean', limit: `= ${expected.format}`, value: header.format === wanted ? 1 : 0, passed: header.format === wanted,
      message: header.format === wanted ? say('check.format', { format: expected.format }) : say('check.expected', { expected: expected.format, received: header.format }),
    },
    {
      id: 'size', gate: true, unit: 'pixels', limit: `= ${size}`, value: header.width * header.height, passed: asAsked,
      message: asAsked ? say('check.size', { size }) : say('check.expected', { expected: size, received: sizeOf(header) }),
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
  /** Who words the messages; English when absent. */
  readonly speaker?: Speaker;
}

type PixelMeasureId = 'blank' | 'nearly-blank' | 'clipped-shadows' | 'clipped-highlights' | 'blur' | 'motion-blur' | 'noise' | 'banding' | 'frame' | 'palette' | 'copy-space';

/** One function a measure; null where the brief asks for nothing that it could be held against. */
export const pixelMeasureOf: Readonly<Record<PixelMeasureId, (samples: Samples, expectation: PixelExpectation) => TechnicalMeasure | null>> = {
  blank: ({ medium }, { speaker: { say } = english }) => {
    const value = spread(medium);
    const passed = value >= leastSpread;
    return { id: 'blank', gate: true, unit: 'levels', limit: `>= ${String(leastSpread)}`, value: round(value, 1), passed, message: say(passed ? 'check.blank' : 'check.blank.failed') };
  },
  'nearly-blank': ({ mediumLuma }, { limits, speaker: { say } = english }) => advice('nearlyBlank', liveliest(mediumLuma), 1, limits, (passed) => say(passed ? 'check.nearly-blank' : 'check.nearly-blank.failed')),
  'clipped-shadows': ({ medium }, { limits, groundMeant = false, speaker = english }) => {
    const { share, region } = clipped(medium, 'black', groundMeant);
    return advice('clippedShadows', share, 3, limits, (passed) => speaker.say(passed ? 'check.clipped-shadows' : 'check.clipped-shadows.failed', { share: percent(share, speaker) }), region);
  },
  'clipped-highlights': ({ medium }, { limits, groundMeant = false, speaker = english }) => {
    const { share, region } = clipped(medium, 'white', groundMeant);
    return advice('clippedHighlights', share, 3, limits, (passed) => speaker.say(passed ? 'check.clipped-highlights' : 'check.clipped-highlights.failed', { share: percent(share, speaker) }), region);
  },
  blur: ({ largeLuma }, { limits, speaker: { say, number } = english }) => {
    const value = blurSigma(largeLuma);
    return advice('blur', value, 2, limits, (passed) => (passed ? say('check.blur') : say('check.blur.failed', { sigma: number(value, 1) })));
  },
  'motion-blur': ({ largeLuma }, { limits, speaker: { say } = english }) =>
    advice('motionBlur', blurSigma(largeLuma) * streakiness(largeLuma), 2, limits, (passed) => say(passed ? 'check.motion-blur' : 'check.motion-blur.failed')),
  noise: ({ full }, { limits, speaker: { say, number } = english }) => {
    const value = noiseSigma(full);
    return advice('noise', value, 2, limits, (passed) => (passed ? say('check.noise') : say('check.noise.failed', { levels: number(value, 1) })));
  },
  banding: ({ full }, { limits, speaker = english }) => {
    const value = bandedShare(full);
    return advice('banding', value, 3, limits, (passed) => (passed ? speaker.say('check.banding') : speaker.say('check.banding.failed', { share: percent(value, speaker) })));
  },
  frame: ({ large }, { limits, speaker = english }) => {
    const { bars } = frameOf(large);
    const thickest = bars.toSorted((a, b) => b.thickness - a.thickness)[0];
    const sides = bars.map(({ side, thickness }) => `${speaker.say(`check.side.${side}`)} ${percent(thickness, speaker)}`).join(', ');
    return advice('frame', thickest?.thickness ?? 0, 4, limits, (passed) => (passed ? speaker.say('check.frame') : speaker.say('check.frame.failed', { sides })), thickest?.region ?? null);
  },
  palette: ({ small }, { limits, palette, speaker: { say } = english }) => {
    if (palette.length === 0) return null;
    const { distance, farthest, region } = paletteDistance(small, palette, limits.palette.value);
    return advice('palette', distance, 1, limits, (passed) => (passed ? say('check.palette') : say('check.palette.failed', { colour: farthest })), region);
  },
  'copy-space': ({ mediumLuma }, { limits, copySpace, speaker = english }) => {
    if (copySpace === undefined) return null;
    const room = copyRegion(copySpace);
    const value = busyShare(mediumLuma, room);
    const words = { share: percent(value, speaker), room: copySpaceIn(copySpace, speaker) };
    return advice('copySpace', value, 3, limits, (passed) => speaker.say(passed ? 'check.copy-space' : 'check.copy-space.failed', words), room);
  },
};

/** What the pixels themselves tell. */
export function pixelMeasures(samples: Samples, expectation: PixelExpectation): TechnicalMeasure[] {
  return Object.values(pixelMeasureOf).flatMap((measure) => measure(samples, expectation) ?? []);
}

/** Whether the main subject is sharp, which depth of field does not excuse. */
export function subjectBlurMeasure(samples: Samples, subject: Region, limits: Limits, { say, number }: Speaker = english): TechnicalMeasure {
  const value = blurSigma(samples.largeLuma, subject);
  return advice('subjectBlur', value, 2, limits, (passed) => (passed ? say('check.subject-blur') : say('check.subject-blur.failed', { sigma: number(value, 1) })), subject);
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

function percent(share: number, { number }: Speaker): string {
  return `${number(share * 100, share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
