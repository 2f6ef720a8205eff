import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { ImageApiRefused, ImageApiUnavailable, ModerationBlocked, OutcomeUnknown, RateLimited } from '../../core/errors.ts';

/**
 * An error of the openai client as one of Galley's. The client's own error carries the request with its
 * prompt, so it is not kept as the cause; what is told is the status, the code and the request's id.
 */
export function galleyErrorOf(error: unknown, what: string): Error {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return new OutcomeUnknown(`Expected an answer for ${what} but received none in time; the call may have been carried out and stays on the books`);
  }
  if (error instanceof APIConnectionError) {
    return neverSent(error)
      ? new ImageApiUnavailable(`Expected a connection for ${what} but received ${codesOf(error).join(', ')}`)
      : new OutcomeUnknown(`Expected an answer for ${what} but the connection was lost; the call may have been carried out and stays on the books`);
  }
  if (isAnswered(error)) return byStatus(error, error.status, what);
  // The answer began and broke off, or could not be read: it was sent, so it may have been paid.
  return new OutcomeUnknown(`Expected a readable answer for ${what} but received ${error instanceof Error ? error.name : 'something else'}; the call stays on the books`);
}

/** An error that came as an answer; its type parameters are the client's own looseness. */
function isAnswered(error: unknown): error is APIError<number> {
  return error instanceof APIError && typeof error.status === 'number';
}

function byStatus(error: APIError, status: number, what: string): Error {
  const code = error.code ?? error.type ?? 'no code';
  const facts = `${String(status)} ${code}${error.requestID ? ` (request ${error.requestID})` : ''}`;
  if (error.code === 'insufficient_quota') return new ImageApiRefused(`Expected credit on the account for ${what} but received ${facts}; top it up or raise its limit at the provider, then send the brief again`);
  if (status === 429) return new RateLimited(`Expected a free slot for ${what} but received ${facts}`, retryAfterOf(error.headers));
  if (error.code === 'moderation_blocked') {
    return new ModerationBlocked(`Expected ${what} to be allowed but received ${facts}: the image model's safety rules refuse this prompt or picture; reword the concept`);
  }
  if (status >= 500 || status === 408 || status === 409) return new ImageApiUnavailable(`Expected ${what} to be accepted but received ${facts}`);
  return new ImageApiRefused(`Expected ${what} to be accepted but received ${facts}${error.param ? `, about ${error.param}` : ''}`);
}

/**
 * Seconds that a 429 asks to wait, by `retry-after-ms`, `retry-after` (seconds), or the latest `x-ratelimit-reset-…` of
 * a limit that is used up; undefined where it asks for nothing that can be read.
 */
export function retryAfterOf(headers: Headers | undefined): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds / 1000;
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  if (seconds >= 0) return seconds;
  const resets = [...(headers ?? [])].flatMap(([name, value]) => {
    const limit = /^x-ratelimit-reset-(.+)$/u.exec(name)?.[1];
    return limit !== undefined && Number(headers?.get(`x-ratelimit-remaining-${limit}`) ?? 0) <= 0 ? [durationOf(value)] : [];
  });
  const known = resets.filter((reset) => reset > 0);
  return known.length === 0 ? undefined : Math.max(...known);
}

const unitSeconds: Readonly<Partial<Record<string, number>>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of "6m0s", "1.5s", "20ms". */
function durationOf(text: string): number {
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/gu)].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitSeconds[unit] ?? 0), 0);
}

/** Errors of a socket that never connected: nothing can have been spent. */
const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']);

function neverSent(error: Error): boolean {
  const codes = codesOf(error);
  return codes.length > 0 && codes.every((code) => beforeSending.has(code));
}

/** The codes along the chain of causes, and of each address that was tried. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...new Set([...own, ...inner, ...codesOf(error.cause)])];
}
