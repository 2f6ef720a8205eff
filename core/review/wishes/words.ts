/**
 * The words by which notes ask for something, one table of this shape for each language. Words are folded: lower case, without
 * diacritics. A star stands for any ending (`aclara*`); in `raise` and `lower`, `_` stands for the name of a quality.
 */

export const qualityNames = ['brightness', 'warmth', 'distance', 'size', 'activity', 'contrast', 'colour'] as const;
export type QualityName = (typeof qualityNames)[number];

/** One end of a quality. */
export interface End {
  /** Comparatives and verbs: a wish by themselves. */
  readonly wish: readonly string[];
  /** Wishes for the whole picture, whatever they name: "zoom in on the bottle". */
  readonly whole?: readonly string[];
  /** A wish only after a word of degree: "more vivid", "too dark". */
  readonly adjective: readonly string[];
}

export interface Quality {
  /** What it is called; with a verb of `raise` or `lower` a wish. */
  readonly names: readonly string[];
  readonly more: End;
  readonly less: End;
}

export interface WishWords {
  readonly qualities: Readonly<Record<QualityName, Quality>>;
  readonly raise: readonly string[];
  readonly lower: readonly string[];
  /** What may stand between a verb and the name of a quality. */
  readonly fillers: readonly string[];
  /** Before an adjective: more of it, or less of it. */
  readonly degree: { readonly more: readonly string[]; readonly less: readonly string[] };
  /** "Not bright enough": a denial, and a word before or after the adjective. */
  readonly notEnough: { readonly denials: readonly string[]; readonly before: readonly string[]; readonly after: readonly string[] };
  /** What denies a wish that follows within three words, unless one of `turns` stands between. */
  readonly denials: readonly string[];
  readonly turns: readonly string[];
  /** What turns a verb round that follows within a word: "don't remove". */
  readonly verbDenials: readonly string[];
  /** A comparative after a definite article describes ("the darker car"); after another one too, unless the clause asks. */
  readonly articles: { readonly definite: readonly string[]; readonly indefinite: readonly string[] };
  readonly asking: readonly string[];
  /** Verbs that ask for a thing, and that ask for it to go. */
  readonly have: readonly string[];
  readonly lose: readonly string[];
  /** Between such a verb and the thing. */
  readonly determiners: readonly string[];
  /** Where the thing ends and its place begins. */
  readonly prepositions: readonly string[];
  /** Sides of the picture: two things on different sides are two. */
  readonly sides: readonly string[];
  /** Where a clause goes on to why, or to what it compares with. */
  readonly reasons: readonly string[];
  /** Words that speak of the whole picture, or of nothing. */
  readonly general: readonly string[];
  /** What joins two wishes in a sentence. */
  readonly conjunctions: readonly string[];
}
