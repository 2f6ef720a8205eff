import { z } from 'zod';

/** A call that a cap refused, and what its owner decides. */

/** A call that a cap refused, with what its owner can do. Amounts in millionths of a US dollar. */
export const SpendingRefusal = z.strictObject({
  kind: z.enum(['brief', 'campaign', 'month']),
  /** Of the campaign or the month, or the run's id. */
  name: z.string(),
  capMicroUsd: z.number().int().nonnegative(),
  /** Spent and reserved so far. */
  committedMicroUsd: z.number().int().nonnegative(),
  /** What the refused call was estimated at. */
  amountMicroUsd: z.number().int().positive(),
  candidates: z.number().int().positive(),
  /** How many candidates there is room for; null for none. */
  fewer: z.number().int().positive().nullable(),
});
export type SpendingRefusal = z.infer<typeof SpendingRefusal>;

export const AskSpending = z.strictObject({ refusal: SpendingRefusal });
export type AskSpending = z.infer<typeof AskSpending>;

/** What SendTaskSuccess carries back for a question about spending. */
export const SpendingDecision = z.strictObject({
  decision: z.enum(['raise', 'fewer', 'retry', 'stop']),
  /** The brief's new cap, in US dollars; of `raise`. */
  capUsd: z.number().positive().nullable(),
  /** How many candidates to go on with; of `fewer`. */
  candidates: z.number().int().positive().nullable(),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type SpendingDecision = z.infer<typeof SpendingDecision>;
