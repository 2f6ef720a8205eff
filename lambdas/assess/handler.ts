import { Brief } from '../../core/brief/schema.ts';
import { runKeys } from '../../core/keys.ts';
import { AssessInput, type AssessOutput } from '../../core/workflow.ts';
import { assessBrief, type AssessPorts } from '../shared/assess-brief.ts';
import * as wired from '../shared/clients.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports extends AssessPorts {
  readonly runs: Runs;
  readonly assetsBucket: string;
}

const secondsPerHour = 3600;

/** Feasibility and return on investment, before anything is spent. */
export function createHandler(ports: Ports): Handle<AssessOutput> {
  const { objects, runs, clock, assetsBucket } = ports;
  return async (event, note = silent) => {
    const { runId, brief: briefRef } = AssessInput.parse(event);
    await runs.enter(runId, 'Assess', clock.now().toISOString());
    const brief = await objects.readJson(briefRef, Brief);
    const assessment = await assessBrief(ports, brief);
    note({ verdict: assessment.verdict, historyRuns: assessment.returnOnInvestment.history.runs });
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
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    history: wired.history(),
    clock: wired.clock(),
    briefsBucket: requireEnv('BRIEFS_BUCKET'),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    defaultModel: requireEnv('DEFAULT_MODEL'),
  }),
);
