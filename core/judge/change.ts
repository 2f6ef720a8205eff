import type { Answer, PromptSlotName, Suggestion } from '../documents.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';

type SlotName = NonNullable<Suggestion['slot']>;

/**
 * The slots by how little a change of them touches: words about the light, then what to keep out, the camera, the
 * style, and last what the picture is of.
 */
const slotsBySmallness: readonly SlotName[] = ['lighting', 'exclude', 'camera', 'style', 'environment', 'action', 'subject'];

/** What leads a line or a clause of a slot: in each language a label that the prompt is read by (`core/prompt/labelled.ts`). */
export function slotLabel(slot: PromptSlotName, { say }: Speaker): string {
  return say(slot === 'environment' ? 'brief.setting' : `brief.${slot}`);
}

const longestNote = 4000;

/**
 * The note of an edit that addresses the failed answers and nothing else: one clause for each slot that a suggestion
 * names, the smallest change first, then the corrections that no slot has a word for.
 *
 * @param failed the answers to address; what passed is not to be among them
 * @param speaker of the brief's language, as people read the note too, and suggestions are in it
 * @example smallestChange([lightingFail, structureFail]) // "lighting: soft light from the left; remove the sixth finger."
 */
export function smallestChange(failed: readonly Answer[], speaker: Speaker = english): string {
  const { say } = speaker;
  const suggestions = failed.map(({ suggestion, evidence }): Suggestion => (suggestion === null || plain(suggestion.text) === '' ? { slot: null, text: `${say('judge.note.correct')}: ${evidence}` } : suggestion));
  const slotted = slotsBySmallness.flatMap((slot) => {
    const texts = [...new Set(suggestions.filter((each) => each.slot === slot).map(({ text }) => (slot === 'exclude' ? withoutNo(plain(text)) : plain(text))))];
    return texts.length === 0 ? [] : [`${slot === 'exclude' ? `${say('judge.note.remove')} ` : `${slotLabel(slot, speaker).toLowerCase()}: `}${texts.join(` ${say('judge.note.and')} `)}`];
  });
  const others = suggestions.filter(({ slot }) => slot === null).map(({ text }) => plain(text));
  return asNote([...slotted, ...new Set(others)]);
}

function asNote(clauses: readonly string[]): string {
  // A clause must not be cut in the middle: the last ones go, as they are the largest changes.
  const kept = clauses.filter((_, index) => clauses.slice(0, index + 1).join('; ').length < longestNote);
  return `${kept.length === 0 ? (clauses[0] ?? '').slice(0, longestNote - 1) : kept.join('; ')}.`;
}

/** One line without the end of a sentence, and without a semicolon, which parts the clauses. */
export function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').replaceAll(';', ',').trim().replace(/[.\s]+$/u, '');
}

/** "no extra fingers" is removed as "extra fingers". */
export function withoutNo(text: string): string {
  return text.replace(/^(?:no|without|remove|avoid|exclude|sin|quitar|eliminar|evitar)\s+/iu, '');
}
