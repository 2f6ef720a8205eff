import { answersGiven } from '../../core/agreement/confusion.ts';
import { Brief } from '../../core/brief/schema.ts';
import { InspectionDocument } from '../../core/documents.ts';
import { InvalidInput } from '../../core/errors.ts';
import { reviewIdOf } from '../../core/ids.ts';
import { questionsOf } from '../../core/inspection/questions.ts';
import { ownersOf } from '../../core/review/review.ts';
import { waitedFor } from '../../core/review/policy.ts';
import { escalationOf, reviewSchedule } from '../../core/review/schedule.ts';
import { rulesWith } from '../../core/review/naming.ts';
import { peopleOf, seatProblems, seatsOf } from '../../core/review/seats.ts';
import { RequestReviewInput, type ExpiredReview } from '../../core/workflow.ts';
import { askApprovers, type AskPorts } from '../shared/ask-approvers.ts';
import * as wired from '../shared/clients.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { addressesIn, requireEnv } from '../shared/environment.ts';
import { randomKey } from '../shared/review-links.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import type { Reviews } from '../shared/reviews.ts';
import type { Objects } from '../shared/objects.ts';
import { candidatesBefore } from '../shared/rounds.ts';
import type { Runs } from '../shared/runs.ts';
import { noteStanding } from '../shared/standing.ts';

interface Ports extends AskPorts {
  readonly runs: Runs;
  readonly defaultApprovers: readonly string[];
}

/** The state of the workflow that asks. */
const stages = { candidates: 'Review', 'go-ahead': 'AskOwner', budget: 'AskBudget', reopen: 'AskReopen' } as const;

const secondsPerHour = 3600;

/** Opens a question to people and mails each of them a link. The workflow then waits for the answer. */
export function createHandler(ports: Ports): Handle<{ readonly reviewId: string }> {
  const { objects, runs, reviews, clock, defaultApprovers } = ports;
  return async (event, note = silent) => {
    const input = RequestReviewInput.parse(event);
    const brief = await objects.readJson(input.brief, Brief);
    const asked = askedBy(input, brief, defaultApprovers, clock.now().toISOString());
    const now = clock.now();
    const round = input.question === 'go-ahead' ? 1 : input.round;
    // Others are asked about candidates only: a go-ahead, a budget and a reopening stay the owner's.
    const escalateTo = input.question === 'candidates' ? escalationOf(brief, asked.approvers) : [];
    const review = await reviews.open({
      reviewId: reviewIdFor(input),
      question: input.question,
      runId: input.runId,
      title: brief.title,
      round,
      ask: input.question === 'candidates' ? input.ask : 1,
      state: 'open',
      taskToken: input.taskToken,
      ...asked,
      createdAt: now.toISOString(),
      ...reviewSchedule({ ...brief.review, dueHours: input.reviewSeconds / secondsPerHour, escalateTo }, now),
      escalateTo,
      escalatedTo: [],
      votes: [],
      version: 0,
      mailedAt: {},
      mailTries: {},
      reminded: {},
      language: brief.language,
      handedOver: false,
      ...questionOf(input, brief),
      ...(input.question === 'reopen' ? { expired: await closeExpired(reviews, input, now) } : {}),
      earlier: input.question === 'candidates' ? await candidatesBefore(objects, input.brief.bucket, input.runId, input.round) : [],
      ...(input.question === 'candidates' ? await checklistFor(input, brief, objects) : {}),
    });
    if (input.question === 'candidates' && input.ask > 1) await reviews.markReopened(candidatesReviewId({ ...input, ask: input.ask - 1 }), now.toISOString());
    await runs.wait(input.runId, stages[input.question], review, now.toISOString());
    await noteStanding(runs, review, now);

    const { mailed, failures, unreached } = await askApprovers(ports, review);
    note({ reviewId: review.reviewId, approvers: review.approvers.length, mailed, unreached: failures.length });
    if (unreached) throw failures[0];
    return { reviewId: review.reviewId };
  };
}

function reviewIdFor(input: RequestReviewInput): string {
  if (input.question === 'candidates') return candidatesReviewId(input);
  const { runId, question } = input;
  return question === 'go-ahead' ? reviewIdOf({ runId, question, round: 1 }) : reviewIdOf({ runId, question, round: input.round, ask: input.ask });
}

/** A round that is asked about again has a review of its own, so that links of the expired one do not open it. */
function candidatesReviewId({ runId, round, ask }: { readonly runId: string; readonly round: number; readonly ask: number }): string {
  return reviewIdOf({ runId, question: 'candidates', round, ...(ask === 1 ? {} : { ask }) });
}

/** Closes the record of the review that the workflow no longer waits for, and says who had not answered. */
async function closeExpired(reviews: Reviews, input: Extract<RequestReviewInput, { question: 'reopen' }>, now: Date): Promise<ExpiredReview> {
  const reviewId = candidatesReviewId(input);
  await reviews.expire(reviewId);
  const review = await reviews.find(reviewId);
  return { at: review?.dueAt ?? now.toISOString(), waitedFor: review === null ? [] : [...waitedFor(review)], reopensLeft: input.reopensLeft, ...(input.naming === undefined ? {} : { naming: input.naming }) };
}

/** @throws InvalidInput when nobody, or not enough people, could decide */
function askedBy(input: RequestReviewInput, brief: Brief, defaults: readonly string[], now: string): Pick<ReviewRecord, 'approvers' | 'approval' | 'seats' | 'delegations' | 'barred' | 'naming'> {
  if (input.question !== 'candidates') {
    const approvers = ownersOf(brief, defaults);
    if (approvers.length === 0) throw new InvalidInput('Expected at least one address for review.approvers but received none; name one in the brief, or set the stack’s parameter DefaultApprovers');
    return { approvers, approval: 'one', seats: [], delegations: [], barred: null };
  }
  const rules = rulesWith(brief, input.naming);
  const [problem] = seatProblems(rules, defaults);
  if (problem !== undefined) throw new InvalidInput(problem.message);
  const { seats, delegations, barred } = seatsOf(rules, defaults);
  return { approvers: peopleOf(seats), approval: brief.review.approval, seats, delegations: delegations.map((each) => ({ ...each, at: now, byHand: false })), barred, ...(input.naming === null ? {} : { naming: input.naming }) };
}

function questionOf(input: RequestReviewInput, brief: Brief): Pick<ReviewRecord, 'roundLimit' | 'candidates' | 'refs' | 'directions' | 'reasons' | 'spending'> {
  if (input.question === 'go-ahead') {
    return { roundLimit: brief.review.rounds, candidates: [], refs: { brief: input.brief, assessment: input.assessment }, directions: [], reasons: input.reasons };
  }
  if (input.question === 'budget') {
    return { roundLimit: brief.review.rounds, candidates: [], refs: { brief: input.brief }, directions: [], reasons: [], spending: input.refusal };
  }
  if (input.question === 'reopen') return { roundLimit: input.roundLimit, candidates: [], refs: { brief: input.brief }, directions: [], reasons: [] };
  const { prompt, inspection, judgement, contactSheet } = input;
  return {
    roundLimit: input.roundLimit,
    candidates: input.candidates,
    refs: { brief: input.brief, prompt, inspection, judgement, contactSheet },
    directions: input.directions,
    reasons: [],
  };
}

/** What people are asked about each candidate, and what the check said to it when they were. */
async function checklistFor({ inspection }: Extract<RequestReviewInput, { question: 'candidates' }>, brief: Brief, objects: Objects): Promise<Pick<ReviewRecord, 'questions' | 'check'>> {
  const { judge, candidates } = await objects.readJson(inspection, InspectionDocument);
  const answers = Object.fromEntries(candidates.map(({ candidate, answers: given }) => [candidate.sha256, answersGiven(given)]));
  return { questions: questionsOf(brief).map(({ id }) => id), ...(judge === null ? {} : { check: { model: judge.model, answers } }) };
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    reviews: wired.reviews(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    makeKey: randomKey,
    publicUrl: requireEnv('PUBLIC_URL'),
    defaultApprovers: addressesIn(requireEnv('DEFAULT_APPROVERS')),
  }),
);
