/** When a failed state is tried again. */
import type { Retrier } from './definition.ts';
import { matchesError } from './failure.ts';

export interface RetryDecision {
  /** How often each retrier was used, this time included. */
  readonly retries: readonly number[];
  readonly delayMilliseconds: number;
}

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_BACKOFF_RATE = 2;

/**
 * The first retrier that names the error decides; when its attempts are used up, no other is asked.
 * @param retries how often each retrier was used in this visit of the state
 * @param random a number from 0 to 1 for the full jitter
 * @returns undefined when the error is not retried
 */
export function decideRetry(retriers: readonly Retrier[], retries: readonly number[], error: string | undefined, random: () => number): RetryDecision | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const used = retries[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? DEFAULT_ATTEMPTS)) return undefined;
  return { retries: retriers.map((_, at) => (retries[at] ?? 0) + (at === index ? 1 : 0)), delayMilliseconds: delayOf(retrier, used, random) };
}

/** interval x rate^used, at most MaxDelaySeconds; full jitter takes any share of that. */
function delayOf(retrier: Retrier, used: number, random: () => number): number {
  const growing = (retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** used;
  const seconds = Math.min(growing, retrier.MaxDelaySeconds ?? Infinity);
  return Math.round(seconds * 1_000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}
