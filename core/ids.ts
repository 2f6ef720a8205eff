import { createHash } from 'node:crypto';

/** Names that follow from what caused a thing, so that the same cause twice makes one thing. */

/**
 * The run of an upload: the first 24 hexadecimal digits of the SHA-256 over bucket, key, ETag and
 * sequencer, one a line. A repeated event gives the same id, a new upload of the same bytes a new one.
 */
export function runIdOfUpload(upload: { readonly bucket: string; readonly key: string; readonly etag: string; readonly sequencer: string }): string {
  return digest([upload.bucket, upload.key, upload.etag, upload.sequencer]);
}

/** The run of a request to the API: one per caller and idempotency key. */
export function runIdOfRequest(request: { readonly idempotencyKey: string; readonly principal: string }): string {
  return digest(['request', request.principal, request.idempotencyKey]);
}

/** The review of one question of one round of one run; a go-ahead is asked in round 1. @param review `ask` tells apart what may be asked more than once in a round */
export function reviewIdOf(review: { readonly runId: string; readonly question: 'candidates' | 'go-ahead' | 'budget' | 'reopen'; readonly round: number; readonly ask?: number }): string {
  return digest([review.runId, review.question, String(review.round), ...(review.ask === undefined ? [] : [String(review.ask)])]);
}

/** A line feed cannot occur in a bucket, an ETag or a run id, so parts never run into each other. */
function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n'), 'utf8').digest('hex').slice(0, 24);
}
