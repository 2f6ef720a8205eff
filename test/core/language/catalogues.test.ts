import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { costRows, sensitivityRows } from '../../../core/assessment/words.ts';
import { shippedRules } from '../../../core/assessment/signals.ts';
import { shippedConstants } from '../../../core/assessment/constants.ts';
import { factorsOf } from '../../../core/assessment/sensitivity.ts';
import { Language } from '../../../core/brief/schema.ts';
import { catalogues, speakerIn } from '../../../core/language/catalogues.ts';
import { en } from '../../../core/language/en.ts';
import type { MessageKey } from '../../../core/language/messages.ts';
import { modelOf } from '../../../core/models/models.ts';
import { briefWith } from '../support/briefs.ts';
import { checkCatalogue, expectSpanishMarks } from './support/checks.ts';

const keys = Object.keys(en.messages) as MessageKey[];
const others = Language.options.filter((language) => language !== 'en');

describe.each(others)('the catalogue "%s"', (language) => {
  checkCatalogue(en.messages, catalogues[language], ['outcome.subject', 'outcome.rendition', 'deliverable.size', 'spending.cap.sum']);
});

test('Spanish opens its questions and keeps its accents', () => {
  expectSpanishMarks(catalogues.es.messages);
});

test('every message is said somewhere', () => {
  const source = ['core', 'lambdas']
    .map((folder) => fileURLToPath(new URL(`../../../${folder}/`, import.meta.url)))
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => `${root}${file}`))
    .filter((file) => file.endsWith('.ts') && !/language\/(?:\w+\/)?(?:en|es)\.ts$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  // Keys that end in a name from data: its part before the name stands in a template.
  const byName = ['question.', 'outcome.', 'cap.', 'signal.', 'factor.', 'route.', 'check.side.', 'check.question.', 'judge.end.'];
  const unsaid = keys.filter((key) => !source.includes(`'${key}'`) && !source.includes(`messages.${key}`) && !byName.some((prefix) => key.startsWith(prefix) && source.includes(`\`${prefix}\${`)));
  expect(unsaid).toEqual([]);
});

test('every signal, every figure that is tried and every route that Galley ships has its words', () => {
  const names = [
    ...shippedRules.map(({ id }) => `signal.${id}`),
    ...factorsOf().map(({ factor }) => `factor.${factor}`),
    ...Object.values(shippedConstants.routes).flat().map(({ route }) => `route.${route}`),
  ];
  for (const language of Language.options) expect(names.filter((name) => speakerIn(language).find(name) === undefined), language).toEqual([]);
  expect(speakerIn('es').find('route.our own photographer')).toBeUndefined();
});

test('the English words of figures and routes are those of the assessment itself', () => {
  for (const { factor, what } of factorsOf()) expect(speakerIn('en').find(`factor.${factor}`)).toBe(what);
  for (const { route } of Object.values(shippedConstants.routes).flat()) expect(speakerIn('en').find(`route.${route}`)).toBe(route);
});

test('the sums of an assessment are told in the language of the reader', () => {
  const { returnOnInvestment } = assess(briefWith(), { model: modelOf(), history: { runs: 12, unapproved: 3, rounds: 24 } });
  const rows = Object.fromEntries(costRows(returnOnInvestment, speakerIn('es')));
  expect(rows['Generar']).toMatch(/^\d+,\d\d.US\$ con el tiempo de las personas/u);
  expect(rows['Otras vías']).toMatch(/^una foto de archivo \d+,\d\d.US\$/u);
  expect(rows['Se basa en']).toMatch(/^12 ejecuciones terminadas .+ las cifras propias de Galley del \d+ de \p{L}+ de 2026$/u);
  expect(sensitivityRows(returnOnInvestment, 1, speakerIn('es'))[0]?.[1]).toMatch(/US\$ y /u);
});

describe('a speaker', () => {
  test('writes moments and days with the zone named', () => {
    const [english, spanish] = [speakerIn('en'), speakerIn('es')];
    expect(english.moment('2026-11-27T12:05:00.000Z')).toBe('Friday 27 November 2026, 12:05 UTC');
    expect(spanish.moment('2026-11-27T00:05:00.000Z')).toBe('viernes 27 de noviembre de 2026, 00:05 UTC');
    expect([english.day('2026-12-24'), spanish.day('2026-12-24')]).toEqual(['24 December 2026', '24 de diciembre de 2026']);
  });

  test('writes sums of the ledger with cents where there are any, and sizes', () => {
    const [english, spanish] = [speakerIn('en'), speakerIn('es')];
    expect([english.spent(123_456), english.spent(4_321), english.spent(2_000_000)]).toEqual(['$0.12', '$0.004321', '$2.00']);
    expect(spanish.spent(123_456)).toBe('0,12\u00A0US$');
    expect([english.usd(-3.1), spanish.usd(-3.1)]).toEqual(['-$3.10', '-3,10\u00A0US$']);
    expect([english.size(182_345), english.size(300), spanish.size(12_345_678)]).toEqual(['182 kB', '1 kB', '12,3 MB']);
  });

  test('chooses the plural of the number', () => {
    const { say } = speakerIn('es');
    expect(say('digest.title', { count: 1 })).toBe('1 revisión pendiente');
    expect(say('digest.title', { count: 12 })).toBe('12 revisiones pendientes');
    expect(say('digest.title', { count: 1_000_000 })).toBe('1.000.000 revisiones pendientes');
  });

  test('writes line numbers and sizes of pictures without marks between thousands', () => {
    expect(speakerIn('en').say('rejected.line', { field: 'x', line: 1234 })).toBe('x, line 1234');
    expect(speakerIn('en').say('deliverable.size', { name: 'hero', width: 1920, height: 1080 })).toBe('hero (1920 × 1080)');
  });
});
