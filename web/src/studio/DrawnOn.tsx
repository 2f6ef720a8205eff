import type { LineageNode, LineageTree } from '../../../core/api.ts';
import type { Stroke } from '../../../core/geometry.ts';

interface Props {
  readonly drawing: LineageTree['drawings'][number];
  /** What it was drawn on. */
  readonly candidate: LineageNode;
  readonly name: string;
}

/** What a reviewer pinned and drew, over the picture it was drawn on; to look at only. */
export function DrawnOn({ drawing: { pins, markup, brush, by }, candidate: { width, height, previewUrl }, name }: Props) {
  const shortSide = Math.min(width, height);
  const line = (stroke: Stroke, index: number) => (
    <path key={index} d={pathOf(stroke, width, height)} strokeWidth={stroke.width * shortSide} />
  );
  const parts = [
    ...(brush.length > 0 ? ['the area that may change'] : []),
    ...(markup.length > 0 ? ['pen lines'] : []),
    ...(pins.length > 0 ? [`${String(pins.length)} ${pins.length === 1 ? 'pin' : 'pins'}`] : []),
  ];
  return (
    <figure className="drawn-on">
      <div className="drawn-ground">
        <img src={previewUrl} width={width} height={height} alt={`Candidate ${name}, with what ${by} drew on it: ${parts.join(', ')}`} loading="lazy" />
        <svg viewBox={`0 0 ${String(width)} ${String(height)}`} aria-hidden="true">
          <g className="brush">{brush.map(line)}</g>
          <g className="pen">{markup.map(line)}</g>
          {pins.map(({ x, y }, index) => (
            <g key={index} className="pin" transform={`translate(${String(x * width)} ${String(y * height)}) scale(${String(shortSide / 500)})`}>
              <circle r="16" />
              <text dy="7" textAnchor="middle">
                {index + 1}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="small">
        <span className="soft">
          Drawn on {name} by {by}
        </span>
        {pins.length > 0 && (
          <ol>
            {pins.map(({ text }, index) => (
              <li key={index}>{text}</li>
            ))}
          </ol>
        )}
      </figcaption>
    </figure>
  );
}

/** A touch without a movement is a dot. */
function pathOf({ points }: Stroke, width: number, height: number): string {
  const [first, ...rest] = points.map(([x, y]) => `${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`);
  return rest.length === 0 ? `M${first ?? ''}h0.01` : `M${first ?? ''}L${rest.join('L')}`;
}
