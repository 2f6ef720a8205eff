import { createHash } from 'node:crypto';
import { DecisionRequest, shortestNote } from '../api.ts';
import { leastCapUsd } from '../budget.ts';
import type { Brief } from '../brief/schema.ts';
import { QuestionId } from '../documents.ts';
import type { FieldProblem } from '../errors.ts';
import { fieldName } from '../source/paths.ts';
import type { SpendingRefusal } from '../workflow.ts';
import { annotationWayOut, checkAnnotations } from './annotations.ts';
import { spendingChoices } from './choices.ts';
import { distinctAddresses } from './vote.ts';

export { checklistOf } from './checklist.ts';

export type ReviewQuestion = 'candidates' | 'go-ahead' | 'budget' | 'reopen';

/** SHA-256 of a link's token as 64 hexadecimal digits; only this is stored. */
export function tokenSha256(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

export interface ReviewFacts {
  readonly question: ReviewQuestion;
  /** SHA-256 of the candidates that are shown, those of earlier rounds among them. */
  readonly candidates: readonly string[];
  /** Ids of the checklist's questions; the five of the workflow when absent. */
  readonly checklist?: readonly string[] | undefined;
  /** The call that a cap refused; of a question about the budget. */
  readonly spending?: SpendingRefusal | undefined;
}

const decisionsOf: Readonly<Record<Exclude<ReviewQuestion, 'budget'>, readonly DecisionRequest['decision'][]>> = {
  candidates: ['approve', 'changes', 'startOver', 'reject'],
  'go-ahead': ['proceed', 'decline'],
  reopen: ['reopen', 'end'],
};

function allowedFor({ question, spending }: ReviewFacts): readonly DecisionRequest['decision'][] {
  if (question !== 'budget') return decisionsOf[question];
  return spending === undefined ? ['stop'] : spendingChoices(spending);
}

/**
 * What is wrong with the body of a decision, field by field; empty when it may be acted on, and then
 * `DecisionRequest.parse(request)` succeeds.
 */
export function checkDecision(request: unknown, review: ReviewFacts): FieldProblem[] {
  const parsed = DecisionRequest.safeParse(request);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => {
      const wayOut = annotationWayOut(String(path[0] ?? ''));
      return { field: fieldName(path), message: `Expected a decision in the form of the API but received: ${message}${wayOut === undefined ? '' : `; ${wayOut}`}` };
    });
  }
  const { decision, candidate, note = '', checklist = {}, untouched = [], focus, capUsd, dueHours, approvers, roles } = parsed.data;
  const allowed = allowedFor(review);
  if (!allowed.includes(decision)) {
    return [{ field: 'decision', message: `Expected one of ${allowed.join(', ')} for decision but received "${decision}"` }];
  }
  const problems: FieldProblem[] = [];
  if (candidate === undefined && (decision === 'approve' || decision === 'changes')) {
    problems.push({ field: 'candidate', message: `Expected the SHA-256 of the chosen candidate for candidate but received nothing; choose the one to ${decision === 'approve' ? 'approve' : 'go on from'}` });
  }
  if (candidate !== undefined && !review.candidates.includes(candidate)) {
    problems.push({ field: 'candidate', message: `Expected one of the candidates of this review for candidate but received "${candidate}"; load the page again` });
  }
  if ((decision === 'changes' || decision === 'startOver') && note.trim().length < shortestNote) {
    problems.push({ field: 'note', message: `Expected a note of at least ${String(shortestNote)} characters for note but received ${JSON.stringify(note)}; say what to do differently` });
  }
  if (focus !== undefined && decision !== 'approve') {
    problems.push({ field: 'focus', message: `Expected a focus for an approval only but received one for "${decision}"; leave it out, it can be set for the candidate that is approved` });
  }
  const least = review.spending === undefined ? 0 : leastCapUsd(review.spending);
  if (decision === 'raise' && !((capUsd ?? 0) >= least)) {
    problems.push({ field: 'capUsd', message: `Expected at least ${String(least)} US dollars for capUsd but received ${capUsd === undefined ? 'nothing' : String(capUsd)}; the next call does not fit under less` });
  }
  if (capUsd !== undefined && decision !== 'raise') {
    problems.push({ field: 'capUsd', message: `Expected a cap for "raise" only but received one for "${decision}"; leave it out` });
  }
  if (dueHours !== undefined && decision !== 'reopen') {
    problems.push({ field: 'dueHours', message: `Expected hours for "reopen" only but received some for "${decision}"; leave them out` });
  }
  for (const [field, named] of Object.entries({ approvers, roles })) {
    if (named !== undefined && decision !== 'reopen') problems.push({ field, message: `Expected ${field} for "reopen" only but received some for "${decision}"; leave them out` });
  }
  const questionIds = review.checklist ?? QuestionId.options;
  const unanswered = decision === 'approve' ? questionIds.filter((id) => checklist[id] === undefined) : [];
  const unknown = Object.keys(checklist).filter((id) => !questionIds.includes(id));
  return [
    ...problems,
    ...checkAnnotations(parsed.data),
    ...unanswered.map((id) => ({ field: `checklist.${id}`, message: `Expected pass, fail or unsure for checklist.${id} but received nothing; answer every question before approving` })),
    ...unknown.map((id) => ({ field: `checklist.${id}`, message: `Expected a question of the checklist (${questionIds.join(', ')}) but received "${id}"` })),
    ...untouched.flatMap((id, index) => {
      if (questionIds.includes(id)) return [];
      const field = fieldName(['untouched', index]);
      return [{ field, message: `Expected a question of the checklist (${questionIds.join(', ')}) for ${field} but received ${JSON.stringify(id)}; leave it out` }];
    }),
  ];
}

/** Where a review stands at a moment: a decision stays one, and what is overdue has expired whatever the record says. */
export function decisionState(review: { readonly state: 'open' | 'decided' | 'expired'; readonly dueAt: string }, now: Date): 'open' | 'decided' | 'expired' {
  if (review.state !== 'open') return review.state;
  return now.getTime() >= Date.parse(review.dueAt) ? 'expired' : 'open';
}

/**
 * Who gives a go-ahead, a budget and the reopening of a review, each address once: the brief's owner; where it names
 * none, its approvers, else the people of its roles, else the deployment's approvers.
 */
export function ownersOf({ owner, review }: Pick<Brief, 'owner' | 'review'>, defaults: readonly string[]): string[] {
  const holders = review.approval === 'roles' ? Object.values(review.roles ?? {}).flat() : [];
  const [first = []] = [owner === undefined ? [] : [owner], review.approvers, holders, defaults].filter((people) => people.length > 0);
  return distinctAddresses(first);
}
