import { contentWords } from '../../words.ts';
import type { FindBy } from '../rule.ts';
import { firstMatch, without } from '../terms.ts';
import { askedFor, blanks, lettering, textsOf, type FieldText } from '../texts.ts';
import { said, type Found, type Reading } from './found.ts';

/** The first term that stands in a field, told with what stands there. */
export function findTerms({ fields, terms, unless, negated, when }: FindBy<'terms'>, { brief }: Reading): Found[] {
  if (when !== undefined && placeOf(textsOf(brief, when.fields), when.terms, when.unless) === undefined) return [];
  const texts = textsOf(brief, fields);
  const place = placeOf(negated ? texts.map(withoutLettering) : texts.map(wanted), terms, unless);
  return place === undefined ? [] : [{ field: place.field, received: said(place.text) }];
}

/** Two terms that cannot both hold, wherever they stand. */
export function findPairs({ fields, against, pairs }: FindBy<'pairs'>, { brief }: Reading): Found[] {
  const texts = textsOf(brief, fields).map(wanted);
  const others = against === undefined ? texts : textsOf(brief, against).map(wanted);
  for (const [terms, otherTerms] of pairs) {
    const one = placeOf(texts, terms);
    const other = placeOf(others, otherTerms);
    if (one === undefined || other === undefined) continue;
    const [first, second] = others === texts && texts.findIndex(({ field }) => field === one.field) > texts.findIndex(({ field }) => field === other.field) ? [other, one] : [one, other];
    return [{ field: second.field, received: `${said(second.text)} beside ${said(first.text)}${first.field === second.field ? '' : ` in ${first.field}`}` }];
  }
  return [];
}

/** Two media that do not go together. */
export function findFamilies({ fields, otherwise, families, together }: FindBy<'families'>, { brief }: Reading): Found[] {
  const written = textsOf(brief, fields);
  const texts = (written.length > 0 ? written : textsOf(brief, otherwise)).map(wanted);
  const present = Object.entries(families).flatMap(([name, terms]) => {
    const place = placeOf(texts, terms);
    return place === undefined ? [] : [{ name, ...place }];
  });
  for (const [index, one] of present.entries()) {
    const other = present.slice(index + 1).find(({ name }) => !together.some((pair) => pair.includes(one.name) && pair.includes(name)));
    if (other !== undefined) return [{ field: one.field, received: `${said(one.text)} and ${said(other.text)}` }];
  }
  return [];
}

/** Nothing of what is looked for. */
export function findAbsence({ kinds, given, field, fields, terms, except }: FindBy<'absent'>, { brief }: Reading): Found[] {
  if (!kinds.includes(brief.kind) || textsOf(brief, given).length > 0) return [];
  return placeOf(textsOf(brief, fields), terms, except) === undefined ? [{ field, received: 'nothing' }] : [];
}

/** A concept of so few words that most of the picture is left open. */
export function findFewWords({ fewest }: FindBy<'few-words'>, { brief }: Reading): Found[] {
  const { subject, action, environment, background } = brief.concept;
  const concept = [subject, action, environment, background].filter((part) => part !== undefined).join('. ');
  const look = textsOf(brief, ['lighting', 'style', 'camera', 'mood']).length;
  return new Set(contentWords(concept)).size + look >= fewest ? [] : [{ field: 'concept', received: said([subject, action, environment, background].filter((part) => part !== undefined).join(', ')) }];
}

/** A name whose work is protected. Names are read with their capitals. */
export function findArtist({ fields, names, after, known }: FindBy<'artist'>, { brief }: Reading): Found[] {
  const listed = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'u');
  const behind = new RegExp(`(?<![\\p{L}])(?:${after.join('|')})\\s+(\\p{Lu}[\\p{L}'’-]+(?:\\s+(?:(?:de|van|von|la|del)\\s+)?\\p{Lu}[\\p{L}'’-]+)+)`, 'u');
  for (const { field, text } of textsOf(brief, fields).map(withoutLettering)) {
    const name = listed.exec(text)?.[0] ?? behind.exec(text)?.[1];
    if (name !== undefined && !name.split(/[\s-]+/u).some((part) => known.includes(part))) return [{ field, received: said(name) }];
  }
  return [];
}

/** Lettering that is longer than the model manages. */
export function findLettering({ fields, mostWords, mostCharacters }: FindBy<'quoted'>, { brief }: Reading): Found[] {
  for (const { field, text } of textsOf(brief, fields)) {
    const quotes = [...text.matchAll(lettering)].map((match) => match[1] ?? '');
    const written = quotes.join(' ');
    const count = written.split(/\s+/u).filter(Boolean).length;
    if (count > mostWords || written.length > mostCharacters) return [{ field, received: `${said(written)} (${String(count)} words, ${String(written.length)} characters)` }];
  }
  return [];
}

function placeOf(texts: readonly FieldText[], terms: readonly string[], unless?: readonly string[]): { readonly field: string; readonly text: string } | undefined {
  for (const { field, text } of texts) {
    const found = firstMatch(terms, without(unless, text));
    if (found !== undefined) return { field, text: text.slice(found.start, found.end) };
  }
  return undefined;
}

function wanted({ field, text }: FieldText): FieldText {
  return { field, text: askedFor(text) };
}

function withoutLettering({ field, text }: FieldText): FieldText {
  return { field, text: text.replace(lettering, blanks) };
}
