import type { Brief } from './brief/schema.ts';

/** One account of the ledger, and the most it may ever have committed, in millionths of a US dollar. */
export interface BudgetScope {
  /** `brief#<runId>` or `campaign#<name>`: the ledger's partition key. */
  readonly scope: string;
  /** `noCap` where the brief sets none; the spending is booked all the same. */
  readonly capMicroUsd: number;
}

/** The cap of a scope without one: nine billion dollars, still an exact integer. */
export const noCap = Number.MAX_SAFE_INTEGER;

/** The accounts that every model call of a brief is booked on, the brief's own first. */
export function scopesOf(brief: Pick<Brief, 'budget'>, runId: string): BudgetScope[] {
  const { cap, campaign, campaignCap } = brief.budget;
  const own = { scope: `brief#${runId}`, capMicroUsd: microUsd(cap) };
  if (campaign === undefined) return [own];
  return [own, { scope: `campaign#${campaign}`, capMicroUsd: campaignCap === undefined ? noCap : microUsd(campaignCap) }];
}

/** Why a call was not made, for `BudgetExceeded`. All amounts in millionths of a US dollar. */
export function refusalMessage(refusal: BudgetScope & { readonly committedMicroUsd: number; readonly amountMicroUsd: number }): string {
  const [kind = 'brief', name = ''] = refusal.scope.split('#');
  const field = kind === 'campaign' ? 'budget.campaignCap' : 'budget.cap';
  const left = Math.max(0, refusal.capMicroUsd - refusal.committedMicroUsd);
  return (
    `Expected at most ${dollars(left)} (what is left of ${dollars(refusal.capMicroUsd)}) for the next call of ${kind} ${name} ` +
    `but received an estimate of ${dollars(refusal.amountMicroUsd)}; raise ${field}, or ask for fewer candidates or a lower quality`
  );
}

/** Dollars to millionths, rounded to the nearest. */
export function microUsd(usd: number): number {
  return Math.round(usd * 1_000_000);
}

/** `$0.041`, as many decimals as the amount needs, at least two and at most six. */
export function dollars(amountMicroUsd: number): string {
  const [whole = '0', fraction = ''] = (amountMicroUsd / 1_000_000).toFixed(6).split('.');
  return `$${whole}.${fraction.replace(/0+$/u, '').padEnd(2, '0')}`;
}
