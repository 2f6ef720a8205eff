import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewRecord } from './review-record.ts';
import { changeReview } from './review-change.ts';
import { unlessLost, type Table } from './tables.ts';

/** A reminder in hand. ISO times: the moment that it is for, when it was taken, and until when its sender may be at it. */
export type ReminderClaim = Required<ReviewRecord['reminded'][string]>;

/** Who mails whom about a review: each mail is sent once, and again only when its sender died before it could say that it was sent. */
export interface ReviewMailClaims {
  markMailed(reviewId: string, approver: string, at: string): Promise<void>;
  /**
   * Takes the first mail to an approver in hand for two minutes. False when it was sent, when somebody else is at it, or when it
   * has failed too often.
   */
  leaseMail(reviewId: string, approver: string, at: string): Promise<boolean>;
  /** Gives the mail back that could not be sent; the try counts. */
  releaseMail(reviewId: string, approver: string): Promise<void>;
  /** Claims the reminders of this hour: one sweep at a time makes digests. False while another one does. */
  claimDigests(at: string, until: string): Promise<boolean>;
  /** Lets the next sweep make digests at once. */
  releaseDigests(at: string): Promise<void>;
  /**
   * Claims the reminder of one approver for a moment and those before it. False when it was sent, when somebody else is at it, or when
   * nothing is left to remind of. A claim that is not confirmed by the end of its lease is anybody's.
   */
  claimReminder(reviewId: string, approver: string, claim: ReminderClaim): Promise<boolean>;
  /** The mail was accepted: the claim is for good. */
  confirmReminder(reviewId: string, approver: string, claim: ReminderClaim): Promise<void>;
  /** Gives a claim back whose mail could not be sent: `before` is what was claimed until then. */
  unclaimReminder(reviewId: string, approver: string, claim: ReminderClaim, before: ReviewRecord['reminded'][string] | undefined): Promise<void>;
}

/** Whose turn it is to make digests. */
const digestsKey = { reviewId: 'digests', part: 'lease' } as const;
/** A sender that has not reported after this time is dead: a function has at most 120 s. */
const leaseMilliseconds = 120_000;
/** An address that has refused so many mails will refuse the next. */
const mostMailTries = 6;

export function dynamoMailClaims(table: Table, tableName: string): ReviewMailClaims {
  const change = changeReview(table, tableName);
  return {
    markMailed: async (reviewId, approver, at) => {
      await change(reviewId, 'SET mailedAt.#approver = :at', 'attribute_exists(reviewId)', { ':at': at }, { '#approver': approver });
    },
    leaseMail: async (reviewId, approver, at) => {
      const stale = new Date(Date.parse(at) - leaseMilliseconds).toISOString();
      const fresh = await change(
        reviewId,
        'SET mailTries.#approver = :first',
        'attribute_exists(reviewId) AND attribute_not_exists(mailedAt.#approver) AND attribute_not_exists(mailTries.#approver)',
        { ':first': { at, tries: 1 } },
        { '#approver': approver },
      );
      if (fresh !== null) return true;
      const again = await change(
        reviewId,
        'SET mailTries.#approver.#at = :at, mailTries.#approver.tries = mailTries.#approver.tries + :one',
        'attribute_exists(mailTries.#approver) AND attribute_not_exists(mailedAt.#approver) AND mailTries.#approver.#at < :stale AND mailTries.#approver.tries < :most',
        { ':at': at, ':one': 1, ':stale': stale, ':most': mostMailTries },
        { '#approver': approver, '#at': 'at' },
      );
      return again !== null;
    },
    releaseMail: async (reviewId, approver) => {
      await change(reviewId, 'SET mailTries.#approver.#at = :free', 'attribute_exists(mailTries.#approver)', { ':free': '' }, { '#approver': approver, '#at': 'at' });
    },
    claimDigests: async (at, until) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...digestsKey, until },
        ConditionExpression: 'attribute_not_exists(#until) OR #until <= :at',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':at': at },
      });
      return (await unlessLost(() => table.send(put))) !== null;
    },
    releaseDigests: async (at) => {
      await table.send(new PutCommand({ TableName: tableName, Item: { ...digestsKey, until: at } }));
    },
    claimReminder: async (reviewId, approver, { moment, at, lease }) =>
      (await change(
        reviewId,
        'SET reminded.#approver = :claim',
        '#state = :open AND (attribute_not_exists(reminded.#approver) OR reminded.#approver.#lease <= :at OR (attribute_not_exists(reminded.#approver.#lease) AND reminded.#approver.moment < :moment))',
        { ':claim': { moment, at, lease }, ':moment': moment, ':at': at, ':open': 'open' },
        { '#state': 'state', '#approver': approver, '#lease': 'lease' },
      )) !== null,
    confirmReminder: async (reviewId, approver, { lease }) => {
      await change(reviewId, 'REMOVE reminded.#approver.#lease', 'reminded.#approver.#lease = :lease', { ':lease': lease }, { '#approver': approver, '#lease': 'lease' });
    },
    unclaimReminder: async (reviewId, approver, { lease }, before) => {
      const [expression, values] = before === undefined ? ['REMOVE reminded.#approver', {}] : ['SET reminded.#approver = :before', { ':before': before }];
      await change(reviewId, expression, 'reminded.#approver.#lease = :lease', { ...values, ':lease': lease }, { '#approver': approver, '#lease': 'lease' });
    },
  };
}
