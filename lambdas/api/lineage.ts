import type { LineageTree } from '../../core/api.ts';
import { AnnotationsDocument, CompanionDocument } from '../../core/documents.ts';
import { NotFound } from '../../core/errors.ts';
import { lineageOf, namingsOf, roundCostMicroUsd } from '../../core/lineage/lineage.ts';
import type { ObjectRef } from '../../core/references.ts';
import { contradictionsIn } from '../../core/review/contradictions.ts';
import type { Archive } from '../shared/archive.ts';
import { json, type Route } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf } from '../shared/rounds.ts';
import { isRunId, type Runs } from '../shared/runs.ts';

interface LineagePorts {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly archive: Archive;
  readonly assetsBucket: string;
}

const linkSeconds = 15 * 60;

/** `GET /api/runs/{runId}/lineage`: every candidate with its parent, what led to it, and its price. */
export function getLineage({ objects, runs, archive, assetsBucket }: LineagePorts): Route {
  return async (request) => {
    const runId = request.parameter('runId');
    const run = isRunId(runId) ? await runs.find(runId) : null;
    if (run === null) throw new NotFound(`Expected the id of a run but received ${JSON.stringify(runId)}; GET /api/runs lists them`);
    const [rounds, approved] = await Promise.all([roundsOf(objects, assetsBucket, runId, run.round), run.assetId === undefined ? null : approvedIn(objects, archive, run.assetId)]);
    const nodes = lineageOf(rounds, approved?.candidate?.sha256 ?? null);
    const annotations = new Map(rounds.flatMap(({ generation }) => (generation.direction?.annotations ?? []).map((ref) => [ref.sha256, ref] as const)));
    const tree: LineageTree = {
      runId,
      title: run.title,
      nodes: await Promise.all(
        nodes.map(async ({ candidate, preview, tags, notes, annotations: drawn, ...node }) => ({
          ...node,
          sha256: candidate.sha256,
          width: candidate.width,
          height: candidate.height,
          tags: [...tags],
          notes: [...notes],
          annotations: [...drawn],
          previewUrl: await objects.presign(preview, linkSeconds),
        })),
      ),
      drawings: await Promise.all([...annotations.values()].map((ref) => drawingsOf(objects, ref))),
      contradictions: rounds.flatMap(({ generation: { round, direction } }) => contradictionsIn(direction?.notes ?? []).map((each) => ({ round, ...each }))),
      namings: namingsOf(rounds, approved?.naming ?? run.review?.naming),
      costMicroUsd: rounds.reduce((sum, round) => sum + roundCostMicroUsd(round), 0),
    };
    return json(200, tree);
  };
}

async function drawingsOf(objects: Objects, ref: ObjectRef): Promise<LineageTree['drawings'][number]> {
  return { ...(await objects.readJson(ref, AnnotationsDocument)), sha256: ref.sha256 };
}

/** The decision that made an asset of a candidate. */
async function approvedIn(objects: Objects, archive: Archive, assetId: string): Promise<CompanionDocument['decision'] | null> {
  const record = await archive.find(assetId);
  return record === null ? null : (await objects.readJson(record.companion, CompanionDocument)).decision;
}
