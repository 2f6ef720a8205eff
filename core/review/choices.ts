import type { SpendingRefusal } from '../workflow.ts';

/** What the owner of a brief can do about a refused call: only the brief's own cap is the owner's to raise. */
export function spendingChoices({ kind, fewer }: Pick<SpendingRefusal, 'kind' | 'fewer'>): ('raise' | 'retry' | 'fewer' | 'stop')[] {
  return [kind === 'brief' ? 'raise' : 'retry', ...(fewer === null ? [] : ['fewer' as const]), 'stop'];
}
