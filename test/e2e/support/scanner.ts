import { Agent, request } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import type { ReviewLink } from './mailbox.ts';

/** What opens the links of a mail before, beside and after its reader: security gateways, previews of chats, prefetching browsers. */

/** One way to open an address without a person. */
export interface Opening {
  readonly way: string;
  readonly method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** User agents of services that open the links of mails and chats, as they name themselves. */
const robots: Readonly<Record<string, string>> = {
  'Safe Links': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 SafeLinks',
  Mimecast: 'Mozilla/5.0 (compatible; Mimecast URL Protect)',
  Proofpoint: 'Mozilla/5.0 (compatible; Proofpoint URL Defense)',
  Barracuda: 'BarracudaCentral/1.0 (LinkProtect)',
  Slack: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  Teams: 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  WhatsApp: 'WhatsApp/2.23.20.0 A',
  Facebook: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  Google: 'Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)',
  LinkedIn: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; +http://www.linkedin.com)',
};

const prefetches: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Sec-Purpose': { 'sec-purpose': 'prefetch;prerender', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  Purpose: { purpose: 'prefetch', 'x-purpose': 'preview' },
  'X-Moz': { 'x-moz': 'prefetch' },
};

/** Every way to open a link of a mail over HTTP: as it stands, and with its secret in every place where a server could look for one. */
export function openingsOf(href: string, review?: ReviewLink): Opening[] {
  const [page = href] = href.split('#');
  const agents = Object.entries(robots).flatMap(([name, agent]): Opening[] => [
    { way: `GET by ${name}`, method: 'GET', url: page, headers: { 'user-agent': agent, accept: 'text/html' } },
    { way: `HEAD by ${name}`, method: 'HEAD', url: page, headers: { 'user-agent': agent } },
  ]);
  const ahead = Object.entries(prefetches).map(([name, headers]): Opening => ({ way: `prefetch (${name})`, method: 'GET', url: page, headers }));
  const others: Opening[] = [
    { way: 'OPTIONS', method: 'OPTIONS', url: page, headers: { origin: 'https://mail.example.com', 'access-control-request-method': 'POST' } },
    { way: 'POST of an empty form', method: 'POST', url: page, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' },
    { way: 'POST of a form', method: 'POST', url: page, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'decision=approve&decision=proceed' },
  ];
  return [...agents, ...ahead, ...others, ...(review === undefined ? [] : withKey(page, review))];
}

function withKey(page: string, { origin, reviewId, key }: ReviewLink): Opening[] {
  const api = `${origin}/api/reviews/${reviewId}`;
  const decision = `${api}/decision?decision=reject&key=${key}`;
  const delegation = `${api}/delegate?to=eve@example.com&key=${key}`;
  const bearer = { authorization: `Bearer ${key}` };
  return [
    { way: 'GET with the key in the query', method: 'GET', url: `${page}?key=${key}&decision=approve`, headers: {} },
    { way: 'GET with the key in the path', method: 'GET', url: `${page}/${key}`, headers: {} },
    { way: 'GET with the fragment encoded into the path', method: 'GET', url: `${page}%23${key}`, headers: {} },
    { way: 'GET of the API with the key', method: 'GET', url: api, headers: bearer },
    { way: 'HEAD of the API with the key', method: 'HEAD', url: api, headers: bearer },
    { way: 'GET of the decision with the key', method: 'GET', url: decision, headers: bearer },
    { way: 'HEAD of the decision with the key', method: 'HEAD', url: decision, headers: bearer },
    { way: 'OPTIONS of the decision', method: 'OPTIONS', url: decision, headers: { ...bearer, origin: 'https://mail.example.com', 'access-control-request-method': 'POST' } },
    { way: 'POST of the decision without a choice', method: 'POST', url: decision, headers: { ...bearer, 'content-type': 'application/json' }, body: '{}' },
    { way: 'GET of the delegation with the key', method: 'GET', url: delegation, headers: bearer },
    { way: 'HEAD of the delegation with the key', method: 'HEAD', url: delegation, headers: bearer },
    { way: 'POST of the delegation without an address', method: 'POST', url: delegation, headers: { ...bearer, 'content-type': 'application/json' }, body: '{}' },
  ];
}

/**
 * Opens all of them, so many at once over kept connections.
 * @returns how often each way was answered with each status
 */
export async function openAll(openings: readonly Opening[], atOnce: number): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const answers = new Map<string, Map<number, number>>();
  const queue = openings.values();
  const work = async (): Promise<void> => {
    for (const opening of queue) {
      const status = await statusOf(opening, agent);
      const statuses = answers.get(opening.way) ?? new Map<number, number>();
      answers.set(opening.way, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  return answers;
}

function statusOf({ method, url, headers, body = '' }: Opening, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...(method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {}) } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a browser without a person does with a page once its scripts have run. */
export const presses = ['the first button', 'Enter in the first field', 'submit of the first form', 'every link', 'every button'] as const;
export type Press = (typeof presses)[number];

/** Longest, in milliseconds, that a review may take to show its title, and a page a form or a button, which it need not have. */
const patience = { title: 60_000, form: 500 } as const;

/**
 * Opens a link with its key in a browser that runs scripts, and presses.
 * @returns whether there was anything to press
 */
export async function press(page: Page, href: string, way: Press): Promise<boolean> {
  await open(page, href);
  if (href.includes('/review/')) await page.locator('h1').first().waitFor({ state: 'attached', timeout: patience.title });
  await page.locator('form, button').first().waitFor({ state: 'attached', timeout: patience.form }).catch(() => undefined);
  return page.evaluate(pressIn, way);
}

/** A fragment alone would load nothing anew, so the page is left first; what the last press set off may still be on its way, and is waited for. */
async function open(page: Page, href: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const opened = await page.goto('about:blank').then(() => page.goto(href)).then(() => true, () => false);
    if (opened) return;
    await page.waitForLoadState();
  }
  throw new Error('Expected the page to come to rest but it went on navigating');
}

/** Runs in the page: a scanner sends events, it does not wait for layout. */
function pressIn(way: Press): boolean {
  interface Element_ {
    click(): void;
    focus(): void;
    dispatchEvent(event: unknown): boolean;
    readonly form: { requestSubmit(): void } | null;
    requestSubmit(): void;
  }
  const { document, KeyboardEvent } = globalThis as unknown as {
    document: { querySelectorAll(selector: string): ArrayLike<Element_> };
    KeyboardEvent: new (type: string, init: object) => unknown;
  };
  const found = (selector: string): Element_[] => Array.from(document.querySelectorAll(selector));
  const buttons = found('button:not([disabled]), input[type=submit]:not([disabled]), [role=button]');
  switch (way) {
    case 'the first button':
      buttons[0]?.click();
      return buttons.length > 0;
    case 'Enter in the first field': {
      const field = found('input, textarea, select')[0] ?? buttons[0];
      field?.focus();
      for (const type of ['keydown', 'keypress', 'keyup']) field?.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
      field?.form?.requestSubmit();
      return field !== undefined;
    }
    case 'submit of the first form': {
      const form = found('form')[0];
      form?.requestSubmit();
      return form !== undefined;
    }
    case 'every link': {
      const links = found('a[href]');
      for (const link of links) link.click();
      return links.length > 0;
    }
    case 'every button':
      for (const button of buttons) button.click();
      return buttons.length > 0;
  }
}

/** A page of a scanner's browser: what it opens beside itself is closed, what it is asked is dismissed. */
export async function scannerPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ userAgent: `${robots['Safe Links'] ?? ''} HeadlessChrome` });
  // Pictures decide nothing, and take most of a page's time.
  await context.route(/\.(?:png|jpe?g|webp)(?:\?|$)/u, (route) => route.abort());
  const page = await context.newPage();
  context.on('page', (opened) => void opened.close().catch(() => undefined));
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  return page;
}
