/**
 * Answers to order: what the stand-in says of a picture when it is asked, so that a test can have a judge who is sure of
 * what numbers do not tell. `POST /control/judge` with an {@link AnswerRule}; the rule that was told last wins.
 */
import { z } from 'zod';

import type { Verdict } from './judgement.ts';

export const AnswerRule = z.strictObject({
  answer: z.enum(['pass', 'fail', 'unsure']),
  /** Id of the question that it answers; when absent every one but `control`, whose answer is known to who asks. */
  question: z.string().min(1).optional(),
  /** Applies to requests that contain this text; to all when absent. */
  match: z.string().min(1).optional(),
  /** To how many requests it applies, one for each candidate; to all when absent. */
  times: z.number().int().min(1).optional(),
  confidence: z.number().min(0).max(1).default(0.95),
  /** When absent, the stand-in says that it was told. */
  evidence: z.string().min(1).optional(),
  suggestion: z.strictObject({ slot: z.enum(['subject', 'action', 'environment', 'lighting', 'style', 'camera', 'exclude']), text: z.string().min(1) }).nullable().default(null),
});
export type AnswerRule = z.infer<typeof AnswerRule>;

/** The answer to one question of a request; undefined where nothing was told. */
export type ToldAnswer = (question: string) => Told | undefined;
type Told = Omit<Verdict, 'evidence'> & { readonly evidence?: string | undefined };

export class ToldAnswers {
  #rules: { readonly rule: AnswerRule; left: number }[] = [];

  add(rule: AnswerRule): void {
    this.#rules.unshift({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rule that was told last comes first; `left` is null for one that stays. */
  all(): readonly (AnswerRule & { left: number | null })[] {
    return this.#rules.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : null }));
  }

  /** The rules for one request about a picture; asking uses one time of each up. */
  take(request: string): ToldAnswer {
    const matching = this.#rules.filter(({ rule }) => request.includes(rule.match ?? ''));
    for (const entry of matching) entry.left -= 1;
    this.#rules = this.#rules.filter(({ left }) => left > 0);
    return (question) => matching.find(({ rule }) => rule.question === undefined ? question !== 'control' : rule.question === question)?.rule;
  }
}
