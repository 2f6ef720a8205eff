import { z } from 'zod';
import type { Outcome } from '../workflow.ts';

/** What the finished runs of one kind and team say about the next: counts only. */
export const RoundsHistory = z.strictObject({
  /** Runs whose candidates a person judged. */
  runs: z.number().int().nonnegative(),
  /** Of these, those that ended without an approved candidate. */
  unapproved: z.number().int().nonnegative(),
  /** Rounds of candidates that all of them took together. */
  rounds: z.number().int().nonnegative(),
});
export type RoundsHistory = z.infer<typeof RoundsHistory>;

export const noHistory: RoundsHistory = { runs: 0, unapproved: 0, rounds: 0 };

/** A run as far as its history is concerned. */
export interface RunFacts {
  readonly state: Outcome | 'running' | 'waiting';
  readonly round: number;
  /** Millionths of a US dollar. */
  readonly costMicroUsd: number;
}

/**
 * What one finished run adds, or null when it says nothing about candidates: nobody judged any (declined, expired,
 * failed for technical reasons, or out of money before the first round).
 */
export function countOf({ state, round, costMicroUsd }: RunFacts): RoundsHistory | null {
  switch (state) {
    case 'completed':
      return { runs: 1, unapproved: 0, rounds: round };
    case 'rejected':
    case 'exhausted':
      return { runs: 1, unapproved: 1, rounds: round };
    case 'over-budget':
      // The round that the cap did not allow was not made.
      return costMicroUsd > 0 ? { runs: 1, unapproved: 1, rounds: Math.max(1, round - 1) } : null;
    case 'declined':
    case 'expired':
    case 'failed':
    case 'running':
    case 'waiting':
      return null;
  }
}

/** Counts of several months, or of several runs, together. */
export function sumOf(counts: readonly RoundsHistory[]): RoundsHistory {
  return counts.reduce((sum, { runs, unapproved, rounds }) => ({ runs: sum.runs + runs, unapproved: sum.unapproved + unapproved, rounds: sum.rounds + rounds }), noHistory);
}

/** Months that count: models and people change, so that what is older than a year says little. */
const monthsKept = 12;

/** The month of an ISO time, `2026-11`. */
export function monthOf(iso: string): string {
  return iso.slice(0, 7);
}

/** The twelve months up to and with the one of `now`, newest first. */
export function recentMonths(now: Date): string[] {
  return Array.from({ length: monthsKept }, (_, ago) => monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)).toISOString()));
}

export interface Prior {
  readonly rounds: number;
  readonly unapprovedShare: number;
  /** Worth of the prior in runs. */
  readonly priorRuns: number;
}

export interface Expectation {
  /** Rounds of a brief without doubts, 1 or more. */
  readonly rounds: number;
  /** Share of such briefs that end without an approved candidate. */
  readonly unapprovedShare: number;
  /** How much of both is the team's own, 0 (all prior) to 1. */
  readonly weight: number;
}

/**
 * The prior, drawn towards what was counted: the mean of a Beta posterior for the share and of a Gamma posterior for the
 * rounds beyond the first, both conjugate, so that each is a mean weighted by counts (Gelman et al., Bayesian Data
 * Analysis, 3rd edition, sections 2.4 and 2.6).
 *
 *   share  = (unapproved + w · share₀) / (runs + w)
 *   rounds = 1 + (rounds beyond the first + w · (rounds₀ − 1)) / (runs + w)
 */
export function expectationOf({ runs, unapproved, rounds }: RoundsHistory, prior: Prior): Expectation {
  const worth = runs + prior.priorRuns;
  return {
    rounds: 1 + (Math.max(0, rounds - runs) + prior.priorRuns * (prior.rounds - 1)) / worth,
    unapprovedShare: (unapproved + prior.priorRuns * prior.unapprovedShare) / worth,
    weight: runs / worth,
  };
}
