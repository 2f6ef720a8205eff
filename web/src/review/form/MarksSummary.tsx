import { historyOf } from '../work/work.ts';
import type { Change, Work } from '../work/work.ts';

interface Props {
  readonly work: Work;
  readonly sha256: string;
  readonly name: string;
  /** Whether the decision that is chosen takes them along. */
  readonly taken: boolean;
  readonly onChange: (change: Change) => void;
  readonly onOpenPin: (at: number) => void;
}

/** What was pinned and drawn on the candidate, as it goes with a request for changes. */
export function MarksSummary({ work, sha256, name, taken, onChange, onOpenPin }: Props) {
  const pins = work.pins[sha256] ?? [];
  const { pen, brush } = historyOf(work, sha256).present;
  if (pins.length + pen.length + brush.length === 0) return null;
  return (
    <section className="marks-summary small" aria-label={`On the picture of ${name}`}>
      <h3>On the picture</h3>
      {pins.length > 0 && (
        <ol>
          {pins.map((pin, index) => (
            <li key={index}>
              <span className="pin-text">{pin.text}</span>
              <button type="button" className="link" aria-label={`Edit pin ${String(index + 1)}`} onClick={() => onOpenPin(index)}>
                Edit
              </button>
              <button type="button" className="link" aria-label={`Delete pin ${String(index + 1)}`} onClick={() => onChange({ do: 'unpin', sha256, at: index })}>
                Delete
              </button>
            </li>
          ))}
        </ol>
      )}
      {pen.length > 0 && <p>Pen: {strokes(pen.length)}, sent as hints for the next edit.</p>}
      {brush.length > 0 && <p>Brush: {strokes(brush.length)}; only this area may change.</p>}
      {!taken && <p className="doubtful">Pins and drawings go with a request for changes; with another decision they stay behind.</p>}
    </section>
  );
}

function strokes(count: number): string {
  return `${String(count)} ${count === 1 ? 'stroke' : 'strokes'}`;
}
