import { z } from 'zod';
import { Confusion } from './agreement/confusion.ts';
import { AnnotationsDocument, Answer, Assessment, CompanionDocument, JudgementDocument, Measure, MicroUsd, OutcomeDocument, PromptDocument } from './documents.ts';
import { Drawing, Pin, Point, Region } from './geometry.ts';
import { Sha256 } from './references.ts';
import { BrandKit } from './brief/brand-kit-schema.ts';
import { AssetKind, Brief, ReviewHours } from './brief/schema.ts';
import { Finding } from './critique/finding.ts';
import { LabelChange, LabelTarget, Shares } from './prompt/labels-document.ts';
import { TemplateLabel, TemplateVersion } from './prompt/template.ts';
import { Direction, ExpiredReview, Outcome, ReviewTag, ReviewerNote, Round, RunId, SpendingRefusal } from './workflow.ts';

/** What the HTTP API answers; the pages and the command line parse what they get with the same schemas. */

const Problem = z.object({ field: z.string(), message: z.string(), line: z.number().optional() });

export const ApiError = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    problems: z.array(Problem).optional(),
  }),
});
export type ApiError = z.infer<typeof ApiError>;

export const BriefAccepted = z.object({
  runId: RunId,
  status: z.url(),
  title: z.string(),
  /** Warnings and hints of the critique; with an error the brief is not accepted. */
  findings: z.array(Finding),
});
export type BriefAccepted = z.infer<typeof BriefAccepted>;

/** What the critique says of a brief that nobody hands in. */
export const CritiqueAnswer = z.object({ title: z.string(), findings: z.array(Finding) });
export type CritiqueAnswer = z.infer<typeof CritiqueAnswer>;

/** `running` while the workflow works, `waiting` while it waits for a person, else how it ended. */
export const RunState = z.enum(['running', 'waiting', ...Outcome.options]);

export const RunSummary = z.object({
  runId: RunId,
  title: z.string(),
  owner: z.string().optional(),
  state: RunState,
  stage: z.string(),
  round: z.number().int(),
  source: z.string(),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  reasons: z.array(z.string()).optional(),
  failure: z.object({ state: z.string(), error: z.string(), cause: z.string() }).optional(),
  reviewDueAt: z.iso.datetime().optional(),
  assetId: RunId.optional(),
  costMicroUsd: MicroUsd,
  campaign: z.string().optional(),
  kind: AssetKind.optional(),
  team: z.string().optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunList = z.object({ runs: z.array(RunSummary), cursor: z.string().nullable() });

export const RunStep = z.object({
  state: z.string(),
  type: z.string(),
  enteredAt: z.iso.datetime(),
  exitedAt: z.iso.datetime().nullable(),
  status: z.enum(['running', 'waiting', 'retrying', 'succeeded', 'caught', 'failed']),
  error: z.string().optional(),
});
export type RunStep = z.infer<typeof RunStep>;

/** How a run's open review stands: no notes, no links. */
export const RunReview = z.object({
  /** In words: "2 of 3 approvers approve the same candidate." */
  rule: z.string(),
  votes: z.array(z.object({ by: z.string(), role: z.string().nullable(), decision: z.string(), candidate: Sha256.nullable(), at: z.iso.datetime() })),
  /** Addresses whose vote is awaited. */
  waitingFor: z.array(z.string()),
  dueAt: z.iso.datetime(),
  /** Counts the changes to the votes; a later one is never overwritten by an earlier. */
  version: z.number().int().nonnegative(),
});
export type RunReview = z.infer<typeof RunReview>;
/** What the check made of a round, and why. */
export const RoundJudgement = z.object(JudgementDocument.pick({ verdict: true, reasons: true, threshold: true, direction: true, alternatives: true, expectation: true, trust: true }).shape);
export type RoundJudgement = z.infer<typeof RoundJudgement>;

export const RunDetail = RunSummary.extend({
  steps: z.array(RunStep),
  rounds: z.array(
    z.object({
      round: Round,
      operation: z.enum(['generate', 'edit']),
      candidates: z.array(z.object({ sha256: Sha256, previewUrl: z.url(), score: z.number().nullable() })),
      costMicroUsd: MicroUsd,
      /** Null until the round is judged. */
      judgement: RoundJudgement.nullable().default(null),
      /** What became of the judgement, once it is known. */
      outcome: OutcomeDocument.nullable().default(null),
    }),
  ),
  /** Null until the brief is assessed. */
  assessment: Assessment.nullable(),
  /** What the critique found when the brief was accepted. */
  findings: z.array(Finding),
  /** While the run waits for people: whose votes there are, and whose are awaited. */
  review: RunReview.omit({ version: true }).nullable().default(null),
  links: z.object({ asset: z.url().optional() }),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** `POST /api/assessments`: what Galley thinks of a brief that nobody has handed in. */
export const BriefAssessed = z.object({ title: z.string(), kind: AssetKind, assessment: Assessment });
export type BriefAssessed = z.infer<typeof BriefAssessed>;

export const AssetList = z.object({
  assets: z.array(z.object({ assetId: RunId, title: z.string(), archivedAt: z.iso.datetime(), score: z.number(), thumbnailUrl: z.url() })),
  cursor: z.string().nullable(),
});
export type AssetList = z.infer<typeof AssetList>;

export const AssetDetail = z.object({
  asset: CompanionDocument,
  urls: z.object({
    original: z.url(),
    master: z.url(),
    companion: z.url(),
    renditions: z.array(z.object({ name: z.string(), url: z.url() })),
  }),
});
export type AssetDetail = z.infer<typeof AssetDetail>;

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
  /** What was pinned and drawn to ask for it: the contents of `direction.annotations`. */
  drawing: AnnotationsDocument.nullable().default(null),
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

/** Two reviewers want opposite things. */
export const Contradiction = z.object({ about: z.string(), sides: z.tuple([z.object({ by: z.string(), words: z.string() }), z.object({ by: z.string(), words: z.string() })]) });
export type Contradiction = z.infer<typeof Contradiction>;

/** A candidate in the tree of a run; the fields are those of `core/lineage`. */
export const LineageNode = z.object({
  round: Round,
  letter: z.string(),
  sha256: Sha256,
  previewUrl: z.url(),
  width: z.number().int(),
  height: z.number().int(),
  parent: Sha256.nullable(),
  operation: z.enum(['generate', 'edit']),
  direction: Direction.nullable(),
  tags: z.array(ReviewTag),
  notes: z.array(ReviewerNote),
  /** Names one of the tree's `drawings`. */
  annotations: Sha256.nullable(),
  score: z.number().nullable(),
  /** Its share of its round, and the sum along the way to it. */
  costMicroUsd: MicroUsd,
  pathMicroUsd: MicroUsd,
  chosen: z.enum(['edited', 'approved']).nullable(),
});
export type LineageNode = z.infer<typeof LineageNode>;

/** `GET /api/runs/{runId}/lineage`: every candidate of a run, first round first, each with its parent. */
export const LineageTree = z.object({
  runId: RunId,
  title: z.string(),
  nodes: z.array(LineageNode),
  /** Pins and drawings that led from one candidate to the next. */
  drawings: z.array(AnnotationsDocument.extend({ sha256: Sha256 })),
  /** What reviewers could not agree about, by the round that followed. */
  contradictions: z.array(Contradiction.extend({ round: Round })),
  /** Of all rounds. */
  costMicroUsd: MicroUsd,
});
export type LineageTree = z.infer<typeof LineageTree>;

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
      votes: z.array(ReviewVote),
      /** Addresses whose vote is awaited. */
      waitingFor: z.array(z.string()),
      /** Why this approver cannot vote now; null when they can. */
      closedForYou: z.string().nullable(),
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

export const DecisionRequest = z.strictObject({
  decision: z.enum(['approve', 'changes', 'startOver', 'reject', 'proceed', 'decline', 'raise', 'fewer', 'retry', 'stop', 'reopen', 'end']),
  candidate: Sha256.optional(),
  note: z.string().max(4000).optional(),
  checklist: z.record(z.string(), z.enum(['pass', 'fail', 'unsure'])).optional(),
  /** Questions whose answer is the check's own, left as the page filled it in. */
  untouched: z.array(z.string().max(60)).max(20).optional(),
  tags: z.array(ReviewTag).max(9).optional(),
  /** On the chosen candidate. */
  pins: z.array(Pin).max(20).optional(),
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
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

/** `POST /api/runs/{runId}/reopen`: opens the expired review of a run again. */
export const ReopenRequest = z.strictObject({ dueHours: ReviewHours.optional() });
export const RunReopened = z.object({ runId: RunId, by: z.string(), at: z.iso.datetime(), dueHours: z.number().nullable() });
export type RunReopened = z.infer<typeof RunReopened>;

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
export const DelegationRequest = z.strictObject({ to: z.email(), note: z.string().trim().max(1000).optional() });
export type DelegationRequest = z.infer<typeof DelegationRequest>;

export const DelegationAnswer = z.object({ from: z.string(), to: z.string(), at: z.iso.datetime() });
export type DelegationAnswer = z.infer<typeof DelegationAnswer>;

/** Brand kits by name; `title` and `version` are null, and `problems` is above zero, where briefs cannot use one. */
export const BrandList = z.object({
  brands: z.array(z.object({ name: z.string(), file: z.string(), title: z.string().nullable(), version: z.number().int().nullable(), problems: z.number().int() })),
});
export type BrandList = z.infer<typeof BrandList>;

export const BrandDetail = z.object({
  name: z.string(),
  /** Key in the briefs bucket. */
  file: z.string(),
  sha256: Sha256,
  objectVersion: z.string().nullable(),
  /** Null when `problems` says what is wrong with it. */
  kit: BrandKit.nullable(),
  problems: z.array(Problem),
});
export type BrandDetail = z.infer<typeof BrandDetail>;
/** One account of the ledger. Amounts in millionths of a US dollar. */
export const BudgetAccount = z.object({
  kind: z.enum(['brief', 'campaign', 'month']),
  name: z.string(),
  /** Null where there is none, or nothing was ever reserved. */
  capMicroUsd: MicroUsd.nullable(),
  /** Who raised the brief's cap; null when nobody did. */
  raisedBy: z.string().nullable(),
  spentMicroUsd: z.number().int(),
  /** For calls that are about to be made, or may still be answered. */
  reservedMicroUsd: MicroUsd,
  /** For calls of which nobody knows what became. */
  unknownMicroUsd: MicroUsd,
  open: z.array(z.object({ reservation: z.string(), amountMicroUsd: MicroUsd, state: z.enum(['reserved', 'calling', 'unknown']), calledAt: z.iso.datetime().nullable() })),
});
export type BudgetAccount = z.infer<typeof BudgetAccount>;
export const BudgetReport = z.object({ accounts: z.array(BudgetAccount) });
export type BudgetReport = z.infer<typeof BudgetReport>;

export const BudgetResolution = z.strictObject({
  reservation: z.string().regex(/^[0-9a-f]{24}\/[\w.-]{1,60}$/, 'Expected the name of a reservation as GET /api/budget lists it, run/call'),
  /** What the provider's bill says; 0 for a call that it does not have. */
  spentUsd: z.number().min(0).max(1000),
});
export const BudgetResolved = z.object({ reservation: z.string(), spentUsd: z.number(), resolvedBy: z.string() });
/** One question of the check beside people's answers to it, of one model. */
export const AgreementRow = z.object({
  question: z.string(),
  /** Counts by the check's answer, then by people's: of answers given by hand, and of those left as they were filled in. */
  byHand: Confusion,
  untouched: Confusion,
  /** By hand, with neither side unsure: what agreement and kappa are computed from; and how many of them people failed. */
  decisions: z.number().int(),
  fails: z.number().int(),
  /** Share of equal answers; null without decisions. */
  agreement: z.number().nullable(),
  /** Null where it is not defined: no decisions, or no variation. `low` and `high` are the 95 % interval. */
  kappa: z.object({ value: z.number(), low: z.number(), high: z.number(), word: z.string() }).nullable(),
  trusted: z.boolean(),
  reason: z.string(),
});
export type AgreementRow = z.infer<typeof AgreementRow>;

/** How far each vision model has agreed with people's decisions, and whether it has earned trust. */
export const AgreementReport = z.object({
  /** First and last month that was counted, `2026-11`. */
  months: z.object({ from: z.string(), to: z.string() }),
  models: z.array(z.object({ model: z.string(), trusted: z.boolean(), reason: z.string(), questions: z.array(AgreementRow) })),
});
export type AgreementReport = z.infer<typeof AgreementReport>;

/** What a brief's next call would send, cost and leave out. */
export const PromptPreview = z.object({
  title: z.string(),
  operation: z.enum(['generate', 'edit']),
  prompt: PromptDocument.omit({ runId: true, round: true }),
  /** What is sent: the prompt's text, or the instruction of an edit. */
  text: z.string(),
  template: z.object({ kind: AssetKind, notes: z.string(), modelNote: z.string().nullable(), shares: Shares }),
  size: z.object({ aspect: z.string(), width: z.number().int(), height: z.number().int(), reason: z.string() }),
  /** Upper bounds in millionths of a US dollar, and the date of the prices. */
  price: z.object({ callMicroUsd: MicroUsd, pictureMicroUsd: MicroUsd, pictures: z.number().int(), capMicroUsd: MicroUsd, pricesAsOf: z.iso.date() }),
});
export type PromptPreview = z.infer<typeof PromptPreview>;

export const TemplateSummary = z.object({
  name: z.string(),
  /** Oldest first; `shipped` ones come with Galley, the others lie in the briefs bucket. */
  versions: z.array(z.object({ version: TemplateVersion, shipped: z.boolean() })),
  labels: z.record(TemplateLabel, LabelTarget),
  shares: Shares,
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;
export const TemplateList = z.object({ templates: z.array(TemplateSummary) });

/** With every move of a label, oldest first. */
export const TemplateDetail = TemplateSummary.extend({ history: z.array(LabelChange) });
export type TemplateDetail = z.infer<typeof TemplateDetail>;

export const MoveLabelRequest = z.strictObject({ label: TemplateLabel, version: TemplateVersion });
export const ShareRequest = z.strictObject({ shares: Shares });
export const RollbackRequest = z.strictObject({ label: TemplateLabel });

const count = z.number().int().nonnegative();
/** Rounds that the judge had made by itself: at once, and when people decided. */
const OwnRounds = z.object({
  given: count,
  /** After which the best candidate stood better. */
  rose: count,
  /** Of the best score; null without rounds. */
  meanRise: z.number().nullable(),
  costMicroUsd: MicroUsd,
  /** Of those that people have seen the end of, how many ended approved. */
  shown: count,
  approved: count,
});
const ExpectedAndActual = z.object({ rounds: count, expected: z.number().nullable(), actual: z.number().nullable() });

/** `GET /api/advice`: what became of the judge's choices in the last twelve months. */
export const AdviceReport = z.object({
  kind: AssetKind.nullable(),
  team: z.string().nullable(),
  /** First and last month, `2026-11`. */
  from: z.string(),
  to: z.string(),
  verdicts: z.object({
    /** People were shown a round: was one of it approved, and was it the one ranked best? */
    review: z.object({ shown: count, approved: count, bestApproved: count, changes: count, startOver: count, rejected: count }),
    iterate: OwnRounds,
    startOver: OwnRounds,
    /** Nobody has said whether these were right. */
    approve: z.object({ given: count }),
  }),
  /** Rises of the best score, and shares of approvals, as expected and as they came. */
  calibration: z.object({ iterate: ExpectedAndActual, startOver: ExpectedAndActual, approval: ExpectedAndActual }),
  /** How often people approve by the best score that they were shown, and the chance that is reckoned with. */
  bands: z.array(z.object({ standing: z.enum(['clean', 'faulty']), from: z.number(), to: z.number(), shown: count, approved: count, chance: z.number() })),
});
export type AdviceReport = z.infer<typeof AdviceReport>;
