import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { EmbeddedGalley } from './support/embedded-galley.ts';

/** A burst of briefs on an account of tier 2, whose limits the stand-in keeps: all get their turn, and none is refused. */

const tierTwo = { images: 20, tokens: 250_000 };
const Limits = z.object({ refused: z.number() });

let galley: EmbeddedGalley;
beforeAll(async () => {
  process.env['GALLEY_RATE_TIER'] = '2';
  galley = await EmbeddedGalley.start();
});
afterAll(async () => {
  delete process.env['GALLEY_RATE_TIER'];
  await galley.dispose();
});

test('eight briefs for 24 pictures at once come to their review on an account that allows 20 a minute', async () => {
  const limits = new URL('/control/limits', galley.endpoints.openai);
  await fetch(limits, { method: 'POST', body: JSON.stringify(tierTwo) });
  const Bucket = galley.output('BriefsBucketName');
  const keys = Array.from({ length: 8 }, (_, index) => `inbox/burst-${String(index)}.yaml`);
  await Promise.all(
    keys.map((Key, index) =>
      galley.s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: `title: Boat ${String(index)}\nconcept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\nquality: low\ncandidates: 3\naspect: "1:1"\nreview: { approvers: [rui@example.com] }\n`,
        }),
      ),
    ),
  );
  let waited = 0;
  for (const Key of keys) {
    const run = await galley.runWhen(await galley.runOf(`s3://${Bucket}/${Key}`), 'the review', ({ state }) => state !== 'running');
    expect([run.state, run.stage]).toEqual(['waiting', 'Review']);
    waited += run.steps.filter(({ state }) => state === 'AwaitGenerate').length;
  }
  expect(waited).toBeGreaterThan(0);
  expect(Limits.parse(await (await fetch(limits)).json()).refused).toBe(0);
});
