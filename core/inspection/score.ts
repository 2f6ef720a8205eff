import type { Answer, Measure } from '../documents.ts';

/** One number from 0 to 1 for a candidate, and whether no gate among its measures failed. */
export function scoreCandidate(measures: readonly Measure[], answers: readonly Answer[]): { readonly score: number; readonly passedGates: boolean } {
  throw new Error(`not yet ${String(measures.length + answers.length)}`);
}
