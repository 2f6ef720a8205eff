import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from './support/browser.ts';
import { Mailbox, type Message, type ReviewLink } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { openAll, openingsOf, press, presses, scannerPage, type Opening } from './support/scanner.ts';
import { tablesOf } from './support/tables.ts';
import { galleyForThisFile } from './support/this-file.ts';
import { kindsOfMail, waitingSystem } from './support/waiting-system.ts';

/**
 * Mail under attack: everything that opens links before a person does, on every link of every mail that a system
 * with waiting reviews has sent, ten thousand times in all.
 */

const openingsInAll = 10_000;
/** Of them in browsers that run the page's scripts: each link in each way so often. */
const browserTurns = 2;

const galley = galleyForThisFile();
/** One page each: this build of Chromium is one process. */
const browsers: Browser[] = [];
beforeAll(async () => {
  for (let at = 0; at < 2; at += 1) browsers.push(await launchBrowser());
});
afterAll(() => Promise.all(browsers.map((browser) => browser.close())));

async function modelCalls(): Promise<number> {
  return z.object({ calls: z.array(z.unknown()) }).parse(await (await fetch(new URL('/control/calls', galley.endpoints.openai))).json()).calls.length;
}

async function executionState(runId: string): Promise<string | undefined> {
  return (await galley.sfn.send(new DescribeExecutionCommand({ executionArn: galley.executionOf(runId) }))).status;
}

interface MailedLink {
  readonly href: string;
  readonly review?: ReviewLink;
}

function linksOf(mail: Message): MailedLink[] {
  const reviews = Mailbox.reviewLinks(mail);
  return mail.links.map((href) => {
    const review = reviews.find((each) => each.href === href);
    return review === undefined ? { href } : { href, review };
  });
}

/** Presses in every way on every link, in several browsers at once; how often there was anything to press, by way. */
async function pressAll(links: readonly MailedLink[]): Promise<{ readonly opened: number; readonly pressed: ReadonlyMap<string, number> }> {
  const work = Array.from({ length: browserTurns }, () => links.flatMap(({ href }) => presses.map((way) => ({ href, way })))).flat();
  const queue = work.values();
  const pressed = new Map<string, number>();
  const scan = async (browser: Browser): Promise<void> => {
    const page = await scannerPage(browser);
    for (const { href, way } of queue) if (await press(page, href, way)) pressed.set(way, (pressed.get(way) ?? 0) + 1);
  };
  await Promise.all(browsers.map(scan));
  return { opened: work.length, pressed };
}

test('ten thousand openings of every link in every mail decide nothing, and then people can', { timeout: 1_800_000 }, async () => {
  const { runs, mails } = await waitingSystem(galley);
  const links = mails.flatMap(linksOf);
  const questions = links.flatMap(({ review }) => review ?? []);
  const hasLink = (kind: string): boolean => mails.some(({ to, subject, links: inIt }) => String(to).includes(kindsOfMail[kind]?.[0] ?? ' ') && kindsOfMail[kind]?.[1].test(subject) === true && inIt.length > 0);
  // The letter about a file that is no brief has nothing to open.
  expect(Object.keys(kindsOfMail).filter((kind) => !hasLink(kind))).toEqual(['brief not accepted']);
  const before = { tables: await tablesOf(galley), calls: await modelCalls(), views: await Promise.all(questions.map(openReview)) };
  const openViews = before.views.filter(({ state, standing }) => state === 'open' && (standing?.closedForYou ?? null) === null);
  expect(new Set(openViews.map(({ question }) => question))).toEqual(new Set(['candidates', 'go-ahead', 'budget', 'reopen']));

  const began = Date.now();
  const { opened, pressed } = await pressAll(links);
  const inBrowsers = Date.now() - began;
  const each = links.flatMap(({ href, review }) => openingsOf(href, review));
  const mass = Array.from({ length: openingsInAll - opened }, (_, index) => each[index % each.length] as Opening);
  const answers = await openAll(mass, 16);

  const said = [
    `Opened ${String(links.length)} links of ${String(mails.length)} mails ${String(opened + mass.length)} times: ${String(mass.length)} over HTTP in ${String(Math.round((Date.now() - began - inBrowsers) / 1000))} s, ${String(opened)} in a browser in ${String(Math.round(inBrowsers / 1000))} s`,
    ...[...pressed].map(([way, times]) => `  browser, ${way}: ${String(times)}`),
    ...[...answers].map(([way, statuses]) => `  ${way}: ${[...statuses].map(([status, times]) => `${String(times)} × ${String(status)}`).join(', ')}`),
  ];
  // eslint-disable-next-line no-console -- The figures are the point of the attack.
  console.log(said.join('\n'));

  expect(opened + mass.length).toBe(openingsInAll);
  // A page that was not there yet would be no attack: every review that waits has a form, and those of candidates a button.
  expect(pressed.get('submit of the first form')).toBeGreaterThanOrEqual(openViews.length * browserTurns);
  expect(pressed.get('the first button')).toBeGreaterThanOrEqual(openViews.filter(({ question }) => question === 'candidates').length * browserTurns);
  expect([...answers.values()].flatMap((statuses) => [...statuses.keys()]).filter((status) => status >= 500)).toEqual([]);
  expect([...(answers.get('GET by Safe Links')?.keys() ?? [])]).toEqual([200]);
  for (const way of ['GET of the decision with the key', 'GET of the delegation with the key']) expect([...(answers.get(way)?.keys() ?? [])], way).toEqual([404]);

  expect(await tablesOf(galley)).toEqual(before.tables);
  expect(await modelCalls()).toBe(before.calls);
  for (const [title, runId] of runs) expect(await executionState(runId), title).toBe('RUNNING');
  const views = await Promise.all(questions.map(openReview));
  expect(views.map(({ state, decided, standing }) => ({ state, decided, standing }))).toEqual(before.views.map(({ state, decided, standing }) => ({ state, decided, standing })));

  const [harbour, expired] = [await galley.mailbox.link('li@example.com', 'Reminder: Harbour at dawn'), await galley.mailbox.link('ana@example.com', 'Expired: Nobody came')];
  expect((await decide(harbour, approval(await openReview(harbour)))).status).toBe(200);
  expect((await decide(expired, { decision: 'reopen' })).status).toBe(200);
  await galley.ends(runs.get('Harbour at dawn') ?? '', 'completed');
  await galley.asks(runs.get('Nobody came') ?? '');
});
