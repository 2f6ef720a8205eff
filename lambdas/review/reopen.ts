import { ReopenRequest, type RunReopened } from '../../core/api.ts';
import { NotFound } from '../../core/errors.ts';
import { decisionState } from '../../core/review/review.ts';
import { handOver, type HandOverPorts } from '../shared/hand-over.ts';
import { HttpProblem, json, jsonBody, type Route } from '../shared/http.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import { isRunId } from '../shared/runs.ts';
import { namingOf } from './naming.ts';

/** `POST /api/runs/{runId}/reopen`: whoever may sign for the API opens an expired review again, as its owner may from the mail. */
export function reopenRun(ports: HandOverPorts): Route {
  const { reviews, runs, clock } = ports;

  /** The open question whether to reopen. @throws HttpProblem 409 where the run has none */
  const openQuestion = async (runId: string): Promise<ReviewRecord> => {
    const run = isRunId(runId) ? await runs.find(runId) : null;
    if (run === null) throw new NotFound(`Expected the id of a run but received ${JSON.stringify(runId)}; GET /api/runs lists them`);
    const review = run.reviewId === undefined ? null : await reviews.find(run.reviewId);
    if (review?.question !== 'reopen' || decisionState(review, clock.now()) !== 'open') {
      throw new HttpProblem(409, 'NotExpired', `Expected a run whose review has expired and can be opened again but received ${runId}, which is ${run.state} at ${run.stage}; GET /api/runs/${runId} says what it waits for`);
    }
    return review;
  };

  return async (request) => {
    const runId = request.parameter('runId');
    const { dueHours, ...people } = jsonBody(request, ReopenRequest);
    const review = await openQuestion(runId);
    const [by, at] = [request.caller ?? 'unknown', clock.now().toISOString()];
    const naming = await namingOf(ports.objects, review, people, { by, at });
    const decided = await reviews.decide(review.reviewId, { decision: 'reopen', by, at, note: '', dueHours, naming });
    if (decided === null || (await handOver(ports, decided)) === 'late') {
      throw new HttpProblem(409, 'NotExpired', `Somebody else has just decided about run ${runId}, or its time was over; nothing was changed. GET /api/runs/${runId} says how it stands`);
    }
    return json(200, { runId, by, at, dueHours: dueHours ?? null, naming: naming ?? null } satisfies RunReopened);
  };
}
