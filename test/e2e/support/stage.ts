import type { CDPSession, Page } from 'playwright-core';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the first stage of a review page lies, in CSS pixels. */
export async function stageBox(page: Page): Promise<Box> {
  const box = await page.locator('.stage').first().boundingBox();
  if (!box) throw new Error('Expected a stage on the page but found none');
  return box;
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
