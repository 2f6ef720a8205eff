import type { RoundOrigin } from '../../../../core/api.ts';
import type { Direction, ReviewTag } from '../../../../core/workflow.ts';
import type { PlacedCandidate } from '../candidates.ts';
import { useWords } from '../language/words.ts';
import { drawingsOn, drawingWords } from './rounds.ts';

/** What was asked for, each person in their own words. */
export function Asked({ direction }: { readonly direction: Direction }) {
  const { say } = useWords();
  const { notes = [], tags = [], by, kind, note } = direction;
  if (by === 'judge' || notes.length === 0) {
    return (
      <p className="small asked">
        <span className="soft">{say(`asked.${by === 'judge' ? 'check' : 'reviewer'}.${kind}`)}</span>{' '}
        <q>{note}</q> <Tags tags={tags} />
      </p>
    );
  }
  return (
    <ul className="asked small" aria-label={say('asked.for')}>
      {notes.map((each, index) => (
        <li key={index}>
          <span className="soft">{say('asked.by', { person: each.by })}</span> {each.note ? <q>{each.note}</q> : <span className="soft">{say('asked.no-words')}</span>} <Tags tags={each.tags} />
        </li>
      ))}
    </ul>
  );
}

function Tags({ tags }: { readonly tags: readonly ReviewTag[] }) {
  const { say } = useWords();
  return tags.map((tag) => (
    <span key={tag} className="tag">
      {say(`preset.${tag}`)}
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
  const words = useWords();
  const drawings = drawingsOn(origin, candidate.sha256);
  const pinsBefore = (index: number): number => drawings.slice(0, index).reduce((sum, { pins }) => sum + pins.length, 0);
  return drawings.map((drawing, index) => (
    <div key={drawing.by}>
      {drawings.length > 1 && <p className="soft small">{words.say('drawn.drew', { person: drawing.by })}</p>}
      <ul className="drawn-words small" aria-label={words.say('drawn.by', { person: drawing.by })}>
        {drawingWords(drawing, candidate.width / candidate.height, words, pinsBefore(index)).map((said) => (
          <li key={said}>{said}</li>
        ))}
      </ul>
    </div>
  ));
}
