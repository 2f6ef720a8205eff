import OpenAI, { RateLimitError } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { rejection, startRig } from './support.ts';
import type { Rig } from './support.ts';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(async () => { await rig.stop(); });

const ask = async (prompt: string, options: OpenAI.RequestOptions = {}) => rig.client.images.generate({ model: 'gpt-image-2', prompt, size: '816x816', quality: 'low' }, options);

describe('a fault reaches the client as the real one does', () => {
  test('rate_limit', async () => {
    await rig.fault({ kind: 'rate_limit', retryAfter: 7 });
    const error = await rejection(ask('a dog'));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(error instanceof RateLimitError && error.headers.get('retry-after')).toBe('7');
  });

  test('a client that honours the wait succeeds after it', async () => {
    await rig.fault({ kind: 'rate_limit', retryAfter: 0.01, times: 2 });
    const answer = await ask('a dog', { maxRetries: 2 });
    expect(answer.data).toHaveLength(1);
    expect((await rig.calls()).slice(-3).map(({ status }) => status)).toEqual([429, 429, 200]);
  });

  test('quota is told apart from a rate limit', async () => {
    await rig.fault({ kind: 'quota' });
    expect(await rejection(ask('a dog', { maxRetries: 2 }))).toMatchObject({ status: 429, code: 'insufficient_quota' });
  });

  test('moderation', async () => {
    await rig.fault({ kind: 'moderation', match: 'castle' });
    const error = await rejection(ask('a castle'));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ status: 400, code: 'moderation_blocked', type: 'image_generation_user_error' });
  });

  test.each([500, 502, 503])('server_error %i', async (status) => {
    await rig.fault({ kind: 'server_error', status });
    const error = await rejection(ask('a dog'));
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ status });
  });

  test('slow runs into the timeout of the client', async () => {
    await rig.fault({ kind: 'slow', delay: 30_000 });
    expect(await rejection(ask('a dog', { timeout: 100 }))).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
  });

  test('dropped is a lost connection, and the call stays in the log as accepted', async () => {
    await rig.fault({ kind: 'dropped' });
    const error = await rejection(ask('a dog'));
    expect(error).toBeInstanceOf(OpenAI.APIConnectionError);
    expect(error).not.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    expect((await rig.calls()).at(-1)).toMatchObject({ status: 0, fault: 'dropped' });
  });

  test('invalid_json cannot be parsed', async () => {
    await rig.fault({ kind: 'invalid_json' });
    expect(await rejection(ask('a dog'))).toBeInstanceOf(SyntaxError);
  });
});

describe('which calls a fault meets', () => {
  test('only the operation and the prompts it names, as often as it says', async () => {
    await rig.fault({ kind: 'moderation', match: 'wolf', operation: 'edits' });
    await rig.fault({ kind: 'server_error', match: 'wolf', operation: 'generations', times: 1 });
    expect((await ask('a sheep')).data).toHaveLength(1);
    expect(await rejection(ask('a wolf'))).toMatchObject({ status: 500 });
    expect((await ask('a wolf')).data).toHaveLength(1);
    await fetch(`${rig.standIn.controlUrl}/faults`, { method: 'DELETE' });
  });

  test('words in the prompt ask for one, a number of times that a restart does not forget', async () => {
    expect(await rejection(ask('a dog [[fault:rate_limit]]'))).toMatchObject({ status: 429 });
    const twice = 'a cat [[fault:server_error=503:2]]';
    expect(await rejection(ask(twice))).toMatchObject({ status: 503 });
    await rig.standIn.stop();
    rig = await startRig(rig.stateDir);
    expect(await rejection(ask(twice))).toMatchObject({ status: 503 });
    expect((await ask(twice)).data).toHaveLength(1);
    expect((await rig.calls()).filter(({ fault }) => fault === 'server_error').length).toBeGreaterThanOrEqual(2);
  });

  test('disallowed content is blocked, its exclusion is not', async () => {
    expect(await rejection(ask('a scene full of gore'))).toMatchObject({ code: 'moderation_blocked' });
    expect((await ask('Subject: a surgeon\nConstraints: no gore, no blood')).data).toHaveLength(1);
  });

  test('a rule that is not understood is refused by name', async () => {
    const response = await rig.fault({ kind: 'meteor' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('kind');
  });
});

test('a call under which the process stops stays in the log without an answer', async () => {
  await rig.fault({ kind: 'slow', delay: 60_000 });
  const lost = rejection(ask('a stopped call'));
  while ((await rig.calls()).at(-1)?.status !== null) await new Promise((resolve) => { setTimeout(resolve, 5); });
  await rig.standIn.stop();
  expect(await lost).toBeInstanceOf(OpenAI.APIConnectionError);
  rig = await startRig(rig.stateDir);
  expect((await rig.calls()).at(-1)).toMatchObject({ operation: 'generations', status: null });
});
