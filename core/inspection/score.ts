import { QuestionId, type Answer, type Measure } from '../documents.ts';

/**
 * How much each question counts; they add up to 1. The concept counts most: a flawless picture of
 * something else is no use to anybody.
 */
const weights: Readonly<Record<QuestionId, number>> = { concept: 0.35, structure: 0.25, lighting: 0.15, style: 0.15, emotion: 0.1 };

/** What an `unsure` is worth: a little over half, so that doubt neither passes nor fails a candidate alone. */
const unsureWorth = 0.6;
/** Each failed advice (blur, clipped highlights, an off-brand palette, …) takes this share off, at most four of them. */
const adviceCost = 0.05;
const mostAdvice = 4;

/**
 * One number from 0 to 1 for a candidate, and whether no gate among its measures failed. An answer counts
 * by its confidence: one that is not sure at all is worth what `unsure` is.
 */
export function scoreCandidate(measures: readonly Measure[], answers: readonly Answer[]): { readonly score: number; readonly passedGates: boolean } {
  const passedGates = measures.every((measure) => measure.passed || !measure.gate);
  const asked = answers.reduce((sum, { question }) => sum + weightOf(question), 0);
  const worth = answers.reduce((sum, answer) => sum + weightOf(answer.question) * worthOf(answer), 0);
  const judged = asked === 0 ? unsureWorth : worth / asked;
  const advice = measures.filter((measure) => !measure.gate && !measure.passed).length;
  const score = judged * (1 - adviceCost * Math.min(mostAdvice, advice));
  return { score: Number(Math.min(1, Math.max(0, score)).toFixed(4)), passedGates };
}

/** A question of the brief's own counts as much as the least of the five. */
function weightOf(question: string): number {
  const known = QuestionId.safeParse(question);
  return known.success ? weights[known.data] : weights.emotion;
}

function worthOf({ answer, confidence }: Answer): number {
  if (answer === 'unsure') return unsureWorth;
  const sure = answer === 'pass' ? 1 : 0;
  return unsureWorth + (sure - unsureWorth) * confidence;
}
