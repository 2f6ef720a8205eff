import type { Language } from '../brief/schema.ts';
import { speakerIn } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Block, Letter } from './blocks.ts';
import { htmlOf } from './html.ts';
import { plainText } from './plain.ts';
import type { MailContent } from './types.ts';

/** Gmail shows the first 102 kB of a mail and hides the rest behind a link; this leaves room for what mail servers add. */
export const mostHtmlBytes = 80_000;
/** RFC 5322, 2.1.1: lines should have no more characters; a longer subject is cut on most screens anyway. */
export const longestSubject = 78;

/** Characters that one text may have, the first that fits: the page behind the link has all of it. */
const textLimits = [1500, 600, 250] as const;
const shortestText = 100;
const mostItems = 20;
/** More than any client shows beside a subject. */
const longestPreheader = 150;

/** Writes a letter as text and as HTML, as long as mail clients show it. */
export function compose(language: Language, { subject, ...letter }: Omit<Letter, 'language'>): MailContent {
  // A line break in a subject would begin another header.
  const oneLine = subject.replace(/\s+/gu, ' ').trim();
  const speaker = speakerIn(language);
  const within = (limit: number): MailContent => {
    const short = { ...letter, language, subject: oneLine, preheader: cut(letter.preheader, longestPreheader), blocks: letter.blocks.map((block) => shorten(block, limit, speaker)) };
    return { language, subject: oneLine, preheader: short.preheader, text: plainText(short), html: htmlOf(short) };
  };
  return textLimits.values().map(within).find(({ html }) => Buffer.byteLength(html) <= mostHtmlBytes) ?? within(shortestText);
}

/** A subject with a title in it; a title that would make it too long is shortened, never what is said about it. */
export function subjectLine(title: string, say: (title: string) => string): string {
  const over = letters(say(title)).length - longestSubject;
  return over <= 0 ? say(title) : say(cut(title, Math.max(10, letters(title).length - over)));
}

function shorten(block: Block, limit: number, { say }: Speaker): Block {
  const few = <Item>(items: readonly Item[], more: (count: number) => Item): Item[] => (items.length <= mostItems ? [...items] : [...items.slice(0, mostItems), more(items.length - mostItems)]);
  switch (block.kind) {
    case 'quote':
    case 'text':
      return { ...block, text: cut(block.text, limit) };
    case 'facts':
      return { ...block, rows: block.rows.map(([label, value]) => [label, cut(value, limit)] as const) };
    case 'list':
      return { ...block, items: few(block.items.map((item) => cut(item, limit)), (count) => say('list.more', { count })) };
    case 'problems':
      return { ...block, items: few(block.items.map(({ where, message }) => ({ where: cut(where, 200), message: cut(message, limit) })), (count) => ({ where: '…', message: say('list.more', { count }) })) };
    case 'picture':
    case 'colours':
    case 'button':
    case 'small':
      return block;
  }
}

/** At most so many letters, with an ellipsis for the rest. */
function cut(text: string, most: number): string {
  // Sixteen code units are more than nearly every letter has, emoji of families among them.
  if (text.length <= most) return text;
  const all = letters(text.slice(0, most * 16));
  return all.length <= most ? text : `${all.slice(0, most - 1).join('').trimEnd()}…`;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Letters as a reader counts them: an emoji or an accented letter is one, and is never cut in two. */
function letters(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
