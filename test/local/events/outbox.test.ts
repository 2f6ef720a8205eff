import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { Outbox } from '../../../local/events/outbox.ts';
import type { Delivery, DeliveryOutcome } from '../../../local/events/outbox.ts';
import { silentLog, temporaryFolder } from '../support/deployment.ts';

async function runUntilThirdThenKill(path: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'outbox-child.ts'), path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.includes('delivering third')) break;
  }
  child.kill('SIGKILL');
  if (child.signalCode === null) await once(child, 'exit');
}

test('after kill -9 what was done stays done and what was not is delivered', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'outbox.db');
  await runUntilThirdThenKill(path);
  const delivered: string[] = [];
  const outbox = new Outbox({
    path,
    log: silentLog,
    deliver({ id, body }) {
      delivered.push(`${id}:${body}`);
      return Promise.resolve({ kind: 'done' });
    },
  });
  expect(outbox.pending()).toBe(2);
  outbox.resume();
  await expect.poll(() => outbox.pending()).toBe(0);
  expect(delivered).toEqual(['2:2', '3:3']);
  await outbox.stop(0);
});

function openOutbox(path: string, deliver: (delivery: Delivery) => Promise<DeliveryOutcome>): Outbox {
  return new Outbox({ path, deliver, log: silentLog });
}

test('a failed delivery is tried again with the number of its earlier tries', async () => {
  using folder = temporaryFolder();
  const attempts: number[] = [];
  const outbox = openOutbox(join(folder.path, 'outbox.db'), (delivery) => {
    attempts.push(delivery.attempts);
    return Promise.resolve(delivery.attempts < 2 ? { kind: 'retry', delay: 1, counted: true, reason: 'busy' } : { kind: 'done' });
  });
  outbox.accept([{ target: 't', body: '', origin: '{}' }]);
  outbox.resume();
  await expect.poll(() => outbox.pending()).toBe(0);
  expect(attempts).toEqual([0, 1, 2]);
  await outbox.stop(0);
});

test('giving up accepts the dead letter in the same step', async () => {
  using folder = temporaryFolder();
  const delivered: string[] = [];
  const outbox = openOutbox(join(folder.path, 'outbox.db'), ({ target, body }) => {
    delivered.push(`${target} ${body}`);
    return Promise.resolve(target === 'queue' ? { kind: 'done' } : { kind: 'given-up', reason: 'no', followUps: [{ target: 'queue', body, origin: '{}' }] });
  });
  outbox.accept([{ target: 'function', body: 'b', origin: '{}' }]);
  outbox.resume();
  await expect.poll(() => outbox.pending()).toBe(0);
  expect(delivered).toEqual(['function b', 'queue b']);
  await outbox.stop(0);
});

test('a delivery during which the process keeps dying is given up and told of', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'outbox.db');
  for (let round = 0; round < 5; round += 1) await runUntilThirdThenKill(path);
  const delivered: string[] = [];
  const outbox = new Outbox({
    path,
    log: silentLog,
    deliver({ target }) {
      delivered.push(target);
      return Promise.resolve({ kind: 'done' });
    },
    abandon: ({ target, body, origin }) => [{ target: `dead letter of ${target}`, body, origin }],
  });
  outbox.resume();
  await expect.poll(() => outbox.pending()).toBe(0);
  expect(delivered.filter((target) => target !== 'first').sort()).toEqual(['dead letter of second', 'dead letter of third']);
  await outbox.stop(0);
});

test('an orderly stop in the middle of a delivery is no crash', async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'outbox.db');
  for (let round = 0; round < 6; round += 1) {
    const { promise: started, resolve } = Promise.withResolvers<undefined>();
    const outbox = openOutbox(path, () => (resolve(undefined), new Promise(() => undefined)));
    if (round === 0) outbox.accept([{ target: 't', body: '', origin: '{}' }]);
    outbox.resume();
    await started;
    await outbox.stop(0);
  }
  const outbox = openOutbox(path, () => Promise.resolve({ kind: 'done' }));
  expect(outbox.pending()).toBe(1);
  outbox.resume();
  await expect.poll(() => outbox.pending()).toBe(0);
  await outbox.stop(0);
});
