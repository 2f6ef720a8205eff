import type { ReviewView } from '../../../../core/api.ts';
import { CandidateStrip } from '../CandidateStrip.tsx';
import type { PlacedCandidate } from '../candidates.ts';
import { useWords } from '../language/words.ts';
import { Asked, DrawnWords } from './Asked.tsx';
import { shortName, treeOf } from './rounds.ts';
import type { Step } from './rounds.ts';

interface Props {
  readonly view: ReviewView;
  readonly all: readonly PlacedCandidate[];
  readonly shown: string | null;
  readonly onOpen: (sha256: string) => void;
}

/** The rounds as a tree: what was asked, what it cost, what came of it. Any candidate opens, and can be taken up again. */
export function RoundTree({ view, all, shown, onOpen }: Props) {
  const { say } = useWords();
  if (view.earlierRounds.length === 0) {
    if (view.directions.length === 0) return null;
    return (
      <section className="rounds" aria-label={say('rounds.earlier')}>
        <h2>{say('rounds.asked')}</h2>
        {view.directions.map((direction, index) => (
          <Asked key={index} direction={direction} />
        ))}
      </section>
    );
  }
  return (
    <section className="rounds" aria-label={say('rounds')}>
      <h2>{say('rounds')}</h2>
      <Steps steps={treeOf(view, all)} shown={shown} onOpen={onOpen} />
    </section>
  );
}

function Steps({ steps, shown, onOpen }: { readonly steps: readonly Step[] } & Pick<Props, 'shown' | 'onOpen'>) {
  const { say, cost } = useWords();
  if (steps.length === 0) return null;
  return (
    <ul className="round-tree">
      {steps.map(({ origin, current, parent, candidates, below }) => (
        <li key={origin.round} aria-current={current ? 'step' : undefined}>
          <h3>
            {say(current ? 'round.current' : 'round.name', { round: origin.round })}{' '}
            <span className="soft">
              · {parent ? say('round.edit', { candidate: shortName(parent) }) : say(origin.direction ? 'round.new' : 'round.first')} · {cost(origin.costMicroUsd)}
            </span>
          </h3>
          {origin.direction && <Asked direction={origin.direction} />}
          {parent && <DrawnWords origin={origin} parent={parent} />}
          <CandidateStrip candidates={candidates} shown={shown} onOpen={onOpen} label={say('candidates.of-round', { round: origin.round })} verb="look-at" />
          <Steps steps={below} shown={shown} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}
