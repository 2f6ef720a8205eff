import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { InvalidInput } from '../../core/errors.ts';
import { admit, dimensions, fillMilliseconds, fullBucket, pause, rateLimitsOf, type Cost, type RateLimits } from '../../core/rate-limit.ts';
import type { Ticket } from '../../core/workflow.ts';

const start = Date.parse('2026-11-24T12:00:00Z');
const tierOne = { images: 5, tokens: 100_000 };

describe('the table', () => {
  test.each([
    [1, 100_000, 5],
    [2, 250_000, 20],
    [3, 800_000, 50],
    [4, 3_000_000, 150],
    [5, 8_000_000, 250],
  ])('tier %i allows %i tokens and %i images a minute', (tier, tokens, images) => {
    expect(rateLimitsOf('image', tier)).toEqual({ tokens, images });
    expect(rateLimitsOf('vision', tier)).not.toHaveProperty('images');
  });

  test('has no other tier', () => {
    expect(() => rateLimitsOf('image', 6)).toThrow(/from 1 to 5 for RateTier but received 6/);
  });
});

describe('one bucket', () => {
  const ask = (bucket = fullBucket, images = 1, now = start, ticket: Ticket | null = null) => admit({ bucket, cost: { images }, limits: tierOne, ticket, now });

  test('lets a minute’s images go at once, and the next one when there is room for it', () => {
    const first = ask(fullBucket, 5);
    expect(first.turn).toBeNull();
    const { bucket, turn } = ask(first.bucket);
    expect(turn).toEqual({ seconds: 14, ticket: { readyAt: start + fillMilliseconds / 5, refusals: 0 } });
    expect(ask(bucket, 1, start + 13_000, turn!.ticket).turn).toMatchObject({ seconds: 1 });
    expect(ask(bucket, 1, start + 14_000, turn!.ticket).turn).toBeNull();
  });

  test('gives nobody who comes later a place in front', () => {
    const emptied = ask(fullBucket, 5).bucket;
    const waiting = ask(emptied, 3);
    expect(ask(waiting.bucket, 1, start + 20_000).turn).toMatchObject({ seconds: Math.ceil((4 * fillMilliseconds) / 5 / 1000) - 20 });
    expect(ask(waiting.bucket, 3, start + 41_000, waiting.turn!.ticket).turn).toBeNull();
  });

  test('counts tokens besides images: what is scarcer decides', () => {
    const { bucket } = admit({ bucket: fullBucket, cost: { images: 1, tokens: 90_000 }, limits: tierOne, ticket: null, now: start });
    expect(admit({ bucket, cost: { images: 1, tokens: 20_000 }, limits: tierOne, ticket: null, now: start }).turn).not.toBeNull();
    expect(admit({ bucket, cost: { images: 1, tokens: 10_000 }, limits: tierOne, ticket: null, now: start }).turn).toBeNull();
  });

  test('refuses what no minute has room for', () => {
    expect(() => ask(fullBucket, 6)).toThrow(InvalidInput);
  });

  test('lets nobody in before the moment that a 429 named, and the refused call keeps its place', () => {
    const admitted = ask();
    const { bucket, turn } = pause({ bucket: admitted.bucket, ticket: null, seconds: 20.5, now: start });
    expect(turn).toEqual({ seconds: 21, ticket: { readyAt: start, refusals: 1 } });
    expect(ask(bucket, 1, start + 20_000).turn).toMatchObject({ seconds: 1 });
    expect(ask(bucket, 1, start + 21_000, turn.ticket).turn).toBeNull();
  });
});

interface Grant {
  readonly at: number;
  readonly cost: Cost;
}

interface Caller {
  /** Milliseconds after the start. */
  readonly comes: number;
  readonly cost: Cost;
  /** How much later than told it comes back, each time; one that never comes back is gone. */
  readonly late: number;
  readonly gone: boolean;
}

/** Plays callers against one bucket in the order of their moments, until everybody was let in or is gone. */
function play(callers: readonly Caller[], limits: RateLimits): { readonly grants: Grant[]; readonly asked: number[] } {
  let bucket = fullBucket;
  const grants: Grant[] = [];
  const asked = callers.map(() => 0);
  const agenda = callers.map(({ comes }, index): { at: number; index: number; ticket: Ticket | null } => ({ at: start + comes, index, ticket: null }));
  for (;;) {
    agenda.sort((one, other) => one.at - other.at);
    const next = agenda.shift();
    if (next === undefined) return { grants, asked };
    const { cost, late, gone } = callers[next.index]!;
    asked[next.index]! += 1;
    const admission = admit({ bucket, cost, limits, ticket: next.ticket, now: next.at });
    ({ bucket } = admission);
    if (admission.turn === null) grants.push({ at: next.at, cost });
    else if (!gone) agenda.push({ at: next.at + admission.turn.seconds * 1000 + late, index: next.index, ticket: admission.turn.ticket });
  }
}

/** The most that was granted beyond what a bucket of one minute that fills continuously has, over every window. */
function overdraft(grants: readonly Grant[], limits: RateLimits): number {
  let worst = -Infinity;
  for (const of of dimensions) {
    const most = limits[of];
    if (most === undefined) continue;
    for (let first = 0; first < grants.length; first += 1) {
      let sum = 0;
      for (let last = first; last < grants.length; last += 1) {
        sum += grants[last]!.cost[of] ?? 0;
        worst = Math.max(worst, sum - most - (most * (grants[last]!.at - grants[first]!.at)) / fillMilliseconds);
      }
    }
  }
  return worst;
}

const caller = fc.record({
  comes: fc.integer({ min: 0, max: 120_000 }),
  cost: fc.record({ images: fc.integer({ min: 1, max: 5 }), tokens: fc.integer({ min: 0, max: 100_000 }) }),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 })),
  gone: fc.boolean(),
});

test('over any window, whoever comes, comes late or never comes back, no more is granted than a minute’s worth and what filled in', () => {
  fc.assert(
    fc.property(fc.array(caller, { minLength: 1, maxLength: 40 }), (callers) => {
      const { grants } = play(callers, tierOne);
      expect(grants.length).toBeGreaterThanOrEqual(callers.filter(({ gone }) => !gone).length);
      expect(overdraft(grants, tierOne)).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: 500 },
  );
});

test.each([1, 2, 3, 4, 5])('a burst of 200 briefs on tier %i is through in the time that its images take, each brief asking twice or thrice', (tier) => {
  const limits = rateLimitsOf('image', tier);
  const callers = Array.from({ length: 200 }, () => ({ comes: 0, cost: { images: 3, tokens: 4200 }, late: 0, gone: false }));
  const { grants, asked } = play(callers, limits);
  expect(grants).toHaveLength(200);
  expect(Math.max(...asked)).toBeLessThanOrEqual(3);
  expect(overdraft(grants, limits)).toBeLessThanOrEqual(1e-6);
  const bound = Math.max(...dimensions.map((of) => ((of === 'images' ? 600 : 840_000) / limits[of]! - 1) * fillMilliseconds));
  expect(grants.at(-1)!.at - start).toBeLessThanOrEqual(Math.max(0, bound) + 2000);
});
