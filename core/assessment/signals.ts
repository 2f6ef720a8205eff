import type { Brief } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
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

export const shippedRules: readonly Rule[] = feasibilityRules;
