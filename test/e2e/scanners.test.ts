import { ListTablesCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from './support/browser.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { Mailbox, type Message, type ReviewLink } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { openAll, openingsOf, press, presses, scannerPage, type Opening } from './support/scanner.ts';

/**
 * Mail under attack: everything that opens links before a person does, on every link of every mail that a system
 * with waiting reviews has sent, ten thousand times in all.
 */

const openingsInAll = 10_000;
/** Of them in a browser that runs the page's scripts: each link in each way so often. */
const browserTurns = 4;

let galley: EmbeddedGalley;
let browser: Browser;

beforeAll(async () => {
  [galley, browser] = await Promise.all([EmbeddedGalley.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await galley.dispose();
});

/** One brief for each kind of mail. */
const briefs: Readonly<Record<string, string>> = {
  'Harbour at dawn': 'candidates: 2\nreview: { approvers: [rui@example.com, li@example.com] }\n',
  'Puerto al alba': 'candidates: 1\nlanguage: es\nreview: { approvers: [rui@example.com] }\n',
  'Too dear': 'budget: { cap: 0.0001 }\n',
  Refused: 'mood: calm [[fault:moderation]]\n',
  'Not a brief': 'colour: blue\n',
};

async function handIn(title: string, more: string): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title.toLowerCase().replaceAll(' ', '-')}.yaml`;
  const Body = `title: ${title}\nowner: ana@example.com\nconcept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\nquality: low\n${more}`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return `s3://${Bucket}/${Key}`;
}

/** Everything in every table: reviews with their votes and links, runs, the ledger, the archive. */
async function tables(): Promise<Record<string, unknown>> {
  const client = new DynamoDBClient({ region: galley.endpoints.region, endpoint: galley.endpoints.aws, credentials: { accessKeyId: 'galley', secretAccessKey: 'galley' } });
  const documents = DynamoDBDocumentClient.from(client);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const contents = await Promise.all(TableNames.map(async (TableName) => [TableName, (await documents.send(new ScanCommand({ TableName }))).Items?.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))] as const));
  return Object.fromEntries(contents);
}

async function modelCalls(): Promise<number> {
  return z.object({ calls: z.array(z.unknown()) }).parse(await (await fetch(new URL('/control/calls', galley.endpoints.openai))).json()).calls.length;
}

async function executionState(runId: string): Promise<string | undefined> {
  const executionArn = `${galley.output('StateMachineArn').replace(':stateMachine:', ':execution:')}:${runId}`;
  return (await galley.sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
}

interface MailedLink {
  readonly href: string;
  readonly review?: ReviewLink;
}

function linksOf(mail: Message): MailedLink[] {
  return mail.links.map((href) => (href.includes('/review/') ? { href, review: Mailbox.reviewLink(mail) } : { href }));
}

test('ten thousand openings of mailed links decide nothing, and then a person can', { timeout: 600_000 }, async () => {
  const sources = Object.fromEntries(await Promise.all(Object.entries(briefs).map(async ([title, more]) => [title, await handIn(title, more)] as const)));
  const Bucket = galley.output('BriefsBucketName');
  await galley.s3.send(new PutObjectCommand({ Bucket, Key: 'inbox/doubt.yaml', Body: 'title: Doubtful\nowner: ana@example.com\nconcept: { subject: a dog, environment: in a park }\n' }));
  const waiting = await Promise.all(['Harbour at dawn', 'Puerto al alba', 'Too dear'].map((title) => galley.runOf(sources[title] ?? '')));
  waiting.push(await galley.runOf(`s3://${Bucket}/inbox/doubt.yaml`));
  for (const runId of waiting) await galley.runWhen(runId, 'its question', ({ state }) => state === 'waiting');

  const mails = await Promise.all([
    galley.mailbox.message('rui@example.com', 'Harbour at dawn'),
    galley.mailbox.message('li@example.com', 'Harbour at dawn'),
    galley.mailbox.message('rui@example.com', 'Puerto al alba'),
    galley.mailbox.message('ana@example.com', 'Too dear'),
    galley.mailbox.message('ana@example.com', 'Doubtful'),
    galley.mailbox.message('ana@example.com', 'Refused'),
    galley.mailbox.message('ana@example.com', 'not-a-brief.yaml'),
  ]);
  const links = mails.flatMap(linksOf);
  const questions = links.flatMap(({ review }) => review ?? []);
  expect([links.length, questions.length]).toEqual([6, 5]);
  const before = { tables: await tables(), calls: await modelCalls(), views: await Promise.all(questions.map(openReview)) };

  const page = await scannerPage(browser);
  const pressed = new Map<string, number>();
  let opened = 0;
  for (let turn = 0; turn < browserTurns; turn += 1) {
    for (const { href } of links) {
      for (const way of presses) {
        if (await press(page, href, way)) pressed.set(way, (pressed.get(way) ?? 0) + 1);
        opened += 1;
      }
    }
  }
  const each = links.flatMap(({ href, review }) => openingsOf(href, review));
  const mass = Array.from({ length: openingsInAll - opened }, (_, index) => each[index % each.length] as Opening);
  const answers = await openAll(mass, 16);

  // eslint-disable-next-line no-console -- The figures are the point of the attack.
  console.log([`Opened ${String(opened + mass.length)} times: ${String(mass.length)} over HTTP, ${String(opened)} in a browser`, ...[...pressed].map(([way, times]) => `  browser, ${way}: ${String(times)}`), ...[...answers].map(([way, statuses]) => `  ${way}: ${[...statuses].map(([status, times]) => `${String(times)} × ${String(status)}`).join(', ')}`)].join('\n'));

  expect(opened + mass.length).toBe(openingsInAll);
  // A page that was not there yet would be no attack: every review has a form, and those of candidates a button.
  expect(pressed.get('submit of the first form')).toBeGreaterThanOrEqual(questions.length * browserTurns);
  expect(pressed.get('the first button')).toBeGreaterThanOrEqual(before.views.filter(({ question }) => question === 'candidates').length * browserTurns);
  expect([...answers.values()].flatMap((statuses) => [...statuses.keys()]).filter((status) => status >= 500)).toEqual([]);
  expect([...(answers.get('GET by Safe Links')?.keys() ?? [])]).toEqual([200]);
  expect([...(answers.get('GET of the decision with the key')?.keys() ?? [])]).toEqual([404]);

  expect(await tables()).toEqual(before.tables);
  expect(await modelCalls()).toBe(before.calls);
  for (const runId of waiting) expect(await executionState(runId)).toBe('RUNNING');
  const views = await Promise.all(questions.map(openReview));
  expect(views.map(({ state, decided }) => ({ state, decided }))).toEqual(before.views.map(() => ({ state: 'open', decided: null })));

  const [harbour] = questions;
  const [view] = views;
  expect((await decide(harbour!, approval(view!))).status).toBe(200);
  await galley.runWhen(waiting[0] ?? '', 'the end of the run', ({ state }) => state === 'completed');
});
