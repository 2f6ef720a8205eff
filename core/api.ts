import { z } from 'zod';
import { Answer, Assessment, CompanionDocument, JudgementDocument, Measure, MicroUsd, PromptDocument } from './documents.ts';
import { Point, Region } from './geometry.ts';
import { Sha256 } from './references.ts';
import { Brief } from './brief/schema.ts';
import { Finding } from './critique/finding.ts';
import { Direction, Outcome, Round, RunId } from './workflow.ts';

/** What the HTTP API answers; the pages and the command line parse what they get with the same schemas. */

export const ApiError = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    problems: z.array(z.object({ field: z.string(), message: z.string(), line: z.number().optional() })).optional(),
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

export const RunDetail = RunSummary.extend({
  steps: z.array(RunStep),
  rounds: z.array(
    z.object({
      round: Round,
      operation: z.enum(['generate', 'edit']),
      candidates: z.array(z.object({ sha256: Sha256, previewUrl: z.url(), score: z.number().nullable() })),
      costMicroUsd: MicroUsd,
    }),
  ),
  /** What the critique found when the brief was accepted. */
  findings: z.array(Finding),
  links: z.object({ asset: z.url().optional() }),
});
export type RunDetail = z.infer<typeof RunDetail>;

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

export const ReviewView = z.object({
  reviewId: z.string(),
  question: z.enum(['candidates', 'go-ahead']),
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
});
export type ReviewView = z.infer<typeof ReviewView>;

export const DecisionRequest = z.strictObject({
  decision: z.enum(['approve', 'changes', 'startOver', 'reject', 'proceed', 'decline']),
  candidate: Sha256.optional(),
  note: z.string().max(4000).optional(),
  checklist: z.record(z.string(), z.enum(['pass', 'fail', 'unsure'])).optional(),
  /** Of the approved candidate: the point that every crop is centred on. */
  focus: Point.optional(),
});
export type DecisionRequest = z.infer<typeof DecisionRequest>;

export const DecisionAnswer = z.object({ decision: z.string(), by: z.string(), at: z.iso.datetime() });
export type DecisionAnswer = z.infer<typeof DecisionAnswer>;
