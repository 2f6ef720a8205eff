import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import { Severity } from './finding.ts';

/** The form of a rule of the critique. Rules are data: a new one, or another word, is a line in `rules/`. */

/** The fields of a brief that are prose about the picture, in the order in which they are read. */
export const TextField = z.enum([
  'concept.subject', 'concept.action', 'concept.environment', 'concept.weather', 'concept.background', 'lighting', 'style', 'camera', 'mood', 'audience',
]);
export type TextField = z.infer<typeof TextField>;

const fields = z.array(TextField).min(1);
/**
 * Words to look for, in small letters. A blank is any blank or hyphen, `a|b` is either word, `*` is any letters,
 * `?` is one letter or digit, `..` is up to four words between.
 */
const terms = z.array(z.string().trim().min(1)).min(1);
const words = z.array(z.string().trim().min(1)).min(1);

const Find = z.discriminatedUnion('by', [
  /** One of the terms stands in one of the fields; `when` must hold as well, `unless` is passed over. */
  z.strictObject({ by: z.literal('terms'), fields, terms, unless: terms.optional(), negated: z.boolean().default(false), when: z.strictObject({ fields, terms, unless: terms.optional() }).optional() }),
  /** A term of each of two lists: both in `fields`, or the other in `against`. */
  z.strictObject({ by: z.literal('pairs'), fields, against: fields.optional(), pairs: z.array(z.tuple([terms, terms])).min(1) }),
  /** Terms of two families that do not go together; `otherwise` is read when `fields` are empty. */
  z.strictObject({ by: z.literal('families'), fields, otherwise: fields, families: z.record(z.string(), terms), together: z.array(z.tuple([z.string(), z.string()])) }),
  /** None of `given` is filled in, and none of the terms stands in `fields`; `except` are words that look like one. */
  z.strictObject({ by: z.literal('absent'), kinds: z.array(AssetKind).min(1), given: fields, field: TextField, fields, terms, except: terms }),
  /** As `absent`: a place is a preposition whose words are no clothes, light or part of the body. */
  z.strictObject({ by: z.literal('no-place'), kinds: z.array(AssetKind).min(1), given: fields, field: TextField, fields, prepositions: words, places: words, notPlaces: words }),
  /** Fewer different words that carry meaning than this, in the concept and the fields of the look that are filled in. */
  z.strictObject({ by: z.literal('few-words'), fewest: z.number().int().positive() }),
  /** The subject's first noun phrase names a class only. */
  z.strictObject({
    by: z.literal('generic-noun'),
    field: TextField,
    /** "A … of" that says nothing of the subject. */
    lead: words,
    /** Adjectives that leave the look open. */
    plain: words,
    /** "A … of": the subject is what is in it. */
    containers: words,
    /** Words after the noun that specify it. */
    specifying: words,
    /** After "in", a word of these specifies a person. */
    clothes: words,
    categories: z.array(z.strictObject({ nouns: words, detail: z.string() })).min(1),
  }),
  /** More things side by side than this. */
  z.strictObject({ by: z.literal('several'), field: TextField, most: z.number().int().positive() }),
  /** A name from the list, or a name in capitals behind one of `after` that is not `known` to be free. */
  z.strictObject({ by: z.literal('artist'), fields, names: words, after: words, known: words }),
  /** Lettering in quotation marks beyond either limit. */
  z.strictObject({ by: z.literal('quoted'), fields, mostWords: z.number().int().positive(), mostCharacters: z.number().int().positive() }),
  /** Something of the list is asked for; `colours` reads names of colours only, or all others. */
  z.strictObject({ by: z.literal('listed'), list: z.enum(['brand.banned', 'exclude']), colours: z.boolean().optional() }),
  /** The colour of an area is farther than this from every colour of the brand, in CIEDE2000. */
  z.strictObject({ by: z.literal('off-palette'), fields, areas: words, farthest: z.number().positive() }),
  /** No deliverable keeps this share of the master. */
  z.strictObject({ by: z.literal('crops'), leastKept: z.number().min(0).max(1) }),
  z.strictObject({ by: z.literal('past') }),
]);
export type Find = z.infer<typeof Find>;
/** The mechanism of that name, with its settings. */
export type FindBy<Name extends Find['by']> = Extract<Find, { by: Name }>;

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  severity: Severity,
  /** A doubt of the assessment: the owner is asked before anything is spent. */
  asks: z.boolean().default(false),
  /** Reads the brief whatever its language; others read English only. */
  anyLanguage: z.boolean().default(false),
  /** "Expected … for the field": what a good brief has. */
  expected: z.string(),
  reason: z.string(),
  /** The way out; `{detail}` is what the mechanism knows better. */
  mend: z.string(),
  /** Briefs, without their titles, that differ in this one thing. */
  example: z.strictObject({ before: z.record(z.string(), z.json()), after: z.record(z.string(), z.json()) }),
  find: Find,
});
export type Rule = z.infer<typeof Rule>;
