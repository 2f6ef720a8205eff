import type { Match } from './terms.ts';

/**
 * A text in which phrases of a brief are looked for. What people write has any length and any sign in it, so it becomes no
 * pattern: both sides are folded alike and compared as they are.
 */
export interface SearchedText {
  readonly text: string;
  readonly folded: string;
  /** Where each unit of `folded` stands in `text`. */
  readonly places: readonly number[];
}

/** Folded: small letters, one kind of apostrophe, and one blank for any blanks, commas and hyphens. Positions are kept beside it. */
export function searched(text: string): SearchedText {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const one = foldedLetter(letter);
    if (one !== ' ' || !folded.endsWith(' ')) {
      folded += one;
      for (let unit = 0; unit < one.length; unit += 1) places.push(at + unit);
    }
    at += letter.length;
  }
  return { text, folded, places };
}

/** What is looked for, folded as a text is; empty where nothing is left of it. */
export function phraseOf(words: string): string {
  return searched(words).folded.trim();
}

/**
 * The first place where one of the phrases stands as whole words; of those that begin there, the first of the list.
 * @param phrases as `phraseOf` makes them
 */
export function firstPhrase(phrases: readonly string[], { text, folded, places }: SearchedText): Match | undefined {
  let first: { readonly start: number; readonly length: number } | undefined;
  for (const phrase of phrases) {
    const start = phrase === '' ? -1 : wholeWords(phrase, folded);
    if (start >= 0 && (first === undefined || start < first.start)) first = { start, length: phrase.length };
  }
  if (first === undefined) return undefined;
  const [start = 0, last = 0] = [places[first.start], places[first.start + first.length - 1]];
  return { text: text.slice(start, last + 1), start, end: last + 1 };
}

function wholeWords(phrase: string, folded: string): number {
  for (let start = folded.indexOf(phrase); start >= 0; start = folded.indexOf(phrase, start + 1)) {
    const end = start + phrase.length;
    // A letter may take two units.
    if (!/[\p{L}\p{N}]$/u.test(folded.slice(Math.max(0, start - 2), start)) && !/^[\p{L}\p{N}]/u.test(folded.slice(end, end + 2))) return start;
  }
  return -1;
}

/** By way of the capital, which some small letters share, as the two forms of sigma do; as it is where that would change its length. */
function foldedLetter(letter: string): string {
  if (/[\s,-]/u.test(letter)) return ' ';
  if (letter === '’') return "'";
  const small = letter.toUpperCase().toLowerCase();
  return small.length === letter.length ? small : letter;
}
