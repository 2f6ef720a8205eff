import type { PromptSlotName } from '../documents.ts';
import { fold } from '../words.ts';
import { oneLine } from './one-line.ts';

/** A line of a note that sets a slot of the prompt: "Lighting: moonlight". */
export interface LabelledLine {
  readonly slot: PromptSlotName;
  /** What the slot is set to, on one line. */
  readonly text: string;
  /** The line as written, label and all. */
  readonly words: string;
}

/** Labels by which a note names a slot, without their accents: those of the prompt, and those that a brief has in each language. */
const slotOfLabel: ReadonlyMap<string, PromptSlotName> = new Map(Object.entries({
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
  motivo: 'subject',
  accion: 'action',
  entorno: 'environment',
  fondo: 'environment',
  iluminacion: 'lighting',
  luz: 'lighting',
  estilo: 'style',
  camara: 'camera',
}));

/** A line ends at a line break or a semicolon. */
const labelled = /(?:^|[\n;])\s*([\p{L}\p{M}]+)\s*:\s*([^\n;]+)/gu;

/** A note in the order in which it was written: its labelled lines, and the free text between them. */
export function partsOfNote(note: string): (LabelledLine | string)[] {
  const parts: (LabelledLine | string)[] = [];
  let from = 0;
  for (const match of note.matchAll(labelled)) {
    const [whole, label = '', text = ''] = match;
    const slot = slotOfLabel.get(fold(label));
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

/** The slots that a note names by a label. */
export function slotsNamedIn(note: string): ReadonlySet<PromptSlotName> {
  return new Set(labelledLines(note).map(({ slot }) => slot));
}
