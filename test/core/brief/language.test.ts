import { expect, test } from 'vitest';
import { languageOf } from '../../../core/brief/parse.ts';

test.each([
  ['title: x\nlanguage: es\n', 'yaml'],
  ['{"title": "x", "language": "es"}', 'json'],
  ['---\ntitle: x\nlanguage: es\n---\nlanguage: en\n', 'markdown'],
  ['title: [x\n  language: "es"\n', 'yaml'],
] as const)('the language that a brief asks for is read even when it is otherwise wrong: %j', (text, format) => {
  expect(languageOf(text, format)).toBe('es');
});

test('a language that no mail is written in, or none, is not made up', () => {
  expect(languageOf('language: tlh\n', 'yaml')).toBeUndefined();
  expect(languageOf('title: x\n', 'yaml')).toBeUndefined();
});
