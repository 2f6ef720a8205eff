import { z } from 'zod';
import { Point } from './geometry.ts';
import { ImageRef, ObjectRef, Sha256 } from './references.ts';

/**
 * What goes into and comes out of each task of `statemachines/asset.asl.json`. Handlers parse their
 * input with these, and a test holds the state machine's arguments against them.
 */

export const RunId = z.string().regex(/^[0-9a-f]{24}$/, 'Expected a run id of 24 hexadecimal digits');
export type RunId = z.infer<typeof RunId>;

/** 1 for the first set of candidates. */
export const Round = z.number().int().min(1).max(10);

/** Input of one execution. The brief is the parsed document, `source` the upload as it came. */
export const RunInput = z.strictObject({ runId: RunId, brief: ObjectRef, source: ObjectRef });
export type RunInput = z.infer<typeof RunInput>;

// Assess
export const AssessInput = z.strictObject({ runId: RunId, brief: ObjectRef });
export const AssessVerdict = z.enum(['generate', 'ask', 'decline']);
export type AssessVerdict = z.infer<typeof AssessVerdict>;
export const AssessOutput = z.strictObject({
  verdict: AssessVerdict,
  /** One sentence each, as the owner reads them. */
  reasons: z.array(z.string()),
  assessment: ObjectRef,
  roundLimit: Round,
  /** Seconds a review may wait, from the brief's `review.dueHours`. */
  reviewSeconds: z.number().int().positive(),
});
export type AssessOutput = z.infer<typeof AssessOutput>;

/** What reviewers say most; `core/review/presets.ts` has the words. Reports count them. */
export const ReviewTag = z.enum(['too-dark', 'too-bright', 'wrong-crop', 'off-brand', 'extra-fingers', 'too-busy', 'off-concept', 'wrong-mood', 'stray-text']);
export type ReviewTag = z.infer<typeof ReviewTag>;

/** The words of one reviewer. */
export const ReviewerNote = z.strictObject({
  by: z.string(),
  decision: z.string(),
  note: z.string().max(4000),
  tags: z.array(ReviewTag).default([]),
  at: z.iso.datetime(),
});
export type ReviewerNote = z.infer<typeof ReviewerNote>;

/** What a reviewer or the judge asked for, carried into the next round. */
export const Direction = z.strictObject({
  kind: z.enum(['changes', 'startOver']),
  note: z.string().min(1).max(4000),
  /** The candidate to go on from, of this round or an earlier one; required for `changes`. */
  candidate: Sha256.optional(),
  by: z.enum(['reviewer', 'judge']),
  /** Ids of the questions that the judge's note addresses; absent from a reviewer's. */
  questions: z.array(z.string()).optional(),
  tags: z.array(ReviewTag).optional(),
  /** The notes of each reviewer, unmerged; absent from the judge's. */
  notes: z.array(ReviewerNote).optional(),
  /** Pins and drawings on the candidate: an `AnnotationsDocument`. */
  annotations: ObjectRef.nullable().optional(),
});
export type Direction = z.infer<typeof Direction>;

// BuildPrompt: rounds that start over carry every earlier direction, oldest first.
export const BuildPromptInput = z.strictObject({ runId: RunId, brief: ObjectRef, round: Round, directions: z.array(Direction) });
export const BuildPromptOutput = z.strictObject({ prompt: ObjectRef });

/** A place in the queue for the account's rate limits, kept by the call that waits. */
export const Ticket = z.strictObject({
  /** The moment from which the place counts, in milliseconds since 1970; null for one that has none yet. */
  readyAt: z.number().nullable(),
  /** How often the model answered 429 to this call. */
  refusals: z.number().int().nonnegative(),
});
export type Ticket = z.infer<typeof Ticket>;

/** The rate limits have no room: the workflow waits, and asks again with the ticket. */
export const Turn = z.strictObject({ seconds: z.number().int().positive(), ticket: Ticket });
export type Turn = z.infer<typeof Turn>;
export const AwaitTurn = z.strictObject({ turn: Turn });
export type AwaitTurn = z.infer<typeof AwaitTurn>;

/** A call that a cap refused, with what its owner can do. Amounts in millionths of a US dollar. */
export const SpendingRefusal = z.strictObject({
  kind: z.enum(['brief', 'campaign', 'month']),
  /** Of the campaign or the month, or the run's id. */
  name: z.string(),
  capMicroUsd: z.number().int().nonnegative(),
  /** Spent and reserved so far. */
  committedMicroUsd: z.number().int().nonnegative(),
  /** What the refused call was estimated at. */
  amountMicroUsd: z.number().int().positive(),
  candidates: z.number().int().positive(),
  /** How many candidates there is room for; null for none. */
  fewer: z.number().int().positive().nullable(),
});
export type SpendingRefusal = z.infer<typeof SpendingRefusal>;
export const AskSpending = z.strictObject({ refusal: SpendingRefusal });
export type AskSpending = z.infer<typeof AskSpending>;

/** What SendTaskSuccess carries back for a question about spending. */
export const SpendingDecision = z.strictObject({
  decision: z.enum(['raise', 'fewer', 'retry', 'stop']),
  /** The brief's new cap, in US dollars; of `raise`. */
  capUsd: z.number().positive().nullable(),
  /** How many candidates to go on with; of `fewer`. */
  candidates: z.number().int().positive().nullable(),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type SpendingDecision = z.infer<typeof SpendingDecision>;

// Generate: `reference` present means an edit of that candidate, absent a new generation.
export const GenerateInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  round: Round,
  directions: z.array(Direction),
  reference: ImageRef.nullable(),
  /** Of an earlier try that had to wait. */
  ticket: Ticket.nullable().default(null),
  /** What the owner decided when a cap last refused a call of this run. */
  spending: SpendingDecision.nullable().default(null),
});
export type GenerateInput = z.infer<typeof GenerateInput>;
/** `prompt` is that of the candidates' concept: an edit of an earlier candidate goes back to the concept it came from. */
export const GenerateOutput = z.strictObject({ prompt: ObjectRef, generation: ObjectRef, candidates: z.array(ImageRef).min(1) });
export type GenerateOutput = z.infer<typeof GenerateOutput>;

// Inspect
export const InspectInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  round: Round,
  candidates: z.array(ImageRef).min(1),
  /** No further try follows: a vision model that cannot be reached leaves its questions to people. */
  lastTry: z.boolean(),
  /** Of an earlier try that had to wait. */
  ticket: Ticket.nullable().default(null),
});
export const InspectOutput = z.strictObject({ inspection: ObjectRef, contactSheet: ImageRef });
export type InspectOutput = z.infer<typeof InspectOutput>;

// RequestReview (task token): opens a question to people and mails the link.
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
  /** Pins and drawings on the candidate: an `AnnotationsDocument`. */
  annotations: ObjectRef.nullable().default(null),
  /** Who approved, and in which role. */
  approvals: z.array(z.strictObject({ by: z.string(), role: z.string().nullable(), at: z.iso.datetime() })).default([]),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type CandidatesDecision = z.infer<typeof CandidatesDecision>;

// Judge
export const JudgeInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  inspection: ObjectRef,
  candidates: z.array(ImageRef).min(1),
  round: Round,
  roundLimit: Round,
  /** Of the earlier rounds, oldest first: the same edit is not tried twice. */
  directions: z.array(Direction).default([]),
});
/** `approve` goes on without people: only where the policy allows it and the check has earned trust. */
export const JudgeVerdict = z.enum(['review', 'iterate', 'startOver', 'approve']);
export const JudgeOutput = z.strictObject({
  verdict: JudgeVerdict,
  reasons: z.array(z.string()),
  judgement: ObjectRef,
  /** Present for `iterate` and `startOver`. */
  direction: Direction.nullable(),
  /** The candidate to edit; present for `iterate`. */
  reference: ImageRef.nullable(),
  /** Made in people's place; present for `approve`. */
  decision: CandidatesDecision.nullable(),
});
export type JudgeOutput = z.infer<typeof JudgeOutput>;

/** What SendTaskSuccess carries back for a question whether to go ahead. */
export const GoAheadDecision = z.strictObject({
  decision: z.enum(['proceed', 'decline']),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type GoAheadDecision = z.infer<typeof GoAheadDecision>;

/** A review that nobody decided in time. */
export const ExpiredReview = z.strictObject({
  at: z.iso.datetime(),
  /** Who had not answered. */
  waitedFor: z.array(z.string()),
  /** How often it can still be reopened, this time included. */
  reopensLeft: z.number().int().positive(),
});
export type ExpiredReview = z.infer<typeof ExpiredReview>;

/** What SendTaskSuccess carries back for a question whether to open an expired review again. */
export const ReopenDecision = z.strictObject({
  decision: z.enum(['reopen', 'end']),
  /** How long the reopened review waits; null for as long as before. */
  reviewSeconds: z.number().int().positive().nullable(),
  note: z.string().max(4000),
  reviewId: z.string(),
  decidedBy: z.string(),
  decidedAt: z.iso.datetime(),
});
export type ReopenDecision = z.infer<typeof ReopenDecision>;

// Finish
export const FinishInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  generation: ObjectRef,
  candidate: ImageRef,
  /** The approval: it is written into the metadata of every file. */
  decision: CandidatesDecision,
});
export type FinishInput = z.infer<typeof FinishInput>;
export const FinishOutput = z.strictObject({ master: ImageRef, report: ObjectRef });

// Archive
export const ArchiveInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  source: ObjectRef,
  assessment: ObjectRef,
  prompt: ObjectRef,
  generation: ObjectRef,
  inspection: ObjectRef,
  judgement: ObjectRef,
  directions: z.array(Direction),
  round: Round,
  decision: CandidatesDecision,
  master: ImageRef,
  report: ObjectRef,
});
export type ArchiveInput = z.infer<typeof ArchiveInput>;
export const ArchiveOutput = z.strictObject({ assetId: RunId, companion: ObjectRef });

// RecordOutcome
/** How a run can end. Every path through the state machine ends in one of these. */
export const Outcome = z.enum(['completed', 'declined', 'rejected', 'expired', 'exhausted', 'over-budget', 'failed']);
export type Outcome = z.infer<typeof Outcome>;
export const RecordOutcomeInput = z.strictObject({
  runId: RunId,
  outcome: Outcome,
  /** Why, in sentences for the owner; empty for `completed`. */
  reasons: z.array(z.string()),
  /** The state, error name and cause of a failure, as Step Functions gives them. */
  failure: z.strictObject({ state: z.string(), error: z.string(), cause: z.string() }).nullable(),
  assetId: RunId.nullable(),
});
export type RecordOutcomeInput = z.infer<typeof RecordOutcomeInput>;
/** Becomes the detail of the event that ends the run. */
export const RecordOutcomeOutput = z.strictObject({
  detailType: z.enum(['Asset Published', 'Run Ended']),
  detail: z.strictObject({
    runId: RunId,
    outcome: Outcome,
    title: z.string(),
    assetId: RunId.nullable(),
    reasons: z.array(z.string()),
    endedAt: z.iso.datetime(),
  }),
});
export type RecordOutcomeOutput = z.infer<typeof RecordOutcomeOutput>;
