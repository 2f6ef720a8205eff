import type { ReviewCandidate } from '../../../core/api.ts';

export type ChecklistAnswer = 'pass' | 'fail' | 'unsure';
export type ChecklistAnswers = Readonly<Record<string, ChecklistAnswer>>;

interface Props {
  readonly questions: readonly { readonly id: string; readonly text: string }[];
  readonly candidate: ReviewCandidate;
  readonly answers: ChecklistAnswers;
  readonly onAnswer: (id: string, answer: ChecklistAnswer) => void;
}

const labels: readonly (readonly [ChecklistAnswer, string])[] = [
  ['pass', 'Yes'],
  ['fail', 'No'],
  ['unsure', 'Unsure'],
];

/** The checklist of one candidate. What the inspection found stands beside each question as advice; people answer. */
export function Checklist({ questions, candidate, answers, onAnswer }: Props) {
  return (
    <ol className="checklist">
      {questions.map((question) => {
        const advice = candidate.answers.find((answer) => answer.question === question.id);
        return (
          <li key={question.id}>
            <fieldset>
              <legend>{question.text}</legend>
              <div className="answers">
                {labels.map(([value, label]) => (
                  <label key={value}>
                    <input
                      type="radio"
                      name={`${candidate.sha256}-${question.id}`}
                      checked={answers[question.id] === value}
                      onChange={() => {
                        onAnswer(question.id, value);
                      }}
                    />
                    {label}
                  </label>
                ))}
              </div>
              {advice && (
                <p className="small soft">
                  Inspection: {advice.answer}
                  {advice.answer === 'unsure' ? '' : ` (${String(Math.round(advice.confidence * 100))} %)`}. {advice.evidence}
                </p>
              )}
            </fieldset>
          </li>
        );
      })}
    </ol>
  );
}
