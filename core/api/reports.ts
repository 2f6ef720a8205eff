import { z } from 'zod';
import { Confusion } from '../agreement/confusion.ts';
import { AssetKind } from '../brief/schema.ts';
import { MicroUsd } from '../documents.ts';
import { ReviewTag } from '../workflow.ts';

/** How far the check agrees with people, and what became of the judge’s choices. */

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
    /** People decided about a round: was one of it approved, and was it the one ranked best? `expired` are further rounds, about which nobody decided. */
    review: z.object({ shown: count, approved: count, bestApproved: count, changes: count, startOver: count, rejected: count, expired: count.default(0) }),
    iterate: OwnRounds,
    startOver: OwnRounds,
    /** Nobody has said whether these were right. */
    approve: z.object({ given: count }),
  }),
  /** Rises of the best score, and shares of approvals, as expected and as they came. */
  calibration: z.object({ iterate: ExpectedAndActual, startOver: ExpectedAndActual, approval: ExpectedAndActual }),
  /** What reviewers said of rounds that they sent back, by the page's buttons; the most frequent first. */
  tags: z.array(z.object({ tag: ReviewTag, rounds: count })).default([]),
  /** How often people approve by the best score that they were shown, and the chance that is reckoned with. */
  bands: z.array(z.object({ standing: z.enum(['clean', 'faulty']), from: z.number(), to: z.number(), shown: count, approved: count, chance: z.number() })),
});
export type AdviceReport = z.infer<typeof AdviceReport>;
