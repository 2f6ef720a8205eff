import { ReviewView } from '../../../core/api.ts';
import type { DecisionRequest } from '../../../core/api.ts';
import type { ReviewLink } from './mailbox.ts';

/** What a review link shows. */
export async function openReview(link: ReviewLink): Promise<ReviewView> {
  const response = await fetch(`${link.origin}/api/reviews/${link.reviewId}`, { headers: { authorization: `Bearer ${link.key}` } });
  if (!response.ok) throw new Error(`Expected the review to open but the answer was ${String(response.status)}: ${await response.text()}`);
  return ReviewView.parse(await response.json());
}

/** Posts a decision as the page does; the answer is returned whatever it is. */
export async function decide(link: ReviewLink, decision: DecisionRequest): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${link.origin}/api/reviews/${link.reviewId}/decision`, {
    method: 'POST',
    headers: { authorization: `Bearer ${link.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(decision),
  });
  return { status: response.status, body: await response.json() };
}

/** Gives the review to somebody else, as the page does. */
export async function handOn(link: ReviewLink, to: string): Promise<void> {
  const response = await fetch(`${link.origin}/api/reviews/${link.reviewId}/delegate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${link.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  });
  if (!response.ok) throw new Error(`Expected the review to be handed on but the answer was ${String(response.status)}: ${await response.text()}`);
}

/** An approval of the n-th candidate with every question of the checklist answered "pass". */
export function approval(view: ReviewView, index = 0): DecisionRequest {
  const candidate = view.candidates[index];
  if (!candidate) throw new Error(`Expected a candidate ${String(index)} but the review has ${String(view.candidates.length)}`);
  return { decision: 'approve', candidate: candidate.sha256, checklist: Object.fromEntries(view.checklist.map(({ id }) => [id, 'pass' as const])) };
}
