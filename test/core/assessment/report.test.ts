import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { withTeam } from '../../../core/assessment/constants.ts';
import { reportOf, tornado } from '../../../core/assessment/report.ts';
import { costRows } from '../../../core/assessment/words.ts';
import { english } from '../../../core/language/english.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith } from '../support/briefs.ts';

const model = modelOf();
const plain = assess(briefWith({ deliverables: ['open-graph'] }), { model });
const loss = assess(briefWith({ deliverables: ['open-graph'] }), { model, constants: withTeam({ routes: { editorial: [{ route: 'our own archive', hours: {}, costsUsd: 3 }] } }), team: 'acme' });
const rows = (assessment: typeof plain): Record<string, string> => Object.fromEntries(costRows(assessment.returnOnInvestment, english));

describe('an assessment in words', () => {
  test('begins with the verdict and keeps to the width of a terminal', () => {
    const lines = reportOf('Frisbee', plain);
    expect(lines[0]).toBe('Frisbee: generate it');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('of a saving says where it ends, of a loss where it would begin', () => {
    expect(rows(plain)['Stops paying']).toMatch(/^beyond \d+\.\d rounds, above \d+ % unapproved, when the other route costs less than \$/u);
    expect(rows(loss)['Saving']).toMatch(/^none: generating costs \$\d+\.\d\d more$/u);
    expect(rows(loss)['Pays']).toMatch(/when the other route costs more than \$/u);
    expect(rows(loss)['Rests on']).toMatch(/the figures of team acme/u);
  });

  test('of what is not to be generated names the other route and shows no sums', () => {
    const lines = reportOf('Chart', assess(briefWith({ concept: { subject: 'a bar chart of our quarterly sales' } }), { model }));
    expect(lines[0]).toBe('Chart: take a traditional route');
    expect(lines.join('\n')).not.toMatch(/Saving|░/u);
  });
});

test('a bar of the tornado lies between its two ends, the lower figure on its own side', () => {
  const [, first = '', ...more] = tornado(plain.returnOnInvestment);
  const bar = /\$[\d.]+ (?<bar>[ ░█│]{36})/u;
  expect(bar.exec(first)?.groups?.['bar']).toMatch(/^░+│█+$/u);
  const brief = more.find((line) => line.includes('hours to write the brief')) ?? '';
  expect(bar.exec(brief)?.groups?.['bar']).toMatch(/^ *█+│░+ *$/u);
  const [left = 0, right = 0] = [...brief.matchAll(/\$([\d.]+)/gu)].map(([, amount]) => Number(amount));
  expect(left).toBeLessThan(right);
  expect(more).toHaveLength(plain.returnOnInvestment.sensitivity.length - 1);
});
