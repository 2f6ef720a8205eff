import { GenerationDocument } from '../../core/documents.ts';
import type { Fingerprint } from '../../core/inspection/duplicates.ts';
import { pixelHashOf } from '../../core/inspection/inspect.ts';
import { runKeys } from '../../core/keys.ts';
import type { Speaker } from '../../core/language/speaker.ts';
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
export async function earlierCandidates({ objects, assetsBucket }: Place, runId: string, round: number, speaker: Speaker): Promise<Fingerprint[]> {
  if (round === 1) return [];
  const [generation, rounds] = await Promise.all([
    objects.findJson(assetsBucket, runKeys.generation(runId, round), GenerationDocument),
    roundsOf(objects, assetsBucket, runId, round - 1),
  ]);
  const isEdit = generation?.value.operation === 'edit';
  const earlier = rounds.flatMap((each) => fingerprintsOf(each, isEdit, speaker));
  const reference = generation?.value.reference ?? null;
  return reference === null ? earlier : [...earlier, await referenceOf(objects, reference, speaker)];
}

function fingerprintsOf({ generation, inspection }: RoundRecord, isEdit: boolean, { say }: Speaker): Fingerprint[] {
  return (inspection?.candidates ?? []).map(({ candidate, perceptualHash }, index) => ({
    sha256: candidate.sha256,
    pixels: null,
    perceptualHash: isEdit ? null : perceptualHash,
    name: say('check.twin.earlier', { number: index + 1, round: generation.round }),
  }));
}

async function referenceOf(objects: Objects, reference: ImageRef, { say }: Speaker): Promise<Fingerprint> {
  return { sha256: reference.sha256, pixels: await pixelHashOf(await objects.read(reference)), perceptualHash: null, name: say('check.twin.reference') };
}

/** Looks a candidate up in the archive; what the run itself archived is no duplicate. */
export function archivedLookalikes(archive: Archive, runId: string, { say }: Speaker): (perceptualHash: string) => Promise<Fingerprint[]> {
  return async (perceptualHash) => {
    const found = await archive.lookalikes(perceptualHash);
    return found
      .filter(({ assetId }) => assetId !== runId)
      .map(({ assetId, title, perceptualHash: hash }) => ({ sha256: assetId, pixels: null, perceptualHash: hash, name: say('check.twin.archived', { title, id: assetId }) }));
  };
}
