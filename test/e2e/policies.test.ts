import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionRequest } from '../../core/api.ts';
import { printStatus } from '../../bin/cli/watch.ts';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { Mailbox, type ReviewLink } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';

/** Reviews that several people decide, by their mails and the API of the page. */

let galley: EmbeddedGalley;
let browser: Browser;

beforeAll(async () => {
  [galley, browser] = await Promise.all([EmbeddedGalley.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await galley.dispose();
});

async function submit(title: string, review: string): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title.toLowerCase().replaceAll(' ', '-')}.yaml`;
  const Body = `title: ${title}
owner: ana@example.com
concept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }
quality: low
candidates: 2
deliverables: [instagram-square]
review: ${review}
`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return galley.runOf(`s3://${Bucket}/${Key}`);
}

const linkOf = async (who: string, words: string): Promise<ReviewLink> => Mailbox.reviewLink(await galley.mailbox.message(who, words));
const mailsAbout = async (who: string, words: string): Promise<number> => (await galley.mailbox.messagesTo(who)).filter(({ subject }) => subject.includes(words)).length;

/** What `npx galley status RUN` prints. */
async function status(runId: string): Promise<string> {
  const lines: string[] = [];
  await printStatus({ api: galley.api, runId, print: (line) => lines.push(line) });
  return lines.join('\n');
}

test('two of three approve: the run waits for the second, and who comes late reads who it was', async () => {
  const runId = await submit('Quorum', '{ approvers: [ana@example.com, bo@example.com, li@example.com, rui@example.com], approval: { atLeast: 2 } }');
  const [bo, li, rui] = [await linkOf('bo@example.com', 'Quorum'), await linkOf('li@example.com', 'Quorum'), await linkOf('rui@example.com', 'Quorum')];
  expect(await mailsAbout('ana@example.com', 'Review: Quorum')).toBe(0);

  const view = await openReview(bo);
  expect(await decide(bo, { ...approval(view, 1), note: 'the calm one' })).toMatchObject({ status: 200, body: { outcome: 'recorded', waitingFor: ['li@example.com', 'rui@example.com'] } });
  expect(await decide(bo, approval(view, 0))).toMatchObject({ status: 200, body: { outcome: 'recorded' } });
  expect((await openReview(li)).standing).toMatchObject({ rule: '2 of 3 approvers approve the same candidate.', votes: [{ by: 'bo@example.com', decision: 'approve', candidate: view.candidates[0]?.sha256 }] });
  const printed = await status(runId);
  expect(printed).toContain('Waiting for li@example.com, rui@example.com until ');
  expect(printed).toContain('2 of 3 approvers approve the same candidate.');
  expect(printed).toMatch(/bo@example\.com: approve [0-9a-f]{12}/);

  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await phone.goto(rui.href);
  await phone.getByText('Hand this review on').click();
  await phone.getByLabel('Their address').fill('bo@example.com');
  await phone.getByRole('button', { name: 'Hand on' }).click();
  await phone.getByText('nobody has two votes').waitFor();
  await phone.getByLabel('Their address').fill('eva@example.com');
  await phone.getByLabel('A word to them').fill('Your subject');
  await phone.getByRole('button', { name: 'Hand on' }).click();
  await phone.getByText('eva@example.com has a mail with a link').waitFor();
  const eva = await linkOf('eva@example.com', 'rui@example.com asks you to decide: Quorum');
  expect((await openReview(rui)).standing?.closedForYou).toContain('handed this review on to eva@example.com');

  expect(await decide(eva, approval(view, 0))).toMatchObject({ status: 200, body: { outcome: 'decided' } });
  const run = await galley.runWhen(runId, 'the end', ({ state }) => state === 'completed');
  expect(run.review).toBeNull();
  const late = await decide(li, { decision: 'reject' });
  expect(late).toMatchObject({ status: 409, body: { error: { name: 'AlreadyDecided' } } });
  expect(JSON.stringify(late.body)).toMatch(/approved by bo@example\.com, eva@example\.com at \d\d:\d\d UTC/);
  expect((await openReview(li)).decided).toMatchObject({ decision: 'approve', by: 'bo@example.com, eva@example.com' });
  const { asset } = (await (await fetch(`${galley.endpoints.api}/api/assets/${run.assetId ?? ''}`)).json()) as { asset: { decision: { approvals: unknown[] } } };
  expect(asset.decision.approvals).toMatchObject([{ by: 'bo@example.com' }, { by: 'eva@example.com' }]);
});

test('in sequence: the second is mailed when the first has approved, and sends it back; the next round begins with the first', async () => {
  const runId = await submit('Sequence', '{ approvers: [bo@example.com, li@example.com], approval: sequence, rounds: 2 }');
  const first = await linkOf('bo@example.com', 'Review: Sequence (round 1');
  expect(await mailsAbout('li@example.com', 'Sequence')).toBe(0);
  const view = await openReview(first);
  expect(await decide(first, { ...approval(view, 1), note: 'B it is' })).toMatchObject({ body: { outcome: 'recorded', waitingFor: ['li@example.com'] } });

  const mail = await galley.mailbox.message('li@example.com', 'Review: Sequence (round 1');
  expect(mail.text.replace(/\s+/gu, ' ')).toContain('bo@example.com approved candidate B: “B it is”');
  const second = Mailbox.reviewLink(mail);
  expect(await decide(second, approval(view, 0))).toMatchObject({ status: 422 });
  const changes: DecisionRequest = { decision: 'changes', candidate: view.candidates[1]?.sha256, note: 'warmer morning light' };
  expect(await decide(second, changes)).toMatchObject({ status: 200, body: { outcome: 'decided' } });
  expect(await decide(first, { decision: 'reject' })).toMatchObject({ status: 409 });

  const again = await linkOf('bo@example.com', 'Review: Sequence (round 2');
  const next = await openReview(again);
  expect(next.directions).toMatchObject([{ kind: 'changes', note: 'warmer morning light' }]);
  expect(next.standing).toMatchObject({ votes: [], waitingFor: ['bo@example.com'] });
  expect(await decide(again, approval(next))).toMatchObject({ body: { outcome: 'recorded' } });
  expect(await decide(await linkOf('li@example.com', 'Review: Sequence (round 2'), approval(next))).toMatchObject({ body: { outcome: 'decided' } });
  await galley.runWhen(runId, 'the end', ({ state }) => state === 'completed');
});

test('a brief whose owner alone could approve it is refused when it comes in, with the way out', async () => {
  const body = 'title: Mine\nowner: ana@example.com\nconcept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\napprovers: [ana@example.com]\n';
  const response = await fetch(`${galley.endpoints.api}/api/briefs`, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('write ownApproval: true');
});
