import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { CandidateInspection } from '../documents.ts';
import { isSureFail } from '../inspection/score.ts';

export type Inspected = z.infer<typeof CandidateInspection>;

/**
 * `out`: a hard gate says no. `faulty`: one of the questions is answered with a sure fail. `clean`: neither, which
 * says nothing of the score.
 */
export type Standing = 'clean' | 'faulty' | 'out';

/** How a round stands: the standing of its best candidate, and that candidate's score, 0 to 1. */
export interface RoundStanding {
  readonly standing: Standing;
  readonly score: number;
}

/** Ids of the answers to the brief's own questions whose sure fail rules a candidate out. */
export function requiredQuestions({ qa }: Pick<Brief, 'qa'>): ReadonlySet<string> {
  return new Set(qa.questions.filter(({ required }) => required).map(({ id }) => `own-${id}`));
}

/** The hard gates: those of the measures, and the brief's own questions that it requires. */
export function passesGates({ passedGates, answers }: Pick<Inspected, 'passedGates' | 'answers'>, required: ReadonlySet<string>): boolean {
  return passedGates && !answers.some((answer) => required.has(answer.question) && isSureFail(answer));
}

export function standingOf(candidate: Pick<Inspected, 'passedGates' | 'answers'>, required: ReadonlySet<string>): Standing {
  if (!passesGates(candidate, required)) return 'out';
  return candidate.answers.some(isSureFail) ? 'faulty' : 'clean';
}

/** Those that passed their gates first, the best score first; of two alike the earlier one. */
export function ranked(candidates: readonly Inspected[], required: ReadonlySet<string>): Inspected[] {
  const passes = (candidate: Inspected): number => Number(passesGates(candidate, required));
  return candidates.toSorted((a, b) => passes(b) - passes(a) || b.score - a.score);
}

const better: readonly Standing[] = ['clean', 'faulty', 'out'];

/** Of the best candidate: a clean one before a faulty one with a higher score, as that is what people approve. */
export function roundStanding(candidates: readonly Inspected[], brief: Pick<Brief, 'qa'>): RoundStanding {
  const required = requiredQuestions(brief);
  const all = candidates.map((candidate): RoundStanding => ({ standing: standingOf(candidate, required), score: candidate.score }));
  const [best = { standing: 'out', score: 0 } as const] = all.toSorted((a, b) => better.indexOf(a.standing) - better.indexOf(b.standing) || b.score - a.score);
  return best;
}
