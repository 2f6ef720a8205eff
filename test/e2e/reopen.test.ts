import { expect, test } from 'vitest';
import { printLineage } from '../../bin/cli/lineage.ts';
import { reopen } from '../../bin/cli/reopen.ts';
import { AdviceReport, AssetDetail } from '../../core/api.ts';
import { submit } from './support/briefs.ts';
import { statusOf } from './support/command-line.ts';
import { until } from './support/embedded-galley.ts';
import { Mailbox, type ReviewLink } from './support/mailbox.ts';
import { complaintsOf } from './support/page.ts';
import { approval, decide, openReview } from './support/review.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';
import { timeOut } from './support/time.ts';

/** A review that nobody answers, on the whole stack: its wait ends, its owner opens it again, and it goes on. */

const galley = galleyForThisFile();
const browser = browserForThisFile();

/** The link of a mail to the approver that asks about candidates under another review than these. */
const linkBeside = (title: string, ...earlier: readonly string[]): Promise<ReviewLink> =>
  until(`another review of ${title}`, async () => {
    const mails = (await galley.mailbox.messagesTo('rui@example.com')).filter(({ subject }) => subject.startsWith(`Review: ${title}`));
    return mails.map((mail) => Mailbox.reviewLink(mail)).find(({ reviewId }) => !earlier.includes(reviewId));
  });

/** A run whose review has expired, and the link that opened it. */
async function expire(title: string): Promise<{ readonly runId: string; readonly old: ReviewLink }> {
  const runId = await submit(galley, title, { candidates: 1, review: { approvers: ['rui@example.com'] } });
  await galley.asks(runId);
  const old = await linkBeside(title);
  await timeOut(galley, old.reviewId);
  await galley.asks(runId, 'AskReopen');
  return { runId, old };
}

test('its owner opens it again from the mail, and the new link decides about the same candidates', async () => {
  const { runId, old } = await expire('Reopened');
  expect(await decide(old, { decision: 'reject' })).toMatchObject({ status: 410 });
  const question = await galley.mailbox.link('ana@example.com', 'Expired: Reopened');
  expect((await openReview(question)).expired).toMatchObject({ waitedFor: ['rui@example.com'], reopensLeft: 3 });

  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(question.href);
  await page.getByRole('radio', { name: /^Open it again/ }).check();
  await page.getByLabel('Hours to decide').fill('24');
  await page.getByRole('button', { name: 'Open the review again' }).click();
  await page.getByRole('heading', { name: 'Opened again' }).waitFor();
  expect(complaints).toEqual([]);

  const link = await linkBeside('Reopened', old.reviewId);
  expect(await decide(old, { decision: 'reject' })).toMatchObject({ status: 410, body: { error: { name: 'ReviewReopened' } } });
  const view = await openReview(link);
  expect(Date.parse(view.dueAt) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  expect((await decide(link, approval(view))).status).toBe(200);
  const run = await galley.ends(runId, 'completed');
  expect(run.rounds).toHaveLength(1);
  await page.goto(old.href);
  await page.getByText('It was opened again').waitFor();
});

test('it is opened again from the command line, and once more from the studio', async () => {
  const { runId, old } = await expire('Again');
  expect(await statusOf(galley, runId)).toMatch(/The review has expired\. It can be reopened until .*npx galley reopen/);
  const asked = { api: galley.api, runId, print: () => undefined };
  await reopen(asked);
  await galley.asks(runId);
  await expect(reopen(asked)).rejects.toThrow('Expected a run whose review has expired');

  const second = await linkBeside('Again', old.reviewId);
  await timeOut(galley, second.reviewId);
  await galley.asks(runId, 'AskReopen');
  const studio = await browser.newPage();
  await studio.goto(`${galley.endpoints.api}/#/runs/${runId}`);
  await studio.getByText('can be opened again until').waitFor();
  await studio.getByLabel('Who decides then').fill('eva@example.com');
  await studio.getByRole('button', { name: 'Open the review again' }).click();
  const run = await galley.asks(runId);
  expect(run.round).toBe(1);
  await studio.getByText(/^Asked in place of the brief’s approvers: eva@example\.com, named by /).waitFor();
  expect((await openReview(await galley.mailbox.link('eva@example.com', 'Review: Again'))).state).toBe('open');
});

test('its owner names others, who approve, and the archive says who was asked by whom', async () => {
  const { runId } = await expire('Elsewhere');
  const question = await galley.mailbox.link('ana@example.com', 'Expired: Elsewhere');
  const page = await browser.newPage();
  await page.goto(question.href);
  await page.getByRole('radio', { name: /^Open it again/ }).check();
  const people = page.getByLabel('Who decides then');
  await people.fill('eva');
  await page.getByText(/^Write whole e-mail addresses/).waitFor();
  await people.fill('ana@example.com');
  await page.getByRole('button', { name: 'Open the review again' }).click();
  await page.getByText('its policy does not let owners approve their own briefs').waitFor();
  await people.fill('eva@example.com, bo@example.com');
  await page.getByRole('button', { name: 'Open the review again' }).click();
  await page.getByRole('heading', { name: 'Opened again' }).waitFor();

  await galley.asks(runId);
  const link = await galley.mailbox.link('eva@example.com', 'Review: Elsewhere');
  expect(await statusOf(galley, runId)).toContain("Asked in place of the brief's approvers: eva@example.com, bo@example.com; named by ana@example.com at ");
  expect((await galley.mailbox.messagesTo('rui@example.com')).filter(({ subject }) => subject.startsWith('Review: Elsewhere'))).toHaveLength(1);

  expect((await decide(link, { decision: 'changes', candidate: (await openReview(link)).candidates[0]?.sha256, note: 'Make the lake calmer' })).status).toBe(200);
  await galley.runWhen(runId, 'the second review', (run) => run.state === 'waiting' && run.stage === 'Review' && run.round === 2);
  const second = await galley.mailbox.link('bo@example.com', 'Review: Elsewhere (round 2');
  expect((await decide(second, approval(await openReview(second)))).status).toBe(200);
  await galley.ends(runId, 'completed');
  const tree: string[] = [];
  await printLineage({ api: galley.api, runId, json: false, print: (line) => void tree.push(line) });
  expect(tree.filter((line) => line.includes('asked: eva@example.com, bo@example.com, named by ana@example.com'))).toHaveLength(2);
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset).toMatchObject({ decision: { decidedBy: 'bo@example.com', naming: { approvers: ['eva@example.com', 'bo@example.com'], by: 'ana@example.com' } } });
});

test('others are named from the command line; whom the policy bars is refused there', async () => {
  const { runId } = await expire('Shell');
  const print = (): void => undefined;
  await expect(reopen({ api: galley.api, runId, approvers: 'legal: eva@example.com', print })).rejects.toThrow('Expected approvers for a brief without roles');
  await expect(reopen({ api: galley.api, runId, approvers: 'eva', print })).rejects.toThrow('--approvers, approvers[0]: Expected an e-mail address but received "eva"');
  const printed: string[] = [];
  await reopen({ api: galley.api, runId, hours: '24', approvers: 'eva@example.com', print: (line) => void printed.push(line) });
  expect(printed).toEqual([expect.stringMatching(/^Opened again by .*, for 24 hours\. Asked from now on: eva@example\.com\. Their links come by mail\.$/u)]);
  expect((await openReview(await galley.mailbox.link('eva@example.com', 'Review: Shell'))).approver).toBe('eva@example.com');
});

test('its owner ends it', async () => {
  const { runId } = await expire('Ended');
  const question = await galley.mailbox.link('ana@example.com', 'Expired: Ended');
  expect((await decide(question, { decision: 'end', note: 'the campaign is over' })).status).toBe(200);
  const run = await galley.ends(runId, 'expired');
  expect(run.reasons?.join(' ')).toContain('Ended by ana@example.com: the campaign is over');
  // Kept after the end is recorded.
  const counted = await galley.runWhen(runId, 'the outcome of its judgement', ({ rounds }) => rounds[0]?.outcome !== null);
  expect(counted.rounds[0]?.outcome?.became).toEqual({ what: 'expired' });
  // Counted after it is kept.
  const expired = await until('the expired review to be counted', async () => {
    const { verdicts } = await galley.api.get(AdviceReport, '/api/advice');
    return verdicts.review.expired === 0 ? undefined : verdicts.review.expired;
  });
  expect(expired).toBe(1);
});
