import type { z } from 'zod';
import { buildCompanion } from '../../core/archive/companion.ts';
import { termsOf } from '../../core/archive/terms.ts';
import { Brief } from '../../core/brief/schema.ts';
import { type ArchivedFile, Assessment, CompanionDocument, FinishReport, GenerationDocument, InspectionDocument, JudgementDocument, PromptDocument } from '../../core/documents.ts';
import { archiveKeys } from '../../core/keys.ts';
import type { ImageRef } from '../../core/references.ts';
import { ArchiveInput, type ArchiveOutput, type Direction } from '../../core/workflow.ts';
import type { Archive } from '../shared/archive.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf, type RoundRecord } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly assetsBucket: string;
  readonly archiveBucket: string;
}

type File = z.infer<typeof ArchivedFile>;

/** Copies the files, writes the companion document, and makes the asset findable; in this order, each step repeatable. */
export function createHandler({ objects, runs, archive, clock, assetsBucket, archiveBucket }: Ports): Handle<z.infer<typeof ArchiveOutput>> {
  return async (event, note = silent) => {
    const input = ArchiveInput.parse(event);
    const { runId: assetId, round, directions, decision } = input;
    await runs.enter(assetId, 'Archive', clock.now().toISOString());

    const [brief, assessment, prompt, generation, inspection, judgement, report, rounds] = await Promise.all([
      objects.readJson(input.brief, Brief),
      objects.readJson(input.assessment, Assessment),
      objects.readJson(input.prompt, PromptDocument),
      objects.readJson(input.generation, GenerationDocument),
      objects.readJson(input.inspection, InspectionDocument),
      objects.readJson(input.judgement, JudgementDocument),
      objects.readJson(input.report, FinishReport),
      roundsOf(objects, assetsBucket, assetId, round),
    ]);

    const copy = async (file: ImageRef, key: string): Promise<ImageRef> => {
      await objects.copy(file, archiveBucket, key);
      return { ...file, bucket: archiveBucket, key };
    };
    const original = await copy(report.original, archiveKeys.original(assetId));
    const master = await copy(report.master, archiveKeys.master(assetId));
    const renditions = await Promise.all(
      report.renditions.map(async (rendition) => ({ ...rendition, file: await copy(rendition.file, archiveKeys.rendition(assetId, fileNameOf(rendition.file))) })),
    );
    const brandFiles = await Promise.all(
      report.brandFiles.map(async (each) => {
        const key = archiveKeys.brandFile(assetId, each.file);
        await objects.copy(each, archiveBucket, key);
        return { ...each, bucket: archiveBucket, key };
      }),
    );
    // An edit may have left one behind that an earlier round was made from.
    const referred = new Map(rounds.flatMap((each) => each.generation.references.map((picture) => [picture.sha256, picture] as const)));
    const references = await Promise.all(
      [...referred.values()].map(async ({ file, use: _use, note: _note, ...picture }) => ({ name: file, file: await copy(picture, archiveKeys.reference(assetId, `${picture.sha256}.${picture.mediaType.slice('image/'.length)}`)) })),
    );
    const files: File[] = [
      { role: 'original', name: 'original.png', file: original },
      { role: 'master', name: 'master.png', file: master },
      ...renditions.map(({ file }): File => ({ role: 'rendition', name: fileNameOf(file), file })),
      ...references.map((each): File => ({ role: 'reference', ...each })),
      ...brandFiles.map(({ file: name, ...file }): File => ({ role: 'brand', name, file })),
    ];

    // An earlier attempt may have written the companion already; its moment stays.
    const earlier = await objects.findJson(archiveBucket, archiveKeys.companion(assetId), CompanionDocument);
    const companion =
      earlier?.value ??
      buildCompanion({
        assetId,
        archivedAt: clock.now().toISOString(),
        brief,
        source: input.source,
        assessment,
        prompt,
        generation,
        inspection,
        inspectionCostMicroUsd: rounds.reduce((sum, each) => sum + (each.inspection?.judge?.costMicroUsd ?? 0), 0),
        judgement,
        decision,
        lineage: rounds.map((each) => lineageOf(each, directions)),
        files,
        report: { ...report, original, master, renditions, brandFiles },
      });
    const companionRef = earlier?.ref ?? (await objects.writeJson(archiveBucket, archiveKeys.companion(assetId), companion));

    const weights = termsOf(companion);
    await archive.put(
      {
        assetId,
        title: companion.title,
        kind: brief.kind,
        template: prompt.template,
        model: generation.model,
        archivedAt: companion.archivedAt,
        thumbnail: await copy(companion.inspection.preview, archiveKeys.thumbnail(assetId)),
        companion: companionRef,
        terms: [...weights.keys()],
        perceptualHash: companion.inspection.perceptualHash,
      },
      weights,
    );
    note({ assetId, files: files.length, terms: weights.size });
    return { assetId, companion: companionRef };
  };
}

function lineageOf({ generation }: RoundRecord, directions: readonly Direction[]): CompanionDocument['lineage'][number] {
  const { round, operation, reference, candidates, costMicroUsd } = generation;
  return {
    round,
    operation,
    // The first round has no direction; the direction after round n led to round n + 1.
    direction: directions[round - 2] ?? null,
    reference: reference?.sha256 ?? null,
    candidates: candidates.map(({ sha256 }) => sha256),
    costMicroUsd,
  };
}

function fileNameOf({ key }: ImageRef): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    archive: wired.archive(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    archiveBucket: requireEnv('ARCHIVE_BUCKET'),
  }),
);
