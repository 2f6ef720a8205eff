import { useWords } from '../language/words.ts';
import { clamp } from '../stage/viewport.ts';
import type { Place } from '../stage/viewport.ts';
import { shareByKey } from './wipe-share.ts';

interface Props {
  /** Share of the width, from the left, that shows the left picture. */
  readonly share: number;
  readonly onShare: (share: number) => void;
  readonly place: Place;
  readonly left: string;
  readonly right: string;
}

/** The line between two pictures that lie one over the other: dragged, or moved with the keys of a slider. Where it lies outside of what is seen, it waits at the edge. */
export function Wipe({ share, onShare, place, left, right }: Props) {
  const { say, percent } = useWords();
  return (
    <div
      className="wipe"
      role="slider"
      tabIndex={0}
      aria-label={say('compare.line', { left, right })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={say('compare.line.at', { share: percent(share), left, right })}
      style={{ height: place.height, left: `clamp(-22px, ${String(place.left + share * place.width - 22)}px, 100% - 22px)`, transform: `translateY(${String(place.top)}px)` }}
      onKeyDown={(event) => {
        const next = shareByKey(share, event.key, event.shiftKey);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        onShare(next);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const stage = event.currentTarget.parentElement?.getBoundingClientRect();
        if (stage && event.currentTarget.hasPointerCapture(event.pointerId)) onShare(clamp((event.clientX - stage.left - place.left) / place.width, 0, 1));
      }}
    >
      <span aria-hidden="true">⇔</span>
    </div>
  );
}
