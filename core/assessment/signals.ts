import type { Brief } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
import { contentWords, fold } from '../words.ts';
import { feasibilityRules } from './feasibility.ts';

export type Signal = Assessment['signals'][number];

/** What a rule says: the field, why it is a concern, the words that speak for it, and the way out. */
export type Finding = Omit<Signal, 'id' | 'evidence' | 'wayOut'> & Partial<Pick<Signal, 'evidence' | 'wayOut'>>;

/** A rule looks at one aspect of a brief. A new rule is a new entry. */
export interface Rule {
  readonly id: string;
  find(brief: Brief): Finding | undefined;
}

/** Every signal of a brief, in the order of the rules. */
export function signalsOf(brief: Brief, rules: readonly Rule[] = shippedRules): Signal[] {
  return rules.flatMap((rule) => {
    const found = rule.find(brief);
    return found === undefined ? [] : [{ id: rule.id, evidence: [], wayOut: '', ...found }];
  });
}

const conceptText = ({ concept }: Brief): string => fold([concept.subject, concept.action, concept.environment, concept.background].filter((part) => part !== undefined).join('. '));

/** Fewer meaningful words than this leave the picture to chance: "a dog in a park" has two. */
const fewestConceptWords = 4;

const vagueConcept: Rule = {
  id: 'vague-concept',
  find: (brief) => {
    const words = new Set(contentWords(conceptText(brief)));
    const look = [brief.lighting, brief.style, brief.camera, brief.mood].filter((part) => part !== undefined).length;
    if (words.size + look >= fewestConceptWords) return undefined;
    return {
      severity: 'doubt',
      field: 'concept',
      message: `The concept "${brief.concept.subject}" leaves the picture to chance; say which one, what it does and where, as in "a golden retriever catching a red frisbee mid-air in a sunlit urban park".`,
    };
  },
};

/** Pairs that no scene can have at once. */
const lightConflicts: readonly (readonly [string, RegExp, string, RegExp])[] = [
  ['night', /\b(?:at night|night[- ]?time|midnight|moonlit|moonlight|starlit)\b/u, 'daylight', /\b(?:noon|midday|sunlit|sunlight|sunny|bright daylight|golden hour|sunset|sunrise|morning light)\b/u],
  ['overcast weather', /\b(?:overcast|foggy|heavy fog|thick fog|misty)\b/u, 'hard sun', /\b(?:harsh sun(?:light)?|hard sun(?:light)?|direct sun(?:light)?|hard shadows|sunny|sunlit|clear sky)\b/u],
  ['sunrise', /\b(?:sunrise|dawn)\b/u, 'midday', /\b(?:noon|midday)\b/u],
  ['flat light', /\b(?:flat,? even light|shadowless)\b/u, 'dramatic shadows', /\b(?:chiaroscuro|dramatic shadows?|hard shadows?)\b/u],
];

const contradictoryLight: Rule = {
  id: 'contradictory-light',
  find: ({ concept, lighting, mood }) => {
    const text = fold([concept.action, concept.environment, concept.weather, concept.background, lighting, mood].filter((part) => part !== undefined).join('. '));
    const conflict = lightConflicts.find(([, one, , other]) => one.test(text) && other.test(text));
    if (conflict === undefined) return undefined;
    return { severity: 'doubt', field: 'lighting', message: `The brief asks for ${conflict[0]} and for ${conflict[2]} at once, and the light cannot make sense; keep one of them.` };
  },
};

export const shippedRules: readonly Rule[] = [vagueConcept, ...feasibilityRules, contradictoryLight];
