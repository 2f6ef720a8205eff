import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import type { Drawing } from '../../../core/geometry.ts';
import { mostDrawingBytes, renderMarkup, renderMask } from '../../../core/review/drawing.ts';

const canvas = { width: 600, height: 400 };
/** A level line through the middle, 0.1 of the short side wide: 40 px. */
const line: Drawing = [{ points: [[0.25, 0.5], [0.75, 0.5]], width: 0.1 }];
const dot: Drawing = [{ points: [[0.5, 0.5]], width: 0.1 }];

async function pixelsOf(png: Buffer) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, at: (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)], alphas: data.filter((_, index) => index % 4 === 3) };
}

describe('a brush becomes a mask', () => {
  test('of the picture’s size, open along the line and nowhere else, without a soft edge', async () => {
    const mask = await pixelsOf(await renderMask(line, canvas));
    expect([mask.width, mask.height, mask.channels]).toEqual([600, 400, 4]);
    expect(mask.at(300, 200)).toEqual([0, 0, 0, 0]);
    expect(mask.at(300, 218)[3]).toBe(0);
    expect(mask.at(300, 222)[3]).toBe(255);
    for (const [x, y] of [[0, 0], [599, 399], [300, 20]] as const) expect(mask.at(x, y)).toEqual([0, 0, 0, 255]);
    expect(new Set(mask.alphas)).toEqual(new Set([0, 255]));
  });

  test('whose ends are round', async () => {
    const mask = await pixelsOf(await renderMask(line, canvas));
    // The line ends at x = 150, its cap at 130; the corner of the square that encloses the cap stays closed.
    expect(mask.at(134, 200)[3]).toBe(0);
    expect(mask.at(133, 183)[3]).toBe(255);
    const open = mask.alphas.filter((alpha) => alpha === 0).length;
    // 300 by 40 px, and two half circles of radius 20.
    expect(Math.abs(open - (300 * 40 + Math.PI * 400))).toBeLessThan(120);
  });

  test('a touch without a movement is a dot', async () => {
    const open = (await pixelsOf(await renderMask(dot, canvas))).alphas.filter((alpha) => alpha === 0).length;
    expect(Math.abs(open - Math.PI * 400)).toBeLessThan(60);
  });
});

describe('a pen becomes a markup', () => {
  test('that is solid on the line and transparent away from it', async () => {
    const markup = await pixelsOf(await renderMarkup(line, canvas));
    expect([markup.width, markup.height, markup.channels]).toEqual([600, 400, 4]);
    expect(markup.at(300, 200)).toEqual([255, 20, 64, 255]);
    // A white rim of two pixels stands around the ink.
    expect(markup.at(300, 221)).toEqual([255, 255, 255, 255]);
    expect(markup.at(300, 230)[3]).toBe(0);
    expect(markup.at(0, 0)[3]).toBe(0);
  });

  test('that is seen however thin the line', async () => {
    const markup = await pixelsOf(await renderMarkup([{ points: [[0.25, 0.5], [0.75, 0.5]], width: 0.001 }], canvas));
    expect(markup.at(300, 200)[3]).toBe(255);
  });
});

test('the same drawing gives the same bytes', async () => {
  for (const render of [renderMask, renderMarkup]) expect((await render(line, canvas)).equals(await render(line, canvas))).toBe(true);
});

test('the fullest drawing on the largest picture stays far under the API’s limit', async () => {
  const scribble: Drawing = Array.from({ length: 200 }, (_, stroke) => ({
    points: Array.from({ length: 100 }, (__, index) => [((stroke * 37 + index * 61) % 997) / 997, ((stroke * 101 + index * 89) % 991) / 991] as [number, number]),
    width: 0.002,
  }));
  const largest = { width: 3840, height: 2160 };
  for (const render of [renderMask, renderMarkup]) expect((await render(scribble, largest)).byteLength).toBeLessThanOrEqual(mostDrawingBytes / 4);
}, 120_000);

test('nothing drawn is refused', async () => {
  await expect(renderMask([], canvas)).rejects.toThrow(/brush/u);
});
