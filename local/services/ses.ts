/** SES v2 behind the endpoint: the emulator judges a mail, the mailbox's folder keeps it. */
import { createRequire } from 'node:module';
import { request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { z } from 'zod';

import { MailStore } from '../mailbox/mail-store.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, Deployment, Service, ServiceRequest, ServiceResponse } from '../types.ts';

export interface SesOptions {
  readonly deployment: Deployment;
  /** Mails are kept in `mail/` below it. */
  readonly stateDir: string;
}

/** The folder of mails in a state's folder; the mailbox shows it. */
export function mailDirectory(stateDir: string): string {
  return join(stateDir, 'mail');
}

const Content = z.looseObject({ Data: z.string() });
const Simple = z.looseObject({
  Subject: Content,
  Body: z.looseObject({ Text: Content.optional(), Html: Content.optional() }),
  Headers: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
  Attachments: z
    .array(
      z.looseObject({
        FileName: z.string(),
        RawContent: z.string(),
        ContentType: z.string().optional(),
        ContentId: z.string().optional(),
        ContentDisposition: z.string().optional(),
      }),
    )
    .default([]),
});
const Addresses = z.array(z.string()).default([]);
const SendEmail = z.looseObject({
  FromEmailAddress: z.string().optional(),
  Destination: z.looseObject({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }).optional(),
  ReplyToAddresses: Addresses,
  ConfigurationSetName: z.string().optional(),
  Content: z.looseObject({ Simple: Simple.optional(), Raw: z.looseObject({ Data: z.string() }).optional(), Template: z.unknown().optional() }),
});
type SendEmail = z.infer<typeof SendEmail>;

const SEND_PATH = '/v2/email/outbound-emails';

export class SesService implements Service {
  readonly signingName = 'ses';
  readonly protocol = 'rest-json';
  readonly #deployment: Deployment;
  readonly #store: MailStore;
  #server: Server | undefined;

  constructor({ deployment, stateDir }: SesOptions) {
    this.#deployment = deployment;
    this.#store = new MailStore(mailDirectory(stateDir));
  }

  async start(): Promise<void> {
    // With this variable set the emulator would forward every mail to a real server.
    delete process.env['SMTP_TRANSPORT'];
    const { default: listen } = createRequire(import.meta.url)('aws-ses-v2-local') as typeof import('aws-ses-v2-local');
    this.#server = await listen({ host: '127.0.0.1', port: 0 });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error))));
  }

  checks(request: ServiceRequest): AccessCheck[] {
    const mail = readSendEmail(request);
    const from = senderOf(mail);
    const place = `arn:aws:ses:${this.#deployment.region}:${this.#deployment.accountId}`;
    const context = { 'ses:FromAddress': [from], 'ses:Recipients': recipientsOf(mail) };
    return [
      { action: 'ses:SendEmail', resource: `${place}:identity/${this.#identityOf(from)}`, context },
      ...(mail.ConfigurationSetName === undefined ? [] : [{ action: 'ses:SendEmail', resource: `${place}:configuration-set/${mail.ConfigurationSetName}`, context }]),
    ];
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const mail = readSendEmail(request);
    await this.#judge(request.body);
    const { Raw: raw, Simple: simple } = mail.Content;
    const message = raw === undefined ? await compose(mail, simple) : Buffer.from(raw.Data, 'base64');
    const id = await this.#store.save(message, recipientsOf(mail));
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ MessageId: id }) };
  }

  /** The identity that stands for an address: the address itself where the template has it, else its domain. */
  #identityOf(address: string): string {
    const identities = this.#deployment.ofType('AWS::SES::EmailIdentity').map(({ physicalId }) => physicalId);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    return !identities.includes(address) && identities.includes(domain) ? domain : address;
  }

  async #judge(body: Buffer): Promise<void> {
    const { status, text } = await this.#post(SEND_PATH, body);
    // It keeps every mail in memory otherwise; the mailbox keeps them on disk.
    await this.#post('/clear-store', Buffer.from('{}'));
    if (status >= 300) {
      const { message, detail } = z.object({ message: z.string(), detail: z.string().default('') }).catch({ message: text, detail: '' }).parse(safeJson(text));
      throw new ServiceError('BadRequestException', detail === '' ? message : detail.replace(/^aws-ses-v2-local: /, ''));
    }
  }

  #post(path: string, body: Buffer): Promise<{ status: number; text: string }> {
    const { port } = this.#server?.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: '127.0.0.1', port, path, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': body.length, authorization: 'AWS4-HMAC-SHA256' } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve({ status: response.statusCode ?? 500, text: Buffer.concat(chunks).toString('utf8') }));
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function readSendEmail(request: ServiceRequest): SendEmail {
  if (request.method !== 'POST' || request.url.pathname !== SEND_PATH) {
    throw new ServiceError('NotFoundException', `Expected SendEmail for a request to SES but received ${request.method} ${request.url.pathname}: the embedded cloud has no other`, 404);
  }
  const parsed = SendEmail.safeParse(safeJson(request.body.toString('utf8')));
  if (!parsed.success) throw new ServiceError('BadRequestException', z.prettifyError(parsed.error));
  const { Content: content } = parsed.data;
  if (content.Template !== undefined) throw new ServiceError('BadRequestException', 'Expected Content.Simple or Content.Raw but received Content.Template: the embedded cloud keeps no templates of mails');
  if (content.Raw === undefined && recipientsOf(parsed.data).length === 0) throw new ServiceError('BadRequestException', 'Expected at least one address for Destination but received none');
  const wrong = recipientsOf(parsed.data).find((recipient) => !/^[^\s@]+@[^\s@]+$/.test(bareAddress(recipient)));
  if (wrong !== undefined) throw new ServiceError('BadRequestException', `Expected an address for Destination but received "${wrong}"`);
  if (senderOf(parsed.data) === '') throw new ServiceError('BadRequestException', 'Expected FromEmailAddress, or a From header in Content.Raw, but received neither');
  return parsed.data;
}

function recipientsOf({ Destination: destination }: SendEmail): string[] {
  return destination === undefined ? [] : [...destination.ToAddresses, ...destination.CcAddresses, ...destination.BccAddresses];
}

/** The bare address that the mail comes from. */
function senderOf(mail: SendEmail): string {
  const field = mail.FromEmailAddress ?? fromHeader(Buffer.from(mail.Content.Raw?.Data ?? '', 'base64').toString('latin1'));
  return bareAddress(field);
}

/** The address without its display name. */
function bareAddress(field: string): string {
  return (/<([^<>]+)>\s*$/.exec(field)?.[1] ?? field).trim();
}

function fromHeader(message: string): string {
  const headers = (message.split(/\r?\n\r?\n/, 1)[0] ?? '').replace(/\r?\n[ \t]+/g, ' ');
  return /^from:(.*)$/im.exec(headers)?.[1]?.trim() ?? '';
}

async function compose(mail: SendEmail, simple: z.infer<typeof Simple> | undefined): Promise<Buffer> {
  if (simple === undefined) throw new ServiceError('BadRequestException', 'Expected Content.Simple or Content.Raw but received neither');
  const { Destination: destination } = mail;
  const composer = new MailComposer({
    ...(mail.FromEmailAddress === undefined ? {} : { from: mail.FromEmailAddress }),
    to: destination?.ToAddresses ?? [],
    cc: destination?.CcAddresses ?? [],
    replyTo: mail.ReplyToAddresses,
    subject: simple.Subject.Data,
    ...(simple.Body.Text === undefined ? {} : { text: simple.Body.Text.Data }),
    ...(simple.Body.Html === undefined ? {} : { html: simple.Body.Html.Data }),
    headers: simple.Headers.map(({ Name, Value }) => ({ key: Name, value: Value })),
    attachments: simple.Attachments.map((part) => ({
      filename: part.FileName,
      content: Buffer.from(part.RawContent, 'base64'),
      contentDisposition: part.ContentDisposition === 'INLINE' ? ('inline' as const) : ('attachment' as const),
      ...(part.ContentType === undefined ? {} : { contentType: part.ContentType }),
      ...(part.ContentId === undefined ? {} : { cid: part.ContentId }),
    })),
  });
  return composer.compile().build();
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
