import type { CDPSession, Page } from 'playwright-core';
import { restingBox, type Box } from './page.ts';

/** Where the first stage of a review page lies, in CSS pixels, once the picture on it has come. */
export async function stageBox(page: Page): Promise<Box> {
  await page.locator('.stage [data-original=shown]').first().waitFor();
  return restingBox(page.locator('.stage').first());
}

/** Fingers on the stage, in fractions of it: down at the first places, along the rest, and up. A browser makes pointers and gestures of them as of real ones. */
export async function touch(page: Page, devtools: CDPSession, steps: readonly (readonly (readonly [number, number])[])[]): Promise<void> {
  const { x, y, width, height } = await stageBox(page);
  for (const [index, fingers] of steps.entries()) {
    const touchPoints = fingers.map(([across, down], id) => ({ id, x: x + across * width, y: y + down * height }));
    await devtools.send('Input.dispatchTouchEvent', { type: index === 0 ? 'touchStart' : 'touchMove', touchPoints });
  }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** So many numbers from one to another, both among them. */
export const along = (from: number, to: number, count = 8): readonly number[] => Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
