import type { ReviewCandidate, ReviewRound, RoundOrigin } from '../../core/api.ts';
import { AnnotationsDocument, type CandidateInspection } from '../../core/documents.ts';
import { roundCostMicroUsd } from '../../core/lineage/lineage.ts';
import type { z } from 'zod';
import type { Objects } from '../shared/objects.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import { roundsOf, type RoundRecord } from '../shared/rounds.ts';

/** How long the links to pictures on a page are good. */
const linkSeconds = 15 * 60;

/** What a page shows of the history of a round. */
export interface Rounds {
  /** Oldest first, as far as the review can take their candidates up again. */
  readonly earlierRounds: ReviewRound[];
  readonly thisRound: RoundOrigin | null;
}

/** The rounds before a review's own, and what led to its own: the words, and what was drawn. */
export async function roundsShown(objects: Objects, { runId, refs, round, earlier }: ReviewRecord): Promise<Rounds> {
  if (earlier.length === 0) return { earlierRounds: [], thisRound: null };
  const rounds = await Promise.all(
    (await roundsOf(objects, refs.brief.bucket, runId, round)).map(async (record) => ({
      ...(await originOf(objects, record)),
      candidates: record.generation.round < round ? await Promise.all((record.inspection?.candidates ?? []).map((each) => shownCandidate(objects, each))) : [],
    })),
  );
  return { earlierRounds: rounds.filter((each) => each.round < round), thisRound: rounds.find((each) => each.round === round) ?? null };
}

async function originOf(objects: Objects, { generation, inspection }: RoundRecord): Promise<RoundOrigin> {
  const { round, operation, reference, direction } = generation;
  return {
    round,
    operation,
    parent: reference?.sha256 ?? null,
    direction,
    drawings: await Promise.all((direction?.annotations ?? []).map((ref) => objects.readJson(ref, AnnotationsDocument))),
    costMicroUsd: roundCostMicroUsd({ generation, inspection }),
  };
}

/** One candidate as the page shows it, with links that read its pictures. */
export async function shownCandidate(
  objects: Objects,
  { candidate, preview, score, passedGates, measures, answers, subject }: z.infer<typeof CandidateInspection>,
): Promise<ReviewCandidate> {
  const [url, previewUrl] = await Promise.all([objects.presign(candidate, linkSeconds), objects.presign(preview, linkSeconds)]);
  return { sha256: candidate.sha256, url, previewUrl, width: candidate.width, height: candidate.height, score, passedGates, measures, answers, subject };
}
