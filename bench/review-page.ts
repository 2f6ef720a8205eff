/**
 * How soon a reviewer can work: from the click on the mail's link to the first candidate in sight and the page's
 * buttons in working order, on an embedded cloud that has just started, so that every function is cold. The peer is a
 * page without script, account or checklist that shows the same previews from the same bucket, on a cloud that has
 * just started too: what no page that shows these pictures can fall below.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/e2e/support/browser.ts';
import { EmbeddedGalley } from '../test/e2e/support/embedded-galley.ts';
import { Mailbox } from '../test/e2e/support/mailbox.ts';
import type { ReviewLink } from '../test/e2e/support/mailbox.ts';
import { openReview } from '../test/e2e/support/review.ts';

const runs = 5;
const brief = `title: Bench of the review page
owner: ana@example.com
concept: { subject: a golden retriever, action: catching a red frisbee mid-air, environment: a sunlit urban park }
lighting: soft morning light
candidates: 4
quality: low
deliverables: [hero-16x9]
review: { approvers: [rui@example.com] }
`;

/** Milliseconds from the start of the navigation until `selector` is a picture that has been painted. */
async function untilSeen(page: Page, address: string, selector: string): Promise<number> {
  await page.addInitScript(`
    const look = () => {
      const picture = document.querySelector(${JSON.stringify(selector)});
      if (picture && picture.complete && picture.naturalWidth > 0) picture.decode().then(() => requestAnimationFrame(() => { window.seen = performance.now(); }));
      else requestAnimationFrame(look);
    };
    look();
  `);
  await page.goto(address);
  // The page's policy allows no script of ours to wait inside it; the moment was noted there, so asking late costs nothing.
  for (;;) {
    const seen: unknown = await page.evaluate('window.seen');
    if (typeof seen === 'number') return seen;
    await sleep(50);
  }
}

async function fresh<Result>(galley: EmbeddedGalley, measure: (page: Page) => Promise<Result>): Promise<Result> {
  await galley.kill();
  await galley.start();
  // A browser that has drawn something: its own start is not the page's.
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto('data:text/html,ready');
  const result = await measure(page);
  await browser.close();
  return result;
}

async function peer(page: Page, link: ReviewLink): Promise<number> {
  const { candidates } = await openReview(link);
  const pictures = candidates.map(({ previewUrl }) => `<img src="${previewUrl.replaceAll('&', '&amp;')}" width="300">`).join('');
  await page.route('**/peer', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Peer</title>${pictures}` }));
  return untilSeen(page, `${link.origin}/peer`, 'img');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const galley = await EmbeddedGalley.start();
try {
  await fetch(`${galley.endpoints.api}/api/briefs`, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body: brief });
  const { reviewId, key } = Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Bench of the review page'));
  const link = (): ReviewLink => ({ href: `${galley.endpoints.api}/review/${reviewId}#${key}`, origin: new URL(galley.endpoints.api).origin, reviewId, key });

  const cold: number[] = [];
  const warm: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await fresh(galley, async (page) => {
      cold.push(await untilSeen(page, link().href, '.contact-sheet button img'));
      await page.goto('about:blank');
      warm.push(await untilSeen(page, link().href, '.contact-sheet button img'));
    });
    bare.push(await fresh(galley, (page) => peer(page, link())));
  }
  const row = (name: string, values: readonly number[]): string => `| ${name} | ${median(values).toFixed(0)} | ${(median(values) / median(bare)).toFixed(2)} | ${values.map((value) => value.toFixed(0)).join(', ')} |`;
  process.stdout.write(['| page | median, ms | ratio to the peer | runs, ms |', '|---|---|---|---|', row('review page, every function cold', cold), row('review page, opened again', warm), row('peer: bare pictures', bare), ''].join('\n'));
} finally {
  await galley.dispose();
}
