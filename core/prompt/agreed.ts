import type { z } from 'zod';
import type { NotSent } from '../documents.ts';
import { reconcile } from '../review/contradictions.ts';
import type { Direction } from '../workflow.ts';

/** What of a direction a prompt can follow. */
export interface Agreed {
  /** Clauses of the note, and of what others who decided the same said besides, without those that somebody opposes. */
  readonly clauses: readonly string[];
  /** One entry for each contradiction; empty when all of it can be followed. */
  readonly notSent: z.infer<typeof NotSent>[];
}

/** Wishes of several reviewers are not merged where they contradict each other: both sides are left out, and recorded. */
export function agreedOf(direction: Direction): Agreed {
  const said = (direction.notes ?? []).filter(({ decision }) => decision === direction.kind);
  const { clauses, contradictions } = reconcile(direction.note, said);
  return {
    clauses,
    notSent: contradictions.map(({ about, sides }) => ({ parameter: 'note', value: { about, sides }, reason: `reviewers contradict each other about ${about}: neither side is followed until they agree` })),
  };
}

/** The note of a direction as a new prompt can follow it: whole where nobody contradicts, else what is left; null when nothing is. */
export function noteToFollow(direction: Direction): { readonly note: string | null; readonly notSent: Agreed['notSent'] } {
  const { clauses, notSent } = agreedOf(direction);
  if (notSent.length === 0) return { note: direction.note, notSent };
  return { note: clauses.length === 0 ? null : clauses.join('; '), notSent };
}
