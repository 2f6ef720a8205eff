import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AssetDetail, RunList } from '../../core/api.ts';
import { post } from './support/briefs.ts';
import { complaintsOf, decoded, overflowOf, restingBox } from './support/page.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

/** Galley as a person sees it: studio, mailbox, review page, on a desk and on a phone. */

const galley = galleyForThisFile();
const browser = browserForThisFile();
const phoneView = { viewport: { width: 390, height: 844 } };
const example = (name: string) => readFile(fileURLToPath(new URL(`../../examples/${name}.yaml`, import.meta.url)), 'utf8');

test('a person hands in a brief, opens the mail, decides on the page, and sees the finished asset', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const studio = await context.newPage();
  const studioComplaints = complaintsOf(studio);
  await studio.goto(galley.endpoints.api);
  await studio.getByRole('textbox', { name: /brief/i }).fill(await example('five-lines'));
  await studio.getByRole('button', { name: 'Hand in the brief' }).click();
  await studio.getByText('waiting for a decision').waitFor();

  const inbox = await context.newPage();
  await inbox.goto(galley.endpoints.mailbox);
  await inbox.getByText('Review:').first().click();
  const mailLink = inbox.frameLocator('iframe').getByRole('link').first();
  const contactSheet = inbox.frameLocator('iframe').getByRole('img').first();
  expect((await decoded(contactSheet)).naturalWidth).toBeGreaterThan(300);

  const [review] = await Promise.all([context.waitForEvent('page'), mailLink.click()]);
  const reviewComplaints = complaintsOf(review);
  await review.getByRole('button', { name: 'Show candidate B' }).click();
  await review.getByRole('button', { name: 'Set the point that every crop keeps' }).click();
  const target = review.getByRole('slider', { name: 'Point that every crop keeps' });
  const { width, height } = await restingBox(target);
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

  await studio.getByRole('link', { name: 'See the finished asset' }).click();
  await studio.getByRole('link', { name: 'Original, untouched' }).waitFor();
  expect((await decoded(studio.locator('img.master'))).naturalWidth).toBeGreaterThan(0);
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
  const { href } = await galley.mailbox.link('@', 'Review:');

  const phone = await browser.newPage(phoneView);
  await phone.goto(href.split('#')[0] ?? '');
  await phone.getByText('lost its key').waitFor();
  await phone.goto('about:blank');
  await phone.goto(href);
  await phone.getByText(/Approved by/).waitFor();
  expect(await overflowOf(phone)).toBe(0);
});

test('an owner who is asked sees on a phone what was found, the sums and what they hang on, and says no', async () => {
  expect((await post(galley, await example('annual-report'))).status).toBe(202);
  const { href } = await galley.mailbox.link('ana@example.com', 'Annual report');

  const phone = await browser.newPage(phoneView);
  const phoneComplaints = complaintsOf(phone);
  await phone.goto(href);
  await phone.getByText('Exact likeness').waitFor();
  await phone.getByText('Describe a person by age').waitFor();
  expect(await phone.getByRole('row').count()).toBeGreaterThan(5);
  await phone.getByRole('row', { name: /^hours of the other route.*30 % lower: .*30 % higher: / }).waitFor();
  expect({ page: await overflowOf(phone), table: await overflowOf(phone, '.assessment .table-scroll') }).toEqual({ page: 0, table: 0 });
  await phone.getByRole('radio', { name: /^Do not generate/ }).check();
  await phone.getByRole('button', { name: 'Do not generate' }).click();
  await phone.getByRole('heading', { name: 'Declined' }).waitFor();

  const [run] = (await galley.api.get(RunList, '/api/runs')).runs;
  await phone.goto(`${galley.endpoints.api}/#/runs/${run?.runId ?? ''}`);
  await phone.getByRole('heading', { name: 'Assessment: ask the owner' }).waitFor();
  await phone.getByText('Exact likeness').first().waitFor();
  expect(phoneComplaints).toEqual([]);
});
