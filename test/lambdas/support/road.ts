/** The road of an asset, stage after stage, as the state machine calls the functions. */
import type { BriefInput } from '../../../core/brief/schema.ts';
import { CandidatesDecision, GenerateOutput, InspectOutput, type ArchiveInput, type FinishInput } from '../../../core/workflow.ts';
import { createHandler as createAssess } from '../../../lambdas/assess/handler.ts';
import { createHandler as createBuildPrompt } from '../../../lambdas/build-prompt/handler.ts';
import { createHandler as createFinish } from '../../../lambdas/finish/handler.ts';
import { createHandler as createGenerate } from '../../../lambdas/generate/handler.ts';
import { createHandler as createInspect } from '../../../lambdas/inspect/handler.ts';
import { createHandler as createJudge } from '../../../lambdas/judge/handler.ts';
import { notYetTrusted } from './doubles.ts';
import type { Handle } from '../../../lambdas/shared/edge.ts';
import { buckets, type TestCloud } from './cloud.ts';
import type { OpenAi } from './openai.ts';
import { checklist, reviewDesk } from './reviews.ts';
import { httpEvent } from './http.ts';
import { placeRun } from './runs.ts';

/** What stands around a handler: nothing, or the edge with its log. */
export type Wrap = <Result>(handle: Handle<Result>) => (event: unknown) => Promise<Result>;

const bare: Wrap = (handle) => (event) => handle(event);

export function portsOf(cloud: TestCloud, openai: Pick<OpenAi, 'images' | 'vision'>, desk = reviewDesk(cloud)) {
  const { objects, runs, history, advice, ledger, rateGate, archive, templates } = cloud;
  const { images, vision } = openai;
  return { ...desk, objects, runs, history, advice, trust: notYetTrusted, ledger, rateGate, archive, templates, images, vision, briefsBucket: buckets.briefs, assetsBucket: buckets.assets, archiveBucket: buckets.archive, defaultModel: 'gpt-image-2', judgeModel: 'gpt-5.4-mini', monthlyCapUsd: 500, lanes: 2 };
}

/** From an accepted brief to an approval in one round: what Finish and Archive are called with. */
export async function approvedRun(cloud: TestCloud, openai: Pick<OpenAi, 'images' | 'vision'>, changes: Partial<BriefInput> = {}, wrap: Wrap = bare) {
  const desk = reviewDesk(cloud);
  const ports = portsOf(cloud, openai, desk);
  const { runId, brief, refs } = await placeRun(cloud, changes);
  const round = { runId, brief: refs.brief, round: 1 };
  const { assessment, roundLimit, reviewSeconds } = await wrap(createAssess(ports))({ runId, brief: refs.brief });
  const { prompt } = await wrap(createBuildPrompt(ports))({ ...round, directions: [] });
  const { generation, candidates } = GenerateOutput.parse(await wrap(createGenerate(ports))({ ...round, prompt, directions: [], reference: null, ticket: null, spending: null }));
  const { inspection, contactSheet } = InspectOutput.parse(await wrap(createInspect(ports))({ ...round, prompt, candidates, lastTry: false, ticket: null }));
  const { judgement } = await wrap(createJudge(ports))({ ...round, inspection, candidates, roundLimit });
  const taskToken = desk.taskToken();
  const { reviewId } = await wrap(desk.requestReview)({ ...round, question: 'candidates', prompt, roundLimit, reviewSeconds, candidates, contactSheet, inspection, judgement, directions: [], taskToken });
  const key = desk.mailer.keyFor(brief.review.approvers[0] ?? '');
  const candidate = candidates[0]!;
  const headers = { authorization: `Bearer ${key}` };
  await wrap(desk.review)(httpEvent('GET /api/reviews/{reviewId}', { parameters: { reviewId }, headers }));
  await wrap(desk.review)(httpEvent('POST /api/reviews/{reviewId}/decision', { parameters: { reviewId }, headers, body: JSON.stringify({ decision: 'approve', candidate: candidate.sha256, checklist }) }));
  const decision = CandidatesDecision.parse(desk.executions.answers.at(-1)?.output);
  const finishEvent: FinishInput = { runId, brief: refs.brief, prompt, generation, candidate, decision };
  const archiveEvent = async (): Promise<ArchiveInput> => ({
    ...round,
    source: refs.source,
    assessment,
    prompt,
    generation,
    inspection,
    judgement,
    directions: [],
    decision,
    ...(await wrap(createFinish(ports))(finishEvent)),
  });
  return { runId, brief, desk, ports, candidate, finishEvent, archiveEvent, secrets: { key, taskToken } };
}
