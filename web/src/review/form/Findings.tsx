import type { ReviewCandidate } from '../../../../core/api.ts';
import { useWords } from '../language/words.ts';
import { limitWords } from './limit.ts';
import type { FoundPlace } from '../places.ts';

interface Props {
  readonly candidate: ReviewCandidate;
  readonly name: string;
  readonly places: readonly FoundPlace[];
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
}

/** What was measured on one candidate: what failed first, the rest behind a fold. */
export function Findings({ candidate, name, places, lit, onLight }: Props) {
  const words = useWords();
  const { say } = words;
  const failed = candidate.measures.filter((measure) => !measure.passed);
  const passed = candidate.measures.filter((measure) => measure.passed);
  return (
    <section className="findings small" aria-label={say('measured.on', { candidate: name })}>
      {failed.length > 0 ? (
        <ul>
          {failed.map((measure) => {
            const id = `measure-${measure.id}`;
            const place = places.find((one) => one.id === id);
            return (
              <li key={measure.id} id={id} tabIndex={-1} className={lit === id ? 'lit' : ''} onPointerEnter={() => onLight(id)} onPointerLeave={() => onLight(null)} onFocus={() => onLight(id)} onBlur={() => onLight(null)}>
                <span className={measure.gate ? 'tag bad' : 'tag doubt'}>{say(measure.gate ? 'measured.fails' : 'measured.note')}</span> {measure.message} <span className="soft">{limitWords(measure, words)}</span>{' '}
                {place && <span className={`chip ${place.grave ? 'grave' : ''}`} role="img" aria-label={say('place.on-picture', { number: place.number })}>{place.number}</span>}
              </li>
            );
          })}
        </ul>
      ) : (
        <p>
          <span className="tag good">{say('measured.clean')}</span> {say('measured.all-within')}
        </p>
      )}
      {passed.length > 0 && (
        <details>
          <summary>{say('measured.within', { count: passed.length })}</summary>
          <ul>
            {passed.map((measure) => (
              <li key={measure.id}>{measure.message}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
