import type { RoundOrigin } from '../../../../core/api.ts';
import { reviewPresets } from '../../../../core/review/presets.ts';
import type { Direction, ReviewTag } from '../../../../core/workflow.ts';
import type { PlacedCandidate } from '../candidates.ts';
import { drawingsOn, drawingWords } from './rounds.ts';

/** What was asked for, each person in their own words. */
export function Asked({ direction }: { readonly direction: Direction }) {
  const { notes = [], tags = [], by, kind, note } = direction;
  if (by === 'judge' || notes.length === 0) {
    return (
      <p className="small asked">
        <span className="soft">
          {by === 'judge' ? 'The check' : 'Reviewer'} {kind === 'changes' ? 'asked for changes' : 'started over'}:
        </span>{' '}
        <q>{note}</q> <Tags tags={tags} />
      </p>
    );
  }
  return (
    <ul className="asked small" aria-label="What was asked for">
      {notes.map((each, index) => (
        <li key={index}>
          <span className="soft">{each.by}:</span> {each.note ? <q>{each.note}</q> : <span className="soft">no words</span>} <Tags tags={each.tags} />
        </li>
      ))}
    </ul>
  );
}

function Tags({ tags }: { readonly tags: readonly ReviewTag[] }) {
  return tags.map((tag) => (
    <span key={tag} className="tag">
      {reviewPresets.find((preset) => preset.tag === tag)?.label ?? tag}
    </span>
  ));
}

interface DrawnProps {
  readonly origin: RoundOrigin;
  /** What was drawn on. */
  readonly parent: PlacedCandidate;
}

/** The pins and drawings of a request as a list for each person, the pins numbered through as they are on the picture. */
export function DrawnWords({ origin, parent: { candidate } }: DrawnProps) {
  const drawings = drawingsOn(origin, candidate.sha256);
  const pinsBefore = (index: number): number => drawings.slice(0, index).reduce((sum, { pins }) => sum + pins.length, 0);
  return drawings.map((drawing, index) => (
    <div key={drawing.by}>
      {drawings.length > 1 && <p className="soft small">{drawing.by} drew:</p>}
      <ul className="drawn-words small" aria-label={`Drawn by ${drawing.by}`}>
        {drawingWords(drawing, candidate.width / candidate.height, pinsBefore(index)).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  ));
}
