/** Agreement of two raters beyond chance. */
export interface Kappa {
  /** 1 is full agreement, 0 what chance alone would bring, below it less than that. */
  readonly value: number;
  /** Asymptotic standard error, not assuming that kappa is zero. */
  readonly standardError: number;
  /** 95 % interval: value ± 1.96 standard errors, held within -1 to 1. */
  readonly low: number;
  readonly high: number;
  /** Share of equal ratings, and the share that the raters' habits alone would bring. 0 to 1. */
  readonly observed: number;
  readonly expected: number;
}

/** Two-sided 95 % of the normal distribution. */
const z95 = 1.959964;

/**
 * Cohen's kappa of a square table of counts: rows are one rater's categories, columns the other's.
 *
 *   κ = (pₒ − pₑ) / (1 − pₑ)      pₒ = Σ pᵢᵢ      pₑ = Σ pᵢ. p.ᵢ
 *
 * Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960). The standard
 * error is that of Fleiss, Cohen and Everitt, Large sample standard errors of kappa and weighted kappa, Psychological
 * Bulletin 72 (1969), formula 13, which SAS's PROC FREQ computes too:
 *
 *   var = (A + B − C) / (n (1 − pₑ)²)
 *   A = Σᵢ pᵢᵢ (1 − (pᵢ. + p.ᵢ)(1 − κ))²    B = (1 − κ)² Σᵢ≠ⱼ pᵢⱼ (p.ᵢ + pⱼ.)²    C = (κ − pₑ (1 − κ))²
 *
 * @returns null where kappa is not defined: without a rating, or when both raters only ever said the same one thing, so
 * that chance explains everything (pₑ = 1)
 */
export function cohensKappa(table: readonly (readonly number[])[]): Kappa | null {
  const n = table.flat().reduce((sum, cell) => sum + cell, 0);
  if (n === 0) return null;
  const share = (row: number, column: number): number => (table[row]?.[column] ?? 0) / n;
  const categories = table.map((_, index) => index);
  const sum = (of: (index: number) => number): number => categories.reduce((total, index) => total + of(index), 0);
  const rows = categories.map((row) => sum((column) => share(row, column)));
  const columns = categories.map((column) => sum((row) => share(row, column)));
  const [inRow, inColumn] = [(index: number): number => rows[index] ?? 0, (index: number): number => columns[index] ?? 0];

  // In counts, so that a table without variation is told from one that is nearly so.
  if (categories.some((index) => Math.round(inRow(index) * n) === n && Math.round(inColumn(index) * n) === n)) return null;
  const observed = sum((index) => share(index, index));
  const expected = sum((index) => inRow(index) * inColumn(index));
  const value = (observed - expected) / (1 - expected);

  const missing = 1 - value;
  const a = sum((index) => share(index, index) * (1 - (inRow(index) + inColumn(index)) * missing) ** 2);
  const b = missing ** 2 * sum((row) => sum((column) => (row === column ? 0 : share(row, column) * (inColumn(row) + inRow(column)) ** 2)));
  const c = (value - expected * missing) ** 2;
  // Rounding can leave a hair below zero where agreement is full.
  const standardError = Math.sqrt(Math.max(0, a + b - c) / n) / (1 - expected);
  return { value, standardError, low: Math.max(-1, value - z95 * standardError), high: Math.min(1, value + z95 * standardError), observed, expected };
}

/**
 * A word for a kappa, by Landis and Koch, The measurement of observer agreement for categorical data, Biometrics 33 (1977).
 * Their borders are a convention and rest on no evidence, as they say themselves.
 */
export function wordForKappa(value: number): string {
  if (value < 0) return 'poor';
  if (value <= 0.2) return 'slight';
  if (value <= 0.4) return 'fair';
  if (value <= 0.6) return 'moderate';
  if (value <= 0.8) return 'substantial';
  return 'almost perfect';
}
