import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createGenerate } from '../../lambdas/generate/handler.ts';
import { lambdaHandler } from '../../lambdas/shared/edge.ts';
import { powertoolsLog } from '../../lambdas/shared/logger.ts';
import { cloudForThisFile } from './support/cloud.ts';
import { httpEvent } from './support/http.ts';
import { apiKey, openAiForThisFile, rejection } from './support/openai.ts';
import { approvedRun, type Wrap } from './support/road.ts';
import { placeRun } from './support/runs.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);
let written = '';
beforeAll(() => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'galley');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  // Everything that the process writes, whoever writes it.
  const take = (chunk: string | Uint8Array): boolean => {
    written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(take);
  vi.spyOn(process.stderr, 'write').mockImplementation(take);
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const edge: Wrap = (handle) => lambdaHandler(() => handle, powertoolsLog());
const Line = z.looseObject({ level: z.string(), message: z.string(), service: z.string(), durationMs: z.number() });
const linesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('{')).map((line) => Line.parse(JSON.parse(line)));

test('a whole run logs one line for each invocation, and nothing that is secret', async () => {
  written = '';
  const subject = 'a vermilion axolotl';
  const run = await approvedRun(cloud, openai, { concept: { subject, action: 'reading a newspaper aloud' } }, edge);
  await edge(createArchive(run.ports))(await run.archiveEvent());
  const lines = linesOf(written);
  expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual(Array.from({ length: 10 }, () => 'INFO done'));
  for (const secret of [run.secrets.key, run.secrets.taskToken, apiKey, 'axolotl', 'newspaper', 'iVBORw0KGgo']) expect(written).not.toContain(secret);
  expect(written).toContain(run.runId);
});

test('a run that goes wrong logs the name of the error, and nothing that is secret', async () => {
  written = '';
  const run = await placeRun(cloud, { concept: { subject: 'a vermilion axolotl' } });
  const event = { runId: run.runId, brief: run.refs.brief, prompt: run.refs.prompt, round: 1, directions: [], reference: null, ticket: { readyAt: 0, refusals: 10 }, spending: null };
  const { ports, secrets } = await approvedRun(cloud, openai);
  const generate = edge(createGenerate(ports));
  const names: string[] = [];
  for (const kind of ['rate_limit', 'moderation', 'server_error', 'dropped', 'invalid_json']) {
    await openai.fault({ kind });
    const error = await rejection(generate(event));
    names.push(error.name);
    // Lambda writes the fields of an error that leaves a function.
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/axolotl|sk-test/);
    expect(error.cause).toBeUndefined();
  }
  await rejection(generate({ ...event, runId: 'x', taskToken: secrets.taskToken }));
  const review = edge(ports.review);
  await review(httpEvent('GET /api/reviews/{reviewId}', { parameters: { reviewId: 'f'.repeat(24) }, headers: { authorization: `Bearer ${secrets.key}` } }));
  const lines = linesOf(written);
  expect(lines.filter(({ level }) => level === 'ERROR').map(({ error }) => error)).toEqual([...names, 'InvalidInput']);
  for (const secret of [secrets.key, secrets.taskToken, apiKey, 'axolotl']) expect(written).not.toContain(secret);
});

test('an error that nobody expected leaves as one line, without the fields it carries', async () => {
  written = '';
  const failing = lambdaHandler(() => () => Promise.reject(Object.assign(new Error('The table is away'), { request: { headers: { authorization: `Bearer ${apiKey}` } } })), powertoolsLog());
  const error = await rejection(failing({ runId: 'a'.repeat(24) }));
  expect(error.name).toBe('InternalFailure');
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(apiKey);
  expect(linesOf(written)).toMatchObject([{ level: 'ERROR', message: 'failed', error: 'InternalFailure', reason: 'Error: The table is away', runId: 'a'.repeat(24) }]);
  expect(written).not.toContain(apiKey);
});
