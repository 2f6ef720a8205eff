import type OpenAI from 'openai';
import { toFile } from 'openai';
import sharp from 'sharp';
import type { Region } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readChange } from '../../../local/openai/change.ts';
import { sceneIn } from '../../../local/openai/png-text.ts';
import { distance, firstOf, picturesOf, rejection, startRig } from './support.ts';
import type { Rig } from './support.ts';

const SIZE = '816x816';
let rig: Rig;
let original: Buffer;
const png = async (data: Buffer, name = 'image.png') => toFile(data, name, { type: 'image/png' });
const edit = async (prompt: string, more: Partial<OpenAI.ImageEditParamsNonStreaming> = {}, image: Buffer = original) =>
  rig.client.images.edit({ model: 'gpt-image-2', image: await png(image), prompt, size: SIZE, quality: 'low', ...more });
const warmth = async (picture: Buffer) => { const { channels } = await sharp(picture).stats(); return (channels[0]?.mean ?? 0) - (channels[2]?.mean ?? 0); };

beforeAll(async () => {
  rig = await startRig();
  original = firstOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt: 'Subject: A fox\nSetting: a meadow with hills\nLighting: bright noon\nStyle: flat illustration', size: SIZE }));
});
afterAll(async () => { await rig.stop(); });

describe('an edit', () => {
  test('changes what was asked for and keeps the composition', async () => {
    const warmer = firstOf(await edit('Change only this: make the light warmer.\nKeep everything else of the picture "Fox" exactly as it is. Keep:\nSubject: A fox\nLighting: bright noon'));
    const stranger = firstOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt: 'Subject: A red car\nSetting: city at night', size: SIZE }));
    expect(await warmth(warmer)).toBeGreaterThan((await warmth(original)) + 8);
    const kept = await distance(original, warmer);
    expect(kept).toBeLessThan(14);
    expect(kept * 3).toBeLessThan(await distance(original, stranger));
  });

  test('answers the same bytes for the same picture and words, other bytes for the next candidate', async () => {
    const [first, second] = picturesOf(await edit('Make it darker.', { n: 2 }));
    const [again] = picturesOf(await edit('Make it darker.', { n: 2 }));
    expect(again?.equals(first ?? Buffer.alloc(0))).toBe(true);
    expect(second?.equals(first ?? Buffer.alloc(0))).toBe(false);
  });

  test('remembers the scene, so that the next edit builds on it', async () => {
    const once = firstOf(await edit('Make it darker.'));
    const twice = firstOf(await edit('Make the picture warmer.', {}, once));
    expect(sceneIn(twice)?.adjust.exposure).toBeLessThan(0);
    expect(sceneIn(twice)?.adjust.warmth).toBeGreaterThan(0);
  });

  test('removes the subject by another word for it', async () => {
    const without = firstOf(await edit('Remove the fox.'));
    expect(await distance(original, without)).toBeGreaterThan(1);
    expect(sceneIn(without)?.adjust.removed).toContain('fox');
  });

  test('changes nothing outside the transparent part of a mask', async () => {
    const hole = { left: 100, top: 200, width: 300, height: 300 };
    const mask = await sharp({ create: { width: 816, height: 816, channels: 4, background: '#000' } }).composite([{ input: { create: { width: hole.width, height: hole.height, channels: 4, background: '#000' } }, left: hole.left, top: hole.top, blend: 'dest-out' }]).png().toBuffer();
    const masked = firstOf(await edit('Make it much darker.', { mask: await png(mask, 'mask.png') }));
    const cut = async (picture: Buffer, region: Region) => sharp(picture).extract(region).raw().toBuffer();
    const outside = { left: 450, top: 0, width: 366, height: 816 };
    expect((await cut(masked, outside)).equals(await cut(original, outside))).toBe(true);
    expect((await cut(masked, hole)).equals(await cut(original, hole))).toBe(false);
  });

  test('changes what a markup marks, fades out around it, and leaves what is far away', async () => {
    const line = '<svg xmlns="http://www.w3.org/2000/svg" width="816" height="816"><path d="M120 400 H280" stroke="#f00" stroke-width="12"/></svg>';
    const markup = await sharp(Buffer.from(line)).png().toBuffer();
    const marked = firstOf(await edit('Make it much darker.', { model: 'gpt-image-2.5-flare', markup: await png(markup, 'markup.png') }));
    const change = async (region: Region) => distance(await sharp(original).extract(region).png().toBuffer(), await sharp(marked).extract(region).png().toBuffer());
    const on = await change({ left: 180, top: 390, width: 40, height: 20 });
    expect(on).toBeGreaterThan(10);
    expect(await change({ left: 180, top: 470, width: 40, height: 20 })).toBeLessThan(on);
    expect(await change({ left: 600, top: 0, width: 200, height: 816 })).toBe(0);
  });

  test('counts a drawing like one more picture', async () => {
    const mask = await sharp({ create: { width: 816, height: 816, channels: 4, background: '#0000' } }).png().toBuffer();
    expect((await edit('darker', { mask: await png(mask) })).usage?.input_tokens_details.image_tokens).toBe(2 * 194);
  });

  test('grades a picture that the stand-in did not draw', async () => {
    const photo = await sharp(original).jpeg().toBuffer();
    const cooler = firstOf(await rig.client.images.edit({ model: 'gpt-image-2', image: await toFile(photo, 'photo.jpg', { type: 'image/jpeg' }), prompt: 'much cooler', size: SIZE }));
    expect(await warmth(cooler)).toBeLessThan((await warmth(photo)) - 20);
    expect(await distance(photo, cooler)).toBeLessThan(20);
  });

  test('takes several pictures, counts them, and follows the first one in size', async () => {
    const answer = await rig.client.images.edit({ model: 'gpt-image-2', image: [await png(original), await png(original)], prompt: 'brighter' });
    expect(answer.usage?.input_tokens_details.image_tokens).toBe(2 * 194);
    expect(answer.size).toBe('1024x1024');
  });
});

describe('an edit is refused', () => {
  test('with input_fidelity on gpt-image-2', async () => {
    expect(await rejection(edit('warmer', { input_fidelity: 'high' }))).toMatchObject({ status: 400, param: 'input_fidelity' });
  });

  test('with a file that is no picture', async () => {
    expect(await rejection(edit('warmer', {}, Buffer.from('not a picture')))).toMatchObject({ status: 400, param: 'image' });
  });

  test('with a mask of another size', async () => {
    const mask = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#0000' } }).png().toBuffer();
    expect(await rejection(edit('warmer', { mask: await png(mask) }))).toMatchObject({ status: 400, param: 'mask' });
  });

  test.each([
    ['with a markup on a model that takes none', 'gpt-image-2', ['markup'], 'markup'],
    ['with a markup beside a mask', 'gpt-image-2.5-flare', ['mask', 'markup'], 'markup'],
  ])('%s', async (_, model, drawings, param) => {
    const drawing = await png(await sharp({ create: { width: 816, height: 816, channels: 4, background: '#0000' } }).png().toBuffer());
    expect(await rejection(edit('warmer', { model, ...Object.fromEntries(drawings.map((kind) => [kind, drawing])) }))).toMatchObject({ status: 400, param });
  });

  test('with a markup of another size, or without transparency', async () => {
    for (const create of [{ width: 64, height: 64, channels: 4, background: '#0000' }, { width: 816, height: 816, channels: 3, background: '#000' }] as const) {
      const markup = await png(await sharp({ create }).png().toBuffer());
      expect(await rejection(edit('warmer', { model: 'gpt-image-2.5-flare', markup }))).toMatchObject({ status: 400, param: 'markup' });
    }
  });

  test('with 17 pictures', async () => {
    const image = await png(await sharp(original).resize(16).png().toBuffer());
    expect(await rejection(rig.client.images.edit({ model: 'gpt-image-2', image: Array.from({ length: 17 }, () => image), prompt: 'warmer' }))).toMatchObject({ status: 400, code: 'array_above_max_length' });
  });
});

test('what is to be kept is not read as a change', () => {
  const change = readChange('Change only this: blur the background.\nKeep everything else exactly as it is. Keep:\nLighting: warm golden light\nConstraints:\n- darker borders are not wanted');
  expect(change).toMatchObject({ warmth: 0, exposure: 0, lighting: undefined });
  expect(change.backgroundBlur).toBeGreaterThan(0);
});
