import { z } from 'zod';
import { InvalidInput } from './errors.ts';
import data from './rate-limits.json' with { type: 'json' };
import type { Ticket, Turn } from './workflow.ts';

/**
 * The account's limits a minute, kept on our side, so that a burst of briefs waits its turn instead of being refused.
 *
 * A bucket holds one minute's images and tokens and fills continuously, a little slower than the account allows.
 * Whoever finds too little in it is given a ticket: a place in a queue, and the moment from which that place counts.
 * Nobody who comes later passes a place in the queue, and what is handed out never depends on who keeps an
 * appointment: a grant is checked against the bucket at the moment at which it is given.
 */

const PerMinute = z.number().int().positive();
const Table = z.strictObject({
  asOf: z.iso.date(),
  source: z.string(),
  /** The share of the limits that is used; the rest absorbs what calls are late by on their way. */
  share: z.number().positive().max(1),
  image: z.array(z.strictObject({ tier: z.number().int(), tokens: PerMinute, images: PerMinute })).min(1),
  vision: z.array(z.strictObject({ tier: z.number().int(), tokens: PerMinute })).min(1),
});
const table = Table.parse(data);

/** What is limited. A call without images takes none. */
export const dimensions = ['images', 'tokens'] as const;
export type Dimension = (typeof dimensions)[number];

/** What one call takes of each. */
export type Cost = Readonly<Partial<Record<Dimension, number>>>;

/** How much of each a minute brings, which is also how much may go at once. */
export type RateLimits = Readonly<Partial<Record<Dimension, number>>>;

/**
 * The limits of an account.
 *
 * @param tier usage tier of the account, 1 to 5
 * @throws InvalidInput for a tier that the table does not have
 */
export function rateLimitsOf(kind: 'image' | 'vision', tier: number): RateLimits {
  const found = table[kind].find((row) => row.tier === tier);
  if (found === undefined) throw new InvalidInput(`Expected a tier from ${String(table[kind][0]?.tier)} to ${String(table[kind].at(-1)?.tier)} for RateTier but received ${String(tier)}`);
  const { tier: _tier, ...limits } = found;
  return limits;
}

const Moments = z.partialRecord(z.enum(dimensions), z.number());

/**
 * A bucket. The moments are those at which it would be full again, in milliseconds since 1970: by what was granted,
 * and by what was granted and promised.
 */
export const Bucket = z.object({ granted: Moments, promised: Moments, pausedUntil: z.number() });
export type Bucket = z.infer<typeof Bucket>;

export const fullBucket: Bucket = { granted: {}, promised: {}, pausedUntil: 0 };

export interface Admission {
  readonly bucket: Bucket;
  /** Null when the call may be made now. */
  readonly turn: Turn | null;
}

const millisecondsPerMinute = 60_000;

/** How long an empty bucket takes to fill. */
export const fillMilliseconds = millisecondsPerMinute / table.share;

/**
 * Asks for what a call takes.
 *
 * @param ticket what an earlier asking for the same call was given; null for the first
 * @param now milliseconds since 1970
 * @throws InvalidInput for a call that takes more than a whole minute brings: it could never be made
 */
export function admit({ bucket, cost, limits, ticket, now }: { readonly bucket: Bucket; readonly cost: Cost; readonly limits: RateLimits; readonly ticket: Ticket | null; readonly now: number }): Admission {
  refuseImpossible(cost, limits);
  const fills = (of: Dimension): number => ((cost[of] ?? 0) / (limits[of] ?? Infinity)) * fillMilliseconds;
  const after = (moments: Bucket['granted']): Bucket['granted'] => Object.fromEntries(dimensions.map((of) => [of, Math.max(now, moments[of] ?? 0) + fills(of)]));
  const readyAt = (moments: Bucket['granted']): number => Math.max(bucket.pausedUntil, ...dimensions.map((of) => (moments[of] ?? 0) - fillMilliseconds));

  const granted = after(bucket.granted);
  const kept = ticket?.readyAt ?? null;
  // A ticket's place was taken when it was given out; without one the place is behind everybody's.
  const promised = kept === null ? after(bucket.promised) : bucket.promised;
  const place = kept ?? readyAt(promised);
  const from = Math.max(place, readyAt(granted));
  if (from <= now) return { bucket: { ...bucket, granted, promised: later(promised, granted) }, turn: null };
  return {
    bucket: { ...bucket, promised: later(promised, bucket.granted) },
    turn: turnOf({ readyAt: place, refusals: ticket?.refusals ?? 0 }, from, now),
  };
}

/**
 * After the account refused a call all the same: nobody is admitted before it said it will be ready, and the refused
 * call keeps its place.
 */
export function pause({ bucket, ticket, seconds, now }: { readonly bucket: Bucket; readonly ticket: Ticket | null; readonly seconds: number; readonly now: number }): Admission & { readonly turn: Turn } {
  const until = now + Math.ceil(seconds * 1000);
  const pausedUntil = Math.max(bucket.pausedUntil, until);
  return { bucket: { ...bucket, pausedUntil }, turn: turnOf({ readyAt: ticket?.readyAt ?? now, refusals: (ticket?.refusals ?? 0) + 1 }, until, now) };
}

/** Whole seconds, as the workflow waits, and at least one. */
function turnOf(ticket: Ticket, from: number, now: number): Turn {
  return { seconds: Math.max(1, Math.ceil((from - now) / 1000)), ticket };
}

function later(some: Bucket['granted'], others: Bucket['granted']): Bucket['granted'] {
  return Object.fromEntries(dimensions.map((of) => [of, Math.max(some[of] ?? 0, others[of] ?? 0)]));
}

function refuseImpossible(cost: Cost, limits: RateLimits): void {
  for (const of of dimensions) {
    const [wanted = 0, most = Infinity] = [cost[of], limits[of]];
    if (wanted > most) {
      throw new InvalidInput(`Expected at most ${String(most)} ${of} for one call but received ${String(wanted)}: the account’s tier allows no more a minute; ask for fewer candidates or a lower quality, or set the stack’s parameter RateTier to the account’s tier`);
    }
  }
}
