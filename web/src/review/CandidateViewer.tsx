import { useState } from 'react';
import type { ReviewCandidate } from '../../../core/api.ts';
import { candidateLabel } from '../shared/format.ts';

interface Props {
  readonly candidates: readonly ReviewCandidate[];
  readonly shown: number;
  readonly onShow: (index: number) => void;
}

/** One candidate large on a neutral ground, the others beneath; a click shows the original's own pixels. */
export function CandidateViewer({ candidates, shown, onShow }: Props) {
  const [fullSize, setFullSize] = useState(false);
  const candidate = candidates[shown];
  if (!candidate) return null;
  const label = candidateLabel(shown);
  return (
    <>
      <figure className={fullSize ? 'easel full' : 'easel'}>
        <button
          type="button"
          className="easel-picture"
          aria-pressed={fullSize}
          aria-label={fullSize ? `Candidate ${label}: fit to the page` : `Candidate ${label}: show every pixel`}
          onClick={() => {
            setFullSize(!fullSize);
          }}
        >
          <img src={candidate.url} width={candidate.width} height={candidate.height} alt={`Candidate ${label}`} decoding="async" />
        </button>
        <figcaption className="small">
          <strong>Candidate {label}</strong> · {candidate.width} × {candidate.height} px · score {candidate.score.toFixed(2)}
          {!candidate.passedGates && <span className="tag bad">fails a hard check</span>}
          <a href={candidate.url} target="_blank" rel="noreferrer">
            Open the original
          </a>
        </figcaption>
      </figure>
      <ul className="strip" aria-label="All candidates">
        {candidates.map((other, index) => (
          <li key={other.sha256}>
            <button
              type="button"
              aria-current={index === shown}
              aria-label={`Show candidate ${candidateLabel(index)}`}
              onClick={() => {
                onShow(index);
              }}
            >
              <img src={other.previewUrl} width={other.width} height={other.height} alt="" loading="lazy" />
              <span>{candidateLabel(index)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small soft hint">Keys 1–{Math.min(9, candidates.length)} or ← → change the candidate. A click on the picture shows every pixel.</p>
    </>
  );
}
