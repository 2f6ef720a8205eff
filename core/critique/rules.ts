import { z } from 'zod';
import { Rule } from './rule.ts';
import concept from './rules/concept.json' with { type: 'json' };
import contradictions from './rules/contradictions.json' with { type: 'json' };
import limits from './rules/limits.json' with { type: 'json' };
import wording from './rules/wording.json' with { type: 'json' };

/** The rules that ship, in the order in which their findings are told. */
export const shippedRules: readonly Rule[] = z.array(Rule).parse([...concept, ...contradictions, ...wording, ...limits]);
