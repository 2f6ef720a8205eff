import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseBrandKit } from '../../../core/brief/brand-kit.ts';
import { limitNames, limitRules } from '../../../core/inspection/limits.ts';
import { measureIds } from '../../../core/inspection/measures.ts';

const page = readFileSync(new URL('../../../docs/inspection.md', import.meta.url), 'utf8');
const section = (heading: string): string => page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
const rowsOf = (heading: string): string[][] => section(heading).split('\n').filter((line) => line.startsWith('| `')).map((line) => line.slice(2, -2).split(' | '));

test('the page has every measure in its order, with the limit and the unit that the code has', () => {
  const rows = rowsOf('Technical measures');
  expect(rows.map(([id]) => id)).toEqual(measureIds.map((id) => `\`${id}\``));
  for (const { measure, holds, standard, unit } of Object.values(limitRules)) {
    expect(rows.find(([id]) => id === `\`${measure}\``)?.slice(2, 5), measure).toEqual([unit, `${holds} ${String(standard)}`, 'advice']);
  }
});

test('the page tells what each limit of a brand says, its range and why it is what it is', () => {
  expect(rowsOf('Limits of a brand')).toEqual(
    limitNames.map((name) => {
      const { unit, range, standard, what, why } = limitRules[name];
      return [`\`${name}\``, what, unit, `${String(range[0])} to ${String(range[1])}`, String(standard), why];
    }),
  );
});

test('its example of a kit is accepted', () => {
  const [, kit] = /```yaml\n(name:[\s\S]*?)```/u.exec(section('Limits of a brand'))!;
  expect(parseBrandKit(kit!, 'yaml').inspection).toEqual({ noise: 8, palette: 6, clippedHighlights: 0.6 });
});
