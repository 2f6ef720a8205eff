import { randomUUID } from 'node:crypto';
import { wired } from '../shared/clients.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { httpHandler, type HttpAnswer } from '../shared/http.ts';
import { getAsset, searchAssets, type AssetPorts } from './assets.ts';
import { postBrief, type BriefPorts } from './briefs.ts';
import { postPrompt, type PromptPorts } from './prompts.ts';
import { getRun, listRuns, type RunPorts } from './runs.ts';
import { getTemplate, listTemplates, postLabel, postRollback, postShares, type TemplatePorts } from './templates.ts';

type Ports = BriefPorts & RunPorts & AssetPorts & PromptPorts & TemplatePorts;

/** Briefs in, runs and assets out; previews of prompts, and the labels of templates. */
export function createHandler(ports: Ports): Handle<HttpAnswer> {
  return httpHandler({
    'POST /api/briefs': postBrief(ports),
    'POST /api/prompts': postPrompt(ports),
    'GET /api/templates': listTemplates(ports),
    'GET /api/templates/{name}': getTemplate(ports),
    'POST /api/templates/{name}/labels': postLabel(ports),
    'POST /api/templates/{name}/shares': postShares(ports),
    'POST /api/templates/{name}/rollback': postRollback(ports),
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
    templates: wired.templates(),
    clock: wired.clock(),
    makeId: randomUUID,
    briefsBucket: requireEnv('BRIEFS_BUCKET'),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    publicUrl: requireEnv('PUBLIC_URL'),
    defaultModel: requireEnv('DEFAULT_MODEL'),
  }),
);
