import { z } from 'zod';
import { QuestionId } from '../documents.ts';
import { Confusion, noConfusion, sumOfConfusions } from './confusion.ts';
import { cohensKappa, type Kappa } from './kappa.ts';

/** What was counted of one question, model and month. */
export const AgreementCounts = z.object({
  question: z.string(),
  model: z.string(),
  /** `2026-11`, of the decision. */
  month: z.string(),
  byHand: Confusion,
  untouched: Confusion,
});
export type AgreementCounts = z.infer<typeof AgreementCounts>;

/** How far a model and people agree on one question. */
export interface QuestionAgreement {
  readonly question: string;
  /** Answers that people gave by hand. Only these tell anything: who leaves a filled-in answer may not have looked. */
  readonly byHand: Confusion;
  readonly untouched: Confusion;
  /** Answers by hand in which neither side was unsure: those that kappa is computed from. */
  readonly decisions: number;
  /** How many of them people failed. */
  readonly fails: number;
  /** Share of equal ones, 0 to 1; null without decisions. */
  readonly agreement: number | null;
  readonly kappa: Kappa | null;
}

/** The agreement of one model, question by question: the five first, whether or not anybody answered them yet, then the briefs' own by name. */
export function agreementOf(counts: readonly AgreementCounts[], model: string): QuestionAgreement[] {
  const ofModel = counts.filter((each) => each.model === model);
  const own = [...new Set(ofModel.map(({ question }) => question))].filter((question) => !isOfTheFive(question)).toSorted();
  return [...QuestionId.options, ...own].map((question) => {
    const ofQuestion = ofModel.filter((each) => each.question === question);
    return questionAgreement(question, sumOfConfusions(ofQuestion.map(({ byHand }) => byHand)), sumOfConfusions(ofQuestion.map(({ untouched }) => untouched)));
  });
}

/** The models of which anything was counted, by name. */
export function modelsIn(counts: readonly AgreementCounts[]): string[] {
  return [...new Set(counts.map(({ model }) => model))].toSorted();
}

export function questionAgreement(question: string, byHand: Confusion, untouched: Confusion = noConfusion): QuestionAgreement {
  const table = [
    [byHand.pass.pass, byHand.pass.fail],
    [byHand.fail.pass, byHand.fail.fail],
  ];
  const decisions = table.flat().reduce((sum, cell) => sum + cell, 0);
  return {
    question,
    byHand,
    untouched,
    decisions,
    fails: byHand.pass.fail + byHand.fail.fail,
    agreement: decisions === 0 ? null : (byHand.pass.pass + byHand.fail.fail) / decisions,
    kappa: cohensKappa(table),
  };
}

export function isOfTheFive(question: string): boolean {
  return QuestionId.safeParse(question).success;
}
