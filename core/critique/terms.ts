/** One place in a text where a term stands. */
export interface Match {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const cache = new Map<string, RegExp>();

/** The first place where one of the terms stands as whole words; capitals do not matter. `rule.ts` says how terms are written. */
export function firstMatch(terms: readonly string[], text: string): Match | undefined {
  const found = patternOf(terms).exec(text);
  return found === null ? undefined : { text: found[0].trim(), start: found.index, end: found.index + found[0].length };
}

/** The text with every place of the terms blanked, each letter by a blank, so that positions stay. */
export function without(terms: readonly string[] | undefined, text: string): string {
  if (terms === undefined) return text;
  return text.replace(new RegExp(patternOf(terms).source, 'giu'), (found) => ' '.repeat(found.length));
}

function patternOf(terms: readonly string[]): RegExp {
  const key = terms.join('\n');
  const known = cache.get(key);
  if (known !== undefined) return known;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${terms.map(sourceOf).join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  cache.set(key, pattern);
  return pattern;
}

function sourceOf(term: string): string {
  let source = '';
  let between = '';
  for (const word of term.split(/[\s-]+/u)) {
    if (word === '..') {
      between = '[\\s,-]+(?:[\\p{L}\\p{N}\'’]+[\\s,-]+){0,4}';
      continue;
    }
    source += `${source === '' ? '' : between === '' ? '[\\s,-]+' : between}${wordSource(word)}`;
    between = '';
  }
  return source;
}

function wordSource(word: string): string {
  const source = word.replace(/[.+()[\]{}^$\\]/gu, '\\$&').replaceAll("'", "['’]").replaceAll('*', '[\\p{L}\\p{N}]*').replaceAll('?', '[\\p{L}\\p{N}]');
  return word.includes('|') ? `(?:${source})` : source;
}
