import type { ReviewCandidate, ReviewRound } from '../../core/api.ts';
import type { CandidateInspection } from '../../core/documents.ts';
import { roundCostMicroUsd } from '../../core/lineage/lineage.ts';
import type { z } from 'zod';
import type { Objects } from '../shared/objects.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import { roundsOf } from '../shared/rounds.ts';

/** How long the links to pictures on a page are good. */
const linkSeconds = 15 * 60;

/** The rounds before a review's own, oldest first, as far as the review can take their candidates up again. */
export async function earlierRounds(objects: Objects, { runId, refs, round, earlier }: ReviewRecord): Promise<ReviewRound[]> {
  if (earlier.length === 0) return [];
  const rounds = await roundsOf(objects, refs.brief.bucket, runId, round - 1);
  return Promise.all(
    rounds.map(async ({ generation, inspection }) => ({
      round: generation.round,
      operation: generation.operation,
      parent: generation.reference?.sha256 ?? null,
      direction: generation.direction,
      costMicroUsd: roundCostMicroUsd({ generation, inspection }),
      candidates: await Promise.all((inspection?.candidates ?? []).map((each) => shownCandidate(objects, each))),
    })),
  );
}

/** One candidate as the page shows it, with links that read its pictures. */
export async function shownCandidate(
  objects: Objects,
  { candidate, preview, score, passedGates, measures, answers, subject }: z.infer<typeof CandidateInspection>,
): Promise<ReviewCandidate> {
  const [url, previewUrl] = await Promise.all([objects.presign(candidate, linkSeconds), objects.presign(preview, linkSeconds)]);
  return { sha256: candidate.sha256, url, previewUrl, width: candidate.width, height: candidate.height, score, passedGates, measures, answers, subject };
}
