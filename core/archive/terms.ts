import type { Brief } from '../brief/schema.ts';
import type { CompanionDocument } from '../documents.ts';
import { contentWords } from '../words.ts';

/** The more a field says what the asset is about, the more its words weigh. */
const weights = { title: 8, keywords: 6, subject: 5, kind: 4, brand: 4, concept: 3, look: 2, brief: 2, prompt: 1 } as const;

/** No document needs more; it bounds what archiving one asset writes. */
const mostTerms = 400;
/** Longer words are data, not language. */
const longestTerm = 40;

/**
 * Every word that finds an asset, with its weight: the higher, the more the asset is about it. A word
 * counts once per field, by its heaviest field first; each further field adds a tenth of its weight.
 */
export function termsOf(companion: Pick<CompanionDocument, 'title' | 'brief' | 'prompt'>): Map<string, number> {
  const terms = new Map<string, number>();
  const fields = fieldsOf(companion).toSorted((a, b) => b.weight - a.weight);
  for (const { weight, text } of fields) {
    for (const term of new Set(stemmedWords(text))) {
      const held = terms.get(term);
      if (held === undefined && terms.size >= mostTerms) continue;
      terms.set(term, held === undefined ? weight : Number((held + weight / 10).toFixed(2)));
    }
  }
  return terms;
}

/** The words of a query in the form in which the index has them, each once. */
export function queryTerms(query: string): string[] {
  return [...new Set(stemmedWords(query))];
}

function fieldsOf({ title, brief, prompt }: Pick<CompanionDocument, 'title' | 'brief' | 'prompt'>): { readonly weight: number; readonly text: string }[] {
  const { concept } = brief;
  const join = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');
  return [
    { weight: weights.title, text: title },
    { weight: weights.keywords, text: brief.keywords.join(' ') },
    { weight: weights.subject, text: concept.subject },
    { weight: weights.kind, text: brief.kind },
    { weight: weights.brand, text: join(brief.brand.name, brief.budget.campaign) },
    { weight: weights.concept, text: join(concept.action, concept.environment, concept.weather, concept.background) },
    { weight: weights.look, text: join(brief.lighting, brief.style, brief.camera, brief.mood) },
    { weight: weights.brief, text: aboutOf(brief) },
    // Slots only: the constraints say what is not in the picture.
    { weight: weights.prompt, text: prompt.slots.map(({ text }) => text).join(' ') },
  ];
}

function aboutOf(brief: Brief): string {
  return [brief.message, brief.objective, brief.audience, ...brief.channels].filter((part) => part !== undefined).join(' ');
}

function stemmedWords(text: string): string[] {
  return contentWords(text)
    .filter((word) => word.length <= longestTerm && (word.length > 1 || /\d/u.test(word)))
    .map(stemOf);
}

/**
 * Plurals meet their singular, no more: "dogs" and "dog", "berries" and "berry", "ciudades" and "ciudad".
 * Both sides of a comparison go through it, so that a stem need not be a word.
 */
function stemOf(word: string): string {
  if (/\d/u.test(word)) return word;
  const singular = word.length >= 4 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word;
  const bare = singular.length >= 4 && singular.endsWith('e') ? singular.slice(0, -1) : singular;
  return bare.length >= 3 && bare.endsWith('y') ? `${bare.slice(0, -1)}i` : bare;
}
