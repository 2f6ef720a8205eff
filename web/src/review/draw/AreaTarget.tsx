import { useEffect, useRef, useState } from 'react';
import type { Stroke } from '../../../../core/geometry.ts';
import { useWords } from '../language/words.ts';
import type { Place, Size } from '../stage/viewport.ts';
import { areaByKey, firstArea, strokeOverArea } from './area.ts';

interface Props {
  readonly picture: Size;
  readonly place: Place;
  /** Says whether it was kept. */
  readonly onStroke: (stroke: Stroke) => boolean;
  readonly onLeave: () => void;
  readonly say: (words: string) => void;
}

/** A rectangle that arrow keys move and size and Enter fills, for the brush without a pointer. It shows itself at the first key. */
export function AreaTarget({ picture, place, onStroke, onLeave, say }: Props) {
  const words = useWords();
  const { percent } = words;
  const target = useRef<HTMLDivElement>(null);
  const [area, setArea] = useState(firstArea);
  const [keyed, setKeyed] = useState(false);
  useEffect(() => {
    target.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      {keyed && (
        <svg className="overlay" aria-hidden="true">
          <rect className="area" x={place.left + area.x * place.width} y={place.top + area.y * place.height} width={area.width * place.width} height={area.height * place.height} />
        </svg>
      )}
      <div
        ref={target}
        className="key-target"
        role="application"
        aria-label={words.say('area.label')}
        tabIndex={0}
        onKeyDown={(event) => {
          const next = areaByKey(area, event.key, event.shiftKey);
          if (event.key === 'Escape') onLeave();
          else if (event.key === 'Enter') {
            setKeyed(false);
            if (onStroke(strokeOverArea(area, picture))) say(words.say('area.filled'));
          } else if (next) {
            setKeyed(true);
            setArea(next);
            say(words.say('area.at', { left: percent(next.x), top: percent(next.y), width: percent(next.width), height: percent(next.height) }));
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </>
  );
}
