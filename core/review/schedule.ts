import type { Brief, ReviewPolicy } from '../brief/schema.ts';
import { waitedFor, type Ballot } from './policy.ts';
import { distinctAddresses, sameAddress } from './vote.ts';

/**
 * When people are reminded, when others are asked, and when a review expires. Moments are hours of real time from the
 * opening of a review: nights, weekends and holidays count. Addresses are compared without regard to case.
 */

const millisecondsPerHour = 3_600_000;

/** Nobody is reminded within this time of the first mail, of the last digest, or of the due moment. */
export const quietHours = 1;

/** How far a reminder may lag behind its moment: the sweep runs every five minutes, and one may be missed. */
const lagHours = 1 / 6;

/** Of the time that a review waits. */
const reminderShares = [0.5, 0.9] as const;
const escalationShare = 0.75;

export interface ReviewSchedule {
  /** ISO times. */
  readonly dueAt: string;
  /** Earliest first; none within the quiet hours. */
  readonly remindAt: string[];
  /** Absent where the policy names nobody to escalate to. */
  readonly escalateAt?: string;
}

type Times = Pick<ReviewPolicy, 'dueHours'> & Partial<Pick<ReviewPolicy, 'remindHours' | 'escalateTo' | 'escalateHours'>>;

/**
 * The moments of a review that opens now. By default it reminds after half its time and after nine tenths, and escalates after three
 * quarters. Hours that do not fit, as in a review that was reopened for a shorter time, give way to the default.
 */
export function reviewSchedule({ dueHours, remindHours, escalateTo = [], escalateHours }: Times, now: Date): ReviewSchedule {
  const after = (hours: number): string => new Date(now.getTime() + Math.round(hours * millisecondsPerHour)).toISOString();
  const fitting = (hours: readonly number[]): number[] => [...new Set(hours)].filter((each) => each >= quietHours && each <= dueHours - quietHours).sort((one, other) => one - other);
  const asked = remindHours === undefined ? undefined : [remindHours].flat();
  const chosen = asked === undefined ? [] : fitting(asked);
  const reminders = asked?.length === 0 || chosen.length > 0 ? chosen : fitting(reminderShares.map((share) => share * dueHours));
  const escalation = escalateHours !== undefined && escalateHours < dueHours ? escalateHours : escalationShare * dueHours;
  return { dueAt: after(dueHours), remindAt: reminders.map(after), ...(escalateTo.length === 0 ? {} : { escalateAt: after(escalation) }) };
}

/** A reminder: the moment that it is for, and when it was sent. While `lease` is there the sending is not confirmed, and after that time its sender is dead. */
export interface Reminded {
  readonly moment: string;
  readonly at: string;
  readonly lease?: string | undefined;
}

/** What the schedule reads of a review that is open. Times are ISO times; records have a key for each approver. */
export interface ScheduledReview extends Ballot {
  readonly reviewId: string;
  readonly question: string;
  readonly approvers: readonly string[];
  readonly dueAt: string;
  readonly remindAt: readonly string[];
  /** When the first mail to each approver was accepted. */
  readonly mailedAt: Readonly<Record<string, string>>;
  /** The moment that each approver was last reminded for, and when that was done. */
  readonly reminded: Readonly<Record<string, Reminded>>;
  readonly escalateAt?: string | undefined;
  readonly escalateTo: readonly string[];
  readonly escalatedAt?: string | undefined;
}

/**
 * The moment that an approver is to be reminded for now; null when there is none. Moments that passed while nobody swept count as one, and
 * those before the approver was asked at all count as none. A reminder whose sender died is due again, until the review itself is.
 */
export function reminderDue({ remindAt, mailedAt, reminded, dueAt }: ScheduledReview, approver: string, now: Date): string | null {
  const lapsed = isLapsed(reminded[approver], now);
  const [told, last] = [mailedAt[approver], lapsed ? undefined : reminded[approver]?.moment];
  if (!lapsed && hoursBetween(now.toISOString(), dueAt) < quietHours - lagHours) return null;
  if (told !== undefined && hoursBetween(told, now.toISOString()) < quietHours) return null;
  const moment = remindAt.findLast((each) => Date.parse(each) <= now.getTime());
  return moment === undefined || [told, last].some((since) => since !== undefined && since >= moment) ? null : moment;
}

/** Whether a reminder was begun by somebody who died over it. */
function isLapsed(reminded: Reminded | undefined, now: Date): boolean {
  return reminded?.lease !== undefined && Date.parse(reminded.lease) <= now.getTime();
}

/** One mail to one approver: everything that waits for them, and for which of it a moment has come. */
export interface Digest<Review> {
  readonly address: string;
  /** The one due first comes first. */
  readonly reviews: readonly { readonly review: Review; readonly approver: string }[];
  readonly due: readonly { readonly review: Review; readonly approver: string; readonly moment: string }[];
}

/**
 * The digests that are to be sent now, one for each approver at the most. A digest lists all open reviews of its reader; the quiet hours only keep
 * a review from being the cause of one.
 * @param open reviews that wait for an answer
 */
export function digestsOf<Review extends ScheduledReview>(open: readonly Review[], now: Date): Digest<Review>[] {
  const byAddress = new Map<string, { readonly review: Review; readonly approver: string }[]>();
  for (const review of open.filter(({ dueAt }) => Date.parse(dueAt) > now.getTime()).toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))) {
    for (const approver of waitedFor(review)) {
      const key = approver.toLowerCase();
      byAddress.set(key, [...(byAddress.get(key) ?? []), { review, approver }]);
    }
  }
  return [...byAddress.values()].flatMap((reviews) => {
    const address = reviews[0]?.approver ?? '';
    const reminded = reviews.flatMap(({ review, approver }) => review.reminded[approver] ?? []);
    if (reminded.some((each) => !isLapsed(each, now) && hoursBetween(each.at, now.toISOString()) < quietHours)) return [];
    const due = reviews.flatMap(({ review, approver }) => {
      const moment = reminderDue(review, approver, now);
      return moment === null ? [] : [{ review, approver, moment }];
    });
    return due.length === 0 ? [] : [{ address, reviews, due }];
  });
}

/** Who is to be asked now because a review stays undecided: nobody before its moment, and nobody who is asked already. */
export function escalationDue({ escalateAt, escalateTo, escalatedAt, escalatedTo, approvers, mailedAt, dueAt }: ScheduledReview, now: Date): readonly string[] {
  if (escalateAt === undefined || Date.parse(escalateAt) > now.getTime() || Date.parse(dueAt) <= now.getTime()) return [];
  if (escalatedAt === undefined) return addressesBeside(escalateTo, approvers);
  // A mail that was refused is tried again.
  return escalatedTo.filter((address) => mailedAt[address] === undefined);
}

/** Whom a brief's policy names for reviews that stay undecided: nobody who is an approver already, nor the owner where the owner may not approve. */
export function escalationOf({ owner, review }: Pick<Brief, 'owner' | 'review'>, approvers: readonly string[]): string[] {
  return addressesBeside(review.escalateTo, owner === undefined || review.ownApproval ? approvers : [...approvers, owner]);
}

/** Those of the addresses that are not among others, each once. */
function addressesBeside(addresses: readonly string[], others: readonly string[]): string[] {
  return distinctAddresses(addresses).filter((address) => !others.some((other) => sameAddress(other, address)));
}

function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / millisecondsPerHour;
}
