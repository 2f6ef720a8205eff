import { DecisionRequest, type DecisionAnswer } from '../../core/api.ts';
import { checkDecision, decisionState, tokenSha256 } from '../../core/review/review.ts';
import { wired } from '../shared/clients.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { handOver, type HandOverPorts } from '../shared/hand-over.ts';
import { HttpProblem, httpHandler, json, jsonBody, type HttpAnswer, type HttpRequest } from '../shared/http.ts';
import type { Objects } from '../shared/objects.ts';
import type { ReviewRecord } from '../shared/reviews.ts';
import { reviewView } from './view.ts';
import { z } from 'zod';

interface Ports extends HandOverPorts {
  readonly objects: Objects;
}

/** The review page's API: reading changes nothing, and of any number of decisions one wins. */
export function createHandler(ports: Ports): Handle<HttpAnswer> {
  const { objects, reviews, clock } = ports;

  /** The review and whose key it is. One answer for a wrong key and for an unknown review: neither tells of the other. */
  const authorised = async (request: HttpRequest): Promise<{ readonly review: ReviewRecord; readonly approver: string }> => {
    const key = /^Bearer ([\w-]{43})$/.exec(request.header('authorization') ?? '')?.[1];
    const reviewId = request.parameter('reviewId');
    const link = key === undefined || !/^[0-9a-f]{24}$/.test(reviewId) ? null : await reviews.findLink(reviewId, tokenSha256(key));
    const review = link === null ? null : await reviews.find(reviewId);
    if (link === null || review === null) {
      throw new HttpProblem(401, 'WrongKey', 'Expected the key of this review but received none, or another. Open the link from the mail itself.');
    }
    return { review, approver: link.approver };
  };

  return httpHandler({
    'GET /api/reviews/{reviewId}': async (request) => {
      const { review, approver } = await authorised(request);
      return json(200, await reviewView(objects, review, approver, clock.now()));
    },
    'POST /api/reviews/{reviewId}/decision': async (request) => {
      const { review, approver } = await authorised(request);
      refuseClosed(review, clock.now());
      const body = jsonBody(request, z.unknown());
      const problems = checkDecision(body, { question: review.question, candidates: review.candidates.map(({ sha256 }) => sha256), spending: review.spending });
      if (problems.length > 0) throw new HttpProblem(422, 'InvalidDecision', 'The decision was not taken; each problem names its field.', problems);
      const { decision, candidate, note = '', checklist, focus, capUsd } = DecisionRequest.parse(body);
      const at = clock.now().toISOString();
      const decided = await reviews.decide(review.reviewId, { decision, by: approver, at, note: note.trim(), candidate, checklist, focus, capUsd });
      if (decided === null) {
        refuseClosed((await reviews.find(review.reviewId)) ?? review, clock.now());
        throw new HttpProblem(409, 'TryAgain', 'The review changed while you decided. Load the page again.');
      }
      if ((await handOver(ports, decided)) === 'late') throw expired(decided);
      return json(200, { decision, by: approver, at } satisfies DecisionAnswer);
    },
  });
}

function refuseClosed(review: ReviewRecord, now: Date): void {
  const state = decisionState(review, now);
  if (state === 'expired') throw expired(review);
  if (state === 'decided') {
    throw new HttpProblem(409, 'AlreadyDecided', `This review was decided by ${review.decidedBy ?? 'somebody'} at ${review.decidedAt ?? 'an earlier time'} (${review.decision ?? 'decided'}); nothing was changed.`);
  }
}

function expired(review: ReviewRecord): HttpProblem {
  return new HttpProblem(410, 'ReviewExpired', `This review was due at ${review.dueAt} and has expired; the owner of the brief has been told.`);
}

export const handler = lambdaHandler(() =>
  createHandler({ objects: wired.objects(), reviews: wired.reviews(), runs: wired.runs(), executions: wired.executions(), advice: wired.advice(), clock: wired.clock() }),
);
