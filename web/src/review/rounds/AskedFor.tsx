import type { RoundOrigin } from '../../../../core/api.ts';
import type { PlacedCandidate } from '../candidates.ts';
import { useWords } from '../language/words.ts';
import { AnnotationLayer } from '../stage/AnnotationLayer.tsx';
import type { Place } from '../stage/viewport.ts';
import { Asked, DrawnWords } from './Asked.tsx';
import { drawingsOn } from './rounds.ts';

interface Props {
  readonly origins: readonly RoundOrigin[];
  /** What the requests were about. */
  readonly parent: PlacedCandidate;
  readonly shown: boolean;
  readonly onShown: (shown: boolean) => void;
}

/** The requests that led on from a candidate, and the switch that shows their drawings over it. */
export function AskedFor({ origins, parent, shown, onShown }: Props) {
  const { say } = useWords();
  if (origins.length === 0) return null;
  return (
    <section className="asked-for" aria-label={say('asked.for-on', { candidate: parent.inline })}>
      <div className="asked-head">
        <h2>{say('asked.for')}</h2>
        {origins.some((origin) => drawingsOn(origin, parent.candidate.sha256).length > 0) && (
          <button type="button" className="tool" aria-pressed={shown} onClick={() => onShown(!shown)}>
            {say(shown ? 'asked.hide' : 'asked.show')}
          </button>
        )}
      </div>
      {origins.map((origin) => (
        <div key={origin.round}>
          {origins.length > 1 && <p className="small soft">{say('asked.for-round', { round: origin.round })}</p>}
          {origin.direction && <Asked direction={origin.direction} />}
          <DrawnWords origin={origin} parent={parent} />
        </div>
      ))}
    </section>
  );
}

interface LayerProps {
  readonly origins: readonly RoundOrigin[];
  /** SHA-256 of the candidate that lies beneath. */
  readonly on: string;
  readonly place: Place;
}

/** The drawings of earlier requests over the picture that they are about, those of one request together; to look at only. */
export function AskedLayer({ origins, on, place }: LayerProps) {
  return origins.map((origin) => {
    const drawings = drawingsOn(origin, on);
    if (drawings.length === 0) return null;
    return <AnnotationLayer key={origin.round} place={place} pins={drawings.flatMap(({ pins }) => pins)} markup={drawings.flatMap(({ markup }) => markup)} brush={drawings.flatMap(({ brush }) => brush)} earlier />;
  });
}
