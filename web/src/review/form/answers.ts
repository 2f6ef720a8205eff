import type { ReviewCandidate, ReviewView } from '../../../../core/api.ts';
import { QuestionId } from '../../../../core/documents.ts';
import { askedIn } from '../../../../core/review/checklist.ts';
import type { Words } from '../language/words.ts';
import type { ChecklistAnswer, ChecklistAnswers } from '../work/work.ts';

/** The questions of a review in the page's language: the five in its own words, the brief's own in their author's. */
export function checklistWords({ checklist, brief }: Pick<ReviewView, 'checklist' | 'brief'>, { say }: Words): readonly Question[] {
  return checklist.map(({ id, text }) => {
    const known = QuestionId.safeParse(id);
    if (!known.success) return { id, text };
    const question = say(`question.${known.data}`);
    const asked = askedIn(known.data, brief);
    const [style = '', brand] = asked;
    if (asked.length === 0) return { id, text: question };
    return { id, text: say('question.asked', { question, what: known.data === 'style' && brand !== undefined ? say('question.style-for', { style, brand }) : asked.join(', ') }) };
  });
}

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
