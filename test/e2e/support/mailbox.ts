import { z } from 'zod';
import { until } from './embedded-galley.ts';

const Message = z.object({
  id: z.string(),
  to: z.union([z.string(), z.array(z.string())]),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});
export type Message = z.infer<typeof Message>;

const Listing = z.array(z.object({ id: z.string(), to: z.union([z.string(), z.array(z.string())]), subject: z.string() }));

/** The mailbox that the embedded cloud delivers to, read as a person's mail client would. */
export class Mailbox {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Messages to `address`, or to anybody, in any order. */
  async messagesTo(address?: string): Promise<readonly Message[]> {
    const listing = Listing.parse(await (await fetch(new URL('/messages', this.url))).json());
    const mine = listing.filter((message) => address === undefined || [message.to].flat().some((to) => to.includes(address)));
    return Promise.all(mine.map(async ({ id }) => Message.parse(await (await fetch(new URL(`/messages/${id}`, this.url))).json())));
  }

  /** The one message to `address` whose subject has `words`, once it has come. */
  async message(address: string, words: string): Promise<Message> {
    return until(`a mail to ${address} about "${words}"`, async () => (await this.messagesTo(address)).find((message) => message.subject.includes(words)));
  }

  /** How many messages to `address` have `words` in their subject by now. */
  async count(address: string, words: string): Promise<number> {
    return (await this.messagesTo(address)).filter(({ subject }) => subject.includes(words)).length;
  }

  /** The review link of the message to `address` whose subject has `words`, once it has come. */
  async link(address: string, words: string): Promise<ReviewLink> {
    return Mailbox.reviewLink(await this.message(address, words));
  }

  /** The first review link of a message, taken apart. */
  static reviewLink(message: Message): ReviewLink {
    const [link] = Mailbox.reviewLinks(message);
    if (!link) throw new Error(`Expected a review link in "${message.subject}" but found ${JSON.stringify(message.links)}`);
    return link;
  }

  /** Every review link of a message: a digest has several. */
  static reviewLinks(message: Message): readonly ReviewLink[] {
    return message.links.filter((link) => link.includes('/review/')).map((link) => {
      const url = new URL(link);
      return { href: link, origin: url.origin, reviewId: url.pathname.split('/').at(-1) ?? '', key: url.hash.slice(1) };
    });
  }
}

export interface ReviewLink {
  readonly href: string;
  readonly origin: string;
  readonly reviewId: string;
  /** The secret in the fragment. */
  readonly key: string;
}
