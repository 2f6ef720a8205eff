import { z } from 'zod';
import { Point, Region } from '../geometry.ts';

/**
 * How a picture is finished, as data: what a brief may say about it, and what `galley finish` reads from a
 * file. Unknown fields are errors, because a misspelt field is a lost instruction.
 */

export const HexColour = z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: (issue) => `Expected a colour as #rrggbb but received ${JSON.stringify(issue.input)}` }).meta({ description: 'A colour as #rrggbb, in quotes.', examples: ['#0b1f33'] });

/** A file of the brand: a key below `brands/` in the briefs bucket, or a path beside a recipe's own file. */
export const brandFile = (extensions: readonly string[]) =>
  z.string().trim().refine((path) => isPlainPath(path) && extensions.some((extension) => path.toLowerCase().endsWith(extension)), {
    error: (issue) => `Expected a file ending in ${extensions.join(' or ')}, without "..", such as brands/acme/look${extensions[0] ?? ''}, but received ${JSON.stringify(issue.input)}`,
  });

/** Whether a key stays below its prefix: no empty, `.` or `..` part, and no backslash. */
export function isPlainPath(path: string): boolean {
  return path.length <= 512 && !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

const percent = z.number().min(-100).max(100).default(0);

/** Moves the colour of one zone of brightness, -100 to 100 a channel; brightness itself is kept. */
export const ColourShift = z.strictObject({ red: percent.describe('-100 to 100.'), green: percent.describe('-100 to 100.'), blue: percent.describe('-100 to 100.') });
export type ColourShift = z.infer<typeof ColourShift>;

/** Corrections that are measured on the picture, each held within a limit. */
export const Correction = z.strictObject({
  whiteBalance: z.enum(['none', 'grey-world', 'shades-of-grey']).default('none').describe('How the colour of the light is estimated; none leaves it alone.'),
  exposure: z.enum(['none', 'measured']).default('none').describe('measured brings the mean brightness into the usual range; none leaves it alone.'),
  strength: z.number().min(0).max(1).default(1).describe('Share of the measured correction that is applied, 0 to 1.'),
  maxCast: z.number().min(0).max(1).default(0.2).describe('Most by which a channel is raised or lowered in linear light: 0.2 is 20 %.'),
  maxStops: z.number().min(0).max(2).default(0.5).describe('Most by which exposure is moved, in stops.'),
});
export type Correction = z.infer<typeof Correction>;

/** Corrections of the finished picture; everything at its default leaves pixels as they are. */
export const Grade = z.strictObject({
  correct: Correction.prefault({}).describe('Corrections that are measured on the picture, each held within a limit.'),
  exposure: z.number().min(-2).max(2).default(0).describe('Stops, -2 to 2.'),
  contrast: z.number().min(0.5).max(2).default(1).describe('Steepness at middle grey, 0.5 to 2; black and white stay where they are.'),
  saturation: z.number().min(0).max(2).default(1).describe('Factor of chroma, 0 (greyscale) to 2.'),
  temperature: percent.describe('-100 (cooler) to 100 (warmer).'),
  tint: percent.describe('-100 (greener) to 100 (more magenta).'),
  balance: z
    .strictObject({ shadows: ColourShift.prefault({}).describe('The dark parts.'), midtones: ColourShift.prefault({}).describe('The middle tones.'), highlights: ColourShift.prefault({}).describe('The bright parts.') })
    .prefault({})
    .describe('Moves the colour of each zone of brightness.'),
  brandTint: z.strictObject({ colour: HexColour, strength: z.number().min(0).max(1).default(0.15).describe('0 to 1; 1 leaves no other hue.') }).optional().describe("A wash of the brand's colour."),
  lut: z.strictObject({ file: brandFile(['.cube']).describe('The .cube file, below brands/.'), strength: z.number().min(0).max(1).default(1).describe('0 to 1.') }).optional().describe('A look as a 1D or 3D table in a .cube file, applied last.'),
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
  width: millimetres.describe('Trimmed width, in millimetres.'),
  height: millimetres.describe('Trimmed height, in millimetres.'),
  dpi: z.number().int().min(72).max(1_200).default(300).describe('Dots per inch.'),
  bleed: z.number().min(0).max(20).default(0).describe('Added on every side and cut off by the printer, in millimetres.'),
});
export type PrintSize = z.infer<typeof PrintSize>;

/** What a deliverable may say besides its size; what it leaves out comes from its preset. */
const adjustments = {
  formats: z.array(ImageFormat).min(1).optional().describe('File formats; one file is made of each.'),
  maxBytes: z.number().int().positive().optional().describe('Upper limit of one file, in bytes.'),
  metadata: MetadataProfile.optional().describe("internal carries every fact; public neither the prompt nor anybody's name."),
  crop: CropStrategy.optional().describe('How the crop finds its place when neither a focal point nor a subject is given.'),
  focus: Point.optional().describe("Of the master; it wins over the subject and over the picture's own focal point."),
  safeArea: Region.optional().describe('Part of the rendition that nothing is laid over, where the subject belongs.'),
  watermark: z.boolean().optional().describe("false leaves the brand's watermark out."),
};
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'Expected a name of lower-case letters, digits and hyphens').describe('Name of the files, unique in the brief.');
const preset = z.string().trim().min(1);

/** A preset by name (see `presets.json`), or a size in pixels or on paper. Without a height, the master's aspect ratio is kept. */
export const Deliverable = z.union([
  preset.transform((named) => ({ preset: named })),
  z.strictObject({ preset: preset.describe('Name of a preset, whose figures the fields beside it replace.'), ...adjustments }),
  z.strictObject({ name, width: pixels.describe('Pixels.'), height: pixels.optional().describe("Pixels; the master's aspect ratio is kept when absent."), ...adjustments }),
  z.strictObject({ name, print: PrintSize.describe('A size on paper; pixels follow from it and the resolution.'), ...adjustments }),
]);
export type Deliverable = z.infer<typeof Deliverable>;

export const Corner = z.enum(['top-left', 'top-right', 'bottom-left', 'bottom-right']);
export type Corner = z.infer<typeof Corner>;

/** The brand's mark, laid over every rendition that does not refuse it. */
export const Watermark = z.strictObject({
  file: brandFile(['.png', '.webp']).describe('A picture with transparency.'),
  corner: Corner.default('bottom-right').describe('Where the mark lies.'),
  width: z.number().min(0.02).max(0.9).default(0.16).describe("Width of the mark as a share of the rendition's width."),
  margin: z.number().min(0).max(0.4).default(0.04).describe("Distance from both edges as a share of the rendition's short side."),
  opacity: z.number().min(0).max(1).default(1).describe('0 to 1.'),
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
  altText: words.optional().describe('Describes the picture to somebody who cannot see it.'),
  keywords: z.array(words).max(40).default([]),
  creators: z.array(words).max(20).default([]).describe('People; written to the internal profile alone.'),
  credit: words.optional(),
  rights: words.optional(),
  sourceType: z.enum(['generated', 'composite']).optional().describe('generated by a model, or a composite of generated and other parts; absent for a photograph.'),
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
  palette: z.array(HexColour).max(12).default([]).describe("The brand's colours, which the report measures the grade against."),
  grade: Grade.prefault({}),
  encoding: EncodingProfile.default('quality'),
  subject: Region.optional().describe('Where the subject is; every crop keeps it whole when it fits.'),
  focus: Point.optional().describe('The point that crops are centred on; it wins over the subject.'),
  watermark: Watermark.optional(),
  deliverables: Deliverables,
});
export type Recipe = z.infer<typeof Recipe>;
