import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewRecord } from './review-record.ts';
import { changeReview } from './review-change.ts';
import { unlessLost, type Table } from './tables.ts';

/** Who mails whom about a review, so that each mail is sent once. */
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
  /** Claims the reminder of one approver for a moment and those before it. False when it was sent, or nothing is left to remind of. */
  claimReminder(reviewId: string, approver: string, moment: string, at: string): Promise<boolean>;
  /** Gives the claim for a moment back when its mail could not be sent: `before` is what was claimed until then. */
  unclaimReminder(reviewId: string, approver: string, moment: string, before: ReviewRecord['reminded'][string] | undefined): Promise<void>;
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
    claimReminder: async (reviewId, approver, moment, at) =>
      (await change(
        reviewId,
        'SET reminded.#approver = :claim',
        '#state = :open AND (attribute_not_exists(reminded.#approver) OR reminded.#approver.moment < :moment)',
        { ':claim': { moment, at }, ':moment': moment, ':open': 'open' },
        { '#state': 'state', '#approver': approver },
      )) !== null,
    unclaimReminder: async (reviewId, approver, moment, before) => {
      const [expression, values] = before === undefined ? ['REMOVE reminded.#approver', {}] : ['SET reminded.#approver = :before', { ':before': before }];
      await change(reviewId, expression, 'reminded.#approver.moment = :moment', { ...values, ':moment': moment }, { '#approver': approver });
    },
  };
}
