/** What is wrong with a signature, in the words of each protocol. */
import { ServiceError } from '../types.ts';
import type { Service } from '../types.ts';

export type ProblemKind = 'missing' | 'unknown-key' | 'mismatch' | 'skewed' | 'expired' | 'body-mismatch';

/** The way out for whoever calls with other credentials. */
const WAY_OUT = 'The embedded cloud knows the developer\'s key and those of its functions: run `eval "$(npx galley env)"` to sign as the developer.';

/** A request whose signature is not accepted. */
export class SignatureProblem extends Error {
  override readonly name = 'SignatureProblem';
  readonly kind: ProblemKind;
  readonly detail: string;

  /** @param detail the access key or the time that the problem is about */
  constructor(kind: ProblemKind, detail = '') {
    super(`Expected a valid signature but received one with this problem: ${kind}${detail === '' ? '' : ` (${detail})`}`);
    this.kind = kind;
    this.detail = detail;
  }
}

/** The error that AWS gives: each family of services has its own codes for the same problem. */
export function asServiceError({ kind, detail }: SignatureProblem, signingName: string, protocol: Service['protocol']): ServiceError {
  if (signingName === 's3') return s3Error(kind, detail);
  const query = protocol === 'rest-xml';
  switch (kind) {
    case 'missing':
      return new ServiceError(query ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException', `Missing Authentication Token. ${WAY_OUT}`, 403);
    case 'unknown-key':
      return new ServiceError(
        query ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        `The security token included in the request is invalid: no principal has the access key "${detail}". ${WAY_OUT}`,
        403,
      );
    case 'skewed':
    case 'expired':
      return new ServiceError(query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException', `Signature expired: ${detail} is more than 15 minutes from the time of this machine`, 403);
    case 'mismatch':
    case 'body-mismatch':
      return new ServiceError(
        query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. ${WAY_OUT}`,
        403,
      );
  }
}

function s3Error(kind: ProblemKind, detail: string): ServiceError {
  switch (kind) {
    case 'missing':
      return new ServiceError('AccessDenied', `Access Denied: the request is not signed. ${WAY_OUT}`, 403);
    case 'unknown-key':
      return new ServiceError('InvalidAccessKeyId', `The AWS Access Key Id you provided does not exist in our records: "${detail}". ${WAY_OUT}`, 403);
    case 'skewed':
      return new ServiceError('RequestTimeTooSkewed', `The difference between the request time ${detail} and the current time is too large.`, 403);
    case 'expired':
      return new ServiceError('AccessDenied', `Request has expired: the URL was good until ${detail}`, 403);
    case 'mismatch':
      return new ServiceError(
        'SignatureDoesNotMatch',
        `The request signature we calculated does not match the signature you provided. Check your key and signing method. ${WAY_OUT}`,
        403,
      );
    case 'body-mismatch':
      return new ServiceError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", 400);
  }
}
