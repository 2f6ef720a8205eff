/** Mails on disk: one `.eml` file each, named so that their order is that of their arrival. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { simpleParser } from 'mailparser';
import type { AddressObject, Attachment } from 'mailparser';

import { linksOf } from './links.ts';

export interface MailSummary {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** ISO 8601, UTC: when it was accepted. */
  readonly date: string;
  /** The beginning of its text, on one line. */
  readonly snippet: string;
}

export interface Mail extends MailSummary {
  readonly text: string;
  /** As it was sent: inline pictures are `cid:` references. */
  readonly html: string;
  /** Every address that the mail links to, once. */
  readonly links: readonly string[];
  readonly attachments: readonly Attachment[];
}

const SNIPPET_LENGTH = 160;
const ID = /^\d{8}T\d{9}Z-[0-9a-f]{12}$/;
/** Who the mail was handed over for: copies that its own headers do not name. */
const ENVELOPE_HEADER = 'x-galley-envelope-to';

export class MailStore {
  readonly #dir: string;
  readonly #summaries = new Map<string, MailSummary>();

  /** @param dir folder of the `.eml` files; made when it is missing */
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /**
   * Keeps a mail; when the promise resolves it survives the process and the machine.
   * @returns its id
   */
  async save(message: Buffer, recipients: readonly string[] = []): Promise<string> {
    const id = `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(6).toString('hex')}`;
    const path = join(this.#dir, `${id}.eml`);
    const envelope = recipients.length === 0 ? '' : `X-Galley-Envelope-To: ${recipients.map((recipient) => recipient.replace(/[\r\n]/g, ' ')).join(',\r\n ')}\r\n`;
    const file = await open(`${path}.new`, 'w');
    try {
      await file.write(envelope);
      await file.write(message);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    return id;
  }

  /** Newest first. */
  async list(): Promise<readonly MailSummary[]> {
    const ids = (await readdir(this.#dir))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4))
      .filter((id) => ID.test(id))
      .sort()
      .reverse();
    const summaries: MailSummary[] = [];
    for (const id of ids) {
      if (!this.#summaries.has(id)) await this.read(id);
      const summary = this.#summaries.get(id);
      if (summary !== undefined) summaries.push(summary);
    }
    return summaries;
  }

  /** A mail with its parts; undefined when there is none with the id. */
  async read(id: string): Promise<Mail | undefined> {
    const source = await this.source(id);
    if (source === undefined) return undefined;
    const parsed = await simpleParser(source, { keepCidLinks: true, skipTextToHtml: true });
    const html = typeof parsed.html === 'string' ? parsed.html : '';
    const text = parsed.text ?? '';
    const envelope = parsed.headers.get(ENVELOPE_HEADER);
    const summary: MailSummary = {
      id,
      from: parsed.from?.text ?? '',
      to: typeof envelope === 'string' ? envelope.split(',').map((address) => address.trim()) : addressesOf([parsed.to, parsed.cc, parsed.bcc]),
      subject: parsed.subject ?? '(no subject)',
      date: dateOf(id),
      snippet: snippetOf(text),
    };
    this.#summaries.set(id, summary);
    return { ...summary, text, html, links: linksOf(html, text), attachments: parsed.attachments };
  }

  /** The `.eml` file's bytes; undefined when there is none with the id. */
  async source(id: string): Promise<Buffer | undefined> {
    if (!ID.test(id)) return undefined;
    try {
      return await readFile(join(this.#dir, `${id}.eml`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

function addressesOf(fields: readonly (AddressObject | AddressObject[] | undefined)[]): string[] {
  const objects = fields.flatMap((field) => field ?? []);
  return [...new Set(objects.flatMap(({ value }) => value.flatMap((one) => one.address ?? one.name)))];
}

/** Addresses of links say nothing at a glance, and keys in them are for the mail's reader. */
function snippetOf(text: string): string {
  return text
    .replace(/https?:\/\/\S+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, SNIPPET_LENGTH);
}

/** The time at the beginning of an id, `20261124T035512345Z-…`. */
function dateOf(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z');
}
