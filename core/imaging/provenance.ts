import { z } from 'zod';
import { MicroUsd, NotSent } from '../documents.ts';
import { Sha256 } from '../references.ts';
import { Round, RunId } from '../workflow.ts';

/**
 * What a finished file says about where it comes from. The finish function fills in what is known when it
 * runs; a field that is not known yet stays away and is left out of the file.
 */
export const ProvenanceFacts = z.strictObject({
  /** The asset is named after its run. Absent for a picture that no run made, as are the other facts of a run. */
  assetId: RunId.optional(),
  runId: RunId.optional(),
  round: Round.optional(),
  /** SHA-256 of the original, as the model delivered it. */
  candidate: Sha256,
  title: z.string().min(1).optional(),
  description: z.string().min(1).optional(),
  /** A sentence that describes the picture to somebody who cannot see it. */
  altText: z.string().min(1).optional(),
  keywords: z.array(z.string().min(1)).default([]),
  /** People; written to the internal profile alone. */
  creators: z.array(z.string().min(1)).default([]),
  /** Who is to be named beside the picture, usually the brand. */
  credit: z.string().min(1).optional(),
  rights: z.string().min(1).optional(),
  /** `composite` when a picture that no model made went in; an edit of a generated candidate is `generated`. Absent for a photograph. */
  sourceType: z.enum(['generated', 'composite']).optional(),
  system: z
    .strictObject({
      /** "OpenAI gpt-image-2". */
      name: z.string().min(1),
      /** The snapshot, "gpt-image-2-2026-04-21". */
      version: z.string().min(1),
    })
    .optional(),
  prompt: z
    .strictObject({
      text: z.string().min(1),
      writer: z.string().min(1).optional(),
      template: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }).optional(),
    })
    .optional(),
  parameters: z
    .strictObject({
      sent: z.record(z.string(), z.json()),
      notSent: z.array(NotSent),
    })
    .optional(),
  scores: z.record(z.string(), z.number()).optional(),
  decision: z
    .strictObject({ decision: z.string().min(1), by: z.string().min(1), at: z.iso.datetime(), reviewId: z.string().min(1) })
    .optional(),
  costMicroUsd: MicroUsd.optional(),
  /** First round first. */
  lineage: z
    .array(z.strictObject({ round: Round, operation: z.enum(['generate', 'edit']), reference: Sha256.nullable() }))
    .optional(),
});
export type ProvenanceFacts = z.infer<typeof ProvenanceFacts>;
export type ProvenanceFactsInput = z.input<typeof ProvenanceFacts>;
