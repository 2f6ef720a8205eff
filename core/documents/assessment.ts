import { z } from 'zod';
import { Finding } from '../critique/finding.ts';
import { AssessVerdict } from '../workflow/assess.ts';
import { RunId } from '../workflow/run.ts';

/** `critique.json`: what the critique found when the brief was accepted, the gravest first. */
export const CritiqueDocument = z.strictObject({ runId: RunId, findings: z.array(Finding) });
export type CritiqueDocument = z.infer<typeof CritiqueDocument>;

/** What generating is expected to cost against the cheapest traditional route. US dollars, rounded to cents. */
export const ReturnOnInvestment = z.strictObject({
  /** Generating, with people's time and the expected number of rounds. */
  generationUsd: z.number().nonnegative(),
  modelUsd: z.number().nonnegative(),
  /** The chance that no candidate is approved, 0 to 1, and what the traditional route then costs on top, times that chance. */
  unapprovedShare: z.number().min(0).max(1).default(0),
  fallbackUsd: z.number().nonnegative().default(0),
  /** The cheapest traditional route for this kind of asset. */
  alternative: z.strictObject({ route: z.string(), usd: z.number().nonnegative() }),
  /** Every route that was looked at, the cheapest first. */
  routes: z.array(z.strictObject({ route: z.string(), usd: z.number().nonnegative() })).default([]),
  /** The alternative less generating and less the fallback. */
  savingUsd: z.number(),
  expectedRounds: z.number().positive(),
  /** Where generating stops paying, everything else unchanged; null where no such point exists. */
  breakEven: z
    .strictObject({
      rounds: z.number().positive().nullable(),
      unapprovedShare: z.number().min(0).max(1).nullable(),
      alternativeUsd: z.number().nonnegative(),
      /** Generating pays on this side of a designer's hourly rate. */
      designerHourly: z.strictObject({ usd: z.number().positive(), pays: z.enum(['below', 'above']) }).nullable(),
    })
    .nullable()
    .default(null),
  /** The saving when one constant is 30 % lower or higher, the one that moves it most first. */
  sensitivity: z.array(z.strictObject({ constant: z.string(), what: z.string(), lowUsd: z.number(), highUsd: z.number(), flips: z.boolean() })).default([]),
  /** The finished runs of this kind and team that the rounds rest on, and how much of them they make, 0 to 1. */
  history: z.strictObject({ runs: z.number().int().nonnegative(), unapproved: z.number().int().nonnegative(), rounds: z.number().int().nonnegative(), weight: z.number().min(0).max(1) }).default({ runs: 0, unapproved: 0, rounds: 0, weight: 0 }),
  /** Date of the constants, ISO, and the team whose figures are among them. */
  constantsAsOf: z.string(),
  team: z.string().nullable().default(null),
});
export type ReturnOnInvestment = z.infer<typeof ReturnOnInvestment>;

export const Assessment = z.strictObject({
  verdict: AssessVerdict,
  reasons: z.array(z.string()),
  signals: z.array(
    z.strictObject({
      id: z.string(),
      severity: z.enum(['block', 'doubt', 'note']),
      field: z.string(),
      /** Why it is a concern. */
      message: z.string(),
      /** The words of the brief that speak for it. */
      evidence: z.array(z.strictObject({ field: z.string(), words: z.string() })).default([]),
      wayOut: z.string().default(''),
    }),
  ),
  returnOnInvestment: ReturnOnInvestment,
});
export type Assessment = z.infer<typeof Assessment>;
