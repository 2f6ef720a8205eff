import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { NotSent, PromptDocument } from '../documents.ts';
import { contentWords, vocabulary } from '../words.ts';
import type { Direction } from '../workflow.ts';
import { oneLine, slotLabels } from './slots.ts';

/**
 * The instruction of an edit: what to change, and everything that must stay, repeated in every round,
 * because the model knows only this text and the picture. A part that the note speaks of may give way.
 */
export function editInstruction({ prompt, brief, direction }: { readonly prompt: Pick<PromptDocument, 'slots' | 'constraints' | 'notSent'>; readonly brief: Pick<Brief, 'title'>; readonly direction: Direction }): {
  readonly text: string;
  readonly notSent: z.infer<typeof NotSent>[];
} {
  const note = oneLine(direction.note).replace(/\.+$/u, '');
  const noted = new Set(contentWords(note));
  const lines = prompt.slots.map(({ slot, text }) => {
    const spokenOf = (slot !== 'subject' && vocabulary[slot].test(note)) || contentWords(text).some((word) => noted.has(word));
    return `${slotLabels[slot]}: ${text}${spokenOf ? ' (apart from the change above)' : ''}`;
  });
  const facts = prompt.constraints.filter(({ text }) => /^(?:Mood|Palette|Message): /u.test(text)).map(({ text }) => text);
  const rules = prompt.constraints.filter(({ text }) => !/^(?:Mood|Palette|Message|Purpose|New concept direction): /u.test(text)).map(({ text }) => `- ${text}`);
  const text = [
    `Change only this: ${note}.`,
    `Keep everything else of the picture "${oneLine(brief.title)}" exactly as it is: composition, framing, identities, colours and every detail that the change does not touch. Keep:`,
    ...lines,
    ...facts,
    ...(rules.length === 0 ? [] : ['Constraints:', ...rules]),
  ].join('\n');
  return { text: text.slice(0, longestText), notSent: [...prompt.notSent] };
}

/** Of the API; a prompt of at most 30,000 characters and a note of 4,000 could pass it by little. */
const longestText = 32_000;
