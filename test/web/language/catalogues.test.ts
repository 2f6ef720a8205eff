import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { questions } from '../../../core/inspection/questions.ts';
import { facts } from '../../../core/language/facts/en.ts';
import { reviewPresets } from '../../../core/review/presets.ts';
import { page as en } from '../../../web/src/review/language/en.ts';
import { page as es } from '../../../web/src/review/language/es.ts';
import { browserLanguage } from '../../../web/src/review/language/language.ts';
import { checkCatalogue, expectSpanishMarks } from '../../core/language/support/checks.ts';
import { english, spanish } from '../support/words.ts';

describe('the page’s catalogue "es"', () => {
  checkCatalogue(en.messages, es, ['candidate.bytes', 'asked.by', 'measured.limit.galley', 'advice.fail', 'answer.fail', 'reach.brief']);
});

test('Spanish opens its questions and keeps its accents', () => {
  expectSpanishMarks(es.messages);
});

test('every message is said somewhere on the page', () => {
  const root = fileURLToPath(new URL('../../../web/src/', import.meta.url));
  const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('studio') && !/language\/(?:en|es)[./]/.test(file))
    .map((file) => readFileSync(`${root}${file}`, 'utf8'))
    .join('\n');
  // Keys with a name from data: what is left of a template without its places.
  const templates = [...source.matchAll(/`([\w.-]*\$\{[^`]*\}[\w.-]*)`/g)].map(([, template = '']) => template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.')).join('[\\w -]+')).filter((pattern) => pattern.includes('\\.'));
  const byName = (key: string): boolean => templates.some((pattern) => new RegExp(`^${pattern}$`, 'u').test(key));
  const own = Object.keys(en.messages).filter((key) => !(key in facts));
  expect(own.filter((key) => !source.includes(`'${key}'`) && !byName(key))).toEqual([]);
});

test('the English words of questions and presets are those that the check and the reports have', () => {
  for (const { id, text } of questions) expect(english.say(`question.${id}`)).toBe(text);
  for (const { tag, label, note } of reviewPresets) expect([english.say(`preset.${tag}`), english.say(`preset.${tag}.note`)]).toEqual([label, note]);
});

test('dates, time left and sums are written in the language’s way', () => {
  expect([english.cost(123_400), spanish.cost(123_400), english.exact(41_000), spanish.exact(41_000)]).toEqual(['$0.123', '0,123\u00A0US$', '$0.041', '0,041\u00A0US$']);
  const now = Date.parse('2026-11-28T12:00:00.000Z');
  expect([spanish.left('2026-11-28T13:00:00.000Z', now), spanish.left('2026-12-01T12:00:00.000Z', now), english.left('2026-11-28T12:01:00.000Z', now)]).toEqual(['1 hora', '3 días', '1 minute']);
  expect(spanish.when('2026-11-28T12:00:00.000Z')).toMatch(/^2[789] nov,? \d\d:00$/);
  expect([english.listed(['ana', 'bo', 'li']), spanish.listed(['ana', 'bo', 'li'])]).toEqual(['ana, bo and li', 'ana, bo y li']);
});

test('the browser’s languages are asked in their order, and what the page does not speak is passed over', () => {
  expect([browserLanguage(['pt-PT', 'es-MX', 'en']), browserLanguage(['en-US', 'es']), browserLanguage(['fi']), browserLanguage([])]).toEqual(['es', 'en', 'en', 'en']);
});
