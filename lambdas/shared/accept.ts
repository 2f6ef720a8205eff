import { Brief } from '../../core/brief/schema.ts';
import type { CritiqueDocument } from '../../core/documents.ts';
import { InvalidBrief, NotFound } from '../../core/errors.ts';
import { runKeys } from '../../core/keys.ts';
import type { ObjectRef } from '../../core/references.ts';
import { seatProblems } from '../../core/review/seats.ts';
import { fieldName } from '../../core/source/paths.ts';
import type { Clock } from './clock.ts';
import type { Executions } from './executions.ts';
import { keepMaterials, type CompleteBrief } from './materials.ts';
import { jsonBytes, type Objects } from './objects.ts';
import type { Runs } from './runs.ts';

export interface AcceptPorts {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly assetsBucket: string;
}

/** @throws InvalidBrief when nobody, or not enough people, could approve its candidates */
export function refuseUnapprovable(brief: Brief, defaultApprovers: readonly string[]): void {
  const problems = seatProblems(brief, defaultApprovers);
  if (problems.length > 0) throw new InvalidBrief(problems.map(({ path, message }) => ({ field: fieldName(path), message })));
}

export interface AcceptedBrief {
  readonly runId: string;
  readonly complete: CompleteBrief;
  /** The upload as it was kept. */
  readonly source: ObjectRef;
  /** Where it was uploaded, as the sender knows it. */
  readonly sourceUri: string;
}

/** Turns an accepted brief into a run. Each step may be repeated: the second time changes nothing. */
export async function acceptBrief({ objects, runs, executions, clock, assetsBucket }: AcceptPorts, { runId, complete, source, sourceUri }: AcceptedBrief): Promise<void> {
  await keepMaterials(objects, assetsBucket, runId, complete);
  await objects.writeJson(assetsBucket, runKeys.critique(runId), { runId, findings: [...complete.findings] } satisfies CritiqueDocument);
  const { ref: document, value: brief } = await keepBrief(objects, assetsBucket, runId, complete.brief);
  const now = clock.now().toISOString();
  await runs.create({
    runId,
    title: brief.title,
    owner: brief.owner,
    state: 'running',
    stage: 'Accepted',
    round: 1,
    source: sourceUri,
    executionArn: executions.arnOf(runId),
    startedAt: now,
    updatedAt: now,
    costMicroUsd: 0,
    campaign: brief.budget.campaign,
    kind: brief.kind,
    team: brief.team,
    language: brief.language,
  });
  await executions.start({ runId, brief: document, source });
}

/** The first brief that was written for the run stays: its kit may have changed between two attempts, and a run has one. */
async function keepBrief(objects: Objects, bucket: string, runId: string, brief: Brief): Promise<{ readonly ref: ObjectRef; readonly value: Brief }> {
  const key = runKeys.brief(runId);
  const ref = await objects.writeOnce(bucket, key, jsonBytes(brief), 'application/json');
  if (ref !== null) return { ref, value: brief };
  const kept = await objects.findJson(bucket, key, Brief);
  if (kept === null) throw new NotFound(`Expected the brief of run ${runId} that was there a moment ago but received no such object`);
  return kept;
}
