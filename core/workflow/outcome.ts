import { z } from 'zod';
import { RunId } from './run.ts';

/** How runs end, and input and output of `RecordOutcome`. */

/** How a run can end. Every path through the state machine ends in one of these. */
export const Outcome = z.enum(['completed', 'declined', 'rejected', 'expired', 'exhausted', 'over-budget', 'failed']);
export type Outcome = z.infer<typeof Outcome>;

export const RecordOutcomeInput = z.strictObject({
  runId: RunId,
  outcome: Outcome,
  /** Why, in sentences for the owner; empty for `completed`. */
  reasons: z.array(z.string()),
  /** The state, error name and cause of a failure, as Step Functions gives them. */
  failure: z.strictObject({ state: z.string(), error: z.string(), cause: z.string() }).nullable(),
  assetId: RunId.nullable(),
});
export type RecordOutcomeInput = z.infer<typeof RecordOutcomeInput>;

/** Becomes the detail of the event that ends the run. */
export const RecordOutcomeOutput = z.strictObject({
  detailType: z.enum(['Asset Published', 'Run Ended']),
  detail: z.strictObject({
    runId: RunId,
    outcome: Outcome,
    title: z.string(),
    assetId: RunId.nullable(),
    reasons: z.array(z.string()),
    endedAt: z.iso.datetime(),
  }),
});
export type RecordOutcomeOutput = z.infer<typeof RecordOutcomeOutput>;
