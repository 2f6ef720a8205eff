import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstPhrase, phraseOf, searched } from '../../../core/critique/phrases.ts';

const find = (phrases: readonly string[], text: string) => firstPhrase(phrases.map(phraseOf), searched(text));

test.each([
  ['wine', 'A glass of Wine.', 'Wine'],
  ['red wine', 'a RED-wine glass', 'RED-wine'],
  ['red, white', 'red -  white', 'red -  white'],
  ["rock'n'roll", 'a rock’n’roll band', 'rock’n’roll'],
  ['ΛΌΓΟΣ', 'ο λόγος', 'λόγος'],
  ['c++ (old)', 'notes on C++ (old) paper', 'C++ (old)'],
  ['İ 𝒳', 'an 𝒳 İ, 𝒳 beside', 'İ, 𝒳'],
])('"%s" stands in "%s"', (phrase, text, expected) => {
  const found = find([phrase], text);
  expect(found?.text).toBe(expected);
  expect(text.slice(found?.start, found?.end)).toBe(expected);
});

test.each([
  ['wine', 'a swine and winery'],
  ['red wine', 'red, not wine'],
  ['a', '𝒳a'],
  ['', 'anything'],
  [' - ', 'a - b'],
])('"%s" does not stand in "%s"', (phrase, text) => {
  expect(find([phrase], text)).toBeUndefined();
});

test('what begins first is found, and of those the first of the list', () => {
  expect(find(['dog', 'cats', 'cats and'], 'cats and a dog')?.text).toBe('cats');
});

test('a phrase between blanks is found where it was put, whatever is around it', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, words, words, (before, phrase, after) => {
      fc.pre(phraseOf(phrase) !== '');
      const found = find([phrase], `${before} ${phrase} ${after}`);
      expect(found?.start).toBeLessThanOrEqual(before.length + 1 + phrase.length);
      expect(phraseOf(found?.text ?? '')).toBe(phraseOf(phrase));
    }),
    { numRuns: 300 },
  );
});
