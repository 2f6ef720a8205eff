import { useMemo } from 'react';
import type { Drawing, Pin, Stroke } from '../../../../core/geometry.ts';
import type { Place } from './viewport.ts';

interface Props {
  readonly place: Place;
  readonly pins?: readonly Pin[];
  readonly markup: Drawing;
  readonly brush: Drawing;
  /** Of an earlier request, not of the one in hand. */
  readonly earlier?: boolean;
}

/** Pins, pen and brush over a picture, to look at only. Lines keep to the picture at every zoom. */
export function AnnotationLayer({ place, pins = [], markup, brush, earlier = false }: Props) {
  return (
    <svg className={`overlay ${earlier ? 'earlier' : ''}`} aria-hidden="true">
      <g className="brush-lines">
        <Lines lines={brush} place={place} />
      </g>
      <g className="pen-halo">
        <Lines lines={markup} place={place} halo />
      </g>
      <g className="pen-lines">
        <Lines lines={markup} place={place} />
      </g>
      {pins.map((pin, index) => (
        <g key={index} className="drawn-pin" transform={`translate(${String(place.left + pin.x * place.width)} ${String(place.top + pin.y * place.height)})`}>
          <circle r="13" />
          <text textAnchor="middle" dy="0.36em">
            {index + 1}
          </text>
        </g>
      ))}
    </svg>
  );
}

function Lines({ lines, place, halo = false }: { readonly lines: Drawing; readonly place: Place; readonly halo?: boolean }) {
  const short = Math.min(place.width, place.height);
  // The points are fractions and stay as they are; the group puts them where the picture is.
  return (
    <g transform={`translate(${String(place.left)} ${String(place.top)}) scale(${String(place.width)} ${String(place.height)})`}>
      {lines.map((line, index) => (
        <Line key={index} line={line} pixels={Math.max(1.5, line.width * short) + (halo ? 3 : 0)} />
      ))}
    </g>
  );
}

function Line({ line, pixels }: { readonly line: Stroke; readonly pixels: number }) {
  const path = useMemo(() => pathOf(line.points), [line]);
  return <path d={path} vectorEffect="non-scaling-stroke" strokeWidth={pixels} />;
}

/** A lone point becomes a line of no length, which round caps make a dot. */
function pathOf(points: Stroke['points']): string {
  const spots = points.length === 1 ? [...points, ...points] : points;
  return `M${spots.map(([x, y]) => `${String(x)} ${String(y)}`).join('L')}`;
}
