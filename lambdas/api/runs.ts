import { RoundJudgement, type RunDetail, type RunReview, type RunSummary } from '../../core/api.ts';
import { Assessment, CritiqueDocument, JudgementDocument, OutcomeDocument } from '../../core/documents.ts';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import { runKeys } from '../../core/keys.ts';
import { stepsOf } from '../../core/steps.ts';
import type { Executions } from '../shared/executions.ts';
import { json, limitOf, type Route } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';
import { roundsOf } from '../shared/rounds.ts';
import { isRunId, type RunRecord, type Runs } from '../shared/runs.ts';

export interface RunPorts {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly assetsBucket: string;
  readonly publicUrl: string;
}

const linkSeconds = 15 * 60;
/** A bucket's 63 characters and a key's 1,024. */
const longestSource = 1100;

/** `GET /api/runs`: the newest runs, or those of one upload. */
export function listRuns({ runs }: RunPorts): Route {
  return async (request) => {
    const source = request.query('source');
    if (source !== undefined && !(source.startsWith('s3://') && source.length <= longestSource)) {
      throw new InvalidInput('Expected the address of an upload (s3://bucket/inbox/name) for source but received something else');
    }
    const limit = limitOf(request, 20, 100);
    const cursor = request.query('cursor');
    const page = source === undefined ? await runs.list(limit, cursor) : await runs.bySource(source, limit, cursor);
    return json(200, { runs: page.runs.map(summaryOf), cursor: page.cursor });
  };
}

/** `GET /api/runs/{runId}`: one run with its steps and rounds. */
export function getRun({ objects, runs, executions, assetsBucket, publicUrl }: RunPorts): Route {
  return async (request) => {
    const runId = request.parameter('runId');
    const run = isRunId(runId) ? await runs.find(runId) : null;
    if (run === null) throw new NotFound(`Expected the id of a run but received ${JSON.stringify(runId)}; GET /api/runs lists them`);
    const [events, rounds, assessment, critique] = await Promise.all([
      executions.history(runId),
      roundsOf(objects, assetsBucket, runId, run.round),
      objects.findJson(assetsBucket, runKeys.assessment(runId), Assessment),
      objects.findJson(assetsBucket, runKeys.critique(runId), CritiqueDocument),
    ]);
    const detail: RunDetail = {
      ...summaryOf(run),
      steps: stepsOf(events),
      rounds: await Promise.all(
        rounds.map(async ({ generation, inspection }) => ({
          round: generation.round,
          operation: generation.operation,
          costMicroUsd: generation.costMicroUsd + (inspection?.judge?.costMicroUsd ?? 0),
          ...(await judgementOf(objects, assetsBucket, runId, generation.round)),
          candidates: await Promise.all(
            generation.candidates.map(async (candidate) => {
              const inspected = inspection?.candidates.find((entry) => entry.candidate.sha256 === candidate.sha256);
              return { sha256: candidate.sha256, previewUrl: await objects.presign(inspected?.preview ?? candidate, linkSeconds), score: inspected?.score ?? null };
            }),
          ),
        })),
      ),
      assessment: assessment?.value ?? null,
      findings: critique?.value.findings ?? [],
      review: run.review === undefined ? null : standingOf(run.review),
      links: run.assetId === undefined ? {} : { asset: `${publicUrl}/api/assets/${run.assetId}` },
    };
    return json(200, detail);
  };
}

function standingOf({ version: _version, ...standing }: RunReview): RunDetail['review'] {
  return standing;
}

/** What the check made of a round, without the decision and the ranking, and what became of that. */
async function judgementOf(objects: Objects, bucket: string, runId: string, round: number): Promise<Pick<RunDetail['rounds'][number], 'judgement' | 'outcome'>> {
  const [judgement, outcome] = await Promise.all([
    objects.findJson(bucket, runKeys.judgement(runId, round), JudgementDocument),
    objects.findJson(bucket, runKeys.outcome(runId, round), OutcomeDocument),
  ]);
  return { judgement: judgement === null ? null : RoundJudgement.parse(judgement.value), outcome: outcome?.value ?? null };
}

/** Without what only the workflow needs. */
function summaryOf({ executionArn: _executionArn, reviewId: _reviewId, review: _review, ...summary }: RunRecord): RunSummary {
  return summary;
}
