import type { PromptSlotName } from '../documents.ts';
import { oneLine } from './one-line.ts';

/** A line of a note that sets a slot of the prompt: "Lighting: moonlight". */
export interface LabelledLine {
  readonly slot: PromptSlotName;
  /** What the slot is set to, on one line. */
  readonly text: string;
  /** The line as written, label and all. */
  readonly words: string;
}

const slotOfLabel: Readonly<Record<string, PromptSlotName>> = {
  subject: 'subject',
  action: 'action',
  pose: 'action',
  setting: 'environment',
  environment: 'environment',
  background: 'environment',
  lighting: 'lighting',
  light: 'lighting',
  style: 'style',
  medium: 'style',
  camera: 'camera',
  lens: 'camera',
};

/** A line ends at a line break or a semicolon. */
const labelled = new RegExp(`(?:^|[\\n;])\\s*(${Object.keys(slotOfLabel).join('|')})\\s*:\\s*([^\\n;]+)`, 'giu');

/** A note in the order in which it was written: its labelled lines, and the free text between them. */
export function partsOfNote(note: string): (LabelledLine | string)[] {
  const parts: (LabelledLine | string)[] = [];
  let from = 0;
  for (const match of note.matchAll(labelled)) {
    const [whole, label = '', text = ''] = match;
    const slot = slotOfLabel[label.toLowerCase()];
    if (slot === undefined) continue;
    parts.push(note.slice(from, match.index), { slot, text: oneLine(text), words: whole.replace(/^[\n;\s]+/u, '').trim() });
    from = match.index + whole.length;
  }
  return [...parts, note.slice(from)].filter((part) => typeof part !== 'string' || part.trim() !== '');
}

/** The labelled lines of a note. */
export function labelledLines(note: string): LabelledLine[] {
  return partsOfNote(note).filter((part) => typeof part !== 'string');
}
