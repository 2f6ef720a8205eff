import type { z } from 'zod';
import { GenerationDocument, InspectionDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import type { ImageRef } from '../../core/references.ts';
import type { Objects } from './objects.ts';

/** The candidates of the rounds before one, oldest round first; rounds that left no document are passed over. */
export async function candidatesBefore(objects: Objects, assetsBucket: string, runId: string, round: number): Promise<{ round: number; candidates: ImageRef[] }[]> {
  const earlier = await Promise.all(Array.from({ length: round - 1 }, (_, index) => objects.findJson(assetsBucket, runKeys.generation(runId, index + 1), GenerationDocument)));
  return earlier.flatMap((found) => (found === null ? [] : [{ round: found.value.round, candidates: found.value.candidates }]));
}

/** What one round left behind; the inspection is missing while the round is in the making. */
export interface RoundRecord {
  readonly generation: GenerationDocument;
  readonly inspection: z.infer<typeof InspectionDocument> | null;
}

/** The rounds of a run, first round first, as far as they have candidates. */
export async function roundsOf(objects: Objects, assetsBucket: string, runId: string, lastRound: number): Promise<RoundRecord[]> {
  const numbers = Array.from({ length: lastRound }, (_, index) => index + 1);
  const found = await Promise.all(
    numbers.map(async (round) => {
      const [generation, inspection] = await Promise.all([
        objects.findJson(assetsBucket, runKeys.generation(runId, round), GenerationDocument),
        objects.findJson(assetsBucket, runKeys.inspection(runId, round), InspectionDocument),
      ]);
      return generation === null ? [] : [{ generation: generation.value, inspection: inspection?.value ?? null }];
    }),
  );
  return found.flat();
}
