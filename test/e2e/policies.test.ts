import { expect, test } from 'vitest';
import { AssetDetail, type DecisionRequest } from '../../core/api.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { post, submit as submitBrief } from './support/briefs.ts';
import { statusOf } from './support/command-line.ts';
import { Mailbox } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { browserForThisFile, galleyForThisFile } from './support/this-file.ts';

/** Reviews that several people decide, by their mails and the API of the page. */

const galley = galleyForThisFile();
const browser = browserForThisFile();
const submit = (title: string, review: BriefInput['review']) => submitBrief(galley, title, { candidates: 2, deliverables: ['instagram-square'], review });

test('two of three approve: the run waits for the second, and who comes late reads who it was', async () => {
  const runId = await submit('Quorum', { approvers: ['ana@example.com', 'bo@example.com', 'li@example.com', 'rui@example.com'], approval: { atLeast: 2 } });
  await galley.asks(runId);
  const [bo, li, rui] = [await galley.mailbox.link('bo@example.com', 'Quorum'), await galley.mailbox.link('li@example.com', 'Quorum'), await galley.mailbox.link('rui@example.com', 'Quorum')];
  expect(await galley.mailbox.count('ana@example.com', 'Quorum')).toBe(0);

  const view = await openReview(bo);
  expect(await decide(bo, { ...approval(view, 1), note: 'the calm one' })).toMatchObject({ status: 200, body: { outcome: 'recorded', waitingFor: ['li@example.com', 'rui@example.com'] } });
  expect(await decide(bo, approval(view, 0))).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
  expect((await openReview(li)).standing).toMatchObject({ rule: '2 of 3 approvers approve the same candidate.', votes: [{ by: 'bo@example.com', decision: 'approve', candidate: view.candidates[0]?.sha256 }] });
  const printed = await statusOf(galley, runId);
  expect(printed).toContain('Waiting for li@example.com, rui@example.com until ');
  expect(printed).toContain('2 of 3 approvers approve the same candidate.');
  expect(printed).toMatch(/bo@example\.com: approve [0-9a-f]{12}/);

  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(rui.href);
  await phone.getByText('Hand this review on').click();
  await phone.getByLabel('Their address').fill('bo@example.com');
  await phone.getByRole('button', { name: 'Hand on' }).click();
  await phone.getByText('nobody has two votes').waitFor();
  await phone.getByLabel('Their address').fill('eva@example.com');
  await phone.getByLabel('A word to them').fill('Your subject');
  await phone.getByRole('button', { name: 'Hand on' }).click();
  await phone.getByText('eva@example.com has a mail with a link').waitFor();
  const eva = await galley.mailbox.link('eva@example.com', 'rui@example.com asks you to decide: Quorum');
  expect((await openReview(rui)).standing?.closedForYou).toContain('handed this review on to eva@example.com');

  expect(await decide(eva, approval(view, 0))).toMatchObject({ status: 200, body: { outcome: 'decided' } });
  const run = await galley.ends(runId, 'completed');
  expect(run.review).toBeNull();
  const late = await decide(li, { decision: 'reject' });
  expect(late).toMatchObject({ status: 409, body: { error: { name: 'AlreadyDecided' } } });
  expect(JSON.stringify(late.body)).toMatch(/approved by bo@example\.com, eva@example\.com at \d\d:\d\d UTC/);
  expect((await openReview(li)).decided).toMatchObject({ decision: 'approve', by: 'bo@example.com, eva@example.com' });
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision.approvals).toMatchObject([{ by: 'bo@example.com' }, { by: 'eva@example.com' }]);
});

test('who has voted on the page sees at once whom the review waits for now, beside the word that the vote was taken', async () => {
  const runId = await submit('Tally', { approvers: ['bo@example.com', 'li@example.com', 'rui@example.com'], approval: { atLeast: 2 } });
  await galley.asks(runId);
  const page = await browser.newPage();
  await page.goto((await galley.mailbox.link('bo@example.com', 'Tally')).href);
  const standing = page.getByRole('region', { name: 'How the review stands' });
  await standing.getByText('Waiting for bo@example.com, li@example.com and rui@example.com.').waitFor();
  await page.getByRole('radio', { name: /^Start over/u }).check();
  await page.getByRole('textbox', { name: /^What should the new concept do/u }).fill('On the open sea');
  await page.getByRole('button', { name: 'Start over', exact: true }).click();
  await standing.getByText('Waiting for li@example.com and rui@example.com.').waitFor();
  await standing.getByText('On the open sea').waitFor();
  await page.getByRole('heading', { name: 'Your vote is recorded' }).waitFor();
  await page.reload();
  await page.getByText(/^You have voted here: started over, .*What you decide now takes its place\.$/u).waitFor();
});

test('in sequence: the second is mailed when the first has approved, and sends it back; the next round begins with the first', async () => {
  const runId = await submit('Sequence', { approvers: ['bo@example.com', 'li@example.com'], approval: 'sequence', rounds: 2 });
  await galley.asks(runId);
  const first = await galley.mailbox.link('bo@example.com', 'Review: Sequence (round 1');
  expect(await galley.mailbox.count('li@example.com', 'Sequence')).toBe(0);
  const view = await openReview(first);
  expect(await decide(first, { ...approval(view, 1), note: 'B it is' })).toMatchObject({ body: { outcome: 'recorded', waitingFor: ['li@example.com'] } });

  const mail = await galley.mailbox.message('li@example.com', 'Review: Sequence (round 1');
  expect(mail.text.replace(/\s+/gu, ' ')).toContain('bo@example.com approved candidate B: “B it is”');
  const second = Mailbox.reviewLink(mail);
  expect(await decide(second, approval(view, 0))).toMatchObject({ status: 422 });
  const changes: DecisionRequest = { decision: 'changes', candidate: view.candidates[1]?.sha256, note: 'warmer morning light' };
  expect(await decide(second, changes)).toMatchObject({ status: 200, body: { outcome: 'decided' } });
  expect(await decide(first, { decision: 'reject' })).toMatchObject({ status: 409 });

  const again = await galley.mailbox.link('bo@example.com', 'Review: Sequence (round 2');
  const next = await openReview(again);
  expect(next.directions).toMatchObject([{ kind: 'changes', note: 'warmer morning light' }]);
  expect(next.standing).toMatchObject({ votes: [], waitingFor: ['bo@example.com'] });
  expect(await decide(again, approval(next))).toMatchObject({ body: { outcome: 'recorded' } });
  expect(await decide(await galley.mailbox.link('li@example.com', 'Review: Sequence (round 2'), approval(next))).toMatchObject({ body: { outcome: 'decided' } });
  await galley.ends(runId, 'completed');
});

test('a brief whose owner alone could approve it is refused when it comes in, with the way out', async () => {
  const body = 'title: Mine\nowner: ana@example.com\nconcept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\napprovers: [ana@example.com]\n';
  const response = await post(galley, body);
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('write ownApproval: true');
});
