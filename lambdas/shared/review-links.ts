import { randomBytes } from 'node:crypto';
import { tokenSha256 } from '../../core/review/review.ts';
import type { ReviewRecord } from './review-record.ts';
import type { Reviews } from './reviews.ts';

/** Makes the secret of a link: 256 random bits, in characters that a URL takes. */
export type MakeKey = () => string;

export const randomKey: MakeKey = () => randomBytes(32).toString('base64url');

/**
 * A new link of one approver to a review. Only the key's SHA-256 is stored; the key itself travels in the
 * fragment, which browsers send to nobody.
 */
export async function newReviewLink(reviews: Reviews, makeKey: MakeKey, publicUrl: string, review: Pick<ReviewRecord, 'reviewId' | 'dueAt'>, approver: string): Promise<string> {
  const key = makeKey();
  await reviews.addLink(review.reviewId, tokenSha256(key), { approver, expiresAt: review.dueAt });
  return `${publicUrl}/review/${review.reviewId}#${key}`;
}
