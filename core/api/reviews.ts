import { z } from 'zod';
import { EmailAddress } from '../address.ts';
import { Brief, ReviewHours, ReviewPolicy } from '../brief/schema.ts';
import { AnnotationsDocument, Answer, Assessment, JudgementDocument, Measure, MicroUsd, PromptDocument } from '../documents.ts';
import { Drawing, mostPins, Pin, Point, Region } from '../geometry.ts';
import { Sha256 } from '../references.ts';
import { Direction, ExpiredReview, ReviewTag, Round, SpendingRefusal } from '../workflow.ts';
import { Contradiction } from './lineage.ts';

/** What the review page shows, and what people send from it. */

export const ReviewCandidate = z.object({
  sha256: Sha256,
  url: z.url(),
  previewUrl: z.url(),
  width: z.number().int(),
  height: z.number().int(),
  score: z.number(),
  passedGates: z.boolean(),
  measures: z.array(Measure),
  answers: z.array(Answer),
  /** Where the check saw the main subject. */
  subject: Region.nullable(),
});
export type ReviewCandidate = z.infer<typeof ReviewCandidate>;

/** What led to a round, and what it cost. */
export const RoundOrigin = z.object({
  round: Round,
  operation: z.enum(['generate', 'edit']),
  /** The candidate that an edit went on from. */
  parent: Sha256.nullable(),
  direction: Direction.nullable(),
  /** What each person pinned and drew to ask for it: the contents of `direction.annotations`. */
  drawings: z.array(AnnotationsDocument).default([]),
  costMicroUsd: MicroUsd,
});
export type RoundOrigin = z.infer<typeof RoundOrigin>;

/** An earlier round on the review page. */
export const ReviewRound = RoundOrigin.extend({ candidates: z.array(ReviewCandidate) });
export type ReviewRound = z.infer<typeof ReviewRound>;

/** How far the check that advises has agreed with people on one question. */
export const QuestionTrust = z.object({
  question: z.string(),
  /** Answers by hand in which neither side was unsure, and how many of them were the check's. */
  decisions: z.number().int().nonnegative(),
  agreed: z.number().int().nonnegative(),
  trusted: z.boolean(),
});
export type QuestionTrust = z.infer<typeof QuestionTrust>;

/** What one approver has said in a review that asks several. */
export const ReviewVote = z.object({
  by: z.string(),
  role: z.string().nullable(),
  decision: z.string(),
  candidate: Sha256.nullable(),
  note: z.string(),
  tags: z.array(ReviewTag),
  at: z.iso.datetime(),
});
export type ReviewVote = z.infer<typeof ReviewVote>;

/** The rule of a review, as data: whose approvals it takes. */
export const Ruling = z.object({
  rule: z.enum(['person', 'first', 'sequence', 'roles', 'all', 'some']),
  people: z.array(z.string()),
  roles: z.array(z.string()),
  /** How many approvals of the same candidate, of how many seats. */
  needed: z.number().int(),
  seats: z.number().int(),
  /** Where all have voted and none has won: those who approve different candidates. */
  split: z.array(z.string()),
});
export type Ruling = z.infer<typeof Ruling>;

/** Why somebody cannot vote now: a name for it, and who and what it is about. */
export const Closed = z.object({
  why: z.enum(['not-asked', 'handed-on', 'all-decided', 'seat-taken', 'role-taken', 'vote-stands', 'turn-taken', 'turn-later']),
  people: z.array(z.string()),
  role: z.string().optional(),
});
export type Closed = z.infer<typeof Closed>;

export const ReviewView = z.object({
  reviewId: z.string(),
  question: z.enum(['candidates', 'go-ahead', 'budget', 'reopen']),
  state: z.enum(['open', 'decided', 'expired']),
  title: z.string(),
  approver: z.string(),
  dueAt: z.iso.datetime(),
  round: z.number().int(),
  roundLimit: z.number().int(),
  lastRound: z.boolean(),
  brief: Brief,
  decided: z.object({ decision: z.string(), by: z.string(), at: z.iso.datetime(), note: z.string() }).nullable(),
  checklist: z.array(z.object({ id: z.string(), text: z.string() })),
  candidates: z.array(ReviewCandidate),
  prompt: PromptDocument.pick({ text: true, slots: true }).nullable(),
  judgement: JudgementDocument.pick({ verdict: true, reasons: true }).nullable(),
  assessment: Assessment.nullable(),
  directions: z.array(Direction),
  /** Of a question about the budget: the call that a cap refused. */
  spending: SpendingRefusal.nullable(),
  /** The rounds before this one, oldest first: any candidate of theirs can be taken up again. */
  earlierRounds: z.array(ReviewRound).default([]),
  /** What led to this round; null for the first. */
  thisRound: RoundOrigin.nullable().default(null),
  /** Of the vision model that advises here, question by question; those that nobody has answered by hand are left out. */
  trust: z.array(QuestionTrust).default([]),
  /** How the policy stands. */
  standing: z
    .object({
      /** In words: "Two of three approve the same candidate." */
      rule: z.string(),
      /** The same as data, for a page that says it in another language. */
      ruling: Ruling.optional(),
      votes: z.array(ReviewVote),
      /** Addresses whose vote is awaited. */
      waitingFor: z.array(z.string()),
      /** Why this approver cannot vote now; null when they can. */
      closedForYou: z.string().nullable(),
      closed: Closed.nullable().optional(),
    })
    .nullable()
    .default(null),
  contradictions: z.array(Contradiction).default([]),
  /** Who else was asked because nobody had decided, and when. */
  escalation: z.object({ at: z.iso.datetime(), to: z.array(z.string()) }).nullable().default(null),
  /** Of a question whether to reopen: the review that expired, who had not answered, and how often it can still be reopened. */
  expired: ExpiredReview.nullable().default(null),
  /** Of an expired review that was opened again under another link. */
  reopenedAt: z.iso.datetime().nullable().default(null),
});
export type ReviewView = z.infer<typeof ReviewView>;

const people = ReviewPolicy.shape.approvers.unwrap().min(1, 'Expected at least one address but received none; name somebody, or leave it out to ask the same people');

/** Of a review that is opened again: who is asked then, the same people as before when absent. */
export const PeopleRequest = z.strictObject({
  /** In the order of a sequence. */
  approvers: people.optional(),
  /** Of a brief with roles; roles that are left out keep their people. */
  roles: z.record(z.string(), people).optional(),
});

/** Characters of the note that a request for changes or a new start needs. */
export const shortestNote = 3;

export const DecisionRequest = z.strictObject({
  decision: z.enum(['approve', 'changes', 'startOver', 'reject', 'proceed', 'decline', 'raise', 'fewer', 'retry', 'stop', 'reopen', 'end']),
  candidate: Sha256.optional(),
  note: z.string().max(4000).optional(),
  checklist: z.record(z.string(), z.enum(['pass', 'fail', 'unsure'])).optional(),
  /** Questions whose answer is the check's own, left as the page filled it in. */
  untouched: z.array(z.string().max(60)).max(20).optional(),
  tags: z.array(ReviewTag).max(9).optional(),
  /** On the chosen candidate. */
  pins: z.array(Pin).max(mostPins).optional(),
  /** Pen strokes on it: what to change, drawn. */
  markup: Drawing.optional(),
  /** Brush strokes on it: the only area that may change. */
  brush: Drawing.optional(),
  /** Of the approved candidate: the point that every crop is centred on. */
  focus: Point.optional(),
  /** Of `raise`: the brief's new cap, in US dollars. */
  capUsd: z.number().positive().max(1000).optional(),
  /** Of `reopen`: how many hours the reopened review waits; as long as before when absent. */
  dueHours: ReviewHours.optional(),
  ...PeopleRequest.shape,
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const DecisionAnswer = z.object({
  decision: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  /** `recorded`: one vote of several, and the review stays open for `waitingFor`. */
  outcome: z.enum(['decided', 'recorded']).default('decided'),
  waitingFor: z.array(z.string()).default([]),
});
export type DecisionAnswer = z.infer<typeof DecisionAnswer>;

/** Hands one's place in a review on to somebody else. */
export const DelegationRequest = z.strictObject({ to: z.string({ error: 'Expected an e-mail address in a string' }).trim().pipe(EmailAddress), note: z.string().trim().max(1000).optional() });
export type DelegationRequest = z.infer<typeof DelegationRequest>;

export const DelegationAnswer = z.object({ from: z.string(), to: z.string(), at: z.iso.datetime() });
export type DelegationAnswer = z.infer<typeof DelegationAnswer>;
