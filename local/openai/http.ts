/** Reading requests and writing answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import { ApiError, invalid } from './errors.ts';

/** 16 pictures of 50 MB would be 800 MB; a laptop keeps to less. */
const BODY_LIMIT = 256 * 1024 * 1024;

/** @throws ApiError 413 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > BODY_LIMIT) throw new ApiError(413, { message: `Expected a body of at most ${String(BODY_LIMIT)} bytes but received more.` });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const Json = z.record(z.string(), z.unknown());

/** @throws ApiError 400 for anything but a JSON object */
export function parseJson(body: Buffer): Record<string, unknown> {
  try {
    return Json.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    throw new ApiError(400, { message: `We could not parse the JSON body of your request. ${cause instanceof SyntaxError ? cause.message : 'Expected a JSON object.'}` });
  }
}

export interface Form {
  /** Text fields by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Files by field name, `image[]` under `image`. */
  readonly files: Readonly<Record<string, readonly Buffer[]>>;
}

/** @throws ApiError 400 for a body that is no multipart form */
export async function parseForm(body: Buffer, contentType: string): Promise<Form> {
  let form: FormData;
  try {
    // Deprecated for servers that stream large uploads; here the body is read, bounded, and from loopback.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch (cause) {
    throw new ApiError(400, { message: `Expected a multipart/form-data body but received ${contentType || 'no content type'} (${cause instanceof Error ? cause.message : 'unreadable'}).` });
  }
  const fields: Record<string, string> = {};
  const files: Record<string, Buffer[]> = {};
  for (const [key, value] of form.entries()) {
    const name = key.replace(/\[\d*\]$/u, '');
    if (typeof value === 'string') fields[name] = value;
    else (files[name] ??= []).push(Buffer.from(await value.arrayBuffer()));
  }
  for (const name of Object.keys(files)) {
    if (name in fields) throw invalid(name, 'invalid_type', `Invalid type for '${name}': expected a file, but got both a file and text.`);
  }
  return { fields, files };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, JSON.stringify(body), {});
}

export function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
