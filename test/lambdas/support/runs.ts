/** Runs in the state in which a stage finds them. */
import { randomBytes } from 'node:crypto';

import { Brief, type BriefInput } from '../../../core/brief/schema.ts';
import { runKeys } from '../../../core/keys.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import type { ObjectRef } from '../../../core/references.ts';
import { buckets, type TestCloud } from './cloud.ts';

export function newRunId(): string {
  return randomBytes(12).toString('hex');
}

/** Small and cheap: one candidate, square, low quality; `changes` replaces top-level fields. */
export function smallBrief(changes: Partial<BriefInput> = {}): Brief {
  return Brief.parse({
    title: 'Frisbee in the park',
    owner: 'owner@example.com',
    concept: { subject: 'a golden retriever', action: 'catching a red frisbee mid-air', environment: 'a sunlit urban park' },
    candidates: 1,
    quality: 'low',
    aspect: '1:1',
    deliverables: [{ name: 'small', width: 320, height: 180, formats: ['jpeg'] }],
    review: { approvers: ['art@example.com'] },
    ...changes,
  });
}

export interface PlacedRun {
  readonly runId: string;
  readonly brief: Brief;
  readonly refs: { readonly brief: ObjectRef; readonly source: ObjectRef; readonly prompt: ObjectRef };
}

/** An accepted brief with its record and the prompt of its first round. */
export async function placeRun({ objects, runs }: Pick<TestCloud, 'objects' | 'runs'>, changes: Partial<BriefInput> = {}, startedAt = '2026-11-24T12:00:00.000Z'): Promise<PlacedRun> {
  const runId = newRunId();
  const brief = smallBrief(changes);
  await runs.create({
    runId,
    title: brief.title,
    owner: brief.owner,
    state: 'running',
    stage: 'Accepted',
    round: 1,
    source: `s3://${buckets.briefs}/inbox/${runId}.yaml`,
    executionArn: `arn:aws:states:eu-central-1:000000000000:execution:asset:${runId}`,
    startedAt,
    updatedAt: startedAt,
    costMicroUsd: 0,
    kind: brief.kind,
    team: brief.team,
  });
  const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model: modelOf() });
  return {
    runId,
    brief,
    refs: {
      brief: await objects.writeJson(buckets.assets, runKeys.brief(runId), brief),
      source: await objects.write(buckets.briefs, `accepted/${runId}/brief.yaml`, Buffer.from('title: Frisbee\n'), 'text/plain'),
      prompt: await objects.writeJson(buckets.assets, runKeys.prompt(runId, 1), prompt),
    },
  };
}
