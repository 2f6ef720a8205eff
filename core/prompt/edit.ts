import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { NotSent, PromptDocument } from '../documents.ts';
import { noMarks, type Marks } from '../review/marks.ts';
import { contentWords, vocabulary } from '../words.ts';
import type { Direction } from '../workflow.ts';
import { slotsNamedIn } from './labelled.ts';
import { oneLine } from './one-line.ts';
import { slotLabels } from './slots.ts';
import { agreedOf } from './agreed.ts';

interface Edit {
  /** The prompt of the concept that the picture came from. */
  readonly prompt: Pick<PromptDocument, 'slots' | 'constraints' | 'notSent'>;
  readonly brief: Pick<Brief, 'title'>;
  readonly direction: Direction;
  /** What the reviewer pinned and drew. */
  readonly marks?: Marks | undefined;
}

/**
 * The instruction of an edit: what to change, and everything that must stay, repeated in every round,
 * because the model knows only this text and the picture. A part that the note speaks of may give way.
 * Wishes of several reviewers are not merged where they contradict each other: both sides are left out, and recorded.
 */
export function editInstruction({ prompt, brief, direction, marks = noMarks }: Edit): {
  readonly text: string;
  readonly notSent: z.infer<typeof NotSent>[];
} {
  const { note, notSent } = wishOf(direction, marks);
  const noted = new Set(contentWords([note, ...marks.lines].join(' ')));
  const named = slotsNamedIn(note);
  const lines = prompt.slots.map(({ slot, text }) => {
    const spokenOf = (slot !== 'subject' && (named.has(slot) || vocabulary[slot].test(note))) || contentWords(text).some((word) => noted.has(word));
    return `${slotLabels[slot]}: ${text}${spokenOf ? ' (apart from the change above)' : ''}`;
  });
  const facts = prompt.constraints.filter(({ text }) => /^(?:Mood|Palette|Message): /u.test(text)).map(({ text }) => text);
  const rules = prompt.constraints.filter(({ text }) => !/^(?:Mood|Palette|Message|Purpose|New concept direction): /u.test(text)).map(({ text }) => `- ${text}`);
  const text = [
    `Change only this: ${note}.`,
    ...marks.lines.map((line) => `${line}.`),
    `Keep everything else of the picture "${oneLine(brief.title)}" exactly as it is: composition, framing, identities, colours and every detail that the change does not touch. Keep:`,
    ...lines,
    ...facts,
    ...(rules.length === 0 ? [] : ['Constraints:', ...rules]),
  ].join('\n');
  return { text: text.slice(0, longestText), notSent: [...prompt.notSent, ...notSent, ...marks.notSent] };
}

/** The words to act on: the note that decided, and what others who asked for changes said besides, as far as nobody opposes it. */
function wishOf(direction: Direction, marks: Marks): { readonly note: string; readonly notSent: z.infer<typeof NotSent>[] } {
  const { clauses, notSent } = agreedOf(direction);
  const agreed = clauses.map(oneLine);
  if (notSent.length > 0) {
    const note = agreed.length > 0 ? agreed.join('; ') : marks.lines.length > 0 ? 'what is marked below' : 'small refinements, as the reviewers disagree about the rest';
    return { note, notSent };
  }
  const more = agreed.filter((clause) => !direction.note.includes(clause));
  return { note: [oneLine(direction.note).replace(/\.+$/u, ''), ...more].join('; '), notSent: [] };
}

/** Of the API; a prompt of at most 30,000 characters and a note of 4,000 could pass it by little. */
const longestText = 32_000;
