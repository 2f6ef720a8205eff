import { z } from 'zod';
import { BrandKit } from '../brief/brand-kit-schema.ts';
import { Sha256 } from '../references.ts';
import { Problem } from './problems.ts';

/** Brand kits. */

/** Brand kits by name; `title` and `version` are null, and `problems` is above zero, where briefs cannot use one. */
export const BrandList = z.object({
  brands: z.array(z.object({ name: z.string(), file: z.string(), title: z.string().nullable(), version: z.number().int().nullable(), problems: z.number().int() })),
});
export type BrandList = z.infer<typeof BrandList>;

export const BrandDetail = z.object({
  name: z.string(),
  /** Key in the briefs bucket. */
  file: z.string(),
  sha256: Sha256,
  objectVersion: z.string().nullable(),
  /** Null when `problems` says what is wrong with it. */
  kit: BrandKit.nullable(),
  problems: z.array(Problem),
});
export type BrandDetail = z.infer<typeof BrandDetail>;
