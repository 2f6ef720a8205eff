import type { FindBy } from '../rule.ts';
import { askedFor, textsOf } from '../texts.ts';
import { said, type Found, type Reading } from './found.ts';

const articles = new Set('a an the one two three four five six seven eight nine ten my our your this that these those its his her their'.split(' '));
const breaks = new Set(
  'in on at near beside over under against through across along behind between above below down up off inside outside among around past beneath towards into onto by before from with without wearing dressed holding whose who that which made called and or as while for after during to next seen'.split(
    ' ',
  ),
);
const notVerbs = new Set(['building', 'morning', 'evening', 'king', 'ring', 'spring', 'string', 'wedding', 'clothing', 'painting', 'drawing', 'thing', 'red', 'bed']);

interface Phrase {
  /** Words before the noun phrase ends, without its article. */
  readonly words: readonly string[];
  /** What ends it: a preposition, a verb, a comma, or nothing. */
  readonly end: string;
  readonly rest: readonly string[];
}

/** The first noun phrase of a sentence: "a young woman in a red coat" → young, woman | in | a, red, coat */
function phraseOf(tokens: readonly string[]): Phrase {
  const start = tokens.findIndex((token) => !articles.has(token));
  const from = start < 0 ? tokens.length : start;
  const after = tokens.slice(from);
  const length = after.findIndex((token, index) => token === ',' || token === 'of' || breaks.has(token) || (index > 0 && (isVerb(token) || (token === 'building' && articles.has(after[index + 1] ?? '')))));
  const until = length < 0 ? tokens.length : from + length;
  return { words: tokens.slice(from, until), end: tokens[until] ?? '', rest: tokens.slice(until + 1) };
}

function isVerb(token: string): boolean {
  return (token.endsWith('ing') || token.endsWith('ed')) && token.length > 4 && !notVerbs.has(token);
}

/** A subject that is a class of things: "a dog", "some people", "a group of friends". */
export function findGenericNoun(find: FindBy<'generic-noun'>, { brief }: Reading): Found[] {
  const { field, lead, plain, containers, specifying, clothes, categories } = find;
  const [written] = textsOf(brief, [field]);
  if (written === undefined) return [];
  const tokens = written.text.toLowerCase().match(/[\p{L}\p{N}'’-]+|,/gu) ?? [];
  let phrase = phraseOf(tokens);
  let shown = phrase.words;
  while (phrase.end === 'of') {
    const head = phrase.words.at(-1) ?? '';
    if (![...lead, ...containers].some((word) => isForm(head, word)) || !phrase.words.slice(0, -1).every((word) => plain.includes(word))) return [];
    phrase = phraseOf(phrase.rest);
    shown = [...shown, 'of', ...phrase.words];
  }
  const noun = phrase.words.at(-1);
  if (noun === undefined) return [];
  const category = categories.find(({ nouns }) => nouns.some((word) => isForm(noun, word)));
  const allOpen = phrase.words.slice(0, -1).every((word) => plain.includes(word) || categories.some(({ nouns }) => nouns.includes(word)));
  if (category === undefined || !allOpen) return [];
  if (specifying.includes(phrase.end) || (phrase.end === 'in' && phrase.rest.slice(0, 6).some((word) => clothes.includes(word)))) return [];
  return [{ field, received: said(shown.join(' ')), detail: category.detail }];
}

function isForm(word: string, noun: string): boolean {
  return word === noun || word === `${noun}s` || word === `${noun}es` || (noun.endsWith('y') && word === `${noun.slice(0, -1)}ies`);
}

/** Things that stand side by side, each with an article or a number of its own. */
export function findSeveral({ field, most }: FindBy<'several'>, { brief }: Reading): Found[] {
  const [written] = textsOf(brief, [field]);
  if (written === undefined) return [];
  // What follows "with" belongs to the thing before it.
  const listed = askedFor(written.text).toLowerCase().split(/\swith\s/u)[0] ?? '';
  const things = listed.split(/,|\sand\s/u).filter((part) => /^\s*(?:an?|two|three|four|five|six|seven|eight|nine|ten)\s+[\p{L}-]{2,}/u.test(part));
  return things.length > most ? [{ field, received: things.map((thing) => said(thing.trim().split(/\s+/u).slice(0, 4).join(' '))).join(', ') }] : [];
}

/** No preposition that leads to a place. */
export function findNoPlace(find: FindBy<'no-place'>, { brief }: Reading): Found[] {
  const { kinds, given, field, fields, prepositions, places, notPlaces } = find;
  if (!kinds.includes(brief.kind) || textsOf(brief, given).length > 0) return [];
  const tokens = textsOf(brief, fields).flatMap(({ text }) => [...(text.toLowerCase().match(/[\p{L}\p{N}'’]+|,/gu) ?? []), ',']);
  const placed = tokens.some((token, index) => {
    if (places.includes(token)) return true;
    if (!prepositions.includes(token)) return false;
    const rest = tokens.slice(index + 1, index + 6);
    const end = rest.findIndex((word) => word === ',' || prepositions.includes(word));
    const phrase = end < 0 ? rest : rest.slice(0, end);
    return phrase.length > 0 && !phrase.some((word) => notPlaces.includes(word));
  });
  return placed ? [] : [{ field, received: 'nothing' }];
}
