import { expect, test } from 'vitest';

import { createProgress } from '../../../local/start/progress.ts';

function display(isTTY: boolean) {
  let written = '';
  let clock = 0;
  const progress = createProgress({ isTTY, columns: 30, write: (text: string) => (written += text) }, () => clock);
  return { progress, pass: (milliseconds: number) => (clock += milliseconds), written: () => written };
}

test('without a terminal each step is two plain lines', async () => {
  const { progress, pass, written } = display(false);
  const result = await progress.step('Build', () => Promise.resolve(pass(1_500)));
  progress.note('a word');
  expect(result).toBe(1_500);
  expect(written()).toBe('… Build\n✓ Build (1.5 s)\na word\n');
});

test('a step that fails is marked and its error passes on', async () => {
  const { progress, written } = display(false);
  await expect(progress.step('Build', () => Promise.reject(new Error('no compiler')))).rejects.toThrow('no compiler');
  expect(written()).toContain('✗ Build');
});

test('on a terminal a step is one line that ends with a tick and is never wider than the screen', async () => {
  const { progress, pass, written } = display(true);
  await progress.step('Build', (detail) => {
    detail('a file with a name that is much longer than the line');
    return Promise.resolve(pass(200));
  });
  const lines = written().split('\n');
  expect(lines).toHaveLength(2);
  // eslint-disable-next-line no-control-regex -- the escape sequences are what is tested
  const frames = (lines[0] ?? '').split('\r').map((frame) => frame.replaceAll(/\u001B\[\d*[a-zA-Z]/g, ''));
  expect(frames.at(-1)).toBe(' ✓ Build 0.2 s');
  for (const frame of frames) expect(frame.length).toBeLessThan(30);
});
