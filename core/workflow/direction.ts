import { z } from 'zod';
import { ObjectRef, Sha256 } from '../references.ts';
import { Naming } from './naming.ts';

/** What people or the judge ask of the next round. */

/** What reviewers say most; `core/review/presets.ts` has the words. Reports count them. */
export const ReviewTag = z.enum(['too-dark', 'too-bright', 'wrong-crop', 'off-brand', 'extra-fingers', 'too-busy', 'off-concept', 'wrong-mood', 'stray-text']);
export type ReviewTag = z.infer<typeof ReviewTag>;

/** The words of one reviewer. */
export const ReviewerNote = z.strictObject({
  by: z.string(),
  decision: z.string(),
  note: z.string().max(4000),
  tags: z.array(ReviewTag).default([]),
  at: z.iso.datetime(),
});
export type ReviewerNote = z.infer<typeof ReviewerNote>;

/**
 * The pins and drawings that go with a decision, one `AnnotationsDocument` for each person who made some, in the order of their votes.
 * Records of before several people's were kept have one reference, or null.
 */
export const AnnotationRefs = z.union([z.array(ObjectRef), ObjectRef.transform((only) => [only]), z.null().transform((): ObjectRef[] => [])]);
export type AnnotationRefs = z.infer<typeof AnnotationRefs>;

/** What a reviewer or the judge asked for, carried into the next round. */
export const Direction = z.strictObject({
  kind: z.enum(['changes', 'startOver']),
  note: z.string().min(1).max(4000),
  /** The candidate to go on from, of this round or an earlier one; required for `changes`. */
  candidate: Sha256.optional(),
  by: z.enum(['reviewer', 'judge']),
  /** Ids of the questions that the judge's note addresses; absent from a reviewer's. */
  questions: z.array(z.string()).optional(),
  tags: z.array(ReviewTag).optional(),
  /** The notes of each reviewer, unmerged; absent from the judge's. */
  notes: z.array(ReviewerNote).optional(),
  /** Of everybody who asked for this, on whichever candidate they looked at; absent from the judge's. */
  annotations: AnnotationRefs.optional(),
  /** Who was asked in the review that led to this; absent where it was the brief's approvers. */
  naming: Naming.optional(),
});
export type Direction = z.infer<typeof Direction>;
