import type { Language } from '../brief/schema.ts';

/**
 * What a mail consists of. One list of blocks becomes both the HTML and the plain text, so that they
 * agree. What is `english` was written in English whatever the language of the mail: a screen reader is told.
 */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quote'; readonly label: string; readonly text: string }
  | { readonly kind: 'facts'; readonly title: string; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly title: string; readonly items: readonly string[]; readonly english?: boolean }
  | { readonly kind: 'problems'; readonly items: readonly { readonly where: string; readonly message: string }[]; readonly english?: boolean }
  | { readonly kind: 'picture'; readonly cid: string; readonly alt: string }
  | { readonly kind: 'colours'; readonly label: string; readonly colours: readonly string[] }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'small'; readonly text: string };

export interface Letter {
  readonly language: Language;
  readonly subject: string;
  readonly preheader: string;
  /** One or two words over the title: what kind of message this is. */
  readonly eyebrow: string;
  readonly title: string;
  readonly tone: 'ask' | 'good' | 'bad' | 'plain';
  readonly blocks: readonly Block[];
  /** Why the reader gets this. */
  readonly footer: string;
}
