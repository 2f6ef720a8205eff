import { en } from './en.ts';
import { es } from './es.ts';
import { qualityNames, type End, type QualityName, type WishWords } from './words.ts';

/** A new language is a file beside these and a name here. Notes mix languages, so that all are read at once. */
const languages: readonly WishWords[] = [en, es];

/** The words of all languages under one name of the table. */
function all(pick: (words: WishWords) => readonly string[]): readonly string[] {
  return languages.flatMap(pick);
}

/** Words as a pattern of alternatives, the longest first; one that matches nothing where there are none. */
function any(words: readonly string[]): string {
  const alternatives = words.toSorted((one, other) => other.length - one.length).map((word) => word.replaceAll('*', '\\w*').replaceAll(' ', '\\s+'));
  return alternatives.length === 0 ? '(?!)' : `(?:${alternatives.join('|')})`;
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'u');
}

/** An end of a quality, ready to be looked for. */
export interface EndPatterns {
  /** Each asks for this end, unless it is denied. */
  readonly asking: readonly RegExp[];
  /** Asks for this end of the whole picture. */
  readonly whole: RegExp;
  /** "Not bright enough". */
  readonly lacking: readonly RegExp[];
  /** "Too bright" asks for the other end. */
  readonly excess: RegExp;
}

export interface QualityPatterns {
  readonly about: QualityName;
  readonly more: EndPatterns;
  readonly less: EndPatterns;
  /** The quality's own words, which name no part of the picture. */
  readonly own: RegExp;
}

export const qualities: readonly QualityPatterns[] = qualityNames.map((about) => {
  const words = (pick: (quality: WishWords['qualities'][QualityName]) => readonly string[]): readonly string[] => all(({ qualities: table }) => pick(table[about]));
  const names = words((quality) => quality.names);
  const named = (verbs: (language: WishWords) => readonly string[]): string =>
    any(languages.flatMap((language) => verbs(language)).map((verb) => verb.replace('_', `(?:${any(all(({ fillers }) => fillers))}\\s+){0,3}${any(names)}`)));
  const end = (of: 'more' | 'less', verbs: (language: WishWords) => readonly string[]): EndPatterns => {
    const pick = (part: (end: End) => readonly string[]): readonly string[] => words((quality) => part(quality[of]));
    const adjective = any(pick((each) => each.adjective));
    const whole = `\\b${any(pick((each) => each.whole ?? []))}\\b`;
    return {
      asking: [`\\b${any(pick((each) => each.wish))}\\b`, whole, `\\b${named(verbs)}\\b`, `\\b${any(all(({ degree }) => degree.more))}\\s+${adjective}\\b`].map(pattern),
      whole: pattern(whole),
      lacking: languages.map(({ notEnough: { denials, before, after } }) => {
        const [ahead, behind] = [before.length === 0 ? '' : `${any(before)}\\s+`, after.length === 0 ? '' : `\\s+${any(after)}`];
        return pattern(`\\b${any(denials)}\\s+(?:\\w+\\s+){0,2}${ahead}${adjective}${behind}\\b`);
      }),
      excess: pattern(`\\b${any(all(({ degree }) => degree.less))}\\s+${adjective}\\b`),
    };
  };
  const ends = (quality: WishWords['qualities'][QualityName]): readonly string[] => [quality.more, quality.less].flatMap((each) => [...each.wish, ...(each.whole ?? []), ...each.adjective]);
  return {
    about,
    more: end('more', (language) => language.raise),
    less: end('less', (language) => language.lower),
    own: new RegExp(`\\b(?:${named(({ raise, lower }) => [...raise, ...lower])}|${any([...words(ends), ...names])})\\b`, 'gu'),
  };
});

/** Between a denial and what it denies stand few words: "do not make it darker". */
export const denied = pattern(`\\b${any(all(({ denials }) => denials))}(?:\\s+(?!${any(all(({ turns }) => turns))}\\b)[\\w']+){0,3}\\s+$`);
export const afterDefinite = pattern(`\\b${any(all(({ articles }) => articles.definite))}\\s+$`);
export const afterIndefinite = pattern(`\\b${any(all(({ articles }) => articles.indefinite))}\\s+$`);
export const asksFor = pattern(`\\b${any(all(({ asking }) => asking))}\\b`);

const lose = any(all((words) => words.lose));
/** Groups: the verb, and what it is about. */
export const thing = pattern(`\\b(${any(all((words) => words.have))}|${lose})\\s+(?:${any(all(({ determiners }) => determiners))}\\s+)*([a-z][a-z -]{1,60})`);
export const asksToGo = pattern(`^${lose}$`);
export const verbDenied = pattern(`\\b${any(all(({ verbDenials }) => verbDenials))}\\s+(?:\\w+\\s+)?$`);
/** A part of a line that denies, takes away or turns. */
export const takesBack = pattern(`\\b${any(all(({ denials, turns, lose: verbs, degree }) => [...denials, ...turns, ...verbs, ...degree.less]))}\\b`);
export const preposition = pattern(`\\s+${any(all(({ prepositions }) => prepositions))}\\s+`);
export const reason = pattern(`\\b${any(all(({ reasons }) => reasons))}\\b`);

export const general: ReadonlySet<string> = new Set(all((words) => words.general));
export const sides: ReadonlySet<string> = new Set(all((words) => words.sides));

const joined = `${any(all(({ conjunctions }) => conjunctions))}\\s+`;
/** Between the clauses of a note. */
export const clauseBreak = new RegExp(`[.;!?\\n]+|,\\s+(?:${joined})?|\\s+${joined}`, 'iu');
