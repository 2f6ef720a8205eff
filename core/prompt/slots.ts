import type { Brief } from '../brief/schema.ts';
import type { PromptSlotName } from '../documents.ts';
import { vocabulary } from '../words.ts';
import { partsOfNote } from './labelled.ts';
import { oneLine } from './one-line.ts';
import type { PromptTemplate } from './template.ts';

/** One part of the prompt: what is sent, and where it came from. */
export interface Slot {
  readonly slot: PromptSlotName;
  readonly text: string;
  /** `brief:concept.subject`, `template:product@1.0.0:lighting` or `direction:2`. */
  readonly from: string;
}

/** Label of each slot's line, in the order of the prompt. */
export const slotLabels: Readonly<Record<PromptSlotName, string>> = {
  subject: 'Subject',
  action: 'Action',
  environment: 'Setting',
  lighting: 'Lighting',
  style: 'Style',
  camera: 'Camera',
};

/** The six slots of a brief, what it leaves open filled from the template. */
export function slotsOf(brief: Brief, template: PromptTemplate): Slot[] {
  const origin = `template:${template.name}@${template.version}`;
  const slot = (name: Exclude<PromptSlotName, 'subject'>, text: string | undefined, field: string): Slot =>
    text === undefined ? { slot: name, text: template.slots[name], from: `${origin}:${name}` } : { slot: name, text: oneLine(text), from: `brief:${field}` };
  return [
    { slot: 'subject', text: oneLine(brief.concept.subject), from: 'brief:concept.subject' },
    slot('action', brief.concept.action, 'concept.action'),
    settingOf(brief, template, origin),
    slot('lighting', brief.lighting, 'lighting'),
    slot('style', brief.style, 'style'),
    slot('camera', brief.camera, 'camera'),
  ];
}

/** Environment, weather and background make one line; the template stands in only where the brief has none of them. */
function settingOf({ concept }: Brief, template: PromptTemplate, origin: string): Slot {
  const parts = [
    { field: 'environment', text: concept.environment },
    { field: 'weather', text: concept.weather === undefined ? undefined : `weather: ${concept.weather}` },
    { field: 'background', text: concept.background === undefined ? undefined : `in the background ${concept.background}` },
  ].filter((part) => part.text !== undefined);
  if (parts.length === 0) return { slot: 'environment', text: template.slots.environment, from: `${origin}:environment` };
  return {
    slot: 'environment',
    text: oneLine(parts.map(({ text }) => text).join('; ')),
    from: parts.map(({ field }) => `brief:concept.${field}`).join(', '),
  };
}

export interface NewConcept {
  /** What the reviewer wrote beside labelled lines; empty when every line was labelled. */
  readonly statement: string;
  readonly from: string;
  readonly slots: Slot[];
}

/**
 * Applies a start over. A line that names a slot ("Lighting: moonlight") replaces it; several of one slot hold together. Free text becomes the
 * new concept direction: the subject is bound to it, action and setting hold only as far as it leaves them,
 * and light, style and camera give way where the note speaks of them.
 */
export function withNewConcept(slots: readonly Slot[], note: string, number: number): NewConcept {
  const from = `direction:${String(number)}`;
  const parts = partsOfNote(note);
  const named = new Map<PromptSlotName, readonly string[]>();
  for (const part of parts) if (typeof part !== 'string') named.set(part.slot, [...new Set([...(named.get(part.slot) ?? []), part.text])]);
  const statement = oneLine(parts.filter((part) => typeof part === 'string').join(' ')).replace(/^[;.,\s]+|[;,\s]+$/gu, '');
  return {
    statement,
    from,
    slots: slots.map((slot) => {
      const replacement = named.get(slot.slot)?.join(', ');
      if (replacement !== undefined) return { slot: slot.slot, text: replacement, from };
      return statement === '' ? slot : underStatement(slot, statement, from);
    }),
  };
}

function underStatement(slot: Slot, statement: string, from: string): Slot {
  switch (slot.slot) {
    case 'subject':
      return { ...slot, text: `${slot.text}, in a new concept: ${withoutEnd(statement)}`, from: `${slot.from}, ${from}` };
    case 'action':
    case 'environment':
      if (slot.from.startsWith('template:')) return { ...slot, text: 'as the new concept direction says', from };
      return { ...slot, text: `as far as the new concept direction leaves it: ${slot.text}`, from: `${slot.from}, ${from}` };
    case 'lighting':
    case 'style':
    case 'camera':
      return vocabulary[slot.slot].test(statement) ? { ...slot, text: `as the new concept direction says: ${withoutEnd(statement)}`, from } : slot;
  }
}

function withoutEnd(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}
