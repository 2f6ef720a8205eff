import type { z } from 'zod';
import { type ArchivedFile, type CompanionDocument, GenerationDocument, InspectionDocument, JudgementDocument, PromptDocument } from '../../core/documents.ts';
import { archiveKeys, roundOfCandidate, runKeys } from '../../core/keys.ts';
import type { ImageRef, ObjectRef } from '../../core/references.ts';
import type { AnnotationRefs, ArchiveInput, Direction } from '../../core/workflow.ts';
import type { Objects } from '../shared/objects.ts';
import { conceptOf, type RoundRecord } from '../shared/rounds.ts';

type RoundDocuments = Pick<CompanionDocument, 'prompt' | 'generation' | 'judgement'> & { readonly inspection: z.infer<typeof InspectionDocument> };

/** What was asked for, made and thought of the approved candidate: the documents of the round that made it, which may be an earlier one than the last. */
export async function documentsOf(objects: Objects, assetsBucket: string, { runId, decision, ...input }: ArchiveInput): Promise<RoundDocuments> {
  const { candidate } = decision;
  const concept = candidate === null ? null : await conceptOf(objects, assetsBucket, runId, candidate);
  const round = candidate === null ? null : roundOfCandidate(candidate);
  const at = (key: (runId: string, round: number) => string, last: ObjectRef) => (round === null || round === input.round ? last : { bucket: assetsBucket, key: key(runId, round) });
  const [prompt, generation, inspection, judgement] = await Promise.all([
    concept?.value ?? objects.readJson(input.prompt, PromptDocument),
    objects.readJson(at(runKeys.generation, input.generation), GenerationDocument),
    objects.readJson(at(runKeys.inspection, input.inspection), InspectionDocument),
    objects.readJson(at(runKeys.judgement, input.judgement), JudgementDocument),
  ]);
  return { prompt, generation, inspection, judgement };
}

type Copy = <File extends ObjectRef>(file: File, key: string) => Promise<File>;

interface Drawn {
  readonly annotations?: AnnotationRefs | undefined;
}

export interface ArchivedDrawings {
  readonly files: z.infer<typeof ArchivedFile>[];
  /** A markup or a mask where it lies in the archive. */
  picture(drawing: ImageRef | null): ImageRef | null;
  /** What was decided, with its annotations where they lie in the archive. */
  archived<Decided extends Drawn>(decided: Decided): Decided;
}

/** Copies every drawing of a run, as it was made and as it was sent, each once. */
export async function copyDrawings(copy: Copy, assetId: string, rounds: readonly RoundRecord[], decided: readonly Drawn[]): Promise<ArchivedDrawings> {
  const bySha = <Ref extends ObjectRef>(refs: readonly (Ref | null | undefined)[]): Ref[] => [...new Map(refs.flatMap((ref) => (ref ? [[ref.sha256, ref] as const] : []))).values()];
  const sent = bySha(rounds.flatMap(({ generation }) => [generation.markup, generation.mask]));
  const drawn = bySha([...rounds.flatMap(({ generation }) => generation.direction?.annotations ?? []), ...decided.flatMap(({ annotations = [] }) => annotations)]);
  const [pictures, documents] = await Promise.all([
    Promise.all(sent.map((drawing) => copy(drawing, archiveKeys.drawing(assetId, `${drawing.sha256}.png`)))),
    Promise.all(drawn.map((document) => copy(document, archiveKeys.drawing(assetId, `${document.sha256}.json`)))),
  ]);
  const find = <Ref extends ObjectRef>(copies: readonly Ref[], ref: ObjectRef | null | undefined): Ref | null => copies.find(({ sha256 }) => sha256 === ref?.sha256) ?? null;
  return {
    files: [
      ...pictures.map((file) => ({ role: 'drawing' as const, name: `${file.sha256}.png`, file })),
      ...documents.map((file) => ({ role: 'annotations' as const, name: `${file.sha256}.json`, file })),
    ],
    picture: (drawing) => find(pictures, drawing),
    archived: (each) => (each.annotations === undefined ? each : { ...each, annotations: each.annotations.flatMap((ref) => find(documents, ref) ?? []) }),
  };
}

/** One round in the companion's lineage, with all that makes it again. */
export function archivedRound({ generation }: RoundRecord, directions: readonly Direction[], drawings: ArchivedDrawings): CompanionDocument['lineage'][number] {
  const { round, operation, reference, candidates, costMicroUsd, text, markup, mask, notSent } = generation;
  // The first round has no direction; the direction after round n led to round n + 1.
  const direction = generation.direction ?? directions[round - 2] ?? null;
  return {
    round,
    operation,
    direction: direction === null ? null : drawings.archived(direction),
    reference: reference?.sha256 ?? null,
    candidates: candidates.map(({ sha256 }) => sha256),
    costMicroUsd,
    text,
    markup: drawings.picture(markup),
    mask: drawings.picture(mask),
    notSent,
  };
}
