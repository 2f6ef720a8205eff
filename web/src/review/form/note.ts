import type { ReviewTag } from '../../../../core/workflow.ts';

/** What a note says, and what presets have put into it. */
interface Noted {
  readonly note: string;
  readonly tags: readonly ReviewTag[];
  /** By tag: the sentence that its preset wrote, in whatever language the page spoke then. */
  readonly sentences: Readonly<Partial<Record<ReviewTag, string>>>;
}

/**
 * Puts a preset's sentence and tag in; pressed again, takes both out, unless the sentence was rewritten: then only the tag goes.
 *
 * @param sentence with its stop
 */
export function withPreset({ note, tags, sentences }: Noted, tag: ReviewTag, sentence: string): Noted {
  if (tags.includes(tag)) {
    const { [tag]: written = sentence, ...others } = sentences;
    const at = note.indexOf(written);
    const without = at < 0 ? note : `${note.slice(0, at).trimEnd()} ${note.slice(at + written.length).trimStart()}`.trim();
    return { note: without, tags: tags.filter((other) => other !== tag), sentences: others };
  }
  const before = note.trimEnd();
  const stop = before === '' || /[.!?…]$/u.test(before) ? '' : '.';
  return { note: note.includes(sentence) ? note : `${before}${stop}${before === '' ? '' : ' '}${sentence}`, tags: [...tags, tag], sentences: { ...sentences, [tag]: sentence } };
}
