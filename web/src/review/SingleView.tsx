import { useCallback, useEffect, useRef, useState } from 'react';
import type { Ref } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import { mostPins, mostStrokes, type Pin, type Point, type Stroke } from '../../../core/geometry.ts';
import { mostPoints } from '../../../core/review/annotations.ts';
import type { PlacedCandidate } from './candidates.ts';
import { AreaTarget } from './draw/AreaTarget.tsx';
import { DrawOptions } from './draw/DrawOptions.tsx';
import { widths } from './draw/tools.ts';
import type { Tool } from './draw/tools.ts';
import { useStroke } from './draw/useStroke.ts';
import { FocalPointControl, FocalPointLayer } from './FocalPoint.tsx';
import { useWords } from './language/words.ts';
import type { FoundPlace } from './places.ts';
import { AskedFor, AskedLayer } from './rounds/AskedFor.tsx';
import { drawnOn } from './rounds/rounds.ts';
import { AnnotationLayer } from './stage/AnnotationLayer.tsx';
import { PinEditor, PinsLayer } from './stage/PinsLayer.tsx';
import type { OpenPin } from './stage/PinsLayer.tsx';
import { PinTarget } from './stage/PinTarget.tsx';
import { PlacesLayer } from './stage/PlacesLayer.tsx';
import { Stage } from './stage/Stage.tsx';
import type { StageHandle } from './stage/Stage.tsx';
import { StagePicture } from './stage/StagePicture.tsx';
import type { View } from './stage/viewport.ts';
import { ZoomBar } from './stage/ZoomBar.tsx';
import { hasRoomFor, historyOf } from './work/work.ts';
import type { Change, Work } from './work/work.ts';

interface Props {
  readonly stage: Ref<StageHandle>;
  readonly placed: PlacedCandidate;
  readonly view: ReviewView;
  readonly work: Work;
  readonly onChange: (change: Change) => void;
  readonly zoom: View;
  readonly onZoom: (next: (view: View) => View) => void;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly openPin: OpenPin | null;
  readonly onOpenPin: (pin: OpenPin | null) => void;
  readonly places: readonly FoundPlace[];
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
  readonly onGo: (id: string) => void;
  readonly onTakeUp: () => void;
  readonly say: (words: string) => void;
}

/** One candidate, large: with its findings, pins and drawings on it, and the tools that make them. */
export function SingleView({ stage, placed, view, work, onChange, zoom, onZoom, tool, onTool, openPin, onOpenPin, places, lit, onLight, onGo, onTakeUp, say }: Props) {
  const words = useWords();
  const { number } = words;
  const { candidate, name, letter } = placed;
  const { sha256 } = candidate;
  const controls = useRef<StageHandle>(null);
  const aim = useRef<HTMLButtonElement>(null);
  const [aiming, setAiming] = useState(false);
  const [width, setWidth] = useState(1);
  const [askedShown, setAskedShown] = useState(true);
  const [beyond, setBeyond] = useState<Extract<Change, { readonly do: 'draw' }> | null>(null);
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  const drawing = tool === 'pen' || tool === 'brush' ? tool : null;
  const pins = work.pins[sha256] ?? [];
  const history = historyOf(work, sha256);
  const focus = work.focuses[sha256];
  const asked = drawnOn(view, sha256);

  const pinLimit = pins.length >= mostPins ? words.say('pin.limit', { most: mostPins }) : null;
  const lineLimit = words.say('draw.limit', { lines: mostStrokes, points: number(mostPoints) });
  // The sentence goes when there is room again.
  const limit = tool === 'pin' ? pinLimit : drawing && beyond && !hasRoomFor(work, beyond) ? lineLimit : null;

  // A line in hand ends when this becomes another function: it reads the work by a reference.
  const onStrokes = useCallback(
    (strokes: readonly Stroke[]): boolean => {
      if (!drawing) return false;
      const drawn = { do: 'draw', sha256, tool: drawing, strokes } as const;
      const fits = hasRoomFor(latest.current, drawn);
      setBeyond(fits ? null : drawn);
      if (fits) onChange(drawn);
      else say(lineLimit);
      return fits;
    },
    [drawing, onChange, sha256, say, lineLimit],
  );
  const { line, strokes } = useStroke(widths[drawing ?? 'pen'][width] ?? widths.pen[1], candidate, onStrokes);
  const pinAt = ({ x, y }: Point): void => (pinLimit === null ? onOpenPin({ x, y, at: pins.length, text: '' }) : say(pinLimit));
  const leave = (): void => onTool('hand');

  function keep(pin: Pin): void {
    if (openPin) onChange({ do: 'pin', sha256, pin, at: openPin.at });
    onOpenPin(null);
    leave();
    say(words.say('pin.kept', { number: (openPin?.at ?? 0) + 1 }));
  }

  return (
    <>
      <Stage
        ref={(handle) => {
          controls.current = handle;
          if (typeof stage === 'function') stage(handle);
          else if (stage) stage.current = handle;
        }}
        picture={candidate}
        view={zoom}
        onView={onZoom}
        label={name}
        {...(drawing ? { strokes } : {})}
        {...(tool === 'pin' && !openPin ? { onTap: pinAt } : {})}
      >
        {(place) => (
          <>
            <StagePicture candidate={candidate} name={name} place={place} />
            {askedShown && tool === 'hand' && !aiming && <AskedLayer origins={asked} on={sha256} place={place} />}
            <AnnotationLayer
              place={place}
              markup={line && drawing === 'pen' ? [...history.present.pen, line] : history.present.pen}
              brush={line && drawing === 'brush' ? [...history.present.brush, line] : history.present.brush}
            />
            {tool === 'hand' && !aiming && <PlacesLayer places={places} place={place} lit={lit} onLight={onLight} onGo={onGo} />}
            <PinsLayer
              pins={pins}
              place={place}
              open={openPin}
              onOpen={(at) => {
                const pin = pins[at];
                if (pin) onOpenPin({ ...pin, at });
              }}
            />
            {tool === 'pin' && !openPin && <PinTarget place={place} onPlace={pinAt} onLeave={leave} say={say} />}
            {tool === 'brush' && <AreaTarget picture={candidate} place={place} onStroke={(stroke) => onStrokes([stroke])} onLeave={leave} say={say} />}
            <div className="focal-frame" style={{ width: place.width, height: place.height, transform: `translate(${String(place.left)}px, ${String(place.top)}px)` }}>
              <FocalPointLayer
                subject={candidate.subject}
                focus={focus}
                onFocus={(point) => onChange({ do: 'focus', sha256, focus: point })}
                aiming={aiming}
                onDone={() => {
                  setAiming(false);
                  aim.current?.focus();
                }}
              />
            </div>
            <ZoomBar stage={controls} />
            {drawing && <DrawOptions tool={drawing} width={width} onWidth={setWidth} history={history} onDo={(what) => onChange({ do: what, sha256 })} />}
            {openPin && (
              <PinEditor
                key={openPin.at}
                pin={openPin}
                fresh={openPin.at >= pins.length}
                onKeep={keep}
                onRemove={() => {
                  onChange({ do: 'unpin', sha256, at: openPin.at });
                  onOpenPin(null);
                }}
                onClose={() => onOpenPin(null)}
              />
            )}
          </>
        )}
      </Stage>
      <div className="caption small">
        <strong>{name}</strong>
        <span>
          {candidate.width} × {candidate.height} px
        </span>
        <span>{words.say('score', { score: number(candidate.score, 2) })}</span>
        {!candidate.passedGates && <span className="tag bad">{words.say('candidate.fails')}</span>}
        <span className="soft" title={words.say('candidate.bytes.title', { sha256 })}>
          {words.say('candidate.bytes')} <code>{sha256.slice(0, 12)}</code>
        </span>
        {placed.earlier && (
          <button type="button" className="button" onClick={onTakeUp}>
            {words.say('candidate.take-up')}
          </button>
        )}
        <a href={candidate.url} target="_blank" rel="noreferrer">
          {words.say('candidate.original')}
        </a>
      </div>
      <p className={`small tool-hint ${limit === null ? 'soft' : 'doubtful'}`}>{limit ?? words.say(`tool.${tool}.does`)}</p>
      <AskedFor origins={asked} parent={placed} shown={askedShown} onShown={setAskedShown} />
      <FocalPointControl
        button={aim}
        candidate={candidate}
        label={letter}
        briefFocus={view.brief.focus}
        focus={focus}
        onClear={() => onChange({ do: 'focus', sha256, focus: undefined })}
        aiming={aiming}
        onAim={(on) => {
          leave();
          setAiming(on);
        }}
      />
    </>
  );
}
