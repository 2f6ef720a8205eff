/** Verifies Signature Version 4, in the header and in the query of presigned URLs. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { Sha256 } from '@aws-crypto/sha256-js';
import { createScope, getCanonicalHeaders, getCanonicalQuery, getSigningKey } from '@smithy/signature-v4';

import type { Principal } from '../types.ts';
import type { Principals } from './principals.ts';
import { SignatureProblem } from './signature-problem.ts';

/** What a signature is made over, as it arrived. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly rawUrl: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Signer {
  readonly principal: Principal;
  readonly region: string;
  /** Signing name of the service that the signature is for. */
  readonly service: string;
}

/** The credential scope that a request claims; not verified yet. */
export interface Claim {
  readonly accessKeyId: string;
  readonly shortDate: string;
  readonly region: string;
  readonly service: string;
  readonly longDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Seconds that a presigned URL is good for; undefined for a signature in the header. */
  readonly expires: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SKEW = 15 * 60_000;
const LONGEST_EXPIRY = 7 * 24 * 3600;

/**
 * Reads what a request claims about its signer.
 * @throws SignatureProblem when it carries no complete signature
 */
export function readClaim(request: SignedRequest): Claim {
  const query = queryOf(request.rawUrl);
  const presigned = query.has('X-Amz-Signature');
  const parts = presigned
    ? { Credential: query.get('X-Amz-Credential'), SignedHeaders: query.get('X-Amz-SignedHeaders'), Signature: query.get('X-Amz-Signature') }
    : authorizationParts(request.headers.authorization);
  const longDate = presigned ? query.get('X-Amz-Date') : request.headers['x-amz-date'];
  const { Credential: credential, SignedHeaders: signedHeaders, Signature: signature } = parts;
  if (!credential || !signedHeaders || !signature || typeof longDate !== 'string') throw new SignatureProblem('missing');
  // The access key comes first and may itself hold a slash.
  const [terminator, service = '', region = '', shortDate = '', ...key] = credential.split('/').reverse();
  if (terminator !== 'aws4_request' || key.length === 0) throw new SignatureProblem('missing');
  return {
    accessKeyId: key.reverse().join('/'),
    shortDate,
    region,
    service,
    longDate,
    signedHeaders: signedHeaders.split(';'),
    signature,
    expires: presigned ? Number(query.get('X-Amz-Expires') ?? Number.NaN) : undefined,
  };
}

/**
 * Verifies the signature of a request.
 * @throws SignatureProblem saying what is wrong with it
 */
export async function verifySignature(request: SignedRequest, principals: Pick<Principals, 'byAccessKey'>, now: number = Date.now()): Promise<Signer> {
  const claim = readClaim(request);
  const principal = principals.byAccessKey(claim.accessKeyId);
  if (principal === undefined) throw new SignatureProblem('unknown-key', claim.accessKeyId);
  checkTime(claim, now);
  const payloadHash = hashOfPayload(request, claim);
  const expected = await sign(request, claim, principal, payloadHash);
  if (!safelyEqual(expected, claim.signature)) throw new SignatureProblem('mismatch');
  return { principal, region: claim.region, service: claim.service };
}

function checkTime({ longDate, shortDate, expires }: Claim, now: number): void {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(longDate) ?? [];
  const time = Date.parse(`${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`);
  if (Number.isNaN(time) || !longDate.startsWith(shortDate)) throw new SignatureProblem('missing');
  if (expires === undefined) {
    if (Math.abs(now - time) > SKEW) throw new SignatureProblem('skewed', longDate);
    return;
  }
  if (!(expires >= 1 && expires <= LONGEST_EXPIRY)) throw new SignatureProblem('missing');
  if (time - now > SKEW) throw new SignatureProblem('skewed', longDate);
  if (now > time + expires * 1_000) throw new SignatureProblem('expired', new Date(time + expires * 1_000).toISOString());
}

/** The payload hash that the signature is over; a hash in the header is checked against the body. */
function hashOfPayload({ headers, body, rawUrl }: SignedRequest, claim: Claim): string {
  const declared = headers['x-amz-content-sha256'] ?? queryOf(rawUrl).get('X-Amz-Content-Sha256') ?? undefined;
  if (typeof declared === 'string') {
    if (/^[0-9a-f]{64}$/.test(declared) && declared !== sha256(body)) throw new SignatureProblem('body-mismatch');
    // UNSIGNED-PAYLOAD and STREAMING-… stand for themselves.
    return declared;
  }
  return claim.service === 's3' && claim.expires !== undefined ? 'UNSIGNED-PAYLOAD' : sha256(body);
}

async function sign(request: SignedRequest, claim: Claim, principal: Principal, payloadHash: string): Promise<string> {
  const headers = Object.fromEntries(claim.signedHeaders.map((name) => [name, [request.headers[name] ?? ''].flat().join(',')]));
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of queryOf(request.rawUrl)) {
    if (name === 'X-Amz-Signature') continue;
    const before = query[name];
    query[name] = before === undefined ? value : [before, value].flat();
  }
  const parts = { method: request.method, protocol: 'http:', hostname: '', path: '', headers, query };
  const canonicalHeaders = getCanonicalHeaders(parts, undefined, new Set(claim.signedHeaders));
  const canonicalRequest = [
    request.method,
    canonicalPath(request.rawUrl, claim.service),
    getCanonicalQuery(parts),
    ...claim.signedHeaders.map((name) => `${name}:${canonicalHeaders[name] ?? ''}`),
    '',
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = createScope(claim.shortDate, claim.region, claim.service);
  const key = await getSigningKey(Sha256, principal, claim.shortDate, claim.region, claim.service);
  const hmac = new Sha256(key);
  hmac.update([ALGORITHM, claim.longDate, scope, sha256(canonicalRequest)].join('\n'));
  return Buffer.from(await hmac.digest()).toString('hex');
}

/** S3 signs the path as it is sent; every other service encodes it once more. */
function canonicalPath(rawUrl: string, service: string): string {
  const path = rawUrl.split('?', 1)[0] ?? '/';
  if (service === 's3') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The query as it was signed: a plus is a plus. */
function queryOf(rawUrl: string): URLSearchParams {
  const start = rawUrl.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : rawUrl.slice(start + 1).replaceAll('+', '%2B'));
}

function authorizationParts(header: string | undefined): Partial<Record<'Credential' | 'SignedHeaders' | 'Signature', string>> {
  if (header?.startsWith(`${ALGORITHM} `) !== true) return {};
  const pairs = header.slice(ALGORITHM.length + 1).split(',').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function safelyEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
