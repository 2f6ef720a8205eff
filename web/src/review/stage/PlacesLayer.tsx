import { useWords } from '../language/words.ts';
import type { FoundPlace } from '../places.ts';
import type { Place } from './viewport.ts';

interface Props {
  readonly places: readonly FoundPlace[];
  readonly place: Place;
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
  /** To the finding in the form. */
  readonly onGo: (id: string) => void;
}

/** Where the findings are: a frame each, and a number that leads to its words. */
export function PlacesLayer({ places, place, lit, onLight, onGo }: Props) {
  const { say } = useWords();
  return (
    <>
      <svg className="overlay" aria-hidden="true">
        {places.map(({ id, region, grave }) => {
          const frame = { x: place.left + region.x * place.width, y: place.top + region.y * place.height, width: region.width * place.width, height: region.height * place.height };
          return (
            <g key={id} className={`place ${grave ? 'grave' : ''} ${lit === id ? 'lit' : ''}`}>
              <rect className="halo" {...frame} />
              <rect {...frame} />
            </g>
          );
        })}
      </svg>
      {places.map(({ id, region, number, words, grave }) => (
        <button
          key={id}
          type="button"
          className={`chip place-chip ${grave ? 'grave' : ''}`}
          aria-label={say('place.finding', { number, words })}
          style={{ transform: `translate(${String(place.left + region.x * place.width)}px, ${String(place.top + region.y * place.height)}px)` }}
          onPointerEnter={() => onLight(id)}
          onPointerLeave={() => onLight(null)}
          onFocus={() => onLight(id)}
          onBlur={() => onLight(null)}
          onClick={() => onGo(id)}
        >
          {number}
        </button>
      ))}
    </>
  );
}
