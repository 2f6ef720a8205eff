import type { ReviewCandidate } from '../../../../core/api.ts';
import type { FoundPlace } from '../places.ts';

interface Props {
  readonly candidate: ReviewCandidate;
  readonly name: string;
  readonly places: readonly FoundPlace[];
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
}

const limitWords = { galley: '', brand: ', the brand’s limit', brief: ', the brief’s limit' } as const;

/** What was measured on one candidate: what failed first, the rest behind a fold. */
export function Findings({ candidate, name, places, lit, onLight }: Props) {
  const failed = candidate.measures.filter((measure) => !measure.passed);
  const passed = candidate.measures.filter((measure) => measure.passed);
  return (
    <section className="findings small" aria-label={`Measurements of ${name}`}>
      {failed.length > 0 ? (
        <ul>
          {failed.map((measure) => {
            const id = `measure-${measure.id}`;
            const place = places.find((one) => one.id === id);
            return (
              <li key={measure.id} id={id} tabIndex={-1} className={lit === id ? 'lit' : ''} onPointerEnter={() => onLight(id)} onPointerLeave={() => onLight(null)} onFocus={() => onLight(id)} onBlur={() => onLight(null)}>
                <span className={measure.gate ? 'tag bad' : 'tag doubt'}>{measure.gate ? 'fails' : 'note'}</span> {measure.message} <span className="soft">({measure.limit}{measure.unit === 'boolean' ? '' : ` ${measure.unit}`}{limitWords[measure.limitFrom]})</span>{' '}
                {place && <span className={`chip ${place.grave ? 'grave' : ''}`} role="img" aria-label={`place ${String(place.number)} on the picture`}>{place.number}</span>}
              </li>
            );
          })}
        </ul>
      ) : (
        <p>
          <span className="tag good">clean</span> Every technical measure is within its limit.
        </p>
      )}
      {passed.length > 0 && (
        <details>
          <summary>{passed.length} measures within their limits</summary>
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
