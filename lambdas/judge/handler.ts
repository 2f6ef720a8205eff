import { Brief } from '../../core/brief/schema.ts';
import { InspectionDocument } from '../../core/documents.ts';
import { judge } from '../../core/judge/judge.ts';
import { runKeys } from '../../core/keys.ts';
import { JudgeInput, type JudgeOutput } from '../../core/workflow.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Objects } from '../shared/objects.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly clock: Clock;
  readonly assetsBucket: string;
}

/** Good enough for people, close enough to iterate, or a start over. */
export function createHandler({ objects, runs, clock, assetsBucket }: Ports): Handle<JudgeOutput> {
  return async (event, note = silent) => {
    const { runId, brief: briefRef, inspection: inspectionRef, candidates, round, roundLimit } = JudgeInput.parse(event);
    await runs.enter(runId, 'Judge', clock.now().toISOString(), round);
    const [brief, inspection] = await Promise.all([objects.readJson(briefRef, Brief), objects.readJson(inspectionRef, InspectionDocument)]);
    const judgement = judge({ inspection, brief, round, roundLimit });
    note({ verdict: judgement.verdict });
    return {
      verdict: judgement.verdict,
      reasons: judgement.reasons,
      judgement: await objects.writeJson(assetsBucket, runKeys.judgement(runId, round), judgement),
      direction: judgement.direction,
      reference: judgement.verdict === 'iterate' ? (candidates.find(({ sha256 }) => sha256 === judgement.direction?.candidate) ?? null) : null,
    };
  };
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), runs: wired.runs(), clock: wired.clock(), assetsBucket: requireEnv('ASSETS_BUCKET') }),
);
