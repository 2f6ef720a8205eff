/** The mailbox: what the stacks mail, on a page of its own. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { MailStore } from './mail-store.ts';
import type { Mail } from './mail-store.ts';
import { messageDocument, textDocument } from './message-document.ts';
import { mailboxPage } from './pages.ts';

export interface MailboxOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of the `.eml` files. */
  readonly dir: string;
}

export interface RunningMailbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Pictures that a browser may show; everything else is for download. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

const PAGE_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Opens the mailbox. */
export async function startMailbox({ port, dir }: MailboxOptions): Promise<RunningMailbox> {
  const store = new MailStore(dir);
  const assets = new Map(
    [
      ['/mailbox.css', 'text/css'],
      ['/mailbox.js', 'text/javascript'],
    ].map(([path = '', type = '']) => [path, { type: `${type}; charset=utf-8`, body: readFileSync(new URL(`./static${path}`, import.meta.url)) }] as const),
  );
  const server = createServer((request, response) => {
    answer(request, store, assets, listeningPort())
      .catch((): Answer => ({ status: 500, type: 'text/plain; charset=utf-8', body: 'This mail cannot be read.' }))
      .then((result) => write(result, request, response))
      .catch(() => response.destroy());
  });
  const listeningPort = (): number => (server.address() as AddressInfo).port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  return {
    url: `http://127.0.0.1:${String(listeningPort())}`,
    port: listeningPort(),
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, store: MailStore, assets: ReadonlyMap<string, { type: string; body: Buffer }>, port: number): Promise<Answer> {
  // A page elsewhere can point a name of its own at this address; mails hold links that decide.
  if (![`127.0.0.1:${String(port)}`, `localhost:${String(port)}`].includes(request.headers.host ?? '')) return notFound();
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, type: 'text/plain; charset=utf-8', body: 'The mailbox is only read.', headers: { allow: 'GET, HEAD' } };
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const asset = assets.get(url.pathname);
  if (asset !== undefined) return { status: 200, ...asset };
  const [area, id = '', part, number] = url.pathname.slice(1).split('/');
  if (area === '' && id === '') return page(mailboxPage(await store.list()));
  if (area === 'messages' && id === '') return json(await store.list());
  const mail = area === 'messages' || area === 'mail' ? await store.read(id) : undefined;
  if (mail === undefined) return area === 'mail' ? { ...page(mailboxPage(await store.list())), status: 404 } : notFound();
  if (area === 'mail') return page(mailboxPage(await store.list(), mail, url.searchParams.get('show') === 'text' || mail.html === '' ? 'text' : 'html'));
  switch (part) {
    case undefined:
      return json({ id: mail.id, from: mail.from, to: mail.to, subject: mail.subject, date: mail.date, text: mail.text, html: mail.html, links: mail.links });
    case 'html':
      return framed(messageDocument(mail), port);
    case 'text':
      return framed(textDocument(mail), port);
    case 'source':
      return download(`${mail.id}.eml`, 'message/rfc822', (await store.source(id)) ?? '');
    case 'parts':
      return attachment(mail, Number(number));
    default:
      return notFound();
  }
}

function attachment(mail: Mail, index: number): Answer {
  const part = mail.attachments[index];
  if (part === undefined) return notFound();
  if (SHOWN.has(part.contentType)) return { status: 200, type: part.contentType, body: part.content, headers: { 'cache-control': 'private, max-age=31536000, immutable' } };
  return download(part.filename ?? `attachment-${String(index)}`, 'application/octet-stream', part.content);
}

function download(name: string, type: string, body: string | Buffer): Answer {
  return { status: 200, type, body, headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` } };
}

function page(body: string): Answer {
  return { status: 200, type: 'text/html; charset=utf-8', body, headers: { 'content-security-policy': PAGE_POLICY } };
}

/** A mail's own HTML: no scripts, nothing fetched from elsewhere, links in new tabs. */
function framed(body: string, port: number): Answer {
  // The frame has an opaque origin, so the address is named beside 'self'.
  const here = `'self' http://127.0.0.1:${String(port)} http://localhost:${String(port)}`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${here} data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'`;
  return { status: 200, type: 'text/html; charset=utf-8', body, headers: { 'content-security-policy': policy } };
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function notFound(): Answer {
  return { status: 404, type: 'application/json; charset=utf-8', body: JSON.stringify({ error: { name: 'NotFound', message: 'There is no such mail.' } }) };
}

function write({ status, type, body, headers = {} }: Answer, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
