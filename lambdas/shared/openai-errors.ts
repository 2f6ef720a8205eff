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
  if (status === 429) return new RateLimited(`Expected a free slot for ${what} but received ${facts}`);
  if (error.code === 'moderation_blocked') {
    return new ModerationBlocked(`Expected ${what} to be allowed but received ${facts}: the image model's safety rules refuse this prompt or picture; reword the concept`);
  }
  if (status >= 500 || status === 408 || status === 409) return new ImageApiUnavailable(`Expected ${what} to be accepted but received ${facts}`);
  return new ImageApiRefused(`Expected ${what} to be accepted but received ${facts}${error.param ? `, about ${error.param}` : ''}`);
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
