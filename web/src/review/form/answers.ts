import type { ReviewCandidate } from '../../../../core/api.ts';
import type { ChecklistAnswer, ChecklistAnswers } from '../work/work.ts';

type Question = { readonly id: string; readonly text: string };

export interface FilledAnswer {
  readonly question: Question;
  /** Undefined while it is open. */
  readonly answer: ChecklistAnswer | undefined;
  /** Whether the answer is the check's, and nobody has touched it. */
  readonly suggested: boolean;
  readonly advice: ReviewCandidate['answers'][number] | undefined;
}

/** The checklist of one candidate: the reviewer's answers, before them the check's. Where the check is unsure a question stays open. */
export function filledIn(questions: readonly Question[], candidate: Pick<ReviewCandidate, 'answers'>, touched: ChecklistAnswers): FilledAnswer[] {
  return questions.map((question) => {
    const advice = candidate.answers.find((answer) => answer.question === question.id);
    const own = touched[question.id];
    const suggestion = advice === undefined || advice.answer === 'unsure' ? undefined : advice.answer;
    return { question, answer: own ?? suggestion, suggested: own === undefined && suggestion !== undefined, advice };
  });
}
