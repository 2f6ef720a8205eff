import { afterTheFact, momentWords } from '../../core/review/policy-words.ts';
import { decisionState } from '../../core/review/review.ts';
import { HttpProblem } from '../shared/http.ts';
import type { ReviewRecord } from '../shared/review-record.ts';

/** @throws HttpProblem saying who decided what and when, or that the time is over */
export function refuseClosed(review: ReviewRecord, now: Date): void {
  const state = decisionState(review, now);
  if (state === 'expired') throw expired(review);
  if (state === 'decided') throw new HttpProblem(409, 'AlreadyDecided', `This review is over: ${decisionWords(review)}. Nothing was changed.`);
}

export function expired(review: ReviewRecord): HttpProblem {
  if (review.reopenedAt !== undefined) {
    return new HttpProblem(410, 'ReviewReopened', `This review expired at ${momentWords(review.dueAt)} and was opened again at ${momentWords(review.reopenedAt)}: whoever is asked now has a new link by mail.`);
  }
  const late = review.decision === undefined ? '' : ` It was ${decisionWords(review)}, after the workflow had stopped waiting.`;
  return new HttpProblem(410, 'ReviewExpired', `This review was due at ${momentWords(review.dueAt)} and has expired; the owner of the brief has been told.${late}`);
}

function decisionWords({ decision, decidedBy = 'somebody', decidedAt, note = '', dueAt }: ReviewRecord): string {
  return afterTheFact({ decision: decision ?? 'decided', by: decidedBy, at: decidedAt ?? dueAt, note });
}
