import { z } from 'zod';

/** A wait for the account’s rate limits. */

/** A place in the queue for the account's rate limits, kept by the call that waits. */
export const Ticket = z.strictObject({
  /** The moment from which the place counts, in milliseconds since 1970; null for one that has none yet. */
  readyAt: z.number().nullable(),
  /** How often the model answered 429 to this call. */
  refusals: z.number().int().nonnegative(),
});
export type Ticket = z.infer<typeof Ticket>;

/** The rate limits have no room: the workflow waits, and asks again with the ticket. */
export const Turn = z.strictObject({ seconds: z.number().int().positive(), ticket: Ticket });
export type Turn = z.infer<typeof Turn>;

export const AwaitTurn = z.strictObject({ turn: Turn });
export type AwaitTurn = z.infer<typeof AwaitTurn>;
