import { DecisionRequest, DelegationRequest, type DecisionAnswer } from '../../core/api.ts';
import { checkDecision, tokenSha256 } from '../../core/review/review.ts';
import { askApprovers } from '../shared/ask-approvers.ts';
import { lambdaHandler, type Handle } from '../shared/edge.ts';
import { handOver } from '../shared/hand-over.ts';
import { HttpProblem, httpHandler, json, jsonBody, type HttpAnswer, type HttpRequest } from '../shared/http.ts';
import { wiredReviewPorts, type ReviewPorts } from '../shared/review-ports.ts';
import { shownIn, type ReviewRecord } from '../shared/review-record.ts';
import { noteStanding, standingFor } from '../shared/standing.ts';
import { keepAnnotations } from './annotations.ts';
import { expired, refuseClosed } from './closed.ts';
import { handOn } from './hand-on.ts';
import { namingOf } from './naming.ts';
import { reopenRun } from './reopen.ts';
import { reviewView } from './view.ts';
import { castVote } from './votes.ts';
import { z } from 'zod';

/** The review page's API: reading changes nothing, and of any number of decisions one wins. */
export function createHandler(ports: ReviewPorts): Handle<HttpAnswer> {
  const { objects, reviews, runs, clock } = ports;

  /** The review and whose key it is. One answer for a wrong key and for an unknown review: neither tells of the other. */
  const authorised = async (request: HttpRequest): Promise<{ readonly review: ReviewRecord; readonly approver: string }> => {
    const key = /^Bearer ([\w-]{43})$/i.exec(request.header('authorization') ?? '')?.[1];
    const reviewId = request.parameter('reviewId');
    const link = key === undefined || !/^[0-9a-f]{24}$/.test(reviewId) ? null : await reviews.findLink(reviewId, tokenSha256(key));
    const review = link === null ? null : await reviews.find(reviewId);
    if (link === null || review === null) {
      throw new HttpProblem(401, 'WrongKey', 'Expected the key of this review but received none, or another. Open the link from the mail itself.');
    }
    return { review, approver: link.approver };
  };

  /** A question that one person answers: of any number of answers one is taken. */
  const decideAlone = async (review: ReviewRecord, approver: string, { decision, note = '', capUsd, dueHours, approvers, roles }: DecisionRequest): Promise<ReviewRecord> => {
    const [by, at] = [approver, clock.now().toISOString()];
    const naming = await namingOf(objects, review, { approvers, roles }, { by, at });
    const decided = await reviews.decide(review.reviewId, { decision, by, at, note: note.trim(), capUsd, dueHours, naming });
    if (decided !== null) return decided;
    refuseClosed((await reviews.find(review.reviewId)) ?? review, clock.now());
    throw new HttpProblem(409, 'TryAgain', 'The review changed while you decided. Load the page again.');
  };

  /** One voice of a policy; what it pins and draws is kept before it counts. */
  const vote = async (review: ReviewRecord, approver: string, words: DecisionRequest): Promise<ReviewRecord> => {
    const annotations = await keepAnnotations(objects, review, words, { by: approver, at: clock.now().toISOString() });
    return castVote(ports, review, approver, { ...words, annotations });
  };

  /** Asks whoever is next, and tells the run. The vote stands whatever becomes of the mails: the sweep tries them again. */
  const goOn = async (review: ReviewRecord): Promise<{ readonly waitingFor: string[] }> => {
    await noteStanding(runs, review, clock.now());
    await askApprovers(ports, review);
    return { waitingFor: standingFor(review, '')?.waitingFor ?? [] };
  };

  return httpHandler({
    'GET /api/reviews/{reviewId}': async (request) => {
      const { review, approver } = await authorised(request);
      return json(200, await reviewView(ports, review, approver, clock.now()));
    },
    'POST /api/reviews/{reviewId}/decision': async (request) => {
      const { review, approver } = await authorised(request);
      refuseClosed(review, clock.now());
      const body = jsonBody(request, z.unknown());
      const problems = checkDecision(body, { question: review.question, candidates: shownIn(review).map(({ sha256 }) => sha256), spending: review.spending, checklist: review.questions });
      if (problems.length > 0) throw new HttpProblem(422, 'InvalidDecision', 'The decision was not taken; each problem names its field.', problems);
      const words = DecisionRequest.parse(body);
      const settled = review.question === 'candidates' ? await vote(review, approver, words) : await decideAlone(review, approver, words);
      if (settled.state !== 'decided') return json(200, { ...(await goOn(settled)), decision: words.decision, by: approver, at: atOf(settled, approver), outcome: 'recorded' } satisfies DecisionAnswer);
      if ((await handOver(ports, settled)) === 'late') throw expired(settled);
      return json(200, { decision: words.decision, by: approver, at: atOf(settled, approver), outcome: 'decided', waitingFor: [] } satisfies DecisionAnswer);
    },
    'POST /api/reviews/{reviewId}/delegate': async (request) => {
      const { review, approver } = await authorised(request);
      const { review: after, answer } = await handOn(ports, review, approver, jsonBody(request, DelegationRequest));
      await goOn(after);
      return json(200, answer);
    },
    'POST /api/runs/{runId}/reopen': reopenRun(ports),
  });
}

function atOf({ votes, decidedAt, createdAt }: ReviewRecord, approver: string): string {
  return votes.find(({ by }) => by === approver)?.at ?? decidedAt ?? createdAt;
}

export const handler = lambdaHandler(() => createHandler(wiredReviewPorts()));
