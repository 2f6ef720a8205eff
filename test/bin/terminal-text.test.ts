import { expect, test } from 'vitest';
import { terminalText } from '../../bin/cli/terminal-text.ts';

test('what would command a terminal is shown as unreadable, and words of every script as they are', () => {
  expect(terminalText('evil \u001b[2J\u001b[31m\u0007\u009b31m\r title')).toBe('evil \uFFFD[2J\uFFFD[31m\uFFFD\uFFFD31m\uFFFD title');
  expect(terminalText('a\tb\nOtoño, مشروع, 🫒')).toBe('a\tb\nOtoño, مشروع, 🫒');
});
