import { z } from 'zod';
import { Point } from '../geometry.ts';
import { ImageRef, ObjectRef } from '../references.ts';
import { AnnotationRefs, Direction, ReviewTag, ReviewerNote } from './direction.ts';
import { Naming } from './naming.ts';
import { Round, RunId } from './run.ts';
import { SpendingRefusal } from './spending.ts';

/** Input of `RequestReview`, and what people answer about candidates. */

/** With the task token: opens a question to people and mails the link. */
export const RequestReviewInput = z.discriminatedUnion('question', [
  z.strictObject({
    question: z.literal('candidates'),
    /** 1 for the first time that this round is asked about, one more for each time that its review was reopened. */
    ask: z.number().int().positive().default(1),
    runId: RunId,
    brief: ObjectRef,
    prompt: ObjectRef,
    round: Round,
    roundLimit: Round,
    reviewSeconds: z.number().int().positive(),
    candidates: z.array(ImageRef).min(1),
    contactSheet: ImageRef,
    inspection: ObjectRef,
    judgement: ObjectRef,
    /** Of the earlier rounds, oldest first: what this round was to do better. */
    directions: z.array(Direction),
    /** Who is asked in place of the brief's approvers; null where nobody was named. */
    naming: Naming.nullable().default(null),
    taskToken: z.string().min(1),
  }),
  z.strictObject({
    question: z.literal('go-ahead'),
    runId: RunId,
    brief: ObjectRef,
    assessment: ObjectRef,
    reasons: z.array(z.string()),
    reviewSeconds: z.number().int().positive(),
    taskToken: z.string().min(1),
  }),
  z.strictObject({
    question: z.literal('budget'),
    runId: RunId,
    brief: ObjectRef,
    round: Round,
    refusal: SpendingRefusal,
    /** 1 for the first time that this run asks. */
    ask: z.number().int().positive(),
    reviewSeconds: z.number().int().positive(),
    taskToken: z.string().min(1),
  }),
  z.strictObject({
    question: z.literal('reopen'),
    runId: RunId,
    brief: ObjectRef,
    round: Round,
    roundLimit: Round,
    /** Of the review that expired. */
    ask: z.number().int().positive(),
    reopensLeft: z.number().int().positive(),
    /** Who was asked in place of the brief's approvers; absent from a workflow that cannot ask others. */
    naming: Naming.nullable().optional(),
    /** Seconds in which it can be reopened. */
    reviewSeconds: z.number().int().positive(),
    taskToken: z.string().min(1),
  }),
]);
export type RequestReviewInput = z.infer<typeof RequestReviewInput>;

/** What SendTaskSuccess carries back for a question about candidates. */
export const CandidatesDecision = z.strictObject({
  decision: z.enum(['approve', 'changes', 'startOver', 'reject']),
  /** The SHA-256 that was looked at; required for approve and changes. */
  candidate: ImageRef.nullable(),
  /** The point of the candidate that every crop is centred on; null where the reviewer set none. */
  focus: Point.nullable().default(null),
  note: z.string().max(4000),
  tags: z.array(ReviewTag).default([]),
  /** The notes of everybody who voted, unmerged. */
  notes: z.array(ReviewerNote).default([]),
  /** Of everybody who wanted this, on whichever candidate they looked at. */
  annotations: AnnotationRefs.default([]),
  /** Who approved, and in which role. */
  approvals: z.array(z.strictObject({ by: z.string(), role: z.string().nullable(), at: z.iso.datetime() })).default([]),
  /** Who was asked, and named by whom; absent where it was the brief's approvers. */
  naming: Naming.optional(),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type CandidatesDecision = z.infer<typeof CandidatesDecision>;

/** A review that nobody decided in time. */
export const ExpiredReview = z.strictObject({
  at: z.iso.datetime(),
  /** Who had not answered. */
  waitedFor: z.array(z.string()),
  /** How often it can still be reopened, this time included. */
  reopensLeft: z.number().int().positive(),
  /** Who had been named for it; null where it was the brief's approvers, absent where the workflow cannot ask others. */
  naming: Naming.nullable().optional(),
});
export type ExpiredReview = z.infer<typeof ExpiredReview>;

/** What SendTaskSuccess carries back for a question whether to open an expired review again. */
export const ReopenDecision = z.strictObject({
  decision: z.enum(['reopen', 'end']),
  /** How long the reopened review waits; null for as long as before. */
  reviewSeconds: z.number().int().positive().nullable(),
  /** Who is asked from now on; absent for the same people as before. */
  naming: Naming.optional(),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type ReopenDecision = z.infer<typeof ReopenDecision>;
