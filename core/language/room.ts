import type { Brief } from '../brief/schema.ts';
import type { FactsSpeaker } from './speaker.ts';

const sides = { left: 'copy-space.left', right: 'copy-space.right', top: 'copy-space.top', bottom: 'copy-space.bottom' } as const;

/** The room for text: "left", or a box in percent of width and height. */
export function roomWords(room: Brief['copySpace'], say: FactsSpeaker['say']): string | undefined {
  if (room === undefined) return undefined;
  if (typeof room === 'string') return say(sides[room]);
  const percent = (from: number, size: number): string => `${String(Math.round(from * 100))}–${String(Math.round(Math.min(1, from + size) * 100))} %`;
  return say('copy-space.box', { across: percent(room.x, room.width), down: percent(room.y, room.height) });
}
