import type { Closed } from '../../core/api.ts';
import { afterTheFact, closedWords, momentWords } from '../../core/review/policy-words.ts';
import { decisionState } from '../../core/review/review.ts';
import { HttpProblem } from '../shared/http.ts';
import type { ReviewRecord } from '../shared/review-record.ts';

/** @throws HttpProblem saying who decided what and when, or that the time is over */
export function refuseClosed(review: ReviewRecord, now: Date): void {
  const state = decisionState(review, now);
  if (state === 'expired') throw expired(review);
  if (state === 'decided') throw new HttpProblem(409, 'AlreadyDecided', `This review is over: ${decisionWords(review)}. Nothing was changed.`, [], decisionFacts(review));
}

/** What somebody is told whose vote is not asked for, or not now. */
export function notYourVote(closed: Closed): HttpProblem {
  const { why, people, role = '' } = closed;
  return new HttpProblem(409, 'NotYourVote', `${closedWords(closed)} Nothing was changed.`, [], { why, people: people.join(', '), role });
}

export function expired(review: ReviewRecord): HttpProblem {
  if (review.reopenedAt !== undefined) {
    return new HttpProblem(410, 'ReviewReopened', `This review expired at ${momentWords(review.dueAt)} and was opened again at ${momentWords(review.reopenedAt)}: whoever is asked now has a new link by mail.`, [], { dueAt: review.dueAt, reopenedAt: review.reopenedAt });
  }
  const late = review.decision === undefined ? '' : ` It was ${decisionWords(review)}, after the workflow had stopped waiting.`;
  return new HttpProblem(410, 'ReviewExpired', `This review was due at ${momentWords(review.dueAt)} and has expired; the owner of the brief has been told.${late}`, [], { dueAt: review.dueAt, ...(review.decision === undefined ? {} : decisionFacts(review)) });
}

function decisionWords(review: ReviewRecord): string {
  return afterTheFact(decisionFacts(review));
}

function decisionFacts({ decision, decidedBy = 'somebody', decidedAt, note = '', dueAt }: ReviewRecord): { decision: string; by: string; at: string; note: string } {
  return { decision: decision ?? 'decided', by: decidedBy, at: decidedAt ?? dueAt, note };
}
