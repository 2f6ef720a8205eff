import { GenerationDocument } from '../../core/documents.ts';
import type { Fingerprint } from '../../core/inspection/duplicates.ts';
import { pixelHashOf } from '../../core/inspection/inspect.ts';
import { runKeys } from '../../core/keys.ts';
import type { ImageRef } from '../../core/references.ts';
import type { Archive } from '../shared/archive.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf, type RoundRecord } from '../shared/rounds.ts';

interface Place {
  readonly objects: Objects;
  readonly assetsBucket: string;
}

/**
 * The candidates of the run's earlier rounds that those of a round are to differ from. A new concept must look
 * new; an edit is meant to look like what it changed, so that only the very same picture counts against it.
 */
export async function earlierCandidates({ objects, assetsBucket }: Place, runId: string, round: number): Promise<Fingerprint[]> {
  if (round === 1) return [];
  const [generation, rounds] = await Promise.all([
    objects.findJson(assetsBucket, runKeys.generation(runId, round), GenerationDocument),
    roundsOf(objects, assetsBucket, runId, round - 1),
  ]);
  const isEdit = generation?.value.operation === 'edit';
  const earlier = rounds.flatMap((each) => fingerprintsOf(each, isEdit));
  const reference = generation?.value.reference ?? null;
  return reference === null ? earlier : [...earlier, await referenceOf(objects, reference)];
}

function fingerprintsOf({ generation, inspection }: RoundRecord, isEdit: boolean): Fingerprint[] {
  return (inspection?.candidates ?? []).map(({ candidate, perceptualHash }, index) => ({
    sha256: candidate.sha256,
    pixels: null,
    perceptualHash: isEdit ? null : perceptualHash,
    name: `candidate ${String(index + 1)} of round ${String(generation.round)}`,
  }));
}

async function referenceOf(objects: Objects, reference: ImageRef): Promise<Fingerprint> {
  return { sha256: reference.sha256, pixels: await pixelHashOf(await objects.read(reference)), perceptualHash: null, name: 'the picture that it was to change' };
}

/** Looks a candidate up in the archive; what the run itself archived is no duplicate. */
export function archivedLookalikes(archive: Archive, runId: string): (perceptualHash: string) => Promise<Fingerprint[]> {
  return async (perceptualHash) => {
    const found = await archive.lookalikes(perceptualHash);
    return found
      .filter(({ assetId }) => assetId !== runId)
      .map(({ assetId, title, perceptualHash: hash }) => ({ sha256: assetId, pixels: null, perceptualHash: hash, name: `the archived "${title}" (${assetId})` }));
  };
}
