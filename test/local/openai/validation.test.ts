import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { rejection, startRig } from './support.ts';
import type { Rig } from './support.ts';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(async () => { await rig.stop(); });

const valid = { model: 'gpt-image-2', prompt: 'a dog', size: '1024x1024', quality: 'low' };

describe('a request is refused as the API refuses it', () => {
  test.each([
    ['an unknown parameter', { seed: 7 }, 'seed', 'unknown_parameter'],
    ['a negative prompt', { negative_prompt: 'cats' }, 'negative_prompt', 'unknown_parameter'],
    ['the style of a retired model', { style: 'vivid' }, 'style', 'unknown_parameter'],
    ['input_fidelity outside edits', { input_fidelity: 'high' }, 'input_fidelity', 'unknown_parameter'],
    ['no prompt', { prompt: undefined }, 'prompt', 'missing_required_parameter'],
    ['a prompt of 32,001 characters', { prompt: 'x'.repeat(32_001) }, 'prompt', 'string_above_max_length'],
    ['n of 0', { n: 0 }, 'n', 'integer_below_min_value'],
    ['n of 11', { n: 11 }, 'n', 'integer_above_max_value'],
    ['n of one and a half', { n: 1.5 }, 'n', 'invalid_type'],
    ['a quality of another model', { quality: 'xhigh' }, 'quality', 'invalid_value'],
    ['a format that is not drawn', { output_format: 'tiff' }, 'output_format', 'invalid_value'],
    ['compression of a PNG', { output_compression: 50 }, 'output_compression', 'invalid_value'],
    ['transparency in a JPEG', { background: 'transparent', output_format: 'jpeg' }, 'background', 'invalid_value'],
    ['an unknown moderation level', { moderation: 'off' }, 'moderation', 'invalid_value'],
    ['partial images without a stream', { partial_images: 2 }, 'partial_images', 'invalid_value'],
    ['an edge that 16 does not divide', { size: '1000x1024' }, 'size', 'invalid_value'],
    ['a ratio beyond 3:1', { size: '3200x1024' }, 'size', 'invalid_value'],
    ['fewer than 655,360 pixels', { size: '800x800' }, 'size', 'invalid_value'],
    ['an edge beyond 3840', { size: '3856x2048' }, 'size', 'invalid_value'],
    ['a short edge beyond 2160', { size: '2176x2176' }, 'size', 'invalid_value'],
    ['a size in words', { size: 'large' }, 'size', 'invalid_value'],
    ['a size that only newer models take', { model: 'gpt-image-1.5', size: '1536x864' }, 'size', 'invalid_value'],
  ])('%s', async (_name, change, param, code) => {
    const error = await rejection(rig.client.images.generate({ ...valid, ...change } as OpenAI.ImageGenerateParamsNonStreaming));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ status: 400, param, code, type: 'invalid_request_error' });
  });

  test.each(['gpt-image-1', 'gpt-image-99'])('the model %s is not found', async (model) => {
    expect(await rejection(rig.client.images.generate({ ...valid, model } as OpenAI.ImageGenerateParamsNonStreaming))).toMatchObject({ status: 404, code: 'model_not_found' });
  });

  test('a missing key is an authentication error', async () => {
    const response = await fetch(`${rig.standIn.url}/images/generations`, { method: 'POST', body: JSON.stringify(valid) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  test('a body that is no JSON is a 400, an unknown path a 404', async () => {
    const post = async (path: string, body: string) => (await fetch(`${rig.standIn.url}${path}`, { method: 'POST', body, headers: { authorization: 'Bearer x' } })).status;
    expect(await post('/images/generations', '{')).toBe(400);
    expect(await post('/images/edits', 'no form')).toBe(400);
    expect(await post('/videos', '{}')).toBe(404);
  });

  test('a refused request is not in the log of accepted calls', async () => {
    expect(await rig.calls()).toEqual([]);
  });
});
