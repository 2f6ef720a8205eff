/**
 * Reading a prompt: labelled lines become slots, free prose goes to all of them. Deliberately tolerant: what
 * is not understood is not refused, it just does not show.
 */
import { withoutFaultWords } from '../faults.ts';

export interface Slots {
  readonly subject: string;
  readonly action: string;
  readonly setting: string;
  readonly lighting: string;
  readonly style: string;
  readonly camera: string;
  readonly mood: string;
  readonly palette: string;
  readonly constraints: string;
  /** Lettering that the prompt asks for in so many words, or the empty string. */
  readonly lettering: string;
}

const LABELS: Readonly<Record<string, keyof Slots>> = {
  subject: 'subject', concept: 'subject', scene: 'setting', 'main subject': 'subject', product: 'subject',
  action: 'action', pose: 'action', setting: 'setting', environment: 'setting', location: 'setting', place: 'setting',
  background: 'setting', weather: 'setting', lighting: 'lighting', light: 'lighting', style: 'style', medium: 'style', 'style/medium': 'style',
  camera: 'camera', lens: 'camera', composition: 'camera', angle: 'camera', framing: 'camera', mood: 'mood', emotion: 'mood',
  atmosphere: 'mood', palette: 'palette', colours: 'palette', colors: 'palette', 'colour palette': 'palette', 'color palette': 'palette', brand: 'palette',
  constraints: 'constraints', avoid: 'constraints', exclude: 'constraints', negative: 'constraints', must: 'constraints',
  text: 'lettering', headline: 'lettering', lettering: 'lettering',
};
const EMPTY: Slots = { subject: '', action: '', setting: '', lighting: '', style: '', camera: '', mood: '', palette: '', constraints: '', lettering: '' };
const ASKED_LETTERING = /\b(?:text|headline|title|lettering|words?|caption|slogan|sign|label)\b[^"“'\n]{0,24}["“]([^"”\n]{1,48})["”]/iu;

/** The slots of a prompt. Without a single label, the whole prose stands for subject, setting and the rest. */
export function readSlots(prompt: string): Slots {
  const slots: Record<keyof Slots, string> = { ...EMPTY };
  const loose: string[] = [];
  for (const line of withoutFaultWords(prompt).split(/\r?\n/u)) {
    const labelled = labelledLine(line);
    if (labelled === undefined) loose.push(line.trim());
    else slots[labelled.slot] = [slots[labelled.slot], labelled.text].filter(Boolean).join('; ');
  }
  const prose = loose.filter(Boolean).join(' ');
  if (slots.subject === '') fillFromProse(slots, prose);
  slots.lettering = letteringIn(slots.lettering) ?? ASKED_LETTERING.exec(prompt)?.[1] ?? '';
  return slots;
}

/** True for a line such as `Lighting: soft morning light`. */
export function labelledLine(line: string): { slot: keyof Slots; text: string } | undefined {
  const match = /^[\s*#>-]*\**([A-Za-z][A-Za-z /]{1,24}?)\**\s*(?:\([^)]*\))?\s*:\**\s*(\S.*)$/u.exec(line);
  const slot = LABELS[(match?.[1] ?? '').trim().toLowerCase()];
  return match === null || slot === undefined ? undefined : { slot, text: (match[2] ?? '').trim() };
}

function letteringIn(text: string): string | undefined {
  return /["“]([^"”\n]{1,48})["”]/u.exec(text)?.[1];
}

/** "A fox in a snowy forest at dusk": what stands before the first preposition of place is the subject. */
function fillFromProse(slots: Record<keyof Slots, string>, prose: string): void {
  const cut = prose.search(/\b(?:in|on|at|by|near|under|inside|beside|against|over|above|through|along|across|within|amid|among|before|behind)\s+(?:an?|the|some|\w+)\b/iu);
  slots.subject = cut > 2 ? prose.slice(0, cut) : prose;
  for (const slot of ['action', 'setting', 'lighting', 'style', 'camera', 'mood', 'palette'] as const) {
    if (slots[slot] === '') slots[slot] = prose;
  }
}

/** Whether any of the words (regular-expression sources) occurs. */
export function mentions(text: string, words: string): boolean {
  return new RegExp(`\\b(?:${words})`, 'iu').test(text);
}
