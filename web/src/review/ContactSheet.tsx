import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { findingsCount } from './candidates.ts';
import type { PlacedCandidate } from './candidates.ts';
import { useWords } from './language/words.ts';

interface Props {
  readonly candidates: readonly PlacedCandidate[];
  readonly shown: string | null;
  readonly onOpen: (sha256: string) => void;
}

/** All candidates of the round side by side. One stop of the Tab key; arrows go from picture to picture. */
export function ContactSheet({ candidates, shown, onOpen }: Props) {
  const { say, number } = useWords();
  const list = useRef<HTMLUListElement>(null);
  const first = Math.max(0, candidates.findIndex(({ candidate }) => candidate.sha256 === shown));

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>): void {
    const tiles = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = tiles.findIndex((tile) => tile === document.activeElement);
    if (at < 0) return;
    const top = tiles[0]?.offsetTop;
    const across = Math.max(1, tiles.filter((tile) => tile.offsetTop === top).length);
    const to: Readonly<Partial<Record<string, number>>> = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + across, ArrowUp: at - across, Home: 0, End: tiles.length - 1 };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    tiles[next]?.focus();
  }

  return (
    <ul className={`contact-sheet ${candidates.length < 3 ? 'few' : ''}`} ref={list} aria-label={say('view.sheet')} data-arrows onKeyDown={onKeyDown}>
      {candidates.map(({ candidate, letter, inline }, index) => {
        const findings = findingsCount(candidate);
        const said = findings === 0 ? say('findings.none') : say('findings.count', { count: findings });
        return (
          <li key={candidate.sha256}>
            <button
              type="button"
              tabIndex={index === first ? 0 : -1}
              aria-current={candidate.sha256 === shown}
              onClick={() => onOpen(candidate.sha256)}
            >
              <span className="tile-ground">
                <img src={candidate.previewUrl} width={candidate.width} height={candidate.height} alt="" fetchPriority={index < 4 ? 'high' : 'auto'} loading={index < 8 ? 'eager' : 'lazy'} />
              </span>
              <span className="tile-words">
                <strong aria-hidden="true">{letter}</strong>
                <span aria-hidden="true">{number(candidate.score, 2)}</span>
                <span className="visually-hidden">{say('candidate.scored', { candidate: say('candidate.show', { candidate: inline }), score: number(candidate.score, 2) })}</span>
                <span className={`tag ${candidate.passedGates ? (findings > 0 ? 'doubt' : 'good') : 'bad'}`}>{candidate.passedGates ? said : say('candidate.fails')}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
