import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';

import { sha256 } from '../../../local/openai/call-log.ts';
import { firstOf, picturesOf, startRig } from './support.ts';
import type { Rig } from './support.ts';

/** The smallest size that the API takes draws fastest. */
const SMALL = '816x816';
const PROMPT = 'Subject: A golden retriever\nAction: catching a red frisbee\nSetting: a sunlit urban park\nLighting: soft morning light\nStyle: flat illustration\nPalette: #0a3d62, #f6b93b';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(async () => { await rig.stop(); });

describe('generations', () => {
  test('answers pictures of the size asked for, with the facts of the call', async () => {
    const { data, response } = await rig.client.images.generate({ model: 'gpt-image-2', prompt: PROMPT, size: '1200x704', quality: 'low', n: 2 }).withResponse();
    expect(data).toMatchObject({ size: '1200x704', quality: 'low', output_format: 'png', background: 'opaque' });
    expect(data.created).toBeGreaterThan(1_700_000_000);
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/u);
    const pictures = picturesOf(data);
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1200, height: 704, channels: 3 });
  });

  test('draws the same bytes for the same request, others for another candidate or prompt', async () => {
    const ask = async (prompt: string, n = 1) => picturesOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt, size: SMALL, n })).map(sha256);
    const [first, second] = await ask(PROMPT, 2);
    expect(await ask(PROMPT, 2)).toEqual([first, second]);
    expect(first).not.toBe(second);
    expect(await ask(PROMPT.replace('golden retriever', 'black cat'))).not.toContain(first);
  });

  test.each(['jpeg', 'webp'] as const)('encodes %s, smaller with more compression', async (format) => {
    const size = async (output_compression: number) => {
      const picture = firstOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt: PROMPT, size: SMALL, output_format: format, output_compression }));
      expect(await sharp(picture).metadata()).toMatchObject({ format, width: 816 });
      return picture.length;
    };
    expect(await size(40)).toBeLessThan(await size(90));
  });

  test('leaves the background out when it is to be transparent', async () => {
    const picture = firstOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt: PROMPT, size: SMALL, background: 'transparent' }));
    const { channels } = await sharp(picture).stats();
    expect(channels[3]).toMatchObject({ min: 0, max: 255 });
  });

  test('makes night darker than noon', async () => {
    const luminance = async (light: string) => (await sharp(firstOf(await rig.client.images.generate({ model: 'gpt-image-2', prompt: `Subject: A house\nSetting: mountains\nLighting: ${light}`, size: SMALL }))).greyscale().stats()).channels[0]?.mean ?? 0;
    expect(await luminance('a clear night')).toBeLessThan((await luminance('bright noon')) - 50);
  });

  test('streams partial pictures and then the picture of the call without stream', async () => {
    const whole = await rig.client.images.generate({ model: 'gpt-image-2', prompt: PROMPT, size: SMALL });
    const events = await rig.client.images.generate({ model: 'gpt-image-2', prompt: PROMPT, size: SMALL, stream: true, partial_images: 2 });
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(event.type === 'image_generation.partial_image' ? `partial ${String(event.partial_image_index)}` : event.type);
      if (event.type !== 'image_generation.completed') continue;
      expect(event.b64_json).toBe(whole.data?.[0]?.b64_json);
      expect(event.usage.output_tokens).toBe((whole.usage?.output_tokens ?? 0) + 200);
    }
    expect(seen).toEqual(['partial 0', 'partial 1', 'image_generation.completed']);
  });
});

test('models are listed, a retired one is not found', async () => {
  const names: string[] = [];
  for await (const model of rig.client.models.list()) names.push(model.id);
  expect(names).toContain('gpt-image-2');
  await expect(rig.client.models.retrieve('gpt-image-1')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});

test('the call log keeps facts and a hash, never the words of a prompt', async () => {
  await rig.client.images.generate({ model: 'gpt-image-2', prompt: 'Subject: a secret prototype', size: SMALL, quality: 'low' });
  const calls = await rig.calls();
  expect(calls.at(-1)).toMatchObject({ operation: 'generations', model: 'gpt-image-2', size: SMALL, quality: 'low', n: 1, inputs: 0, status: 200, fault: null, promptSha256: sha256('Subject: a secret prototype') });
  expect(JSON.stringify(calls)).not.toContain('secret');
});
