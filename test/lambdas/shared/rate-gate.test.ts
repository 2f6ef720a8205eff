import { expect, test } from 'vitest';

import { rateLimitsOf } from '../../../core/rate-limit.ts';
import type { Ticket } from '../../../core/workflow.ts';
import { AccountLimits } from '../../../local/openai/rate-limits.ts';
import { cloudForThisFile } from '../support/cloud.ts';
import { HeldClock } from '../support/doubles.ts';

/** A burst of briefs against the shared bucket, by real conditional writes, and against the stand-in's own limits. */

const cloud = await cloudForThisFile();

interface Waiting {
  readonly at: number;
  readonly ticket: Ticket | null;
}

/** Plays briefs of three images each, those of the same second all at once, until every call was made. */
async function burst(briefs: number, tier: number): Promise<{ readonly made: number; readonly refused: number; readonly seconds: number }> {
  const clock = new HeldClock();
  const start = clock.now().getTime();
  const gate = await cloud.newRateGate(tier, clock);
  const { images = 0, tokens = 0 } = rateLimitsOf('image', tier);
  const account = new AccountLimits({ images, tokens });
  const call = { images: 3, tokens: 4200 };
  let waiting: Waiting[] = Array.from({ length: briefs }, () => ({ at: start, ticket: null }));
  let made = 0;
  while (waiting.length > 0) {
    const at = Math.min(...waiting.map((each) => each.at));
    clock.at = new Date(at);
    const now = waiting.filter((each) => each.at === at);
    const turns = await Promise.all(now.map(({ ticket }) => gate.enter({ kind: 'image', model: 'gpt-image-2', cost: call }, ticket)));
    waiting = waiting.filter((each) => each.at !== at);
    for (const turn of turns) {
      if (turn === null) {
        account.take(call, 'gpt-image-2', at);
        made += 1;
      } else {
        waiting.push({ at: at + turn.seconds * 1000, ticket: turn.ticket });
      }
    }
  }
  return { made, refused: account.report().refused, seconds: (clock.now().getTime() - start) / 1000 };
}

test('two hundred briefs at once all get their turn, and the account refuses none of them', async () => {
  // 600 images at 45 a minute (nine tenths of tier 3), less the first 50: 733 seconds.
  const { made, refused, seconds } = await burst(200, 3);
  expect([made, refused]).toEqual([200, 0]);
  expect(seconds).toBeGreaterThan(700);
  expect(seconds).toBeLessThan(760);
});

test('without the bucket, the same account refuses most of a burst', () => {
  const account = new AccountLimits({ images: 50, tokens: 800_000 });
  const take = (): boolean => {
    try {
      account.take({ images: 3, tokens: 4200 }, 'gpt-image-2', 0);
      return true;
    } catch {
      return false;
    }
  };
  expect(Array.from({ length: 200 }, take).filter(Boolean)).toHaveLength(16);
  expect(account.report().refused).toBe(184);
});
