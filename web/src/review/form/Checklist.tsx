import type { ReviewView } from '../../../../core/api.ts';
import type { FoundPlace } from '../places.ts';
import type { ChecklistAnswer } from '../work/work.ts';
import type { FilledAnswer } from './answers.ts';

interface Props {
  readonly trust: ReviewView['trust'];
  readonly sha256: string;
  readonly filled: readonly FilledAnswer[];
  readonly places: readonly FoundPlace[];
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
  readonly onAnswer: (id: string, answer: ChecklistAnswer) => void;
}

const labels: readonly (readonly [ChecklistAnswer, string])[] = [
  ['pass', 'Yes'],
  ['fail', 'No'],
  ['unsure', 'Unsure'],
];

/** The checklist of one candidate, filled in as the check would: its answers are marked as such until the reviewer touches them. */
export function Checklist({ sha256, trust, filled, places, lit, onLight, onAnswer }: Props) {
  return (
    <ol className="checklist">
      {filled.map(({ question, answer, suggested, advice }) => {
        const id = `answer-${question.id}`;
        const place = places.find((one) => one.id === id);
        const record = trust.find((each) => each.question === question.id);
        return (
          <li key={question.id} id={id} tabIndex={-1} className={lit === id ? 'lit' : ''} onPointerEnter={() => onLight(id)} onPointerLeave={() => onLight(null)}>
            <fieldset onFocus={() => onLight(id)} onBlur={() => onLight(null)}>
              <legend>
                {question.text} {place && <span className={`chip ${place.grave ? 'grave' : ''}`} aria-label={`place ${String(place.number)} on the picture`} role="img">{place.number}</span>}
              </legend>
              <div className={`answers ${suggested ? 'suggested' : ''}`}>
                {labels.map(([value, label]) => (
                  <label key={value}>
                    <input
                      type="radio"
                      name={`${sha256}-${question.id}`}
                      checked={answer === value}
                      onChange={() => onAnswer(question.id, value)}
                      // A click on the suggested answer agrees with it.
                      onClick={() => onAnswer(question.id, value)}
                    />
                    {label}
                  </label>
                ))}
                {suggested && <span className="tag suggestion">suggested by the check</span>}
              </div>
              {advice && (
                <p className="small soft">
                  The check: {{ pass: 'yes', fail: 'no', unsure: 'unsure' }[advice.answer]}
                  {advice.answer === 'unsure' ? '' : ` (${String(Math.round(advice.confidence * 100))} %)`}. {advice.evidence}
                  {advice.suggestion && <span className="advice">Change: {advice.suggestion.slot && advice.suggestion.slot !== 'exclude' ? `${advice.suggestion.slot}: ` : advice.suggestion.slot === 'exclude' ? 'without ' : ''}{advice.suggestion.text}</span>}
                  {record && (
                    <span className="advice">
                      It has agreed with people here in {record.agreed} of {record.decisions}
                      {record.trusted ? ', and has earned trust.' : '; not enough to be trusted alone.'}
                    </span>
                  )}
                </p>
              )}
            </fieldset>
          </li>
        );
      })}
    </ol>
  );
}
