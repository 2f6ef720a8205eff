import type { z } from 'zod';
import { buildCompanion } from '../../core/archive/companion.ts';
import { termsOf } from '../../core/archive/terms.ts';
import { Brief } from '../../core/brief/schema.ts';
import { type ArchivedFile, Assessment, CompanionDocument, FinishReport } from '../../core/documents.ts';
import { archiveKeys } from '../../core/keys.ts';
import type { ImageRef, ObjectRef } from '../../core/references.ts';
import { ArchiveInput, type ArchiveOutput } from '../../core/workflow.ts';
import type { Archive } from '../shared/archive.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';
import { archivedRound, copyDrawings, documentsOf } from './rounds.ts';

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

    const [brief, assessment, documents, report, rounds] = await Promise.all([
      objects.readJson(input.brief, Brief),
      objects.readJson(input.assessment, Assessment),
      documentsOf(objects, assetsBucket, input),
      objects.readJson(input.report, FinishReport),
      roundsOf(objects, assetsBucket, assetId, round),
    ]);

    const { prompt, generation, inspection, judgement } = documents;
    const copy = async <File extends ObjectRef>(file: File, key: string): Promise<File> => {
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
    const drawings = await copyDrawings(copy, assetId, rounds, [...directions, decision]);
    const files: File[] = [
      { role: 'original', name: 'original.png', file: original },
      { role: 'master', name: 'master.png', file: master },
      ...renditions.map(({ file }): File => ({ role: 'rendition', name: fileNameOf(file), file })),
      ...references.map((each): File => ({ role: 'reference', ...each })),
      ...drawings.files,
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
        decision: drawings.archived(decision),
        lineage: rounds.map((each) => archivedRound(each, directions, drawings)),
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
