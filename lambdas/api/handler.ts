import { randomUUID } from 'node:crypto';
import { wired } from '../shared/clients.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { httpHandler, type HttpAnswer } from '../shared/http.ts';
import { getAsset, searchAssets, type AssetPorts } from './assets.ts';
import { postBrief, type BriefPorts } from './briefs.ts';
import { postCritique } from './critiques.ts';
import { getRun, listRuns, type RunPorts } from './runs.ts';

type Ports = BriefPorts & RunPorts & AssetPorts;

/** Briefs in, runs and assets out. */
export function createHandler(ports: Ports): Handle<HttpAnswer> {
  return httpHandler({
    'POST /api/briefs': postBrief(ports),
    'POST /api/critiques': postCritique(ports),
    'GET /api/runs': listRuns(ports),
    'GET /api/runs/{runId}': getRun(ports),
    'GET /api/assets': searchAssets(ports),
    'GET /api/assets/{assetId}': getAsset(ports),
  });
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    archive: wired.archive(),
    executions: wired.executions(),
    clock: wired.clock(),
    makeId: randomUUID,
    briefsBucket: requireEnv('BRIEFS_BUCKET'),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    publicUrl: requireEnv('PUBLIC_URL'),
  }),
);
