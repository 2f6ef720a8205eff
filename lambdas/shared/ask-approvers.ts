import { waitedFor } from '../../core/review/policy.ts';
import { sameAddress } from '../../core/review/vote.ts';
import type { Clock } from './clock.ts';
import type { Mailer } from './mail.ts';
import type { Objects } from './objects.ts';
import { newReviewLink, type MakeKey } from './review-links.ts';
import { reviewMails } from './review-mails.ts';
import type { ReviewRecord } from './review-record.ts';
import type { Reviews } from './reviews.ts';

export interface AskPorts {
  readonly objects: Objects;
  readonly reviews: Reviews;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly makeKey: MakeKey;
  readonly publicUrl: string;
}

export interface Asked {
  readonly mailed: number;
  /** What went wrong, one for each approver who could not be reached. */
  readonly failures: readonly unknown[];
  /** Nobody that the review waits for has a link. */
  readonly unreached: boolean;
}

/**
 * Mails a link of their own to everybody that an open review waits for and who has none yet. May be called by several at
 * once: each mail has one sender. One address that is refused does not keep the others from their mail.
 */
export async function askApprovers(ports: AskPorts, review: ReviewRecord): Promise<Asked> {
  const { objects, reviews, mailer, clock, makeKey, publicUrl } = ports;
  const waited = waitedFor(review);
  const missing = waited.filter((approver) => review.mailedAt[approver] === undefined && !isEscalation(review, approver));
  const failures: unknown[] = [];
  if (missing.length === 0) return { mailed: 0, failures, unreached: false };
  const compose = await reviewMails(objects, review);
  let mailed = 0;
  for (const approver of missing) {
    if (!(await reviews.leaseMail(review.reviewId, approver, clock.now().toISOString()))) continue;
    const unclaimed = async (error: unknown): Promise<never> => {
      await reviews.releaseMail(review.reviewId, approver);
      throw error;
    };
    const link = await newReviewLink(reviews, makeKey, publicUrl, review, approver).catch(unclaimed);
    const { mail, pictures } = compose(approver, link);
    try {
      await mailer.send(approver, mail, pictures).catch(unclaimed);
    } catch (error) {
      failures.push(error);
      continue;
    }
    await reviews.markMailed(review.reviewId, approver, clock.now().toISOString());
    mailed += 1;
  }
  return { mailed, failures, unreached: failures.length > 0 && failures.length === waited.length };
}

/** Who is asked because others have not decided gets a mail that says so, from the sweep. */
function isEscalation({ escalatedTo, delegations }: ReviewRecord, approver: string): boolean {
  return escalatedTo.some((address) => sameAddress(address, approver)) && !delegations.some(({ to, byHand }) => byHand && sameAddress(to, approver));
}
