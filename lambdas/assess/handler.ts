import { assess } from '../../core/assessment/assess.ts';
import { Brief } from '../../core/brief/schema.ts';
import { runKeys } from '../../core/keys.ts';
import { modelOf } from '../../core/models/models.ts';
import { AssessInput, type AssessOutput } from '../../core/workflow.ts';
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
  readonly defaultModel: string;
}

const secondsPerHour = 3600;

/** Feasibility and return on investment, before anything is spent. */
export function createHandler({ objects, runs, clock, assetsBucket, defaultModel }: Ports): Handle<AssessOutput> {
  return async (event, note = silent) => {
    const { runId, brief: briefRef } = AssessInput.parse(event);
    await runs.enter(runId, 'Assess', clock.now().toISOString());
    const brief = await objects.readJson(briefRef, Brief);
    const assessment = assess(brief, { model: modelOf(brief.model ?? defaultModel, clock.now().toISOString().slice(0, 10)) });
    note({ verdict: assessment.verdict });
    return {
      verdict: assessment.verdict,
      reasons: assessment.reasons,
      assessment: await objects.writeJson(assetsBucket, runKeys.assessment(runId), assessment),
      roundLimit: brief.review.rounds,
      reviewSeconds: Math.round(brief.review.dueHours * secondsPerHour),
    };
  };
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), runs: wired.runs(), clock: wired.clock(), assetsBucket: requireEnv('ASSETS_BUCKET'), defaultModel: requireEnv('DEFAULT_MODEL') }),
);
