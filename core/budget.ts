import type { Brief } from './brief/schema.ts';
import { estimateMicroUsd, type ImageModel, type PlannedCall } from './models/models.ts';
import type { SpendingRefusal } from './workflow.ts';

/** One account of the ledger, and the most it may ever have committed, in millionths of a US dollar. */
export interface BudgetScope {
  /** `brief#<runId>`, `campaign#<name>` or `month#2026-11`: the ledger's partition key. */
  readonly scope: string;
  /** `noCap` where the brief sets none; the spending is booked all the same. */
  readonly capMicroUsd: number;
}

/** A call that a cap does not allow. All amounts in millionths of a US dollar. */
export interface Refusal extends BudgetScope {
  /** Spent and reserved so far. */
  readonly committedMicroUsd: number;
  /** What the call was estimated at. */
  readonly amountMicroUsd: number;
}

/** The cap of a scope without one: nine billion dollars, still an exact integer. */
export const noCap = Number.MAX_SAFE_INTEGER;

/** Which kind of account a cap belongs to. */
export type BudgetKind = 'brief' | 'campaign' | 'month';

/** The accounts that every model call of a brief is booked on, the brief's own first. */
export function scopesOf(brief: Pick<Brief, 'budget'>, runId: string, month: BudgetScope): BudgetScope[] {
  const { cap, campaign, campaignCap } = brief.budget;
  const own = { scope: briefScope(runId), capMicroUsd: microUsd(cap) };
  if (campaign === undefined) return [own, month];
  return [own, { scope: `campaign#${campaign}`, capMicroUsd: campaignCap === undefined ? noCap : microUsd(campaignCap) }, month];
}

/** The account of one run's brief. */
export function briefScope(runId: string): string {
  return `brief#${runId}`;
}

/** The account of the calendar month, in UTC, that a moment lies in. @param capUsd US dollars */
export function monthScope(now: Date, capUsd: number): BudgetScope {
  return { scope: `month#${now.toISOString().slice(0, 7)}`, capMicroUsd: microUsd(capUsd) };
}

/** The two parts of a scope: `{ kind: 'campaign', name: 'spring' }`. */
export function partsOf(scope: string): { readonly kind: BudgetKind; readonly name: string } {
  const [kind, name = ''] = scope.split('#');
  return { kind: kind === 'campaign' || kind === 'month' ? kind : 'brief', name };
}

/** Why a call was not made, for `BudgetExceeded`. */
export function refusalMessage(refusal: Refusal): string {
  const { kind, name } = partsOf(refusal.scope);
  const left = Math.max(0, refusal.capMicroUsd - refusal.committedMicroUsd);
  return (
    `Expected at most ${dollars(left)} (what is left of ${dollars(refusal.capMicroUsd)}) for the next call of ${kind} ${name} ` +
    `but received an estimate of ${dollars(refusal.amountMicroUsd)}; raise ${raisedBy[kind]}, or ask for fewer candidates or a lower quality`
  );
}

/** What the owner is asked about a refused call: the cap in the way, and how many candidates there is room for. */
export function spendingRefusal({ scope, ...refusal }: Refusal, call: PlannedCall, model: Pick<ImageModel, 'usdPerMillionTokens'>): SpendingRefusal {
  const left = refusal.capMicroUsd - refusal.committedMicroUsd;
  let fewer = call.n - 1;
  while (fewer > 0 && estimateMicroUsd({ ...call, n: fewer }, model) > left) fewer -= 1;
  return { ...partsOf(scope), ...refusal, candidates: call.n, fewer: fewer > 0 ? fewer : null };
}

/** The least cap, in US dollars rounded up to a cent, that lets a refused call through. */
export function leastCapUsd({ committedMicroUsd, amountMicroUsd }: Pick<SpendingRefusal, 'committedMicroUsd' | 'amountMicroUsd'>): number {
  return Math.ceil((committedMicroUsd + amountMicroUsd) / 10_000) / 100;
}

/** What raises each kind of cap. */
const raisedBy: Readonly<Record<BudgetKind, string>> = { brief: 'budget.cap', campaign: 'budget.campaignCap', month: 'the stack’s parameter MonthlyCapUsd' };

/** Dollars to millionths, rounded to the nearest. */
export function microUsd(usd: number): number {
  return Math.round(usd * 1_000_000);
}

/** `$0.041`, as many decimals as the amount needs, at least two and at most six. */
export function dollars(amountMicroUsd: number): string {
  const [whole = '0', fraction = ''] = (amountMicroUsd / 1_000_000).toFixed(6).split('.');
  return `$${whole}.${fraction.replace(/0+$/u, '').padEnd(2, '0')}`;
}
