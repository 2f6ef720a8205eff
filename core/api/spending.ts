import { z } from 'zod';
import { MicroUsd } from '../documents.ts';

/** The accounts of the ledger. */

/** One account of the ledger. Amounts in millionths of a US dollar. */
export const BudgetAccount = z.object({
  kind: z.enum(['brief', 'campaign', 'month']),
  name: z.string(),
  /** Null where there is none, or nothing was ever reserved. */
  capMicroUsd: MicroUsd.nullable(),
  /** Who raised the brief's cap; null when nobody did. */
  raisedBy: z.string().nullable(),
  spentMicroUsd: z.number().int(),
  /** For calls that are about to be made, or may still be answered. */
  reservedMicroUsd: MicroUsd,
  /** For calls of which nobody knows what became. */
  unknownMicroUsd: MicroUsd,
  open: z.array(z.object({ reservation: z.string(), amountMicroUsd: MicroUsd, state: z.enum(['reserved', 'calling', 'unknown']), calledAt: z.iso.datetime().nullable() })),
});
export type BudgetAccount = z.infer<typeof BudgetAccount>;

export const BudgetReport = z.object({ accounts: z.array(BudgetAccount) });
export type BudgetReport = z.infer<typeof BudgetReport>;

export const BudgetResolution = z.strictObject({
  reservation: z.string().regex(/^[0-9a-f]{24}\/[\w.-]{1,60}$/, 'Expected the name of a reservation as GET /api/budget lists it, run/call'),
  /** What the provider's bill says; 0 for a call that it does not have. */
  spentUsd: z.number().min(0).max(1000),
});

export const BudgetResolved = z.object({ reservation: z.string(), spentUsd: z.number(), resolvedBy: z.string() });
