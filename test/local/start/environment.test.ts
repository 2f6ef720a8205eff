import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { chooseImageApi, loadEnvironment, stackParameters } from '../../../local/start/environment.ts';
import { temporaryFolder } from '../support/deployment.ts';

test('the environment counts more than .env, but an empty variable counts as not set', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, '.env'), 'OPENAI_API_KEY=from-file\nA=file\nB=file\n');
  expect(await loadEnvironment(folder.path, { A: 'process', B: '' })).toMatchObject({ OPENAI_API_KEY: 'from-file', A: 'process', B: 'file' });
});

test('a project without .env has the environment alone', async () => {
  using folder = temporaryFolder();
  expect(await loadEnvironment(folder.path, { A: '1' })).toEqual({ A: '1' });
});

test.each([
  [{}, { standIn: true, baseUrl: undefined }],
  [{ OPENAI_API_KEY: 'sk-1' }, { standIn: false, key: 'sk-1', baseUrl: undefined }],
  [{ OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'https://proxy/v1' }, { standIn: false, key: 'sk-1', baseUrl: 'https://proxy/v1' }],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }, { standIn: false, baseUrl: 'http://127.0.0.1:1/v1' }],
])('%j → %j', (environment, expected) => {
  expect(chooseImageApi(environment)).toMatchObject(expected);
});

test('a parameter that nobody sets keeps the default of its stack', () => {
  expect(stackParameters({})).not.toHaveProperty('MonthlyCapUsd');
  expect(stackParameters({})).not.toHaveProperty('RateTier');
  expect(stackParameters({ GALLEY_MONTHLY_CAP_USD: '40' })).toMatchObject({ MonthlyCapUsd: '40' });
});

test('nobody waits for the stand-in, unless a tier is asked for', () => {
  expect(stackParameters({}, true)).toMatchObject({ RateTier: '5' });
  expect(stackParameters({ GALLEY_RATE_TIER: '2' }, true)).toMatchObject({ RateTier: '2' });
});
