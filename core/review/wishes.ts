import { partsOfNote } from '../prompt/labelled.ts';
import { contentWords, fold } from '../words.ts';
import type { ReviewTag } from '../workflow.ts';
import { afterDefinite, afterIndefinite, asksFor, asksToGo, clauseBreak, denied, general, preposition, qualities, reason, sides, thing, verbDenied, type EndPatterns, type QualityPatterns } from './wishes/patterns.ts';

/** One thing that a note asks for: more or less of a quality, or a thing to have or not to have. */
export interface Wish {
  /** What it is about, as people read it: "brightness", or the thing's own word. */
  readonly about: string;
  readonly direction: 'more' | 'less';
  /** The part of the picture it speaks of, as bare words; empty for all of it. */
  readonly target: readonly string[];
  /** Where that part is, as far as the note says so: two signs on two sides are two. */
  readonly place: readonly string[];
  /** The clause that says it, as written. */
  readonly words: string;
}

/** What the tags ask for. */
const tagWishes: Partial<Readonly<Record<ReviewTag, Pick<Wish, 'about' | 'direction'>>>> = {
  'too-dark': { about: 'brightness', direction: 'more' },
  'too-bright': { about: 'brightness', direction: 'less' },
  'too-busy': { about: 'activity', direction: 'less' },
};

/** The clauses of a note, as written; a labelled line ("Lighting: soft, from the left") is one. */
export function clausesOf(note: string): string[] {
  return partsOfNote(note)
    .flatMap((part) => (typeof part === 'string' ? part.split(clauseBreak) : part.words))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** What a note asks for, clause by clause; words that only describe ("a dark car") and wishes that are denied ("not darker") are none. */
export function wishesOf(note: string): Wish[] {
  return clausesOf(note).flatMap((clause) => {
    const folded = fold(clause).replaceAll('’', "'");
    const wishes = qualities.flatMap((quality): Wish[] => {
      const asked = askedOf(folded, quality);
      return asked === null ? [] : [{ about: quality.about, direction: asked.direction, ...spokenOf(folded, asked, quality.own), words: clause }];
    });
    // "More light" is about brightness, not about a thing called light.
    return wishes.length > 0 ? wishes : thingsOf(folded, clause);
  });
}

/** What tags ask for, with the tag in words. */
export function wishesOfTags(tags: readonly ReviewTag[]): Wish[] {
  return tags.flatMap((tag) => {
    const wish = tagWishes[tag];
    return wish === undefined ? [] : [{ ...wish, target: [], place: [], words: tag.replaceAll('-', ' ') }];
  });
}

/** Whether two wishes cannot both be met: opposite ends of one thing, for the same part of the picture. */
export function opposed(one: Wish, other: Wish): boolean {
  if (one.about !== other.about || one.direction === other.direction) return false;
  if (one.place.length > 0 && other.place.length > 0 && !shareWord(one.place, other.place)) return false;
  if (one.target.length === 0 || other.target.length === 0) return one.target.length === other.target.length;
  return shareWord(one.target, other.target);
}

function shareWord(one: readonly string[], other: readonly string[]): boolean {
  return one.some((word) => other.includes(word));
}

interface Asked {
  readonly direction: Wish['direction'];
  /** Where the words that ask end. */
  readonly end: number;
  readonly whole: boolean;
}

function askedOf(text: string, { more, less }: QualityPatterns): Asked | null {
  return askedAt(text, more, 'more', 'less') ?? askedAt(text, less, 'less', 'more');
}

function askedAt(text: string, end: EndPatterns, direction: Wish['direction'], opposite: Wish['direction']): Asked | null {
  const found = (match: RegExpExecArray | null, towards = direction): Asked | null => (match === null ? null : { direction: towards, end: match.index + match[0].length, whole: end.whole.test(text) });
  const first = (patterns: readonly RegExp[], find: (pattern: RegExp) => RegExpExecArray | null): RegExpExecArray | null => patterns.map(find).find((match) => match !== null) ?? null;
  return found(first(end.asking, (pattern) => asks(text, pattern))) ?? found(first(end.lacking, (pattern) => pattern.exec(text))) ?? found(asks(text, end.excess), opposite);
}

/** Where a wording stands that is not denied and does more than describe, as "the darker car" does. */
function asks(text: string, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const before = text.slice(0, match.index);
  const describes = afterDefinite.test(before) || (afterIndefinite.test(before) && !asksFor.test(text));
  return denied.test(before) || describes ? null : match;
}

/** What a wish for a quality speaks of: the words of its clause without the quality's own, up to where it goes on to why. */
function spokenOf(text: string, { end, whole }: Asked, own: RegExp): Pick<Wish, 'target' | 'place'> {
  const clause = `${text.slice(0, end)}${text.slice(end).split(reason)[0] ?? ''}`;
  const parts = partsOf(clause.replace(own, ' '));
  return { target: whole ? [] : parts.filter((word) => !sides.has(word)), place: parts.filter((word) => sides.has(word)) };
}

function thingsOf(text: string, clause: string): Wish[] {
  const match = thing.exec(text);
  if (match === null) return [];
  const [, verb = '', object = ''] = match;
  const [named = '', ...where] = (object.split(reason)[0] ?? '').split(preposition);
  const parts = partsOf(named);
  const target = parts.filter((word) => !sides.has(word));
  if (target.length === 0) return [];
  const place = [...parts.filter((word) => sides.has(word)), ...where.flatMap(partsOf)];
  const turned = verbDenied.test(text.slice(0, match.index));
  return [{ about: 'what is in the picture', direction: asksToGo.test(verb) === turned ? 'more' : 'less', target, place, words: clause }];
}

/** Words that name a part of the picture, in the singular. */
function partsOf(text: string): string[] {
  return contentWords(text)
    .flatMap((word) => (general.has(word) ? [] : singular(word)))
    .filter((word) => !general.has(word));
}

function singular(word: string): string {
  return word.length > 4 && /[^s]es$/u.test(word) && /(?:x|ch|sh|[lnrdz])es$/u.test(word) ? word.slice(0, -2) : word.length > 3 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word;
}
