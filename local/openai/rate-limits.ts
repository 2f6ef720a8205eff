/**
 * The account's limits for image models: a bucket of a minute's images and one of a minute's tokens, both filling
 * continuously. A call that finds too little is answered 429 as the real API answers it, and is counted.
 */
import { z } from 'zod';

import { ApiError } from './errors.ts';

export const PerMinute = z.strictObject({ images: z.number().int().positive(), tokens: z.number().int().positive() });
export type PerMinute = z.infer<typeof PerMinute>;

export class AccountLimits {
  #perMinute: PerMinute | null;
  #left: PerMinute | null;
  #filledAt = 0;
  #refused = 0;

  constructor(perMinute: PerMinute | null) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
  }

  /** Begins anew with full buckets, and counts from zero; null allows everything. */
  set(perMinute: PerMinute | null): void {
    this.#perMinute = perMinute;
    this.#left = perMinute;
    this.#refused = 0;
  }

  report(): { readonly perMinute: PerMinute | null; readonly refused: number } {
    return { perMinute: this.#perMinute, refused: this.#refused };
  }

  /** @param now milliseconds since 1970 @throws ApiError 429 when there is too little left */
  take(call: PerMinute, model: string, now: number): void {
    const most = this.#perMinute;
    if (most === null || this.#left === null) return;
    const minutes = Math.max(0, now - this.#filledAt) / 60_000;
    const filled = { images: Math.min(most.images, this.#left.images + minutes * most.images), tokens: Math.min(most.tokens, this.#left.tokens + minutes * most.tokens) };
    this.#filledAt = Math.max(now, this.#filledAt);
    this.#left = filled;
    const missing = { images: call.images - filled.images, tokens: call.tokens - filled.tokens };
    if (missing.images <= 0 && missing.tokens <= 0) {
      this.#left = { images: -missing.images, tokens: -missing.tokens };
      return;
    }
    this.#refused += 1;
    const seconds = 60 * Math.max(missing.images / most.images, missing.tokens / most.tokens);
    const [what, limit] = missing.images > 0 ? ['images', most.images] : ['tokens', most.tokens];
    throw new ApiError(429, {
      message: `Rate limit reached for ${model} on ${what} per min. Limit: ${String(limit)}. Please try again in ${seconds.toFixed(3)}s.`,
      type: what,
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': String(Math.ceil(seconds)), 'retry-after-ms': String(Math.ceil(seconds * 1000)) },
    });
  }
}
