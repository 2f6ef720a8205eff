import { z } from 'zod';
import { AssetKind, ReviewHours } from '../brief/schema.ts';
import { Finding } from '../critique/finding.ts';
import { Assessment, JudgementDocument, MicroUsd, OutcomeDocument } from '../documents.ts';
import { Sha256 } from '../references.ts';
import { Naming, Outcome, Round, RunId } from '../workflow.ts';
import { PeopleRequest } from './reviews.ts';

/** Briefs that were handed in, and what became of them. */

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
  /** Who is asked in place of the brief's approvers, and named by whom. */
  naming: Naming.optional(),
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

/** `POST /api/runs/{runId}/reopen`: opens the expired review of a run again. */
export const ReopenRequest = z.strictObject({ dueHours: ReviewHours.optional(), ...PeopleRequest.shape });
export type ReopenRequest = z.infer<typeof ReopenRequest>;

/** With who is asked from now on, where the request named somebody. */
export const RunReopened = z.object({ runId: RunId, by: z.string(), at: z.iso.datetime(), dueHours: z.number().nullable(), naming: Naming.nullable().default(null) });
export type RunReopened = z.infer<typeof RunReopened>;
