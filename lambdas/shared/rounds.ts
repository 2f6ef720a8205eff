import { GenerationDocument, InspectionDocument, PromptDocument } from '../../core/documents.ts';
import { roundOfCandidate, runKeys } from '../../core/keys.ts';
import type { LineageRound } from '../../core/lineage/lineage.ts';
import type { ImageRef, ObjectRef } from '../../core/references.ts';
import type { Objects } from './objects.ts';

/** The candidates of the rounds before one, oldest round first; rounds that left no document are passed over. */
export async function candidatesBefore(objects: Objects, assetsBucket: string, runId: string, round: number): Promise<{ round: number; candidates: ImageRef[] }[]> {
  const earlier = await Promise.all(Array.from({ length: round - 1 }, (_, index) => objects.findJson(assetsBucket, runKeys.generation(runId, index + 1), GenerationDocument)));
  return earlier.flatMap((found) => (found === null ? [] : [{ round: found.value.round, candidates: found.value.candidates }]));
}

/** Found by its key, with the reference to what was read. */
interface Found<Document> {
  readonly ref: ObjectRef;
  readonly value: Document;
}

/**
 * The prompt of the concept that a candidate belongs to: that of the round which generated it or what it was edited from, however
 * often. Null for a picture of no round of this run.
 */
export async function conceptOf(objects: Objects, assetsBucket: string, runId: string, candidate: Pick<ImageRef, 'key'>): Promise<Found<PromptDocument> | null> {
  let round = roundOfCandidate(candidate);
  // Each step goes to an earlier round, so that this ends whatever the documents say.
  while (round !== null) {
    const generation: GenerationDocument | undefined = (await objects.findJson(assetsBucket, runKeys.generation(runId, round), GenerationDocument))?.value;
    if (generation === undefined) return null;
    if (generation.operation === 'generate' || generation.reference === null) return objects.findJson(assetsBucket, runKeys.prompt(runId, round), PromptDocument);
    const before: number | null = roundOfCandidate(generation.reference);
    round = before !== null && before < round ? before : null;
  }
  return null;
}

export type RoundRecord = LineageRound;

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
