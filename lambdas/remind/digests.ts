import { digestMail } from '../../core/mail/mails.ts';
import { digestsOf, type Digest } from '../../core/review/schedule.ts';
import type { Clock } from '../shared/clock.ts';
import type { Mailer } from '../shared/mail.ts';
import { newReviewLink, type MakeKey } from '../shared/review-links.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import type { Reviews } from '../shared/reviews.ts';

export interface MailingPorts {
  readonly reviews: Reviews;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly makeKey: MakeKey;
  readonly publicUrl: string;
}

/** Of the turn to make digests, and of each reminder in hand. Longer than a sweep may run, and less than the time to the next one: a sweep that died holds up none. */
const leaseMilliseconds = 3 * 60_000;

/**
 * Reminds each approver whose time has come of everything that waits for them, in one mail.
 * One sweep at a time does this, for two would share the reviews of one approver out between two mails; the claims on reviews keep a sweep that reads late
 * from sending again. An address that is refused holds up no other, and is tried again by the next sweep.
 * @returns how many digests were sent, and what went wrong with others
 */
export async function sendDigests(ports: MailingPorts, open: readonly ReviewRecord[]): Promise<{ readonly sent: number; readonly failures: readonly unknown[] }> {
  const { reviews, clock } = ports;
  const now = clock.now();
  const digests = digestsOf(open, now);
  if (digests.length === 0 || !(await reviews.claimDigests(now.toISOString(), new Date(now.getTime() + leaseMilliseconds).toISOString()))) return { sent: 0, failures: [] };
  let sent = 0;
  const failures: unknown[] = [];
  for (const digest of digests) {
    try {
      if (await sendDigest(ports, digest)) sent += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  await reviews.releaseDigests(clock.now().toISOString());
  return { sent, failures };
}

/** @returns false when every moment was claimed before */
async function sendDigest({ reviews, mailer, clock, makeKey, publicUrl }: MailingPorts, { address, reviews: waiting, due }: Digest<ReviewRecord>): Promise<boolean> {
  const now = clock.now();
  const [at, lease] = [now.toISOString(), new Date(now.getTime() + leaseMilliseconds).toISOString()];
  const claimed: Digest<ReviewRecord>['due'][number][] = [];
  try {
    for (const each of due) if (await reviews.claimReminder(each.review.reviewId, each.approver, { moment: each.moment, at, lease })) claimed.push(each);
    if (claimed.length === 0) return false;
    const lost = new Set(due.filter((each) => !claimed.includes(each)).map(({ review }) => review.reviewId));
    const listed = [];
    for (const { review, approver } of waiting) {
      // Decided or reminded of since it was read.
      if (lost.has(review.reviewId)) continue;
      const link = await newReviewLink(reviews, makeKey, publicUrl, review, approver);
      listed.push({ title: review.title, question: review.question, link, dueAt: review.dueAt, round: review.round, roundLimit: review.roundLimit, openedAt: review.createdAt });
    }
    await mailer.send(address, digestMail({ language: waiting[0]?.review.language ?? 'en', reviews: listed }));
  } catch (error) {
    for (const { review, approver, moment } of claimed) await reviews.unclaimReminder(review.reviewId, approver, { moment, at, lease }, review.reminded[approver]);
    throw error;
  }
  // Who dies before this, or cannot write it, has the mail sent once more.
  for (const { review, approver, moment } of claimed) await reviews.confirmReminder(review.reviewId, approver, { moment, at, lease });
  return true;
}
