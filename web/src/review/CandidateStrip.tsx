import type { PlacedCandidate } from './candidates.ts';
import { useWords } from './language/words.ts';

interface Props {
  readonly candidates: readonly PlacedCandidate[];
  readonly shown: string | null;
  readonly onOpen: (sha256: string) => void;
  readonly label: string;
  /** What a press does, for a screen reader. */
  readonly verb?: 'show' | 'look-at';
}

/** Small pictures in a row, to go from one candidate to another. */
export function CandidateStrip({ candidates, shown, onOpen, label, verb = 'show' }: Props) {
  const { say } = useWords();
  return (
    <ul className="strip" aria-label={label}>
      {candidates.map(({ candidate, letter, inline }) => (
        <li key={candidate.sha256}>
          <button type="button" aria-current={candidate.sha256 === shown} aria-label={say(`candidate.${verb}`, { candidate: inline })} onClick={() => onOpen(candidate.sha256)}>
            <img src={candidate.previewUrl} width={candidate.width} height={candidate.height} alt="" loading="lazy" />
            <span>{letter}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
