import { z } from 'zod';
import { answerValues } from '../../core/agreement/confusion.ts';
import { DecisionRequest } from '../../core/api.ts';
import { Approval, Language } from '../../core/brief/schema.ts';
import { Point } from '../../core/geometry.ts';
import { ImageRef, ObjectRef, Sha256 } from '../../core/references.ts';
import { Delegation, Seat, Vote } from '../../core/review/vote.ts';
import { AnnotationRefs, Direction, ExpiredReview, Naming, ReviewTag, Round, RunId, SpendingRefusal } from '../../core/workflow.ts';

/** What the automatic check had said when people were asked: what their answers are compared with later. */
const CheckAnswers = z.object({ model: z.string(), answers: z.record(Sha256, z.record(z.string(), z.enum(answerValues))) });

/** One question to people, with all that its page shows by reference. The task token never leaves the table but to answer the task. */
export const ReviewRecord = z.object({
  reviewId: z.string(),
  question: z.enum(['candidates', 'go-ahead', 'budget', 'reopen']),
  runId: RunId,
  title: z.string(),
  round: z.number().int(),
  roundLimit: z.number().int(),
  /** Counts how often this round is asked about: more than once where its review expired and was opened again. */
  ask: z.number().int().default(1),
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
  /** The moment that each approver was last reminded for, and when that was done; with a `lease` while it is being done, and until when. */
  reminded: z.record(z.string(), z.object({ moment: z.iso.datetime(), at: z.iso.datetime(), lease: z.iso.datetime().optional() })).default({}),
  /** When others are asked, and who. */
  escalateAt: z.iso.datetime().optional(),
  escalateTo: z.array(z.string()).default([]),
  /** When they were asked. They are approvers from then on. */
  escalatedAt: z.iso.datetime().optional(),
  language: Language.default('en'),
  /** Of a question whether to reopen. */
  expired: ExpiredReview.optional(),
  /** Of a review: who named its people in place of the brief's. Of a question whether to reopen: whom the answer names. */
  naming: Naming.optional(),
  /** When a review that expired was opened again, under another id. */
  reopenedAt: z.iso.datetime().optional(),
  /** When each approver's mail was accepted by the mail service. */
  mailedAt: z.record(z.string(), z.string()).default({}),
  /** Who is being mailed, or could not be. */
  mailTries: z.record(z.string(), z.object({ at: z.string(), tries: z.number().int() })).default({}),
  decision: DecisionRequest.shape.decision.optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.iso.datetime().optional(),
  candidate: Sha256.optional(),
  note: z.string().optional(),
  focus: Point.optional(),
  tags: z.array(ReviewTag).optional(),
  /** Pins and drawings of everybody who wanted what was decided. */
  annotations: AnnotationRefs.optional(),
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
