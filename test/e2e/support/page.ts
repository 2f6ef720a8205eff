import type { Locator, Page } from 'playwright-core';

/** Collects what a page complains about: a clean page complains about nothing. Answers that a test makes fail are none of it. */
export function complaintsOf(page: Page, { expected }: { readonly expected?: string } = {}): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !(expected !== undefined && message.text().startsWith(expected))) found.push(message.text());
  });
  return found;
}

/** By how many CSS pixels an element is wider inside than it shows; the whole page without a selector. */
export async function overflowOf(page: Page, selector = 'html'): Promise<number> {
  return page.locator(selector).first().evaluate((element) => {
    const { scrollWidth, clientWidth } = element as unknown as { scrollWidth: number; clientWidth: number };
    return scrollWidth - clientWidth;
  });
}

/** A picture's own size, once its bytes have come. */
export async function decoded(picture: Locator): Promise<{ readonly naturalWidth: number; readonly naturalHeight: number }> {
  return picture.evaluate(async (element) => {
    const image = element as unknown as { decode(): Promise<void>; naturalWidth: number; naturalHeight: number };
    await image.decode();
    return { naturalWidth: image.naturalWidth, naturalHeight: image.naturalHeight };
  });
}

/** A place in the window, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where something lies in the window, once no frame moves it any more: what is drawn is drawn a frame at a time. */
export async function restingBox(element: Locator): Promise<Box> {
  return element.evaluate(
    (found) =>
      new Promise<Box>((resolve) => {
        const browser = globalThis as unknown as { requestAnimationFrame(next: () => void): void };
        const box = (): Box => {
          const { x, y, width, height } = (found as unknown as { getBoundingClientRect(): Box }).getBoundingClientRect();
          return { x, y, width, height };
        };
        const stillFrames = 10;
        const look = (before: Box, still: number): void => {
          const now = box();
          const moved = now.x !== before.x || now.y !== before.y || now.width !== before.width || now.height !== before.height;
          if (!moved && still === stillFrames) resolve(now);
          else browser.requestAnimationFrame(() => look(now, moved ? 0 : still + 1));
        };
        look(box(), 0);
      }),
  );
}
