import { expect, test } from 'vitest';
import { z } from 'zod';
import { handIn } from './support/briefs.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** A burst of briefs on an account of the first tier, whose limits the stand-in keeps: all get their turn, and none is refused. */

const tierOne = { images: 5, tokens: 100_000 };
const Limits = z.object({ refused: z.number() });
const galley = galleyForThisFile({ GALLEY_RATE_TIER: '1' });

test('eight briefs for a picture each come at once to their review on an account that allows five a minute', async () => {
  const limits = new URL('/control/limits', galley.endpoints.openai);
  await fetch(limits, { method: 'POST', body: JSON.stringify(tierOne) });
  const titles = Array.from({ length: 8 }, (_, index) => `Boat ${String(index)}`);
  const sources = await Promise.all(titles.map((title) => handIn(galley, title, { candidates: 1, aspect: '1:1', review: { approvers: ['rui@example.com'] } })));
  let waited = 0;
  for (const source of sources) {
    const { steps } = await galley.asks(await galley.runOf(source));
    waited += steps.filter(({ state }) => state === 'AwaitGenerate').length;
  }
  // Five go at once, and the others have their turns 13, 27 and 40 s after the first.
  expect(waited).toBeGreaterThan(0);
  expect(Limits.parse(await (await fetch(limits)).json()).refused).toBe(0);
});
