import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Approval, Language } from '../../core/brief/schema.ts';
import { Point } from '../../core/geometry.ts';
import { ImageRef, ObjectRef, Sha256 } from '../../core/references.ts';
import type { Decided } from '../../core/review/policy.ts';
import { Delegation, Seat, Vote } from '../../core/review/vote.ts';
import { Direction, ExpiredReview, ReviewTag, Round, RunId, SpendingRefusal } from '../../core/workflow.ts';
import { queryAll, unlessLost, type Table } from './tables.ts';

export const ReviewDecision = z.enum(['approve', 'changes', 'startOver', 'reject', 'proceed', 'decline', 'raise', 'fewer', 'retry', 'stop', 'reopen', 'end']);

const AnswerValue = z.enum(['pass', 'fail', 'unsure']);

/** What the automatic check had said when people were asked: what their answers are compared with later. */
export const CheckAnswers = z.object({ model: z.string(), answers: z.record(Sha256, z.record(z.string(), AnswerValue)) });
export type CheckAnswers = z.infer<typeof CheckAnswers>;

/** One question to people, with all that its page shows by reference. The task token never leaves the table but to answer the task. */
export const ReviewRecord = z.object({
  reviewId: z.string(),
  question: z.enum(['candidates', 'go-ahead', 'budget', 'reopen']),
  runId: RunId,
  title: z.string(),
  round: z.number().int(),
  roundLimit: z.number().int(),
  state: z.enum(['open', 'decided', 'expired']),
  taskToken: z.string(),
  candidates: z.array(ImageRef),
  /** Candidates of the rounds before, which can be taken up again; oldest round first. */
  earlier: z.array(z.object({ round: Round, candidates: z.array(ImageRef) })).default([]),
  refs: z.object({
    brief: ObjectRef,
    prompt: ObjectRef.optional(),
    inspection: ObjectRef.optional(),
    judgement: ObjectRef.optional(),
    assessment: ObjectRef.optional(),
    contactSheet: ImageRef.optional(),
  }),
  directions: z.array(Direction),
  reasons: z.array(z.string()),
  /** Everybody who is asked, or will be: holders of seats. */
  approvers: z.array(z.string()).min(1),
  approval: Approval.default('one'),
  /** Of a question about candidates. */
  seats: z.array(Seat).default([]),
  /** Who was asked later, because the others had not decided. */
  escalatedTo: z.array(z.string()).default([]),
  delegations: z.array(Delegation).default([]),
  /** Who may not approve: the brief's owner, unless the policy says so. */
  barred: z.string().nullable().default(null),
  votes: z.array(Vote).default([]),
  /** Counts the changes to votes and seats. A decision is written only over the very votes that it rests on. */
  version: z.number().int().nonnegative().default(0),
  createdAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  /** Moments of reminders, earliest first. A record of before there were several has one, and none to come. */
  remindAt: z.union([z.array(z.iso.datetime()), z.iso.datetime().transform((): string[] => [])]).default([]),
  /** The moment that each approver was last reminded for, and when that was done. */
  reminded: z.record(z.string(), z.object({ moment: z.iso.datetime(), at: z.iso.datetime() })).default({}),
  /** When others are asked, and who. */
  escalateAt: z.iso.datetime().optional(),
  escalateTo: z.array(z.string()).default([]),
  /** When they were asked. They are approvers from then on. */
  escalatedAt: z.iso.datetime().optional(),
  language: Language.default('en'),
  /** Of a question whether to reopen. */
  expired: ExpiredReview.optional(),
  /** When a review that expired was opened again, under another id. */
  reopenedAt: z.iso.datetime().optional(),
  /** When each approver's mail was accepted by the mail service. */
  mailedAt: z.record(z.string(), z.string()).default({}),
  /** Who is being mailed, or could not be. */
  mailTries: z.record(z.string(), z.object({ at: z.string(), tries: z.number().int() })).default({}),
  decision: ReviewDecision.optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.iso.datetime().optional(),
  candidate: Sha256.optional(),
  note: z.string().optional(),
  checklist: z.record(z.string(), AnswerValue).optional(),
  focus: Point.optional(),
  tags: z.array(ReviewTag).optional(),
  /** Pins and drawings on the candidate: an `AnnotationsDocument`. */
  annotations: ObjectRef.optional(),
  /** Ids of the checklist's questions, and what the check had answered to them, by candidate. */
  questions: z.array(z.string()).optional(),
  check: CheckAnswers.optional(),
  spending: SpendingRefusal.optional(),
  capUsd: z.number().positive().optional(),
  dueHours: z.number().positive().optional(),
  handedOver: z.boolean(),
});
export type ReviewRecord = z.infer<typeof ReviewRecord>;

/** Every candidate that a review shows: those of its round, and those of the rounds before. */
export function shownIn({ candidates, earlier }: Pick<ReviewRecord, 'candidates' | 'earlier'>): ImageRef[] {
  return [...candidates, ...earlier.flatMap((round) => round.candidates)];
}

export const ReviewLink = z.object({ approver: z.string(), expiresAt: z.iso.datetime() });
export type ReviewLink = z.infer<typeof ReviewLink>;

export interface DecisionToRecord {
  readonly decision: z.infer<typeof ReviewDecision>;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly candidate?: string | undefined;
  readonly checklist?: Readonly<Record<string, 'pass' | 'fail' | 'unsure'>> | undefined;
  readonly focus?: Point | undefined;
  readonly capUsd?: number | undefined;
  readonly dueHours?: number | undefined;
}

export interface Reviews {
  /**
   * Writes the review unless there is one; then the one that is there gets the new task token and time to answer,
   * and what was decided for the old token waits to be handed over to the new. Returns what is in the table.
   */
  open(review: ReviewRecord): Promise<ReviewRecord>;
  find(reviewId: string): Promise<ReviewRecord | null>;
  addLink(reviewId: string, tokenSha256: string, link: ReviewLink): Promise<void>;
  findLink(reviewId: string, tokenSha256: string): Promise<ReviewLink | null>;
  markMailed(reviewId: string, approver: string, at: string): Promise<void>;
  /**
   * Writes the votes, and the decision that they come to, in one write, if the review is open, not due yet, and still at
   * `version`. Null when it is not: somebody else was faster, or it is over.
   */
  vote(reviewId: string, version: number, votes: readonly Vote[], decided: Decided | null, at: string): Promise<ReviewRecord | null>;
  /** Gives one person's place to another, under the same condition as `vote`, and if nobody else was asked meanwhile. */
  handOn(read: Pick<ReviewRecord, 'reviewId' | 'version' | 'escalatedTo'>, after: Pick<ReviewRecord, 'seats' | 'escalatedTo' | 'approvers' | 'delegations'>, at: string): Promise<ReviewRecord | null>;
  /**
   * Takes the first mail to an approver in hand for two minutes. False when it was sent, when somebody else is at it, or when it
   * has failed too often.
   */
  leaseMail(reviewId: string, approver: string, at: string): Promise<boolean>;
  /** Gives the mail back that could not be sent; the try counts. */
  releaseMail(reviewId: string, approver: string): Promise<void>;
  /** Records the decision if the review is open and not due yet; of any number of callers one wins, the others get null. */
  decide(reviewId: string, decision: DecisionToRecord): Promise<ReviewRecord | null>;
  /** The workflow has the decision. Once all else is `settled` too, the review needs no more attention. */
  markHandedOver(reviewId: string, settled: boolean): Promise<void>;
  /** Nobody decided in time, or the decision came after the workflow had stopped waiting. */
  expire(reviewId: string): Promise<void>;
  /** An expired review was opened again, under another id. The first time is kept. */
  markReopened(reviewId: string, at: string): Promise<void>;
  /** Claims the reminders of this hour: one sweep at a time makes digests. False while another one does. */
  claimDigests(at: string, until: string): Promise<boolean>;
  /** Lets the next sweep make digests at once. */
  releaseDigests(at: string): Promise<void>;
  /** Claims the reminder of one approver for a moment and those before it. False when it was sent, or nothing is left to remind of. */
  claimReminder(reviewId: string, approver: string, moment: string, at: string): Promise<boolean>;
  /** Gives the claim for a moment back when its mail could not be sent: `before` is what was claimed until then. */
  unclaimReminder(reviewId: string, approver: string, moment: string, before: ReviewRecord['reminded'][string] | undefined): Promise<void>;
  /** Makes others approvers of an open review, once; a vote that was counted without them is counted again. Null when that was done, or the review is not open any more. */
  escalate(reviewId: string, to: readonly string[], at: string): Promise<ReviewRecord | null>;
  /** Every review that is open or not handed over, the one due first first. */
  unfinished(): Promise<ReviewRecord[]>;
}

const recordPart = 'review';

/** Whose turn it is to make digests. */
const digestsKey = { reviewId: 'digests', part: 'lease' } as const;
/** A sender that has not reported after this time is dead: a function has at most 120 s. */
const leaseMilliseconds = 120_000;
/** An address that has refused so many mails will refuse the next. */
const mostMailTries = 6;

export function dynamoReviews(table: Table, tableName: string): Reviews {
  const find: Reviews['find'] = async (reviewId) => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { reviewId, part: recordPart }, ConsistentRead: true }));
    return Item === undefined ? null : ReviewRecord.parse(Item);
  };
  const change = async (reviewId: string, expression: string, condition: string, values: Record<string, unknown> = {}, names: Record<string, string> = {}): Promise<ReviewRecord | null> => {
    const written = await unlessLost(() =>
      table.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { reviewId, part: recordPart },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
          ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return written === null ? null : ReviewRecord.parse(written.Attributes);
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
    find,
    open,
    addLink: async (reviewId, tokenSha256, link) => {
      await table.send(new PutCommand({ TableName: tableName, Item: { ...link, reviewId, part: `link#${tokenSha256}` } }));
    },
    findLink: async (reviewId, tokenSha256) => {
      const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { reviewId, part: `link#${tokenSha256}` }, ConsistentRead: true }));
      return Item === undefined ? null : ReviewLink.parse(Item);
    },
    markMailed: async (reviewId, approver, at) => {
      await change(reviewId, 'SET mailedAt.#approver = :at', 'attribute_exists(reviewId)', { ':at': at }, { '#approver': approver });
    },
    vote: (reviewId, version, votes, decided, at) => {
      const set: Readonly<Record<string, unknown>> = { votes: votes.map((vote) => Vote.parse(vote)), version: version + 1, ...(decided === null ? {} : settledBy(decided)) };
      return changeAt(reviewId, version, Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)), at);
    },
    handOn: (read, { seats, escalatedTo, approvers, delegations }, at) => changeAt(read.reviewId, read.version, { seats, escalatedTo, approvers, delegations, version: read.version + 1 }, at, read.escalatedTo),
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
    decide: (reviewId, { decision, by, at, note, candidate, checklist, focus, capUsd, dueHours }) => {
      const optional = { candidate, checklist, focus, capUsd, dueHours };
      const given = Object.entries(optional).filter(([, value]) => value !== undefined);
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

function settledBy({ decision, candidate, by, at, note, tags, focus, checklist, annotations }: Decided): Record<string, unknown> {
  return { state: 'decided', decision, decidedBy: by.join(', '), decidedAt: at, note, candidate: candidate ?? undefined, tags, focus, checklist, annotations };
}
