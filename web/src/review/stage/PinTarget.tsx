import { useEffect, useRef, useState } from 'react';
import type { Point } from '../../../../core/geometry.ts';
import { useWords } from '../language/words.ts';
import { clamp } from './viewport.ts';
import type { Place } from './viewport.ts';

/** A step of the arrow keys, as a share of the picture; with Shift it is a larger one. */
const step = 0.02;
const largeStep = 0.1;
const moves: Readonly<Partial<Record<string, readonly [number, number]>>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

interface Props {
  readonly place: Place;
  readonly onPlace: (point: Point) => void;
  readonly onLeave: () => void;
  readonly say: (words: string) => void;
}

/** A crosshair that arrow keys move and Enter sets, for pins without a pointer. */
export function PinTarget({ place, onPlace, onLeave, say }: Props) {
  const words = useWords();
  const { percent } = words;
  const target = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point>({ x: 0.5, y: 0.5 });
  useEffect(() => {
    target.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      <svg className="marks" aria-hidden="true">
        <g transform={`translate(${String(place.left + at.x * place.width)} ${String(place.top + at.y * place.height)})`}>
          <path className="halo" d={crosshair} />
          <path d={crosshair} />
        </g>
      </svg>
      <div
        ref={target}
        className="key-target"
        role="application"
        aria-label={words.say('pin.target')}
        tabIndex={0}
        onKeyDown={(event) => {
          const move = moves[event.key];
          if (event.key === 'Escape') onLeave();
          else if (event.key === 'Enter') onPlace(at);
          else if (move) {
            const by = event.shiftKey ? largeStep : step;
            const next = { x: clamp(at.x + move[0] * by, 0, 1), y: clamp(at.y + move[1] * by, 0, 1) };
            setAt(next);
            say(words.say('place.at', { left: percent(next.x), top: percent(next.y) }));
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </>
  );
}

const crosshair = 'M11 0A11 11 0 1 1 -11 0A11 11 0 1 1 11 0M-22 0H-5M5 0H22M0 -22V-5M0 5V22';
