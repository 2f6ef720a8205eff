import type { Brief, ReviewPolicy } from '../brief/schema.ts';
import type { FieldProblem } from '../errors.ts';

export type ReviewQuestion = 'candidates' | 'go-ahead';

/** SHA-256 of a link's token as 64 hexadecimal digits; only this is stored. */
export function tokenSha256(token: string): string {
  throw new Error(`not yet ${String(token.length)}`);
}

/** The questions that an approval answers, worded for this brief. */
export function checklistOf(brief: Brief): { readonly id: string; readonly text: string }[] {
  throw new Error(`not yet ${brief.title}`);
}

export interface ReviewFacts {
  readonly question: ReviewQuestion;
  /** SHA-256 of the candidates that are shown. */
  readonly candidates: readonly string[];
  /** Ids of the checklist's questions; the five of the workflow when absent. */
  readonly checklist?: readonly string[];
}

/**
 * What is wrong with the body of a decision, field by field; empty when it may be acted on, and then
 * `DecisionRequest.parse(request)` succeeds.
 */
export function checkDecision(request: unknown, review: ReviewFacts): FieldProblem[] {
  throw new Error(`not yet ${typeof request} ${review.question}`);
}

/** Where a review stands at a moment: a decision stays one, and what is overdue has expired whatever the record says. */
export function decisionState(review: { readonly state: 'open' | 'decided' | 'expired'; readonly dueAt: string }, now: Date): 'open' | 'decided' | 'expired' {
  throw new Error(`not yet ${review.state} ${now.toISOString()}`);
}

/** When a review that opens now is due, and when its reminder goes out; ISO times. */
export function reviewSchedule(policy: ReviewPolicy, now: Date): { readonly dueAt: string; readonly remindAt: string } {
  throw new Error(`not yet ${String(policy.dueHours)} ${now.toISOString()}`);
}

/**
 * Who is asked, each address once: the brief's approvers, else the deployment's. A go-ahead is the
 * owner's to give, where the brief names one.
 */
export function approversOf(brief: Pick<Brief, 'owner' | 'review'>, defaults: readonly string[], question: ReviewQuestion = 'candidates'): string[] {
  throw new Error(`not yet ${String(brief.owner)} ${String(defaults.length)} ${question}`);
}
