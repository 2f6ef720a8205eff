import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inOneLine } from '../../../core/critique/critique.ts';
import { Severity } from '../../../core/critique/finding.ts';
import { shippedRules } from '../../../core/critique/rules.ts';

const page = readFileSync(new URL('../../../docs/critique.md', import.meta.url), 'utf8');

/** The table of `docs/critique.md`, by severity and then in the order of the rules. */
const table = [
  '| rule | severity | expects | why | before → after |',
  '|---|---|---|---|---|',
  ...Severity.options.flatMap((severity) =>
    shippedRules
      .filter((rule) => rule.severity === severity)
      .map(({ id, asks, expected, reason, example }) => `| \`${id}\` | ${severity}${asks ? ', asks' : ''} | ${expected} | ${reason} | ${inOneLine(example.before)} → ${inOneLine(example.after)} |`),
  ),
].join('\n');

test('the page tells every rule as its data says', () => {
  expect(/<!-- rules:.*-->\n([\s\S]*?)\n?<!-- \/rules -->/u.exec(page)?.[1]).toBe(table);
});

test('the page tells the measures that the labelled concepts have', () => {
  const concepts = JSON.parse(readFileSync(new URL('../../fixtures/concepts.json', import.meta.url), 'utf8')) as readonly { readonly set: string }[];
  expect(page).toContain(`| ${String(concepts.length)} concepts |`);
  const count = (set: string): number => concepts.filter((concept) => concept.set === set).length;
  expect(page).toContain(`| ${String(count('tuning'))} that the rules were tuned on |`);
  expect(page).toContain(`| ${String(count('held-out'))} held out, written before the rules |`);
  expect(page).toContain(`| ${String(count('fresh'))} written when the rules were done, and not tuned on |`);
});
