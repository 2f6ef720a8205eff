import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AssetDetail, LineageTree, type ReviewView } from '../../core/api.ts';
import { launchBrowser } from './support/browser.ts';
import { EmbeddedGalley, until } from './support/embedded-galley.ts';
import { Mailbox, type ReviewLink } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';

const brief = `title: Lighthouse at dusk
owner: ana@example.com
concept:
  subject: a white lighthouse
  action: shining over calm water
  environment: a rocky coast
lighting: soft evening light
candidates: 2
quality: low
deliverables: [hero-16x9]
review: { approvers: [rui@example.com] }
`;

let galley: EmbeddedGalley;
let browser: Browser;
beforeAll(async () => {
  [galley, browser] = await Promise.all([EmbeddedGalley.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await galley.dispose();
});

/** The link of the one review that was not opened yet. */
function nextLink(opened: readonly string[]): Promise<ReviewLink> {
  return until('the mail about the next round', async () =>
    (await galley.mailbox.messagesTo('rui@example.com'))
      .filter(({ subject, links }) => subject.startsWith('Review:') && links.some((href) => href.includes('/review/')))
      .map((message) => Mailbox.reviewLink(message))
      .find(({ reviewId }) => !opened.includes(reviewId)),
  );
}

async function pixelsOf({ url }: ReviewView['candidates'][number], region: { left: number; top: number; width: number; height: number }): Promise<Buffer> {
  const picture = Buffer.from(await (await fetch(url)).arrayBuffer());
  return sharp(picture).removeAlpha().extract(region).raw().toBuffer();
}

test('what a reviewer paints is the only part that changes, and the round before can be taken up again', async () => {
  await galley.s3.send(new PutObjectCommand({ Bucket: galley.output('BriefsBucketName'), Key: 'inbox/lighthouse.yaml', Body: brief }));
  const runId = await galley.runOf(`s3://${galley.output('BriefsBucketName')}/inbox/lighthouse.yaml`);

  const first = await nextLink([]);
  const firstView = await openReview(first);
  const [a] = firstView.candidates;
  const drawn = { pins: [{ x: 0.25, y: 0.5, text: 'more glow here' }], brush: [{ points: [[0.2, 0.3], [0.2, 0.7]] as [number, number][], width: 0.2 }], markup: [{ points: [[0.7, 0.2], [0.8, 0.3]] as [number, number][], width: 0.01 }] };
  const tooMuch = await decide(first, { decision: 'reject', candidate: a!.sha256, brush: drawn.brush });
  expect(tooMuch.status).toBe(422);
  expect((await decide(first, { decision: 'changes', candidate: a!.sha256, note: 'Make it much darker', tags: ['too-bright'], ...drawn })).status).toBe(200);

  const second = await nextLink([first.reviewId]);
  const secondView = await openReview(second);
  expect(secondView.earlierRounds.map(({ round, candidates }) => [round, candidates.map(({ sha256 }) => sha256)])).toEqual([[1, firstView.candidates.map(({ sha256 }) => sha256)]]);
  const { width, height } = a!;
  const [outside, inside] = [{ left: Math.round(width / 2), top: 0, width: Math.floor(width / 2), height }, { left: Math.round(width * 0.18), top: Math.round(height / 2), width: 20, height: 20 }];
  for (const edited of secondView.candidates) {
    expect((await pixelsOf(edited, outside)).equals(await pixelsOf(a!, outside))).toBe(true);
    expect((await pixelsOf(edited, inside)).equals(await pixelsOf(a!, inside))).toBe(false);
  }

  const before = await galley.api.get(LineageTree, `/api/runs/${runId}/lineage`);
  expect(before.nodes.map(({ parent }) => parent)).toEqual([null, null, a!.sha256, a!.sha256]);

  // The other candidate of the first round, after all.
  const taken = approval(firstView, 1);
  expect((await decide(second, taken)).status).toBe(200);
  await galley.runWhen(runId, 'the end of the run', (run) => run.state === 'completed');
  const { asset, urls } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect([asset.generation.round, asset.inspection.candidate.sha256, asset.decision.candidate?.sha256]).toEqual([1, taken.candidate, taken.candidate]);
  expect(asset.lineage[1]?.mask?.key).toContain('/drawings/');
  expect((await fetch(urls.original)).status).toBe(200);

  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../bin/galley.js', import.meta.url)), '--state', galley.stateDir, 'lineage', runId]);
  expect(stdout).toMatch(/^Lighthouse at dusk: 2 rounds, 4 candidates, \$/u);
  expect(stdout).toMatch(/^│ {2}round 2, edit by the reviewer: "Make it much darker" \(too bright, 1 pin, 1 pen line, 1 brush stroke\)$/mu);
  expect(stdout).toMatch(/^└─ 1B .* approved$/mu);

  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  await page.goto(`${galley.endpoints.api}/#/runs/${runId}`);
  const step = page.getByRole('region', { name: 'Round 2' });
  await step.getByText('Make it much darker').waitFor();
  await step.getByRole('img', { name: /^Candidate 1A, with what rui@example\.com drew on it: the area that may change, pen lines, 1 pin$/ }).waitFor();
  await step.getByText('more glow here').waitFor();
  await page.getByText('approved', { exact: true }).waitFor();
});
