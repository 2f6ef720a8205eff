import { useEffect, useRef } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import type { ReviewCandidate } from '../../../core/api.ts';
import type { Point, Region } from '../../../core/geometry.ts';
import { useWords } from './language/words.ts';

interface Props {
  readonly subject: Region | null;
  readonly focus: Point | undefined;
  readonly onFocus: (focus: Point) => void;
  /** Whether clicks and arrow keys set the point. */
  readonly aiming: boolean;
  readonly onDone: () => void;
}

/** What lies over a candidate: the point that crops keep, and while it is being set, where to click and the subject's frame. */
export function FocalPointLayer({ subject, focus, onFocus, aiming, onDone }: Props) {
  return (
    <>
      {(focus ?? aiming) && (
        <svg className="marks" aria-hidden="true">
          {aiming && subject && <rect className="subject" x={percent(subject.x)} y={percent(subject.y)} width={percent(subject.width)} height={percent(subject.height)} />}
          {focus && (
            // Percentages place it, so that it keeps its place at every size of the picture.
            <svg className="crosshair" x={percent(focus.x)} y={percent(focus.y)}>
              <path className="halo" d={crosshair} />
              <path d={crosshair} />
            </svg>
          )}
        </svg>
      )}
      {aiming && <Target subject={subject} focus={focus} onFocus={onFocus} onDone={onDone} />}
    </>
  );
}

const crosshair = 'M11 0A11 11 0 1 1 -11 0A11 11 0 1 1 11 0M-22 0H-5M5 0H22M0 -22V-5M0 5V22';

/** A step of the arrow keys, as a share of the picture; with Shift it is a larger one. */
const step = 0.01;
const largeStep = 0.05;

const moves: Readonly<Partial<Record<string, readonly [x: number, y: number]>>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function Target({ subject, focus, onFocus, onDone }: Omit<Props, 'aiming'>) {
  const { percent: shareWords, say } = useWords();
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    target.current?.focus({ preventScroll: true });
  }, []);
  const start = focus ?? centreOf(subject);

  function setByClick(event: MouseEvent<HTMLDivElement>): void {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    onFocus(within((event.clientX - left) / width, (event.clientY - top) / height));
  }

  function setByKey(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.key === 'Escape' || event.key === 'Enter') {
      event.preventDefault();
      onDone();
      return;
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const by = event.shiftKey ? largeStep : step;
    // The first key shows where the point starts from.
    onFocus(focus ? within(focus.x + move[0] * by, focus.y + move[1] * by) : start);
  }

  return (
    <div
      ref={target}
      className="target"
      role="slider"
      tabIndex={0}
      aria-label={say('focal.label')}
      aria-roledescription={say('focal.role')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(start.x * 100)}
      aria-valuetext={focus ? say('focal.place', placeOf(focus, shareWords)) : say('focal.unset')}
      onClick={setByClick}
      onKeyDown={setByKey}
    />
  );
}

interface ControlProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly candidate: ReviewCandidate;
  readonly label: string;
  /** The brief's own point. */
  readonly briefFocus: Point | undefined;
  readonly focus: Point | undefined;
  readonly onClear: () => void;
  readonly aiming: boolean;
  readonly onAim: (aiming: boolean) => void;
}

/** Sets and clears the point that the crops of an approved candidate are centred on, and says what that does. */
export function FocalPointControl({ button, candidate, label, briefFocus, focus, onClear, aiming, onAim }: ControlProps) {
  const { percent: shareWords, say } = useWords();
  return (
    <div className="focal" role="group" aria-label={say('focal.group', { letter: label })}>
      <div className="focal-buttons">
        <button
          ref={button}
          type="button"
          className="button"
          aria-pressed={aiming}
          onClick={() => {
            onAim(!aiming);
          }}
        >
          {say('focal.set')}
        </button>
        <button type="button" className="button" disabled={!focus} onClick={onClear}>
          {say('clear')}
        </button>
      </div>
      <p className="small soft">{say(briefFocus ? 'focal.by-brief' : candidate.subject ? 'focal.by-subject' : 'focal.by-nothing')}</p>
      <p className="small focal-state" aria-live="polite">
        {aiming ? say('focal.aiming') : focus ? say('focal.is-set', { place: say('focal.place', placeOf(focus, shareWords)) }) : say('focal.is-unset')}
      </p>
    </div>
  );
}

function centreOf(subject: Region | null): Point {
  return subject ? within(subject.x + subject.width / 2, subject.y + subject.height / 2) : { x: 0.5, y: 0.5 };
}

function within(x: number, y: number): Point {
  const fraction = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return { x: fraction(x), y: fraction(y) };
}

function placeOf({ x, y }: Point, words: (share: number) => string): { left: string; top: string } {
  return { left: words(x), top: words(y) };
}

function percent(fraction: number): string {
  return `${String(fraction * 100)}%`;
}
