import { z } from 'zod';
import { Point, Region } from '../geometry.ts';

/**
 * How a picture is finished, as data: what a brief may say about it, and what `galley finish` reads from a
 * file. Unknown fields are errors, because a misspelt field is a lost instruction.
 */

export const HexColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: (issue) => `Expected a colour as #rrggbb but received ${JSON.stringify(issue.input)}` });

/** A file of the brand: a key below `brands/` in the briefs bucket, or a path beside a recipe's own file. */
const brandFile = (extensions: readonly string[]) =>
  z.string().trim().refine((path) => isPlainPath(path) && extensions.some((extension) => path.toLowerCase().endsWith(extension)), {
    error: (issue) => `Expected a file ending in ${extensions.join(' or ')}, without "..", such as brands/acme/look${extensions[0] ?? ''}, but received ${JSON.stringify(issue.input)}`,
  });

function isPlainPath(path: string): boolean {
  return path.length <= 512 && !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

const percent = z.number().min(-100).max(100).default(0);

/** Moves the colour of one zone of brightness, -100 to 100 a channel; brightness itself is kept. */
export const ColourShift = z.strictObject({ red: percent, green: percent, blue: percent });
export type ColourShift = z.infer<typeof ColourShift>;

/** Corrections that are measured on the picture, each held within a limit. */
export const Correction = z.strictObject({
  /** How the colour of the light is estimated; `none` leaves it alone. */
  whiteBalance: z.enum(['none', 'grey-world', 'shades-of-grey']).default('none'),
  /** `measured` brings the mean brightness into the usual range; `none` leaves it alone. */
  exposure: z.enum(['none', 'measured']).default('none'),
  /** Share of the measured correction that is applied, 0 to 1. */
  strength: z.number().min(0).max(1).default(1),
  /** Most by which a channel is raised or lowered in linear light: 0.2 is 20 %. */
  maxCast: z.number().min(0).max(1).default(0.2),
  /** Most by which exposure is moved, in stops. */
  maxStops: z.number().min(0).max(2).default(0.5),
});
export type Correction = z.infer<typeof Correction>;

/** Corrections of the finished picture; everything at its default leaves pixels as they are. */
export const Grade = z.strictObject({
  correct: Correction.prefault({}),
  /** Stops, -2 to 2. */
  exposure: z.number().min(-2).max(2).default(0),
  /** Steepness at middle grey, 0.5 to 2; black and white stay where they are. */
  contrast: z.number().min(0.5).max(2).default(1),
  /** Factor of chroma, 0 (greyscale) to 2. */
  saturation: z.number().min(0).max(2).default(1),
  /** -100 (cooler) to 100 (warmer). */
  temperature: percent,
  /** -100 (greener) to 100 (more magenta). */
  tint: percent,
  balance: z.strictObject({ shadows: ColourShift.prefault({}), midtones: ColourShift.prefault({}), highlights: ColourShift.prefault({}) }).prefault({}),
  /** A wash of the brand's colour; 1 leaves no other hue. */
  brandTint: z.strictObject({ colour: HexColour, strength: z.number().min(0).max(1).default(0.15) }).optional(),
  /** A look as a 1D or 3D table in a `.cube` file, applied last. */
  lut: z.strictObject({ file: brandFile(['.cube']), strength: z.number().min(0).max(1).default(1) }).optional(),
});
export type Grade = z.infer<typeof Grade>;

export const ImageFormat = z.enum(['jpeg', 'webp', 'avif', 'png']);
export type ImageFormat = z.infer<typeof ImageFormat>;

/** How a crop finds its place when neither a focal point nor a subject is given. */
export const CropStrategy = z.enum(['smart', 'attention', 'entropy', 'centre']);
export type CropStrategy = z.infer<typeof CropStrategy>;

/** `internal` carries every fact; `public` neither the prompt nor anybody's name. */
export const MetadataProfile = z.enum(['internal', 'public']);
export type MetadataProfile = z.infer<typeof MetadataProfile>;

/** WebP ends at 16,383 pixels a side. */
const pixels = z.number().int().min(16).max(16_000);
const millimetres = z.number().positive().max(2_000);

/** A size on paper; pixels follow from it and the resolution. */
export const PrintSize = z.strictObject({
  /** Trimmed width and height, in millimetres. */
  width: millimetres,
  height: millimetres,
  /** Dots per inch. */
  dpi: z.number().int().min(72).max(1_200).default(300),
  /** Added on every side and cut off by the printer, in millimetres. */
  bleed: z.number().min(0).max(20).default(0),
});
export type PrintSize = z.infer<typeof PrintSize>;

/** What a deliverable may say besides its size; what it leaves out comes from its preset. */
const adjustments = {
  formats: z.array(ImageFormat).min(1).optional(),
  /** Upper limit of one file, in bytes. */
  maxBytes: z.number().int().positive().optional(),
  metadata: MetadataProfile.optional(),
  crop: CropStrategy.optional(),
  /** Of the master; it wins over the subject and over the picture's own focal point. */
  focus: Point.optional(),
  /** Part of the rendition that nothing is laid over, where the subject belongs. */
  safeArea: Region.optional(),
  /** `false` leaves the brand's watermark out. */
  watermark: z.boolean().optional(),
};
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'Expected a name of lower-case letters, digits and hyphens');

/** A preset by name (see `presets.json`), or a size in pixels or on paper. Without a height, the master's aspect ratio is kept. */
export const Deliverable = z.union([
  z.string().trim().min(1).transform((preset) => ({ preset })),
  z.strictObject({ preset: z.string().trim().min(1), ...adjustments }),
  z.strictObject({ name, width: pixels, height: pixels.optional(), ...adjustments }),
  z.strictObject({ name, print: PrintSize, ...adjustments }),
]);
export type Deliverable = z.infer<typeof Deliverable>;

export const Corner = z.enum(['top-left', 'top-right', 'bottom-left', 'bottom-right']);
export type Corner = z.infer<typeof Corner>;

/** The brand's mark, laid over every rendition that does not refuse it. */
export const Watermark = z.strictObject({
  /** A picture with transparency. */
  file: brandFile(['.png', '.webp']),
  corner: Corner.default('bottom-right'),
  /** Width of the mark as a share of the rendition's width. */
  width: z.number().min(0.02).max(0.9).default(0.16),
  /** Distance from both edges as a share of the rendition's short side. */
  margin: z.number().min(0).max(0.4).default(0.04),
  opacity: z.number().min(0).max(1).default(1),
});
export type Watermark = z.infer<typeof Watermark>;

/** `quality` takes about five times as long as `fast` for files a fifth smaller. */
export const EncodingProfile = z.enum(['quality', 'fast']);
export type EncodingProfile = z.infer<typeof EncodingProfile>;

const words = z.string().trim().min(1);

/** What a file says of itself, where no run of a brief tells it. */
export const About = z.strictObject({
  title: words.optional(),
  description: words.optional(),
  /** Describes the picture to somebody who cannot see it. */
  altText: words.optional(),
  keywords: z.array(words).max(40).default([]),
  /** People; written to the internal profile alone. */
  creators: z.array(words).max(20).default([]),
  credit: words.optional(),
  rights: words.optional(),
  /** `generated` by a model, or a `composite` of generated and other parts; absent for a photograph. */
  sourceType: z.enum(['generated', 'composite']).optional(),
  system: z.strictObject({ name: words, version: words }).optional(),
  prompt: z.strictObject({ text: words, writer: words.optional() }).optional(),
});
export type About = z.infer<typeof About>;

export const defaultDeliverables = [{ preset: 'hero-16x9' }, { preset: 'instagram-square' }, { preset: 'open-graph' }];
export const Deliverables = z.array(Deliverable).min(1).max(40).default(defaultDeliverables);

/** A recipe, version 1: the file that `galley finish` takes. */
export const Recipe = z.strictObject({
  galley: z.literal(1).default(1),
  about: About.prefault({}),
  /** The brand's colours, which the report measures the grade against. */
  palette: z.array(HexColour).max(12).default([]),
  grade: Grade.prefault({}),
  encoding: EncodingProfile.default('quality'),
  /** Where the subject is; every crop keeps it whole when it fits. */
  subject: Region.optional(),
  /** The point that crops are centred on; it wins over the subject. */
  focus: Point.optional(),
  watermark: Watermark.optional(),
  deliverables: Deliverables,
});
export type Recipe = z.infer<typeof Recipe>;
