import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { EmbeddedGalley } from './embedded-galley.ts';

/** What the tests of one file share. It is there before the first of them, and gone after the last, whatever became of them. */

/** A Galley of the file's own, with nothing in it. @param environment variables for its process, over those of the tests */
export function galleyForThisFile(environment: Readonly<Record<string, string>> = {}): EmbeddedGalley {
  const galley = new EmbeddedGalley(environment);
  beforeAll(() => galley.start());
  afterAll(() => galley.dispose());
  return galley;
}

/** Longest, in milliseconds, that a page may take for what a test waits for on it. */
const patience = 90_000;

/** A browser of the file's own. */
export function browserForThisFile(): Pick<Browser, 'newPage' | 'newContext'> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  const started = (): Browser => {
    if (!browser) throw new Error('Expected a browser that has been started but received none');
    return browser;
  };
  return {
    newPage: async (options) => {
      const page = await started().newPage(options);
      page.setDefaultTimeout(patience);
      return page;
    },
    newContext: async (options) => {
      const context = await started().newContext(options);
      context.setDefaultTimeout(patience);
      return context;
    },
  };
}
