import { z } from 'zod';

/** One limit that a brand may set: what it bounds, Galley's value with its reason, and what may be written. */
interface LimitRule {
  /** The measure that is held against it. */
  readonly measure: string;
  readonly holds: '>=' | '<=' | '>';
  readonly unit: string;
  readonly standard: number;
  readonly range: readonly [number, number];
  /** What the number says, for the writer of a kit. */
  readonly what: string;
  /** Why the standard is what it is; photographs are those of the test fixtures. */
  readonly why: string;
}

export const limitRules = {
  nearlyBlank: {
    measure: 'nearly-blank', holds: '>=', unit: 'levels', standard: 4, range: [0, 64],
    what: 'least contrast of the liveliest fiftieth of the picture, beyond an even slope',
    why: 'photographs have 24 and more, a smooth gradient under 1',
  },
  clippedShadows: {
    measure: 'clipped-shadows', holds: '<=', unit: 'share', standard: 0.18, range: [0, 1],
    what: 'largest share of pure black; a black ground all around does not count where the brief means one',
    why: 'photographs stay under 0.13; from a fifth on, shapes go under',
  },
  clippedHighlights: {
    measure: 'clipped-highlights', holds: '<=', unit: 'share', standard: 0.12, range: [0, 1],
    what: 'largest share of pure white; a white ground all around does not count where the brief means one',
    why: 'photographs stay under 0.05, unless a lamp is in the picture',
  },
  blur: {
    measure: 'blur', holds: '<=', unit: 'pixels', standard: 1, range: [0.3, 20],
    what: "largest blur of the picture's sharp edges, a standard deviation in pixels of a copy at most 1024 long",
    why: 'photographs have 0.2 to 0.9; a blur of 2 pixels leaves nothing that is called sharp',
  },
  subjectBlur: {
    measure: 'subject-blur', holds: '<=', unit: 'pixels', standard: 1, range: [0.3, 20],
    what: 'largest blur of the sharp edges of the main subject, in the same pixels',
    why: 'subjects of photographs have 0.2 to 0.4',
  },
  motionBlur: {
    measure: 'motion-blur', holds: '<=', unit: 'pixels', standard: 1.3, range: [0.3, 40],
    what: 'largest blur of the sharp edges times how one-sided fine detail is, in the same pixels',
    why: 'photographs reach 1.1, a movement of 9 pixels leaves 1.4 and more',
  },
  noise: {
    measure: 'noise', holds: '<=', unit: 'levels', standard: 4, range: [0, 64],
    what: 'strongest noise, a standard deviation in levels of green at full size',
    why: 'photographs reach 0.6; grain of 4 shows in even areas',
  },
  banding: {
    measure: 'banding', holds: '<=', unit: 'share', standard: 0.06, range: [0, 1],
    what: 'largest share of the picture that lies in bands of one tone, three levels or more apart',
    why: 'photographs reach 0.02; 24 levels a channel leave 0.06 and more',
  },
  frame: {
    measure: 'frame', holds: '<=', unit: 'share', standard: 0.004, range: [0, 0.25],
    what: 'thickest frame or bar along an edge, as a share of the short side',
    why: 'thinner lines are traces of an encoder',
  },
  palette: {
    measure: 'palette', holds: '<=', unit: 'ΔE2000', standard: 10, range: [0, 100],
    what: "farthest mean distance of the brand's colours to what the picture shows",
    why: 'up to 10 a colour still reads as the one that was meant',
  },
  copySpace: {
    measure: 'copy-space', holds: '<=', unit: 'share', standard: 0.25, range: [0, 1],
    what: 'largest share of the room for text that is busy',
    why: 'text can be set around a quarter; calm rooms of photographs have less',
  },
  duplicate: {
    measure: 'duplicate', holds: '>', unit: 'bits', standard: 8, range: [0, 16],
    what: 'bits of 64 in which a picture must differ, beyond this, from others of the run',
    why: 'the same picture encoded, reduced, graded or cropped by 2 % stays within 8, strangers differ in 18 and more',
  },
  archiveDuplicate: {
    // The index of the archive finds what is within 6 bits for sure and nearly all within 8, see hash-bands.ts.
    measure: 'archive-duplicate', holds: '>', unit: 'bits', standard: 8, range: [0, 8],
    what: 'bits of 64 in which a picture must differ, beyond this, from every archived one',
    why: 'the same picture encoded, reduced or graded stays within 8, cropped by 2 % at an edge in 99 of 100; the index of the archive is complete up to 6 and finds 19 of 20 at 8',
  },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof limitRules;
export const limitNames = Object.keys(limitRules) as LimitName[];

const shape = Object.fromEntries(
  limitNames.map((name) => {
    const { range, what, unit, standard } = limitRules[name];
    const description = `${what.charAt(0).toUpperCase()}${what.slice(1)}; ${unit}, ${String(range[0])} to ${String(range[1])}, ${String(standard)} when absent.`;
    return [name, z.number().min(range[0]).max(range[1]).optional().meta({ description, examples: [standard] })];
  }),
) as Record<LimitName, z.ZodOptional<z.ZodNumber>>;

/** Limits of the technical inspection that a brand sets for itself; what is absent is Galley's. */
export const InspectionLimits = z.strictObject(shape);
export type InspectionLimits = z.infer<typeof InspectionLimits>;

/** A limit that is in force, and whose it is. */
export interface Limit {
  readonly value: number;
  readonly from: 'galley' | 'brand' | 'brief';
}
export type Limits = Readonly<Record<LimitName, Limit>>;

/**
 * The limits for one brief: those that its brand sets, else Galley's.
 *
 * @param fromKit names of the limits that the brand kit set; the others were written in the brief
 */
export function limitsOf(own: InspectionLimits = {}, fromKit: readonly string[] = []): Limits {
  return Object.fromEntries(
    limitNames.map((name): [LimitName, Limit] => {
      const value = own[name];
      return [name, value === undefined ? { value: limitRules[name].standard, from: 'galley' } : { value, from: fromKit.includes(name) ? 'brand' : 'brief' }];
    }),
  ) as Record<LimitName, Limit>;
}
