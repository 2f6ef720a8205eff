import { useId, useState } from 'react';
import type { Pin, Point } from '../../../../core/geometry.ts';
import { useWords } from '../language/words.ts';
import type { Place } from './viewport.ts';

/** A pin that is being written: a new one at the number of pins, or one that is there. */
export interface OpenPin extends Point {
  readonly at: number;
  readonly text: string;
}

interface Props {
  readonly pins: readonly Pin[];
  readonly place: Place;
  readonly open: OpenPin | null;
  readonly onOpen: (at: number) => void;
}

/** The pins as numbered buttons on the picture. */
export function PinsLayer({ pins, place, open, onOpen }: Props) {
  const { say } = useWords();
  const at = ({ x, y }: Point) => ({ transform: `translate(${String(place.left + x * place.width)}px, ${String(place.top + y * place.height)}px)` });
  return (
    <>
      {pins.map((pin, index) => (
        <button key={index} type="button" className="chip pin-chip" aria-label={say('pin.said', { number: index + 1, text: pin.text })} style={at(pin)} onClick={() => onOpen(index)}>
          {index + 1}
        </button>
      ))}
      {open?.at === pins.length && (
        <span className="chip pin-chip" aria-hidden="true" style={at(open)}>
          {open.at + 1}
        </span>
      )}
    </>
  );
}

interface EditorProps {
  readonly pin: OpenPin;
  readonly fresh: boolean;
  readonly onKeep: (pin: Pin) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** Writes the note of a pin, at the foot of the stage: the picture stays in sight and nothing moves. */
export function PinEditor({ pin, fresh, onKeep, onRemove, onClose }: EditorProps) {
  const { say } = useWords();
  const [text, setText] = useState(pin.text);
  const id = useId();
  return (
    <form
      className="pin-editor"
      aria-label={say('pin.name', { number: pin.at + 1 })}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onKeep({ x: round(pin.x), y: round(pin.y), text: text.trim() });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        {say('pin.note', { number: pin.at + 1 })}
      </label>
      {/* The reviewer has just put the pin: the note is the next thing to write. */}
      <input id={id} autoFocus maxLength={500} placeholder={say('pin.what')} value={text} onChange={(event) => setText(event.target.value)} />
      <button className="button primary" type="submit" disabled={!text.trim()}>
        {say('pin.keep')}
      </button>
      <button className="button" type="button" onClick={fresh ? onClose : onRemove}>
        {say(fresh ? 'pin.cancel' : 'pin.remove')}
      </button>
    </form>
  );
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
