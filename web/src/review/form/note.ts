import { reviewPresets } from '../../../../core/review/presets.ts';
import type { ReviewTag } from '../../../../core/workflow.ts';

interface Words {
  readonly note: string;
  readonly tags: readonly ReviewTag[];
}

/** Puts a preset's sentence and tag in; pressed again, takes both out, unless the sentence was rewritten: then only the tag goes. */
export function withPreset({ note, tags }: Words, tag: ReviewTag): Words {
  const sentence = `${reviewPresets.find((preset) => preset.tag === tag)?.note ?? ''}.`;
  if (tags.includes(tag)) {
    const at = note.indexOf(sentence);
    const without = at < 0 ? note : `${note.slice(0, at).trimEnd()} ${note.slice(at + sentence.length).trimStart()}`.trim();
    return { note: without, tags: tags.filter((other) => other !== tag) };
  }
  const before = note.trimEnd();
  const stop = before === '' || /[.!?…]$/u.test(before) ? '' : '.';
  return { note: note.includes(sentence) ? note : `${before}${stop}${before === '' ? '' : ' '}${sentence}`, tags: [...tags, tag] };
}
