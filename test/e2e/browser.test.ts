import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AssetDetail, RunList } from '../../core/api.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { launchBrowser } from './support/browser.ts';
import { Mailbox } from './support/mailbox.ts';

let galley: EmbeddedGalley;
let browser: Browser;

beforeAll(async () => {
  [galley, browser] = await Promise.all([EmbeddedGalley.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await galley.dispose();
});

/** Collects what a page complains about: a clean page complains about nothing. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(error.message));
  return found;
}

test('a person hands in a brief, opens the mail, decides on the page, and sees the finished asset', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const studio = await context.newPage();
  const studioComplaints = complaints(studio);
  await studio.goto(galley.endpoints.api);
  const brief = await readFile(fileURLToPath(new URL('../../examples/five-lines.yaml', import.meta.url)), 'utf8');
  await studio.getByRole('textbox', { name: /brief/i }).fill(brief);
  await studio.getByRole('button', { name: 'Hand in the brief' }).click();
  await studio.getByText('waiting for a decision').waitFor({ timeout: 120_000 });

  const inbox = await context.newPage();
  await inbox.goto(galley.endpoints.mailbox);
  await inbox.getByText('Review:').first().click();
  const mailLink = inbox.frameLocator('iframe').getByRole('link').first();
  const contactSheet = inbox.frameLocator('iframe').getByRole('img').first();
  await contactSheet.waitFor();
  expect(await contactSheet.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(300);

  const [review] = await Promise.all([context.waitForEvent('page'), mailLink.click()]);
  const reviewComplaints = complaints(review);
  await review.getByRole('button', { name: 'Show candidate B' }).click();
  await review.getByRole('button', { name: 'Set the point that every crop keeps' }).click();
  const target = review.getByRole('slider', { name: 'Point that every crop keeps' });
  const { width, height } = (await target.boundingBox()) ?? { width: 0, height: 0 };
  await target.click({ position: { x: width * 0.25, y: height * 0.6 } });
  // An arrow key moves the point, not the candidate that is shown.
  await target.press('ArrowRight');
  await review.getByText('Candidate B', { exact: true }).waitFor();
  await target.press('Enter');
  await review.getByText('Set 26 % from the left and 60 % from the top.').waitFor();
  await review.getByRole('radio', { name: /^Approve/ }).check();
  const submit = review.getByRole('button', { name: 'Approve this candidate' });
  expect(await submit.isDisabled()).toBe(true);
  for (const answer of await review.getByRole('radio', { name: 'Yes' }).all()) await answer.check();
  await submit.click();
  await review.getByRole('heading', { name: 'Approved' }).waitFor();

  await studio.getByRole('link', { name: 'See the finished asset' }).click({ timeout: 60_000 });
  await studio.getByRole('link', { name: 'Original, untouched' }).waitFor();
  const picture = studio.locator('img.master');
  await picture.evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
  const [run] = (await galley.api.get(RunList, '/api/runs')).runs;
  const { focus } = (await galley.api.get(AssetDetail, `/api/assets/${run?.runId ?? ''}`)).asset.decision;
  expect(focus?.x).toBeCloseTo(0.26, 2);
  expect(focus?.y).toBeCloseTo(0.6, 2);

  await studio.getByRole('link', { name: 'Check' }).click();
  await studio.getByRole('heading', { name: 'gpt-5.4-mini advises' }).waitFor();
  await studio.getByRole('row', { name: /^structure .*of 50 decisions by hand/ }).waitFor();

  await review.reload();
  await review.getByText(/Approved by/).waitFor();
  expect(studioComplaints).toEqual([]);
  expect(reviewComplaints).toEqual([]);
});

test('a link without its key says what is missing, and the page works on a phone', async () => {
  const mails = await galley.mailbox.messagesTo('@');
  const review = mails.find((mail) => mail.subject.startsWith('Review:'));
  expect(review).toBeDefined();
  if (!review) return;
  const { href } = Mailbox.reviewLink(review);

  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(href.split('#')[0] ?? '');
  await phone.getByText('lost its key').waitFor();
  await phone.goto('about:blank');
  await phone.goto(href);
  await phone.getByText(/Approved by/).waitFor();
  const overflow = await phone.evaluate(() => {
    const { scrollWidth, clientWidth } = (globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }).document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow).toBeLessThanOrEqual(0);
});

test('an owner who is asked sees on a phone what was found, the sums and what they hang on, and says no', async () => {
  const body = await readFile(fileURLToPath(new URL('../../examples/annual-report.yaml', import.meta.url)), 'utf8');
  await fetch(`${galley.endpoints.api}/api/briefs`, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body });
  const { href } = Mailbox.reviewLink(await galley.mailbox.message('ana@example.com', 'Annual report'));

  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const phoneComplaints = complaints(phone);
  await phone.goto(href);
  await phone.getByText('Exact likeness').waitFor();
  await phone.getByText('Describe a person by age').waitFor();
  expect(await phone.getByRole('row').count()).toBeGreaterThan(5);
  await phone.getByRole('row', { name: /^hours of the other route.*30 % lower: .*30 % higher: / }).waitFor();
  const { page, table } = await phone.evaluate(() => {
    const { document } = globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number }; querySelector(selector: string): { scrollWidth: number; clientWidth: number } } };
    const overflow = ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): number => scrollWidth - clientWidth;
    return { page: overflow(document.documentElement), table: overflow(document.querySelector('.assessment .table-scroll')) };
  });
  expect({ page, table }).toEqual({ page: 0, table: 0 });
  await phone.getByRole('radio', { name: /^Do not generate/ }).check();
  await phone.getByRole('button', { name: 'Do not generate' }).click();
  await phone.getByRole('heading', { name: 'Declined' }).waitFor();

  const [run] = (await galley.api.get(RunList, '/api/runs')).runs;
  await phone.goto(`${galley.endpoints.api}/#/runs/${run?.runId ?? ''}`);
  await phone.getByRole('heading', { name: 'Assessment: ask the owner' }).waitFor();
  await phone.getByText('Exact likeness').first().waitFor();
  expect(phoneComplaints).toEqual([]);
});
