import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { complaintsOf } from './page.ts';
import { fixtureAddress, serveFixture } from './review-fixture.ts';
import type { ReviewFixture } from './review-fixture.ts';

export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What of the browser's world the tests ask for; the compiler knows only Node's here. */
export interface PageWorld {
  document: { activeElement: { getAttribute(name: string): string | null } | null };
  shifts: number;
  axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }> };
}

export interface WatchedPage {
  readonly page: Page;
  /** Bodies of decisions that were sent. */
  readonly decided: unknown[];
  readonly complaints: string[];
}

/** Adds up what moves on a page, from its first frame on. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(`window.shifts = 0; new PerformanceObserver((list) => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value; }).observe({ type: 'layout-shift', buffered: true });`);
}

/** The page of a fixture, as the site function serves it, watched for layout shifts and complaints. @param ready what shows that it is there */
export async function watchedPage(browser: Pick<Browser, 'newPage'>, origin: string, options: BrowserContextOptions, what: ReviewFixture, ready: (page: Page) => Locator, answer?: Parameters<typeof serveFixture>[3]): Promise<WatchedPage> {
  const page = await browser.newPage(options);
  const complaints = complaintsOf(page, { expected: 'Failed to load resource' });
  await watchShifts(page);
  const decided = await serveFixture(page, origin, what, answer);
  await page.goto(fixtureAddress(origin));
  await ready(page).first().waitFor();
  return { page, decided, complaints };
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every violation that axe finds, with where it is. */
export async function violations(page: Page): Promise<string[]> {
  // Not as a script element: the page's policy allows none but its own.
  await page.evaluate(await axe);
  return page.evaluate(async () => {
    const { violations: found } = await (globalThis as unknown as PageWorld).axe.run();
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`));
  });
}

/** The cumulative layout shift so far, as browsers define it: what moves within half a second of an input does not count. */
export const shifts = (page: Page): Promise<number> => page.evaluate(() => (globalThis as unknown as PageWorld).shifts);
