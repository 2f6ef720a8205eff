import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createLambda } from '../../../local/lambda/lambda.ts';
import type { Lambda } from '../../../local/lambda/lambda.ts';
import { deploymentOf, functionArn, lambdaFunction, resource, silentLog, temporaryFolder, writeFiles } from '../support/deployment.ts';

const folder = temporaryFolder();
const assets = join(folder.path, 'assets');
const stateDir = join(folder.path, 'state');
const PROJECT = join(import.meta.dirname, '../../..');
let lambda: Lambda;

beforeAll(() => {
  mkdirSync(stateDir);
  process.env['GALLEY_TEST_SECRET'] = 'of the laptop';
  writeFiles(assets, {
    // An asset may lie below a package of ES modules; in Lambda its index.js is CommonJS all the same.
    'package.json': '{ "type": "module" }',
    'Echo/index.js': `exports.handler = async (event, context) => ({ event, env: { ...process.env }, context: { ...context, remaining: context.getRemainingTimeInMillis() } });`,
    'Modern/index.mjs': `export const handler = async () => { console.log('said by Modern'); return undefined; };`,
    'Throws/index.js': `class A extends Error { constructor(m) { super(m); this.name = 'ModerationBlocked'; } } exports.handler = async () => { throw new A('no'); };`,
    'ThrowsText/index.js': `exports.handler = async () => { throw 'text'; };`,
    'Slow/index.js': `exports.handler = () => new Promise(() => setInterval(() => {}, 1000));`,
    'Busy/index.js': `exports.handler = async () => { for (;;) {} };`,
    'Hungry/index.js': `exports.handler = async () => { const all = []; for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i }))); };`,
    'Exits/index.js': `exports.handler = async () => process.exit(3);`,
    'Rejects/index.js': `exports.handler = async () => { Promise.reject(new Error('forgotten')); await new Promise((r) => setTimeout(r, 1000)); };`,
    'Nothing/index.js': `exports.other = 1;`,
    'Missing/index.js': `require('no-such-package'); exports.handler = async () => 1;`,
    'Callback/index.js': `exports.handler = (event, context, callback) => callback(null, 1);`,
    'Unlayered/index.js': `const sharp = require('sharp'); exports.handler = async () => 1;`,
    'Layered/index.js': `const sharp = require('sharp'); exports.handler = async () => (await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } }).png().toBuffer({ resolveWithObject: true })).info.width;`,
    'Layer/readme.txt': 'a layer whose packages were not installed for this platform',
    'Thread/index.js': `let count = 0; const { threadId } = require('node:worker_threads'); exports.handler = async ({ wait }) => { await new Promise((r) => setTimeout(r, wait)); return { threadId, count: ++count }; };`,
    'Large/index.js': `exports.handler = async () => 'x'.repeat(7 * 1024 * 1024);`,
  });
  const layer = resource('AWS::Lambda::LayerVersion', 'Layer', { Content: { S3Key: 'Layer' } });
  lambda = createLambda({
    deployment: deploymentOf(
      [
        layer,
        lambdaFunction('Echo', { Environment: { Variables: { TABLE: 'runs', OPENAI_BASE_URL: 'https://elsewhere' } } }),
        ...['Modern', 'Throws', 'ThrowsText', 'Exits', 'Rejects', 'Nothing', 'Missing', 'Callback', 'Unlayered', 'Thread', 'Large'].map((name) => lambdaFunction(name)),
        lambdaFunction('Slow', { Timeout: 1, ReservedConcurrentExecutions: 1 }),
        lambdaFunction('Busy', { Timeout: 1 }),
        lambdaFunction('Hungry', { MemorySize: 128 }),
        lambdaFunction('Layered', { Layers: [layer.arn] }),
      ],
      assets,
    ),
    principalOfRole: (arn) => ({ accessKeyId: `key of ${arn.split('/')[1] ?? ''}`, secretAccessKey: 'secret' }),
    stateDir,
    projectDir: PROJECT,
    endpointUrl: 'http://127.0.0.1:4566',
    environment: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
    log: silentLog,
  });
});

afterAll(async () => {
  await lambda.stop(0);
  delete process.env['GALLEY_TEST_SECRET'];
  folder[Symbol.dispose]();
});

const invoke = (name: string, payload = {}) => lambda.invoke(functionArn(name), payload);
const failure = async (name: string) => {
  const result = await invoke(name);
  if (result.ok) throw new Error(`Expected a failure of ${name} but received ${JSON.stringify(result.payload)}`);
  return result;
};

describe('a function', () => {
  test('sees the environment of its template and role, and nothing of the laptop', async () => {
    const result = await invoke('Echo', { a: 1 });
    expect(result).toMatchObject({
      ok: true,
      payload: {
        event: { a: 1 },
        env: {
          TABLE: 'runs',
          OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
          AWS_ACCESS_KEY_ID: 'key of Echo',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
          AWS_REGION: 'eu-central-1',
          AWS_LAMBDA_FUNCTION_NAME: 'Echo',
          TZ: 'UTC',
        },
        context: { functionName: 'Echo', invokedFunctionArn: functionArn('Echo'), memoryLimitInMB: '256', logGroupName: '/aws/lambda/Echo' },
      },
    });
    const { env, context } = (result as unknown as { payload: { env: Record<string, string>; context: { remaining: number } } }).payload;
    for (const name of ['GALLEY_TEST_SECRET', 'NODE_ENV', 'HOME', 'VITEST']) expect(env).not.toHaveProperty(name);
    expect(context.remaining).toBeLessThanOrEqual(30_000);
    expect(context.remaining).toBeGreaterThan(1_000);
  });

  test('may be an ES module, answers null for nothing, and writes its console to its own log file', async () => {
    expect(await invoke('Modern')).toEqual({ ok: true, payload: null });
    await expect.poll(() => readFileSync(join(stateDir, 'logs/Modern.log'), 'utf8')).toContain('said by Modern');
  });

  test('finds a package of its layers in the project when the layer has none for this machine', async () => {
    expect(await invoke('Layered')).toEqual({ ok: true, payload: 3 });
  });

  test('does not find a package of the project when it has no layer', async () => {
    expect(await failure('Unlayered')).toMatchObject({ errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining("Cannot find module 'sharp'") as string });
  });
});

describe('a failure has the name that Lambda gives it', () => {
  test.each([
    ['Throws', 'ModerationBlocked', /^no$/],
    ['ThrowsText', 'string', /^text$/],
    ['Slow', 'Sandbox.Timedout', /^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/],
    ['Busy', 'Sandbox.Timedout', /Task timed out after 1\.00 seconds$/],
    ['Hungry', 'Runtime.OutOfMemory', /signal: killed$/],
    ['Exits', 'Runtime.ExitError', /exit status 3$/],
    ['Rejects', 'Runtime.UnhandledPromiseRejection', /forgotten/],
    ['Nothing', 'Runtime.HandlerNotFound', /index\.handler is undefined or not exported/],
    ['Missing', 'Runtime.ImportModuleError', /no-such-package/],
    ['Callback', 'Runtime.CallbackHandlerDeprecated', /callback/],
    ['Large', 'Function.ResponseSizeTooLarge', /exceeded/],
  ])('%s → %s', async (name, errorType, message) => {
    const result = await failure(name);
    expect(result.errorType).toBe(errorType);
    expect(result.errorMessage).toMatch(message);
  });

  test('a function that does not exist is ResourceNotFoundException', async () => {
    await expect(invoke('Nobody')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

describe('concurrency', () => {
  test('a warm worker is used again, a busy one gets a neighbour', async () => {
    const first = (await invoke('Thread', { wait: 0 })) as unknown as { payload: { threadId: number; count: number } };
    const again = await invoke('Thread', { wait: 0 });
    expect(again).toMatchObject({ payload: { threadId: first.payload.threadId, count: first.payload.count + 1 } });
    const both = (await Promise.all([invoke('Thread', { wait: 50 }), invoke('Thread', { wait: 50 })])) as unknown as { payload: { threadId: number } }[];
    expect(new Set(both.map(({ payload }) => payload.threadId)).size).toBe(2);
  });

  test('an invocation above the reserved concurrency is throttled', async () => {
    const running = invoke('Slow');
    await expect(invoke('Slow')).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    expect(await running).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });
});
