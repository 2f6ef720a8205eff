import type { Brief } from '../../core/brief/schema.ts';
import type { Finding } from '../../core/critique/finding.ts';
import type { CritiqueDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import type { ObjectRef } from '../../core/references.ts';
import { keepBrandFiles, type BrandFile } from './brand-files.ts';
import type { Clock } from './clock.ts';
import type { Executions } from './executions.ts';
import type { Objects } from './objects.ts';
import type { Runs } from './runs.ts';

export interface AcceptPorts {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly assetsBucket: string;
}

export interface AcceptedBrief {
  readonly runId: string;
  readonly brief: Brief;
  readonly findings: readonly Finding[];
  /** From `readBrandFiles`. */
  readonly brandFiles: readonly BrandFile[];
  /** The upload as it was kept. */
  readonly source: ObjectRef;
  /** Where it was uploaded, as the sender knows it. */
  readonly sourceUri: string;
}

/** Turns an accepted brief into a run. Each step may be repeated: the second time changes nothing. */
export async function acceptBrief({ objects, runs, executions, clock, assetsBucket }: AcceptPorts, { runId, brief, findings, brandFiles, source, sourceUri }: AcceptedBrief): Promise<void> {
  await keepBrandFiles(objects, assetsBucket, runId, brandFiles);
  await objects.writeJson(assetsBucket, runKeys.critique(runId), { runId, findings: [...findings] } satisfies CritiqueDocument);
  const document = await objects.writeJson(assetsBucket, runKeys.brief(runId), brief);
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
  });
  await executions.start({ runId, brief: document, source });
}
