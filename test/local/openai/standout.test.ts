import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { draw } from '../../../local/openai/draw.ts';
import { renderScene, sceneOf } from '../../../local/openai/scene/render.ts';
import { standout } from '../../../local/openai/standout.ts';
import type { Box } from '../../../local/openai/standout.ts';

const [width, height] = [768, 512];

/** A picture as the check gets it, and the box of what was drawn as its subject. */
async function drawn(prompt: string, index = 0): Promise<{ picture: Buffer; truth: Box }> {
  const png = await draw({ prompt, index, width, height, format: 'png', compression: 100, transparent: false, images: [], progress: 1 });
  const { data } = await renderScene(sceneOf(prompt, index), width, height, true);
  const opaque = Array.from({ length: width * height }, (_, at) => at).filter((at) => (data[at * 4 + 3] ?? 0) > 60);
  const [left, right] = opaque.reduce(([least, most], at) => [Math.min(least, at % width), Math.max(most, at % width)], [width, 0]);
  const [top, bottom] = [Math.floor((opaque[0] ?? 0) / width), Math.floor((opaque.at(-1) ?? 0) / width)];
  return { picture: await sharp(png).jpeg({ quality: 82 }).toBuffer(), truth: { x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height } };
}

/** Area of the intersection by that of the union. */
function likeness(a: Box, b: Box): number {
  const shared = (start: 'x' | 'y', extent: 'width' | 'height') => Math.max(0, Math.min(a[start] + a[extent], b[start] + b[extent]) - Math.max(a[start], b[start]));
  const both = shared('x', 'width') * shared('y', 'height');
  return both / (a.width * a.height + b.width * b.height - both);
}

const plain = (colour: string) => sharp({ create: { width: 400, height: 300, channels: 3, background: colour } });

describe('what stands out of a picture', () => {
  test.each([
    ['a child in a street', 'Subject: a child with a red balloon\nSetting: old town street\nLighting: overcast\nCamera: 85 mm'],
    ['a dog in the air', 'Subject: a golden retriever\nAction: catching a red frisbee mid-air\nSetting: a sunlit urban park\nLighting: soft morning light'],
    ['a fox on paper', 'Subject: a red fox\nSetting: snowy forest\nStyle: paper cut illustration\nLighting: dusk'],
    ['an owl in the dark', 'Subject: an owl\nAction: flying\nSetting: night forest\nLighting: moonlight'],
    ['a cyclist far away', 'Subject: a cyclist in a yellow jersey\nSetting: mountain road\nLighting: noon'],
    ['a horse at sunset', 'Subject: a white horse\nAction: galloping\nSetting: beach\nLighting: sunset\nStyle: cinematic photo'],
  ])('is %s, where it was drawn', async (_, prompt) => {
    const { picture, truth } = await drawn(prompt);
    const box = await standout(picture);
    expect(box === null ? 0 : likeness(box, truth)).toBeGreaterThan(0.5);
  });

  test('follows the subject from one candidate to the next', async () => {
    const prompt = 'Subject: a red fox\nSetting: snowy forest\nStyle: paper cut illustration\nLighting: dusk';
    const [left, right] = (await Promise.all([0, 1, 2].map((index) => drawn(prompt, index)))).toSorted((a, b) => a.truth.x - b.truth.x).flatMap((one, at) => (at === 1 ? [] : [one]));
    const [first, last] = await Promise.all([standout(left!.picture), standout(right!.picture)]);
    expect(last!.x - first!.x).toBeGreaterThan((right!.truth.x - left!.truth.x) / 2);
  });

  test('is nothing on even, shaded or noisy ground, nor in a picture of a few pixels', async () => {
    const shaded = '<svg width="400" height="300"><linearGradient id="a" x2="0.3" y2="1"><stop stop-color="#024"/><stop offset="1" stop-color="#fd8"/></linearGradient><rect width="400" height="300" fill="url(#a)"/></svg>';
    const noise = sharp({ create: { width: 400, height: 300, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } } });
    const pictures = await Promise.all([plain('#808080'), sharp(Buffer.from(shaded)), noise, plain('#808080').resize(3, 2)].map((image) => image.png().toBuffer()));
    expect(await Promise.all(pictures.map(standout))).toEqual([null, null, null, null]);
  });

  test('is the same in a picture with transparency, and lies within the picture at its edge', async () => {
    const spot = Buffer.from('<svg width="400" height="300"><rect x="250" y="180" width="150" height="120" fill="#fff"/></svg>');
    const edge = plain('#303040').composite([{ input: spot }]);
    const [opaque, transparent] = await Promise.all([edge.clone().png().toBuffer(), edge.clone().ensureAlpha().png().toBuffer()]);
    const box = await standout(opaque);
    expect(await standout(transparent)).toEqual(box);
    if (box !== null) expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(1);
  });
});
