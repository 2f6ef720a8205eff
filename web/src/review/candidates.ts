import type { ReviewCandidate, ReviewView } from '../../../core/api.ts';
import type { Direction } from '../../../core/workflow.ts';
import { candidateLetter } from '../../../core/review/letters.ts';
import type { Words } from './language/words.ts';

/** A candidate with its place in the run. */
export interface PlacedCandidate {
  readonly candidate: ReviewCandidate;
  /** A, B, C… as on the contact sheet of its round. */
  readonly letter: string;
  readonly round: number;
  /** `Candidate B`, and of an earlier round `Candidate B from round 1`. */
  readonly name: string;
  /** The same within a sentence: `candidate B`. */
  readonly inline: string;
  readonly earlier: boolean;
}

/** This round's candidates first, then the earlier rounds', newest first. */
export function allCandidates(view: Pick<ReviewView, 'candidates' | 'earlierRounds' | 'round'>, { say }: Pick<Words, 'say'>): PlacedCandidate[] {
  const placed = (candidates: readonly ReviewCandidate[], round: number, earlier: boolean): PlacedCandidate[] =>
    candidates.map((candidate, index) => {
      const letter = candidateLetter(index);
      const [name, inline] = earlier
        ? [say('candidate.name.earlier', { letter, round }), say('candidate.inline.earlier', { letter, round })]
        : [say('candidate.name', { letter }), say('candidate.inline', { letter })];
      return { candidate, letter, round, earlier, name, inline };
    });
  const seen = new Set<string>();
  return [
    ...placed(view.candidates, view.round, false),
    ...view.earlierRounds.toReversed().flatMap(({ candidates, round }) => placed(candidates, round, true)),
    // Two rounds may have made the same bytes: one entry, under the newest.
  ].filter(({ candidate: { sha256 } }) => !seen.has(sha256) && seen.add(sha256));
}

export type Pair = readonly [left: string, right: string];

/** What to compare first: an edit with its parent, else the shown candidate with the one after it. Null with fewer than two. */
export function firstPair(view: Pick<ReviewView, 'directions'>, all: readonly PlacedCandidate[], shown: string | null): Pair | null {
  const right = all.find(({ candidate }) => candidate.sha256 === shown) ?? all[0];
  if (!right) return null;
  const parent = right.earlier ? undefined : parentOf(view.directions);
  const left = all.find(({ candidate }) => candidate.sha256 === parent && candidate.sha256 !== right.candidate.sha256);
  if (left) return [left.candidate.sha256, right.candidate.sha256];
  const index = all.indexOf(right);
  const other = all[index + 1] ?? all[index - 1];
  return other ? [right.candidate.sha256, other.candidate.sha256] : null;
}

/** The candidate that this round's edit went on from. */
function parentOf(directions: readonly Direction[]): string | undefined {
  const last = directions.at(-1);
  return last?.kind === 'changes' ? last.candidate : undefined;
}

/** What the check holds against a candidate: failed measures and failed questions. */
export function findingsCount({ measures, answers }: Pick<ReviewCandidate, 'measures' | 'answers'>): number {
  return measures.filter(({ passed }) => !passed).length + answers.filter(({ answer }) => answer === 'fail').length;
}
