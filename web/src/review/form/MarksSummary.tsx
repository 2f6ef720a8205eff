import { useWords } from '../language/words.ts';
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
  const { say } = useWords();
  const pins = work.pins[sha256] ?? [];
  const { pen, brush } = historyOf(work, sha256).present;
  if (pins.length + pen.length + brush.length === 0) return null;
  return (
    <section className="marks-summary small" aria-label={say('marks.on', { candidate: name })}>
      <h3>{say('marks')}</h3>
      {pins.length > 0 && (
        <ol>
          {pins.map((pin, index) => (
            <li key={index}>
              <span className="pin-text">{pin.text}</span>
              <button type="button" className="link" aria-label={say('marks.edit-pin', { number: index + 1 })} onClick={() => onOpenPin(index)}>
                {say('marks.edit')}
              </button>
              <button type="button" className="link" aria-label={say('marks.delete-pin', { number: index + 1 })} onClick={() => onChange({ do: 'unpin', sha256, at: index })}>
                {say('marks.delete')}
              </button>
            </li>
          ))}
        </ol>
      )}
      {pen.length > 0 && <p>{say('marks.pen', { count: pen.length })}</p>}
      {brush.length > 0 && <p>{say('marks.brush', { count: brush.length })}</p>}
      {!taken && <p className="doubtful">{say('marks.stay')}</p>}
    </section>
  );
}
