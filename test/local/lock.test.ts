import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { lockState } from '../../local/lock.ts';
import { temporaryFolder } from './support/deployment.ts';

test('a second cloud on the same state is refused until the first gives it back', () => {
  using folder = temporaryFolder();
  const unlock = lockState(folder.path);
  expect(() => lockState(folder.path)).toThrow(new RegExp(`process ${String(process.pid)} runs an embedded cloud`));
  unlock();
  lockState(folder.path)();
  expect(existsSync(join(folder.path, 'cloud.lock'))).toBe(false);
});

test('the lock of a killed process is taken over', async () => {
  using folder = temporaryFolder();
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { lockState } = await import(${JSON.stringify(new URL('../../local/lock.ts', import.meta.url).href)}); lockState(${JSON.stringify(folder.path)}); console.log('locked'); setInterval(() => {}, 1000);`,
  ]);
  try {
    await once(child.stdout, 'data');
    expect(() => lockState(folder.path)).toThrow(`process ${String(child.pid)}`);
  } finally {
    child.kill('SIGKILL');
    if (child.signalCode === null) await once(child, 'exit');
  }
  lockState(folder.path)();
});

test('a lock without a process in it is taken over', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'cloud.lock'), '');
  lockState(folder.path)();
});

test.runIf(existsSync('/proc/self/stat'))('so is the lock of a killed process that nobody has buried', async () => {
  using folder = temporaryFolder();
  // The shell becomes a program that never asks for the end of the shell's child.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [pid] = String((await once(parent.stdout, 'data'))[0]).trim().split('\n');
    const stat = () => readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(' ');
    await expect.poll(() => stat()[2]).toBe('Z');
    writeFileSync(join(folder.path, 'cloud.lock'), `${String(pid)} ${String(stat()[21])}`);
    lockState(folder.path)();
  } finally {
    parent.kill('SIGKILL');
  }
});
