import sharp from 'sharp';
import { expect, test } from 'vitest';
import { AssetDetail, LineageTree, type ReviewView } from '../../core/api.ts';
import { submit } from './support/briefs.ts';
import { galleyPrints } from './support/command-line.ts';
import { approval, decide, openReview } from './support/review.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

/** What a reviewer paints and pins, from the page's answer to the archive, and a candidate of an earlier round. */

const galley = galleyForThisFile();
const browser = browserForThisFile();

async function pixelsOf({ url }: ReviewView['candidates'][number], region: { left: number; top: number; width: number; height: number }): Promise<Buffer> {
  const picture = Buffer.from(await (await fetch(url)).arrayBuffer());
  return sharp(picture).removeAlpha().extract(region).raw().toBuffer();
}

test('what a reviewer paints is the only part that changes, and the round before can be taken up again', async () => {
  const runId = await submit(galley, 'Lighthouse at dusk', {
    concept: { subject: 'a white lighthouse', action: 'shining over calm water', environment: 'a rocky coast' },
    lighting: 'soft evening light',
    candidates: 2,
    deliverables: ['hero-16x9'],
    review: { approvers: ['rui@example.com'] },
  });

  const first = await galley.mailbox.link('rui@example.com', 'Lighthouse at dusk (round 1');
  const firstView = await openReview(first);
  const [a] = firstView.candidates;
  const drawn = { pins: [{ x: 0.25, y: 0.5, text: 'more glow here' }], brush: [{ points: [[0.2, 0.3], [0.2, 0.7]] as [number, number][], width: 0.2 }], markup: [{ points: [[0.7, 0.2], [0.8, 0.3]] as [number, number][], width: 0.01 }] };
  const tooMuch = await decide(first, { decision: 'reject', candidate: a!.sha256, brush: drawn.brush });
  expect(tooMuch.status).toBe(422);
  expect((await decide(first, { decision: 'changes', candidate: a!.sha256, note: 'Make it much darker', tags: ['too-bright'], ...drawn })).status).toBe(200);

  const second = await galley.mailbox.link('rui@example.com', 'Lighthouse at dusk (round 2');
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
  await galley.ends(runId, 'completed');
  const { asset, urls } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect([asset.generation.round, asset.inspection.candidate.sha256, asset.decision.candidate?.sha256]).toEqual([1, taken.candidate, taken.candidate]);
  expect(asset.lineage[1]?.mask?.key).toContain('/drawings/');
  expect((await fetch(urls.original)).status).toBe(200);

  const printed = await galleyPrints(galley, 'lineage', runId);
  expect(printed).toMatch(/^Lighthouse at dusk: 2 rounds, 4 candidates, \$/u);
  expect(printed).toMatch(/^│ {2}round 2, edit by the reviewer: "Make it much darker" \(too bright, 1 pin, 1 pen line, 1 brush stroke\)$/mu);
  expect(printed).toMatch(/^└─ 1B .* approved$/mu);

  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  await page.goto(`${galley.endpoints.api}/#/runs/${runId}`);
  const step = page.getByRole('region', { name: 'Round 2' });
  await step.getByText('Make it much darker').waitFor();
  await step.getByRole('img', { name: /^Candidate 1A, with what rui@example\.com drew on it: the area that may change, pen lines, 1 pin$/ }).waitFor();
  await step.getByText('more glow here').waitFor();
  await page.getByText('approved', { exact: true }).waitFor();
});
