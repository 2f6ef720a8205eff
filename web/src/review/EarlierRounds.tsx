import type { ReviewView } from '../../../core/api.ts';
import type { Direction } from '../../../core/workflow.ts';
import { usd } from '../shared/format.ts';
import { CandidateStrip } from './CandidateStrip.tsx';
import type { PlacedCandidate } from './candidates.ts';

interface Props {
  readonly view: ReviewView;
  readonly all: readonly PlacedCandidate[];
  readonly shown: string | null;
  readonly onOpen: (sha256: string) => void;
}

/** The rounds before this one: what was asked, what it cost, what came. Any candidate opens, and can be taken up again. */
export function EarlierRounds({ view, all, shown, onOpen }: Props) {
  if (view.earlierRounds.length === 0) {
    if (view.directions.length === 0) return null;
    return (
      <section className="rounds" aria-label="Earlier rounds">
        <h2>Asked for in earlier rounds</h2>
        <ul className="directions">
          {view.directions.map((direction, index) => (
            <li key={index}>
              <Asked direction={direction} />
            </li>
          ))}
        </ul>
      </section>
    );
  }
  const now = view.directions.at(-1);
  return (
    <section className="rounds" aria-label="Earlier rounds">
      <h2>Earlier rounds</h2>
      <ol reversed>
        {now && (
          <li>
            <h3>Round {view.round}, this one</h3>
            <Asked direction={now} />
          </li>
        )}
        {view.earlierRounds.toReversed().map((round) => (
          <li key={round.round}>
            <h3>
              Round {round.round} <span className="soft">· {round.operation === 'edit' ? 'an edit' : 'a new concept'} · {usd(round.costMicroUsd)}</span>
            </h3>
            {round.direction && <Asked direction={round.direction} />}
            <CandidateStrip candidates={all.filter((one) => one.earlier && one.round === round.round)} shown={shown} onOpen={onOpen} label={`Candidates of round ${String(round.round)}`} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Asked({ direction }: { readonly direction: Direction }) {
  const who = direction.by === 'judge' ? 'The check' : 'Reviewer';
  const what = direction.kind === 'changes' ? 'asked for changes' : 'started over';
  if (direction.notes && direction.notes.length > 1) {
    return (
      <ul className="directions">
        {direction.notes.map((note, index) => (
          <li key={index}>
            <span className="soft">{note.by}:</span> {note.note}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <p className="small">
      <span className="soft">
        {who} {what}:
      </span>{' '}
      {direction.note}
    </p>
  );
}
