import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { createLambda } from '../../../local/lambda/lambda.ts';
import { deploymentOf, functionArn, lambdaFunction, silentLog, temporaryFolder, writeFiles } from '../support/deployment.ts';

function start(folder: string) {
  writeFiles(folder, {
    'Writes/index.js': `const { existsSync, writeFileSync } = require('node:fs'); exports.handler = async ({ begun, until }) => { writeFileSync(begun, ''); while (!existsSync(until)) await new Promise((r) => setTimeout(r, 5)); return 'done'; };`,
  });
  return createLambda({
    deployment: deploymentOf([lambdaFunction('Writes')], folder),
    principalOfRole: () => ({ accessKeyId: 'k', secretAccessKey: 's' }),
    stateDir: join(folder, 'state'),
    projectDir: folder,
    endpointUrl: 'http://127.0.0.1:9',
    log: silentLog,
  });
}

test('stopping lets a running function finish and takes no new one', async () => {
  using folder = temporaryFolder();
  const lambda = start(folder.path);
  const begun = join(folder.path, 'begun');
  const until = join(folder.path, 'until');
  const running = lambda.invoke(functionArn('Writes'), { begun, until });
  await expect.poll(() => existsSync(begun)).toBe(true);
  const stopped = lambda.stop(60_000);
  const late = join(folder.path, 'late');
  void lambda.invoke(functionArn('Writes'), { begun: late, until: begun });
  writeFileSync(until, '');
  expect(await running).toEqual({ ok: true, payload: 'done' });
  await stopped;
  expect(existsSync(late)).toBe(false);
});

test('what is cut off has no result, so that nobody records a failure', async () => {
  using folder = temporaryFolder();
  const lambda = start(folder.path);
  const begun = join(folder.path, 'begun');
  let settled = false;
  void lambda.invoke(functionArn('Writes'), { begun, until: join(folder.path, 'never') }).finally(() => (settled = true));
  await expect.poll(() => existsSync(begun)).toBe(true);
  await lambda.stop(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(false);
});

test('a caller that gives up does not stop the function', async () => {
  using folder = temporaryFolder();
  const lambda = start(folder.path);
  const begun = join(folder.path, 'begun');
  const controller = new AbortController();
  const waiting = lambda.invoke(functionArn('Writes'), { begun, until: begun }, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect.poll(() => existsSync(begun)).toBe(true);
  await lambda.stop(60_000);
});
