import { useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import type { ReviewCandidate } from '../../../core/api.ts';
import type { Point } from '../../../core/geometry.ts';
import { candidateLabel } from '../shared/format.ts';
import { FocalPointControl, FocalPointLayer } from './FocalPoint.tsx';

interface Props {
  readonly candidates: readonly ReviewCandidate[];
  readonly shown: number;
  readonly onShow: (index: number) => void;
  /** The brief's own point that crops are centred on. */
  readonly briefFocus: Point | undefined;
  /** The reviewer's, for the candidate that is shown. */
  readonly focus: Point | undefined;
  readonly onFocus: (focus: Point | undefined) => void;
}

/** One candidate large on a neutral ground, the others beneath; a click shows the original's own pixels. */
export function CandidateViewer({ candidates, shown, onShow, briefFocus, focus, onFocus }: Props) {
  const [fullSize, setFullSize] = useState(false);
  const [aimedAt, setAimedAt] = useState<string | null>(null);
  const aim = useRef<HTMLButtonElement>(null);
  const candidate = candidates[shown];
  if (!candidate) return null;
  const label = candidateLabel(shown);
  const aiming = aimedAt === candidate.sha256;
  // The frame has its size before the picture has come, and is its size exactly, for what is drawn over it.
  const proportions: CSSProperties & Record<`--${string}`, string | number> = { '--width': `${String(candidate.width)}px`, '--ratio': candidate.width / candidate.height };
  return (
    <>
      <figure className={fullSize ? 'easel full' : 'easel'}>
        <div className="easel-ground">
          <div className="easel-frame" style={proportions}>
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
            <FocalPointLayer
              subject={candidate.subject}
              focus={focus}
              onFocus={onFocus}
              aiming={aiming}
              onDone={() => {
                setAimedAt(null);
                aim.current?.focus();
              }}
            />
          </div>
        </div>
        <figcaption className="small">
          <strong>Candidate {label}</strong> · {candidate.width} × {candidate.height} px · score {candidate.score.toFixed(2)}
          {!candidate.passedGates && <span className="tag bad">fails a hard check</span>}
          <a href={candidate.url} target="_blank" rel="noreferrer">
            Open the original
          </a>
        </figcaption>
      </figure>
      <FocalPointControl
        button={aim}
        candidate={candidate}
        label={label}
        briefFocus={briefFocus}
        focus={focus}
        onClear={() => {
          onFocus(undefined);
        }}
        aiming={aiming}
        onAim={(on) => {
          setAimedAt(on ? candidate.sha256 : null);
        }}
      />
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
