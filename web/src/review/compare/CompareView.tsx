import { useState } from 'react';
import type { CSSProperties, Ref } from 'react';
import type { ReviewView } from '../../../../core/api.ts';
import type { Pair, PlacedCandidate } from '../candidates.ts';
import { useWords } from '../language/words.ts';
import type { Words } from '../language/words.ts';
import { AskedFor, AskedLayer } from '../rounds/AskedFor.tsx';
import { between, originsOf } from '../rounds/rounds.ts';
import { Stage } from '../stage/Stage.tsx';
import type { StageHandle } from '../stage/Stage.tsx';
import { StagePicture } from '../stage/StagePicture.tsx';
import { fittedInto, shapesDiffer } from '../stage/viewport.ts';
import type { Place, View } from '../stage/viewport.ts';
import { Wipe } from './Wipe.tsx';

const ways = ['side', 'wipe', 'onion', 'difference'] as const;
type Way = (typeof ways)[number];

interface Props {
  readonly stage: Ref<StageHandle>;
  readonly all: readonly PlacedCandidate[];
  readonly pair: Pair;
  readonly onPair: (pair: Pair) => void;
  readonly view: ReviewView;
  readonly zoom: View;
  readonly onZoom: (next: (view: View) => View) => void;
  readonly onOpen: (sha256: string) => void;
}

/** Two candidates of any rounds, side by side or one over the other, under one zoom. */
export default function CompareView({ stage, all, pair, onPair, view, zoom, onZoom, onOpen }: Props) {
  const words = useWords();
  const { say, number } = words;
  const [way, setWay] = useState<Way>('side');
  const [share, setShare] = useState(0.5);
  const [askedShown, setAskedShown] = useState(true);
  const find = (sha256: string): PlacedCandidate | undefined => all.find(({ candidate }) => candidate.sha256 === sha256);
  const [left, right] = [find(pair[0]), find(pair[1])];
  if (!left || !right) return null;
  const names = { left: left.inline, right: right.inline };
  const led = between(view, [left, right]);
  const otherShape = shapesDiffer(left.candidate, right.candidate);
  /** What was asked for lies over the parent, whichever of the two that is. */
  const askedOver = (one: PlacedCandidate, place: Place) => led?.parent === one && askedShown && <AskedLayer origins={[led.origin]} on={one.candidate.sha256} place={place} />;

  return (
    <div className="compare">
      <div className="compare-bar">
        <Chooser label={say('compare.left')} all={all} chosen={left} onChoose={(sha256) => onPair([sha256, pair[1]])} />
        <button type="button" className="tool" onClick={() => onPair([pair[1], pair[0]])} title={say('compare.swap.title')} aria-label={say('compare.swap')}>
          ⇄
        </button>
        <Chooser label={say('compare.right')} all={all} chosen={right} onChoose={(sha256) => onPair([pair[0], sha256])} />
        <div className="tool-group" role="group" aria-label={say('compare.how')}>
          {ways.map((name) => (
            <button key={name} type="button" className="tool" aria-pressed={way === name} onClick={() => setWay(name)}>
              {say(`compare.${name}`)}
            </button>
          ))}
        </div>
      </div>
      {way === 'side' ? (
        <div className="sides">
          <Stage ref={stage} picture={left.candidate} view={zoom} onView={onZoom} label={left.name}>
            {(place) => (
              <>
                <StagePicture candidate={left.candidate} name={left.name} place={place} />
                {askedOver(left, place)}
              </>
            )}
          </Stage>
          <Stage picture={right.candidate} view={zoom} onView={onZoom} label={right.name}>
            {(place) => (
              <>
                <StagePicture candidate={right.candidate} name={right.name} place={place} />
                {askedOver(right, place)}
              </>
            )}
          </Stage>
        </div>
      ) : (
        <Stage ref={stage} picture={left.candidate} view={zoom} onView={onZoom} label={say('compare.laid', { way: say(`compare.${way}`), ...names })} className={`laid ${way === 'difference' ? 'in-black' : ''}`}>
          {(place) => (
            <>
              <StagePicture candidate={left.candidate} name={left.name} place={place} />
              {otherShape && way !== 'difference' && <div className="laid-ground" style={{ ...lies(place), ...over(way, share, place, place) }} />}
              <StagePicture candidate={right.candidate} name={right.name} place={fittedInto(place, right.candidate)} style={over(way, share, place, fittedInto(place, right.candidate))} />
              {askedOver(left, place)}
              {askedOver(right, fittedInto(place, right.candidate))}
              {way === 'wipe' && <Wipe share={share} onShare={setShare} place={place} left={left.inline} right={right.inline} />}
            </>
          )}
        </Stage>
      )}
      <div className="compare-foot small">
        {way === 'onion' && (
          <label className="onion">
            {left.letter}
            <input type="range" min={0} max={100} value={Math.round(share * 100)} aria-label={say('compare.opacity', { candidate: right.inline })} onChange={(event) => setShare(Number(event.target.value) / 100)} />
            {right.letter}
          </label>
        )}
        {way === 'difference' && <p className="soft">{say('compare.difference.hint')}</p>}
        {way === 'wipe' && <p className="soft">{say('compare.wipe.hint')}</p>}
        {way !== 'side' && otherShape && (
          <p className="soft">
            {say('compare.shape', names)}{' '}
            <button type="button" className="link" onClick={() => setWay('side')}>
              {say('compare.shape.side')}
            </button>
          </p>
        )}
      </div>
      {led && <AskedFor origins={[led.origin]} parent={led.parent} shown={askedShown} onShown={setAskedShown} />}
      <div className="compare-words">
        {[left, right].map((one, index) => (
          <div key={index} className="small">
            <strong>{one.name}</strong> · {say('score', { score: number(one.candidate.score, 2) })}
            <span className="soft">{origin(one, view, words)}</span>
            <button type="button" className="button" onClick={() => onOpen(one.candidate.sha256)}>
              {say('compare.alone', { letter: one.letter })}
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}

function origin(one: PlacedCandidate, view: ReviewView, { say, cost }: Words): string {
  const round = originsOf(view).find((each) => each.round === one.round);
  if (!round) return one.earlier ? '' : ` · ${say('origin.this', { round: one.round })}`;
  return ` · ${say(round.operation === 'edit' ? 'origin.edit' : 'origin.new', { round: one.round, sum: cost(round.costMicroUsd) })}`;
}

function lies({ left, top, width, height }: Place): CSSProperties {
  return { width, height, transform: `translate(${String(left)}px, ${String(top)}px)` };
}

/** How the upper picture shows: `place` is the lower one's, by which the line is placed, `own` its own. */
function over(way: Exclude<Way, 'side'>, share: number, place: Place, own: Place): CSSProperties {
  switch (way) {
    case 'wipe':
      return { clipPath: `inset(0 0 0 ${String(Math.max(0, place.left + share * place.width - own.left))}px)` };
    case 'onion':
      return { opacity: share };
    case 'difference':
      return { mixBlendMode: 'difference' };
  }
}

function Chooser({ label, all, chosen, onChoose }: { readonly label: string; readonly all: readonly PlacedCandidate[]; readonly chosen: PlacedCandidate; readonly onChoose: (sha256: string) => void }) {
  const { say } = useWords();
  const rounds = [...new Set(all.map(({ round }) => round))];
  return (
    <select aria-label={label} value={chosen.candidate.sha256} onChange={(event) => onChoose(event.target.value)}>
      {rounds.map((round) => (
        <optgroup key={round} label={say('round.name', { round })}>
          {all
            .filter((one) => one.round === round)
            .map(({ candidate, letter }) => (
              <option key={candidate.sha256} value={candidate.sha256}>
                {say('compare.option', { side: label, letter, round })}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
