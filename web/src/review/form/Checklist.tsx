import type { ReviewView } from '../../../../core/api.ts';
import { useWords } from '../language/words.ts';
import type { Words } from '../language/words.ts';
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

const answers: readonly ChecklistAnswer[] = ['pass', 'fail', 'unsure'];

/** The checklist of one candidate, filled in as the check would: its answers are marked as such until the reviewer touches them. */
export function Checklist({ sha256, trust, filled, places, lit, onLight, onAnswer }: Props) {
  const { say, percent } = useWords();
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
                {question.text} {place && <span className={`chip ${place.grave ? 'grave' : ''}`} aria-label={say('place.on-picture', { number: place.number })} role="img">{place.number}</span>}
              </legend>
              <div className={`answers ${suggested ? 'suggested' : ''}`}>
                {answers.map((value) => (
                  <label key={value}>
                    <input
                      type="radio"
                      name={`${sha256}-${question.id}`}
                      checked={answer === value}
                      onChange={() => onAnswer(question.id, value)}
                      // A click on the suggested answer agrees with it.
                      onClick={() => onAnswer(question.id, value)}
                    />
                    {say(`answer.${value}`)}
                  </label>
                ))}
                {suggested && <span className="tag suggestion">{say('checklist.suggested')}</span>}
              </div>
              {advice && (
                <p className="small soft">
                  {advice.answer === 'unsure' ? say('checklist.check', { answer: say('advice.unsure') }) : say('checklist.check.sure', { answer: say(`advice.${advice.answer}`), share: percent(advice.confidence) })} {advice.evidence}
                  {advice.suggestion && <span className="advice">{changeWords(advice.suggestion, say)}</span>}
                  {record && (
                    <span className="advice">
                      {say(record.trusted ? 'checklist.trusted' : 'checklist.untrusted', { agreed: record.agreed, decisions: record.decisions })}
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

type Suggestion = NonNullable<NonNullable<FilledAnswer['advice']>['suggestion']>;

/** Slots by the names that the brief has for them on this page. */
const slots = { subject: 'brief.subject', action: 'brief.action', lighting: 'brief.lighting', style: 'brief.style', camera: 'brief.camera', mood: 'brief.mood' } as const;

function changeWords({ slot, text }: Suggestion, say: Words['say']): string {
  if (slot === 'exclude') return say('checklist.change.without', { what: text });
  const name = slot && slot in slots ? say(slots[slot as keyof typeof slots]) : slot;
  return say('checklist.change', { what: name ? `${name}: ${text}` : text });
}
