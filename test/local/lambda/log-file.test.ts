import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { LogFile } from '../../../local/lambda/log-file.ts';
import { temporaryFolder } from '../support/deployment.ts';

test('a log file that grows over its limit is kept once under another name', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'logs', 'F.log');
  const log = new LogFile(path, 10);
  log.write('1234567\n');
  new LogFile(path, 10).write('8\n');
  new LogFile(path, 10).write('next\n');
  expect(readFileSync(`${path}.1`, 'utf8')).toBe('1234567\n8\n');
  expect(readFileSync(path, 'utf8')).toBe('next\n');
});
