import { escalationMail } from '../../core/mail/mails.ts';
import { waitedFor } from '../../core/review/policy.ts';
import { escalationDue } from '../../core/review/schedule.ts';
import { newReviewLink } from '../shared/review-links.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import type { MailingPorts } from './digests.ts';

/**
 * Asks others about a review that stays undecided, once its moment has come: they become approvers, with links of their own, and those who were
 * asked before stay. Each is mailed once; an address that is refused is tried again by the next sweep.
 * @returns how many were mailed
 * @throws the first failure, when all have been tried
 */
export async function escalate({ reviews, mailer, clock, makeKey, publicUrl }: MailingPorts, review: ReviewRecord): Promise<number> {
  const now = clock.now();
  const due = escalationDue(review, now);
  if (due.length === 0) return 0;
  const escalated = review.escalatedAt === undefined ? await reviews.escalate(review.reviewId, due, now.toISOString()) : review;
  if (escalated === null) return 0;
  const others = new Set(escalated.escalatedTo);
  const waitingFor = waitedFor(escalated).filter((address) => !others.has(address));
  let mailed = 0;
  const failures: unknown[] = [];
  for (const address of due) {
    if (!(await reviews.leaseMail(review.reviewId, address, now.toISOString()))) continue;
    try {
      const { title, question, dueAt, round, roundLimit, createdAt: openedAt, language } = escalated;
      const link = await newReviewLink(reviews, makeKey, publicUrl, escalated, address);
      await mailer.send(address, escalationMail({ language, review: { title, question, link, dueAt, round, roundLimit, openedAt }, waitingFor }));
      await reviews.markMailed(review.reviewId, address, clock.now().toISOString());
      mailed += 1;
    } catch (error) {
      await reviews.releaseMail(review.reviewId, address);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return mailed;
}
