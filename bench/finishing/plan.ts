import { z } from 'zod';
import { Grade, ImageFormat } from '../../core/imaging/recipe.ts';

/** One file to be made: what every variant is given, whoever makes it. */
export const FilePlan = z.strictObject({
  /** Of the crop; files of one crop share it. */
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  format: ImageFormat,
  /** Upper limit in bytes, or null for none. */
  maxBytes: z.number().int().nullable(),
});
export type FilePlan = z.infer<typeof FilePlan>;

/** Ten crops that a campaign asks for: wide, square and upright, 14 megapixels together. */
export const crops = [
  [2560, 1440], [1920, 1080], [1600, 900], [1080, 1920], [1080, 1350],
  [1200, 1200], [1000, 1500], [1200, 630], [800, 450], [400, 400],
] as const;

/** Every crop in every format, without budgets. */
export function plansOf(formats: readonly ImageFormat[]): FilePlan[] {
  return crops.flatMap(([width, height]) => formats.map((format) => ({ name: `${width}x${height}`, width, height, format, maxBytes: null })));
}

/** Thirty files; AVIF first, because it takes longest. */
export const fullSet: readonly FilePlan[] = plansOf(['avif', 'webp', 'jpeg']);
export const losslessSet: readonly FilePlan[] = plansOf(['png']);
export const jpegSet: readonly FilePlan[] = plansOf(['jpeg']);

export const fileOf = ({ name, format }: Pick<FilePlan, 'name' | 'format'>): string => `${name}.${format}`;

/** What every variant does to the colours, in its own terms; each of its four parts works on every pixel. */
export const look = { contrast: 1.08, saturation: 1.08, temperature: 10, tint: '#e8552d', tintStrength: 0.08 } as const;
export const grade: Grade = Grade.parse({
  contrast: look.contrast,
  saturation: look.saturation,
  temperature: look.temperature,
  brandTint: { colour: look.tint, strength: look.tintStrength },
});

/** Cores that the lanes of every variant are counted by: what the deployed function has, and the rig of the targets. */
export const cores = 2;
