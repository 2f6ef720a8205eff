import { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import { contentWords, fold } from '../words.ts';
import data from './feasibility.json' with { type: 'json' };
import type { Finding, Rule } from './signals.ts';

const Words = z.array(z.string().min(1));

/** One way in which a signal shows: what is looked for, how grave it is, why, and what to do instead. */
const Case = z.strictObject({
  severity: z.enum(['block', 'doubt']),
  /** What looks, where a list of words is not all: see `lookers`. */
  by: z.enum(['abstract-subject', 'quoted-words']).optional(),
  /** Of `quoted-words`: as many are drawn reliably. */
  most: z.number().int().positive().optional(),
  /** Capitals and diacritics count. */
  asWritten: z.boolean().default(false),
  source: z.string(),
  reason: z.string(),
  wayOut: z.string(),
  /** Each list must be found. */
  words: z.array(Words),
  /** Words beside an abstract one that make nothing visible of it. */
  neutral: Words.default([]),
  /** Found anywhere, the case does not fit. */
  unless: Words.default([]),
  must: z.array(z.string()).min(1),
  mustNot: z.array(z.string()).min(1),
});
type Case = z.infer<typeof Case>;

const Feasibility = z.strictObject({
  asOf: z.iso.date(),
  about: z.string(),
  negation: Words,
  signals: z.array(z.strictObject({ id: z.string(), cases: z.array(Case).min(1) })),
});

/** The rules as data, with the date on which they were last gone through, and examples that a test holds them to. */
export const feasibility = Feasibility.parse(data);

interface Field {
  readonly field: string;
  readonly text: string;
}
type Evidence = NonNullable<Finding['evidence']>;
/** Words that speak for a case, with their fields; undefined when it does not fit. */
type Look = (brief: Brief) => Evidence | undefined;

/** What can be seen in the picture, field by field. */
function fieldsOf({ concept, title, objective, message, style }: Brief): Field[] {
  const written: readonly (readonly [string, string | undefined])[] = [
    ['concept.subject', concept.subject],
    ['concept.action', concept.action],
    ['concept.environment', concept.environment],
    ['concept.background', concept.background],
    ['style', style],
    ['title', title],
    ['objective', objective],
    ['message', message],
  ];
  return written.flatMap(([field, text]) => (text === undefined ? [] : [{ field, text }]));
}

/** A title or an objective may speak of figures or of staff that the picture does not show: only the concept and the style tell what it does. */
const shown = (brief: Brief): Field[] => fieldsOf(brief).filter(({ field }) => field.startsWith('concept.') || field === 'style');

const negated = new RegExp(`(?:^|[^\\p{L}])(?:${feasibility.negation.join('|')})(?: [\\p{L}-]+){0,2} $`, 'u');

interface Hit {
  readonly text: string;
  readonly index: number;
}

function finder(words: readonly string[]): (text: string) => Hit | undefined {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return (text) => {
    const match = [...text.matchAll(pattern)].find(({ index }) => !negated.test(fold(text.slice(0, index))));
    return match === undefined ? undefined : { text: match[0], index: match.index };
  };
}

function wordsLook({ words, unless, asWritten, severity }: Case): Look {
  const lists = words.map(finder);
  const stop = unless.length === 0 ? undefined : finder(unless);
  return (brief) => {
    // What must never be made is looked for in every field that a person reads.
    const fields = (severity === 'block' ? fieldsOf(brief) : shown(brief)).map(({ field, text }) => ({ field, written: text, text: asWritten ? text : fold(text) }));
    if (stop !== undefined && fields.some(({ text }) => stop(text) !== undefined)) return undefined;
    const found = lists.map((find) =>
      fields.flatMap(({ field, text, written }) => {
        const hit = find(text);
        // As the brief writes it, unless folding took characters out.
        return hit === undefined ? [] : [{ field, words: text.length === written.length ? written.slice(hit.index, hit.index + hit.text.length) : hit.text }];
      }),
    );
    return found.some((hits) => hits.length === 0) ? undefined : distinct(found.flatMap((hits) => hits.slice(0, 2)));
  };
}

/** Abstract words, and beside them none that could be seen: "the growth of a seedling" can. */
function abstractLook({ words, neutral, unless }: Case): Look {
  const abstract = new RegExp(`^(?:${words.flat().join('|')})$`, 'u');
  const invisible = new RegExp(`^(?:${neutral.join('|')})$`, 'u');
  const stop = finder(unless);
  return ({ concept }) => {
    const content = contentWords(fold(concept.subject));
    const ideas = content.filter((word) => abstract.test(word));
    if (ideas.length === 0 || content.some((word) => !abstract.test(word) && !invisible.test(word))) return undefined;
    if (stop(fold([concept.subject, concept.action ?? ''].join(' '))) !== undefined) return undefined;
    return distinct(ideas.map((idea) => ({ field: 'concept.subject', words: idea })));
  };
}

function quotedLook({ most = Number.POSITIVE_INFINITY }: Case): Look {
  return (brief) => {
    const quotes = shown(brief).flatMap(({ field, text }) => [...text.matchAll(/["“«]([^"”»]{2,})["”»]/gu)].map((match) => ({ field, words: match[1] ?? '' })));
    const count = quotes.reduce((sum, { words }) => sum + words.split(/\s+/u).filter(Boolean).length, 0);
    return count > most ? quotes : undefined;
  };
}

const lookers: Readonly<Record<NonNullable<Case['by']> | 'words', (from: Case) => Look>> = { 'abstract-subject': abstractLook, 'quoted-words': quotedLook, words: wordsLook };

/** One rule for each signal of `feasibility.json`, in its order. */
export const feasibilityRules: readonly Rule[] = feasibility.signals.map(({ id, cases }) => {
  const looks = cases.map((each) => ({ each, look: lookers[each.by ?? 'words'](each) }));
  return {
    id,
    find: (brief) => {
      for (const { each, look } of looks) {
        const evidence = look(brief);
        if (evidence === undefined) continue;
        return { severity: each.severity, field: evidence[0]?.field ?? 'concept', message: `${each.reason} (${evidence.map(({ words }) => `“${words}”`).join(', ')}).`, evidence, wayOut: `${capital(each.wayOut)}.` };
      }
      return undefined;
    },
  };
});

function distinct(evidence: Evidence): Evidence {
  return evidence.filter(({ field, words }, index) => evidence.findIndex((other) => other.field === field && other.words === words) === index);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
