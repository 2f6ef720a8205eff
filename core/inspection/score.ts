import { QuestionId, type Answer, type Measure } from '../documents.ts';
import type { AskedQuestion } from './questions.ts';

/**
 * How much each question counts; the five add up to 1. The concept counts most: a flawless picture of
 * something else is no use to anybody.
 */
const weights: Readonly<Record<QuestionId, number>> = { concept: 0.35, structure: 0.25, lighting: 0.15, style: 0.15, emotion: 0.1 };

/** A question of the brief's own counts as much as the least of the five, a required one as much as the build of things. */
const ownWeight = weights.emotion;
const requiredWeight = weights.structure;

/** What an `unsure` is worth: a little over half, so that doubt neither passes nor fails a candidate alone. */
const unsureWorth = 0.6;
/** From this confidence on a fail of a required question rules a candidate out; below it is a doubt, and doubts are for people. */
const sureFrom = 0.7;
/** Each failed advice (blur, clipped highlights, an off-brand palette, …) takes this share off, at most four of them. */
const adviceCost = 0.05;
const mostAdvice = 4;

type Required = Pick<AskedQuestion, 'id' | 'required'>;

/**
 * One number from 0 to 1 for a candidate, and whether no gate failed: none among its measures, and no required question
 * of the brief's own. An answer counts by its confidence: one that is not sure at all is worth what `unsure` is.
 *
 *   score = Σ weight · worth / Σ weight · (1 − 0.05 · failed advice)
 *
 * @param asked the brief's questions, for which of them are required; without them none is
 */
export function scoreCandidate(measures: readonly Measure[], answers: readonly Answer[], asked: readonly Required[] = []): { readonly score: number; readonly passedGates: boolean } {
  const passedGates = measures.every((measure) => measure.passed || !measure.gate) && failedRequirements(answers, asked).length === 0;
  const required = new Set(asked.filter((question) => question.required).map(({ id }) => id));
  const weigh = ({ question }: Answer): number => weightOf(question, required.has(question));
  const whole = answers.reduce((sum, answer) => sum + weigh(answer), 0);
  const worth = answers.reduce((sum, answer) => sum + weigh(answer) * worthOf(answer), 0);
  const judged = whole === 0 ? unsureWorth : worth / whole;
  const advice = measures.filter((measure) => !measure.gate && !measure.passed).length;
  const score = judged * (1 - adviceCost * Math.min(mostAdvice, advice));
  return { score: Number(Math.min(1, Math.max(0, score)).toFixed(4)), passedGates };
}

export function isSureFail({ answer, confidence }: Answer): boolean {
  return answer === 'fail' && confidence >= sureFrom;
}

/** Answers that rule a candidate out: sure fails of questions that the brief requires. */
export function failedRequirements(answers: readonly Answer[], asked: readonly Required[]): Answer[] {
  const required = new Set(asked.filter((question) => question.required).map(({ id }) => id));
  return answers.filter((answer) => required.has(answer.question) && isSureFail(answer));
}

function weightOf(question: string, required: boolean): number {
  const known = QuestionId.safeParse(question);
  if (known.success) return weights[known.data];
  return required ? requiredWeight : ownWeight;
}

function worthOf({ answer, confidence }: Answer): number {
  if (answer === 'unsure') return unsureWorth;
  const sure = answer === 'pass' ? 1 : 0;
  return unsureWorth + (sure - unsureWorth) * confidence;
}
