import { z } from 'zod';
import type { Answer } from '../documents.ts';

/** What the check and people can say to a question. */
export const answerValues = ['pass', 'fail', 'unsure'] as const;
export type AnswerValue = (typeof answerValues)[number];

const count = z.number().int().nonnegative();
const ByPeople = z.object({ pass: count, fail: count, unsure: count });

/** How often the check said the one and people the other: `confusion.fail.pass` were its false alarms. */
export const Confusion = z.object({ pass: ByPeople, fail: ByPeople, unsure: ByPeople });
export type Confusion = z.infer<typeof Confusion>;

/** `hand`: the person chose the answer. `untouched`: it is the check's own, left as the page had filled it in. */
export const Origin = z.enum(['hand', 'untouched']);
export type Origin = z.infer<typeof Origin>;

/** One answer of a person beside the check's. */
export interface Comparison {
  readonly question: string;
  readonly origin: Origin;
  readonly check: AnswerValue;
  readonly person: AnswerValue;
}

/** What a person answered about a candidate, and what the check had said of it, both by question. */
export interface AnsweredChecklist {
  readonly check: Readonly<Record<string, AnswerValue>>;
  readonly person: Readonly<Record<string, AnswerValue>>;
  /** Questions that the person left as they were filled in. */
  readonly untouched: readonly string[];
}

/** Every question that both have answered. What differs from the check was not left as it was, whatever the page says. */
export function comparisonsOf({ check, person, untouched }: AnsweredChecklist): Comparison[] {
  return Object.entries(person).flatMap(([question, answer]) => {
    const given = check[question];
    if (given === undefined) return [];
    const origin = given === answer && untouched.includes(question) ? 'untouched' : 'hand';
    return [{ question, origin, check: given, person: answer }];
  });
}

/**
 * The check's answers by question. A question that nobody asked a model (no budget, a refusal, a picture that cannot be
 * read) stands in an inspection as `unsure` without confidence: it is not an answer, and left out.
 */
export function answersGiven(answers: readonly Pick<Answer, 'question' | 'answer' | 'confidence'>[]): Record<string, AnswerValue> {
  return Object.fromEntries(answers.filter(({ answer, confidence }) => answer !== 'unsure' || confidence > 0).map(({ question, answer }) => [question, answer]));
}

const nobody = { pass: 0, fail: 0, unsure: 0 };
export const noConfusion: Confusion = { pass: nobody, fail: nobody, unsure: nobody };

/** Cell by cell. */
export function sumOfConfusions(confusions: readonly Confusion[]): Confusion {
  const row = (check: AnswerValue): Confusion['pass'] => {
    const cell = (person: AnswerValue): number => confusions.reduce((sum, confusion) => sum + confusion[check][person], 0);
    return { pass: cell('pass'), fail: cell('fail'), unsure: cell('unsure') };
  };
  return { pass: row('pass'), fail: row('fail'), unsure: row('unsure') };
}
