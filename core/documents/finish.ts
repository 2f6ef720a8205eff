import { z } from 'zod';
import { Point, Region } from '../geometry.ts';
import { CropStrategy, EncodingProfile, Grade, HexColour, MetadataProfile } from '../imaging/recipe.ts';
import { ImageRef, ObjectRef } from '../references.ts';
import { RunId } from '../workflow/run.ts';

export const Rendition = z.strictObject({
  name: z.string(),
  preset: z.string().nullable(),
  file: ImageRef,
  crop: z.strictObject({
    /** The crop of the master, in master pixels. */
    window: z.strictObject({ left: z.number().int(), top: z.number().int(), width: z.number().int(), height: z.number().int() }),
    /** What put it where it is. */
    by: z.enum(['whole', 'focus', 'subject', ...CropStrategy.options]),
    /** Share of the subject inside the window; null where no subject is known. */
    subjectKept: z.number().min(0).max(1).nullable(),
    /** Whether the subject lies in the channel's safe area, whole; null without a subject or a safe area. */
    subjectSafe: z.boolean().nullable(),
  }),
  /** Factor by which pixels were enlarged; 1 or less means none were. */
  enlargement: z.number().positive(),
  dpi: z.number().int().nullable(),
  quality: z.number().int().nullable(),
  /** Likeness to the pixels before encoding, 0 to 1; null where it was not measured. */
  score: z.number().min(0).max(1).nullable(),
  /** How often the file was encoded to find its quality. */
  trials: z.number().int().positive(),
  maxBytes: z.number().int().nullable(),
  metadata: MetadataProfile,
  warnings: z.array(z.string()),
});
export type Rendition = z.infer<typeof Rendition>;

const Gains = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** What a grade did to the picture; units are those of `core/imaging/grade/grade.ts`. */
export const GradeReport = z.strictObject({
  neutral: z.boolean(),
  correction: z.strictObject({ measuredGains: Gains, gains: Gains, measuredStops: z.number(), stops: z.number(), limited: z.boolean() }).nullable(),
  meanDeltaE: z.number().nonnegative(),
  clippedShare: z.number().min(0).max(1),
  palette: z
    .strictObject({
      before: z.number().nonnegative(),
      after: z.number().nonnegative(),
      colours: z.array(z.strictObject({ colour: HexColour, share: z.number().min(0).max(1), nearest: HexColour, deltaE: z.number().nonnegative() })).readonly(),
    })
    .nullable(),
});
export type GradeReport = z.infer<typeof GradeReport>;

/** `report.json` of the finish stage: what was made, how, and what of it needs a look. */
export const FinishReport = z.strictObject({
  runId: RunId,
  original: ImageRef,
  master: ImageRef,
  grade: Grade,
  gradeReport: GradeReport,
  encoding: EncodingProfile,
  /** What steered the crops. */
  subject: Region.nullable(),
  focus: Point.nullable(),
  /** Files of the brand that went in, as they were when the brief was accepted. */
  brandFiles: z.array(ObjectRef.extend({ file: z.string() })),
  renditions: z.array(Rendition),
  warnings: z.array(z.string()),
});
export type FinishReport = z.infer<typeof FinishReport>;
