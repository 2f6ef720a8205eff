/** What a mail consists of. One list of blocks becomes both the HTML and the plain text, so that they agree. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quote'; readonly label: string; readonly text: string }
  | { readonly kind: 'facts'; readonly title: string; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly title: string; readonly items: readonly string[] }
  | { readonly kind: 'problems'; readonly items: readonly { readonly where: string; readonly message: string }[] }
  | { readonly kind: 'picture'; readonly cid: string; readonly alt: string }
  | { readonly kind: 'colours'; readonly colours: readonly string[] }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'small'; readonly text: string };

export interface Letter {
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
