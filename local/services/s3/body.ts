/** The bytes of an upload: decoded from AWS's chunks, and checked against what the client says of them. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';

import { ServiceError } from '../../types.ts';
import type { ServiceRequest } from '../../types.ts';

export interface Upload {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Headers that describe the chunks, not the object. */
const CHUNK_HEADERS = ['x-amz-decoded-content-length', 'x-amz-trailer', 'transfer-encoding'];

/**
 * The object's own bytes and headers.
 * @throws ServiceError `IncompleteBody` or `BadDigest` when the bytes are not those that were sent
 */
export function readUpload(request: Pick<ServiceRequest, 'headers' | 'body'>): Upload {
  const upload = isChunked(request.headers) ? decodeChunks(request) : { headers: request.headers, body: request.body };
  checkDigests(upload);
  return upload;
}

function isChunked(headers: IncomingHttpHeaders): boolean {
  const hash = headers['x-amz-content-sha256'];
  return (typeof hash === 'string' && hash.startsWith('STREAMING-')) || (headers['content-encoding'] ?? '').includes('aws-chunked');
}

function decodeChunks({ headers, body }: Pick<ServiceRequest, 'headers' | 'body'>): Upload {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const end = body.indexOf('\r\n', offset);
    if (end === -1) throw incomplete();
    const size = Number.parseInt(body.toString('latin1', offset, end).split(';', 1)[0] ?? '', 16);
    if (Number.isNaN(size)) throw incomplete();
    offset = end + 2;
    if (size === 0) break;
    if (offset + size > body.length) throw incomplete();
    chunks.push(body.subarray(offset, offset + size));
    offset += size + 2;
  }
  const decoded = Buffer.concat(chunks);
  const expected = headers['x-amz-decoded-content-length'];
  if (expected !== undefined && Number(expected) !== decoded.length) throw incomplete();
  const trailers = body
    .toString('latin1', offset)
    .split('\r\n')
    .flatMap((line) => (line.includes(':') ? [[line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const] : []));
  const kept = Object.entries(headers).filter(([name]) => !CHUNK_HEADERS.includes(name));
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  const merged: IncomingHttpHeaders = { ...Object.fromEntries(kept), ...Object.fromEntries(trailers), 'content-length': String(decoded.length) };
  delete merged['content-encoding'];
  return { headers: encoding === '' ? merged : { ...merged, 'content-encoding': encoding }, body: decoded };
}

function checkDigests({ headers, body }: Upload): void {
  const digests: readonly (readonly [string, () => string])[] = [
    ['content-md5', () => createHash('md5').update(body).digest('base64')],
    ['x-amz-checksum-sha256', () => createHash('sha256').update(body).digest('base64')],
    ['x-amz-checksum-sha1', () => createHash('sha1').update(body).digest('base64')],
    ['x-amz-checksum-crc32', () => checksum32(crc32(body))],
  ];
  for (const [name, compute] of digests) {
    const given = headers[name];
    if (given !== undefined && given !== compute()) throw new ServiceError('BadDigest', `The ${name} you specified did not match what we received.`);
  }
}

function checksum32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}

function incomplete(): ServiceError {
  return new ServiceError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
}
