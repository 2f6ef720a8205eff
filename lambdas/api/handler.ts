import { randomUUID } from 'node:crypto';
import type { AssessPorts } from '../shared/assess-brief.ts';
import * as wired from '../shared/clients.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { addressesIn, requireEnv, requireNumber } from '../shared/environment.ts';
import { httpHandler, type HttpAnswer } from '../shared/http.ts';
import { getAdvice, type AdvicePorts } from './advice.ts';
import { getAgreement, type AgreementPorts } from './agreement.ts';
import { postAssessment } from './assessments.ts';
import { getAsset, searchAssets, type AssetPorts } from './assets.ts';
import { getBrand, listBrands } from './brands.ts';
import { postBrief, type BriefPorts } from './briefs.ts';
import { getBudget, resolveReservation, type BudgetPorts } from './budget.ts';
import { postPrompt, type PromptPorts } from './prompts.ts';
import { postCritique } from './critiques.ts';
import { getLineage } from './lineage.ts';
import { getRun, listRuns, type RunPorts } from './runs.ts';
import { getTemplate, listTemplates, postLabel, postRollback, postShares, type TemplatePorts } from './templates.ts';

type Ports = AdvicePorts & BriefPorts & RunPorts & AssetPorts & AssessPorts & BudgetPorts & AgreementPorts & PromptPorts & TemplatePorts;

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
    'POST /api/assessments': postAssessment(ports),
    'POST /api/critiques': postCritique(ports),
    'GET /api/advice': getAdvice(ports),
    'GET /api/runs': listRuns(ports),
    'GET /api/runs/{runId}': getRun(ports),
    'GET /api/runs/{runId}/lineage': getLineage(ports),
    'GET /api/assets': searchAssets(ports),
    'GET /api/assets/{assetId}': getAsset(ports),
    'GET /api/brands': listBrands(ports),
    'GET /api/brands/{name}': getBrand(ports),
    'GET /api/agreement': getAgreement(ports),
    'GET /api/budget': getBudget(ports),
    'POST /api/budget/resolve': resolveReservation(ports),
  });
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    history: wired.history(),
    agreement: wired.agreement(),
    advice: wired.advice(),
    archive: wired.archive(),
    executions: wired.executions(),
    ledger: wired.ledger(),
    templates: wired.templates(),
    clock: wired.clock(),
    makeId: randomUUID,
    briefsBucket: requireEnv('BRIEFS_BUCKET'),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
    publicUrl: requireEnv('PUBLIC_URL'),
    monthlyCapUsd: requireNumber('MONTHLY_CAP_USD'),
    defaultModel: requireEnv('DEFAULT_MODEL'),
    defaultApprovers: addressesIn(requireEnv('DEFAULT_APPROVERS')),
  }),
);
