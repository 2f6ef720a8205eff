import { z } from 'zod';
import { ObjectRef } from '../references.ts';
import { Round, RunId } from './run.ts';

/** Input and output of `Assess`, and the answer to the question whether to go ahead. */

export const AssessInput = z.strictObject({ runId: RunId, brief: ObjectRef });

export const AssessVerdict = z.enum(['generate', 'ask', 'decline']);
export type AssessVerdict = z.infer<typeof AssessVerdict>;

export const AssessOutput = z.strictObject({
  verdict: AssessVerdict,
  /** One sentence each, as the owner reads them. */
  reasons: z.array(z.string()),
  assessment: ObjectRef,
  roundLimit: Round,
  /** Seconds a review may wait, from the brief's `review.dueHours`. */
  reviewSeconds: z.number().int().positive(),
});
export type AssessOutput = z.infer<typeof AssessOutput>;

/** What SendTaskSuccess carries back for a question whether to go ahead. */
export const GoAheadDecision = z.strictObject({
  decision: z.enum(['proceed', 'decline']),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type GoAheadDecision = z.infer<typeof GoAheadDecision>;
