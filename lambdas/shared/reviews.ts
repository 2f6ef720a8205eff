import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Decided } from '../../core/review/policy.ts';
import { Vote } from '../../core/review/vote.ts';
import type { Naming } from '../../core/workflow.ts';
import { changeReview, recordPart } from './review-change.ts';
import { dynamoMailClaims, type ReviewMailClaims } from './review-mail-claims.ts';
import { ReviewLink, ReviewRecord } from './review-record.ts';
import { queryAll, unlessLost, type Table } from './tables.ts';

/** The answer to a question that one person answers. */
export interface DecisionToRecord {
  readonly decision: NonNullable<ReviewRecord['decision']>;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly capUsd?: number | undefined;
  readonly dueHours?: number | undefined;
  readonly naming?: Naming | undefined;
}

export interface Reviews extends ReviewMailClaims {
  /**
   * Writes the review unless there is one; then the one that is there gets the new task token and time to answer,
   * and what was decided for the old token waits to be handed over to the new. Returns what is in the table.
   */
  open(review: ReviewRecord): Promise<ReviewRecord>;
  find(reviewId: string): Promise<ReviewRecord | null>;
  addLink(reviewId: string, tokenSha256: string, link: ReviewLink): Promise<void>;
  findLink(reviewId: string, tokenSha256: string): Promise<ReviewLink | null>;
  /**
   * Writes the votes, and the decision that they come to, in one write, if the review is open, not due yet, and still at
   * `version`. Null when it is not: somebody else was faster, or it is over.
   */
  vote(reviewId: string, version: number, votes: readonly Vote[], decided: Decided | null, at: string): Promise<ReviewRecord | null>;
  /** Gives one person's place to another, under the same condition as `vote`, and if nobody else was asked meanwhile. */
  handOn(read: Pick<ReviewRecord, 'reviewId' | 'version' | 'escalatedTo'>, after: Pick<ReviewRecord, 'seats' | 'escalatedTo' | 'approvers' | 'delegations'>, at: string): Promise<ReviewRecord | null>;
  /** Records the decision if the review is open and not due yet; of any number of callers one wins, the others get null. */
  decide(reviewId: string, decision: DecisionToRecord): Promise<ReviewRecord | null>;
  /** The workflow has the decision. Once all else is `settled` too, the review needs no more attention. */
  markHandedOver(reviewId: string, settled: boolean): Promise<void>;
  /** Nobody decided in time, or the decision came after the workflow had stopped waiting. */
  expire(reviewId: string): Promise<void>;
  /** An expired review was opened again, under another id. The first time is kept. */
  markReopened(reviewId: string, at: string): Promise<void>;
  /** Makes others approvers of an open review, once; a vote that was counted without them is counted again. Null when that was done, or the review is not open any more. */
  escalate(reviewId: string, to: readonly string[], at: string): Promise<ReviewRecord | null>;
  /** Every review that is open or not handed over, the one due first first. */
  unfinished(): Promise<ReviewRecord[]>;
}

export function dynamoReviews(table: Table, tableName: string): Reviews {
  const change = changeReview(table, tableName);
  const find: Reviews['find'] = async (reviewId) => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { reviewId, part: recordPart }, ConsistentRead: true }));
    return Item === undefined ? null : ReviewRecord.parse(Item);
  };
  /** A change that counts only for the review as it was read. */
  const changeAt = (reviewId: string, version: number, set: Readonly<Record<string, unknown>>, at: string, escalatedTo?: readonly string[]): Promise<ReviewRecord | null> =>
    change(
      reviewId,
      `SET ${Object.keys(set).map((name) => `#${name} = :${name}`).join(', ')}`,
      `#state = :open AND dueAt > :now AND (#version = :was OR (attribute_not_exists(#version) AND :was = :none))${escalatedTo === undefined ? '' : ' AND #escalatedTo = :asked'}`,
      { ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])), ':open': 'open', ':now': at, ':was': version, ':none': 0, ...(escalatedTo === undefined ? {} : { ':asked': escalatedTo }) },
      { ...Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])), '#state': 'state', '#version': 'version' },
    );
  const open: Reviews['open'] = async (review) => {
    const put = new PutCommand({
      TableName: tableName,
      Item: { ...ReviewRecord.parse(review), part: recordPart, open: 'open' },
      ConditionExpression: 'attribute_not_exists(reviewId)',
    });
    if ((await unlessLost(() => table.send(put))) !== null) return review;
    // Asked again: the task has a new token, and only that one can be answered.
    const again = (state: 'open' | 'decided', condition: string) =>
      change(
        review.reviewId,
        `SET taskToken = :token, dueAt = :dueAt, remindAt = :remindAt${review.escalateAt === undefined ? '' : ', escalateAt = :escalateAt'}, #state = :state, #open = :open, handedOver = :false`,
        `attribute_exists(reviewId) AND ${condition}`,
        { ':token': review.taskToken, ':dueAt': review.dueAt, ':state': state, ':open': 'open', ':false': false, ':remindAt': review.remindAt, ...(review.escalateAt === undefined ? {} : { ':escalateAt': review.escalateAt }) },
        { '#state': 'state', '#open': 'open' },
      );
    return (await again('open', 'attribute_not_exists(decision)')) ?? (await again('decided', 'attribute_exists(decision)')) ?? open(review);
  };
  return {
    ...dynamoMailClaims(table, tableName),
    find,
    open,
    addLink: async (reviewId, tokenSha256, link) => {
      await table.send(new PutCommand({ TableName: tableName, Item: { ...link, reviewId, part: `link#${tokenSha256}` } }));
    },
    findLink: async (reviewId, tokenSha256) => {
      const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { reviewId, part: `link#${tokenSha256}` }, ConsistentRead: true }));
      return Item === undefined ? null : ReviewLink.parse(Item);
    },
    vote: (reviewId, version, votes, decided, at) => {
      const set: Readonly<Record<string, unknown>> = { votes: votes.map((vote) => Vote.parse(vote)), version: version + 1, ...(decided === null ? {} : settledBy(decided)) };
      return changeAt(reviewId, version, Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)), at);
    },
    handOn: (read, { seats, escalatedTo, approvers, delegations }, at) => changeAt(read.reviewId, read.version, { seats, escalatedTo, approvers, delegations, version: read.version + 1 }, at, read.escalatedTo),
    decide: (reviewId, { decision, by, at, note, capUsd, dueHours, naming }) => {
      const given = Object.entries({ capUsd, dueHours, naming }).filter(([, value]) => value !== undefined);
      return change(
        reviewId,
        `SET #state = :decided, decision = :decision, decidedBy = :by, decidedAt = :at, #note = :note${given.map(([name]) => `, ${name} = :${name}`).join('')}`,
        '#state = :open AND dueAt > :at',
        { ':decided': 'decided', ':decision': decision, ':by': by, ':at': at, ':note': note, ':open': 'open', ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])) },
        { '#state': 'state', '#note': 'note' },
      );
    },
    markHandedOver: async (reviewId, settled) => {
      const set = 'SET handedOver = :true, #state = :decided';
      await change(reviewId, settled ? `${set} REMOVE #open` : set, 'attribute_exists(decision)', { ':true': true, ':decided': 'decided' }, { '#state': 'state', ...(settled ? { '#open': 'open' } : {}) });
    },
    expire: async (reviewId) => {
      await change(reviewId, 'SET #state = :expired REMOVE #open', 'attribute_exists(reviewId) AND handedOver = :false', { ':expired': 'expired', ':false': false }, { '#state': 'state', '#open': 'open' });
    },
    markReopened: async (reviewId, at) => {
      await change(reviewId, 'SET reopenedAt = :at', 'attribute_exists(reviewId) AND attribute_not_exists(reopenedAt)', { ':at': at });
    },
    escalate: (reviewId, to, at) =>
      change(
        reviewId,
        'SET escalatedAt = :at, escalatedTo = :to, approvers = list_append(approvers, :to), #version = if_not_exists(#version, :none) + :one',
        '#state = :open AND dueAt > :at AND attribute_not_exists(escalatedAt)',
        { ':at': at, ':to': to, ':open': 'open', ':none': 0, ':one': 1 },
        { '#state': 'state', '#version': 'version' },
      ),
    unfinished: async () => {
      const items = await queryAll(table, {
        TableName: tableName,
        IndexName: 'open',
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':open': 'open' },
      });
      return z.array(ReviewRecord).parse(items);
    },
  };
}

function settledBy({ decision, candidate, by, at, note, tags, focus, annotations }: Decided): Record<string, unknown> {
  return { state: 'decided', decision, decidedBy: by.join(', '), decidedAt: at, note, candidate: candidate ?? undefined, tags, focus, annotations };
}
