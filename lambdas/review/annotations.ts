import type { DecisionRequest } from '../../core/api.ts';
import { roundOfCandidate, runKeys } from '../../core/keys.ts';
import type { ObjectRef } from '../../core/references.ts';
import { annotationsOf } from '../../core/review/annotations.ts';
import { sha256 } from '../shared/hash.ts';
import { jsonBytes, type Objects } from '../shared/objects.ts';
import { shownIn, type ReviewRecord } from '../shared/review-record.ts';

/**
 * Keeps the pins and drawings of a checked decision, named by their bytes, before the decision is recorded: one that loses leaves
 * a document behind that nothing refers to. Undefined when nothing was pinned or drawn.
 *
 * @param decided who decides, and when
 */
export async function keepAnnotations(objects: Objects, review: ReviewRecord, decision: DecisionRequest, decided: { readonly by: string; readonly at: string }): Promise<ObjectRef | undefined> {
  const candidate = shownIn(review).find(({ sha256: hash }) => hash === decision.candidate);
  const round = (candidate === undefined ? null : roundOfCandidate(candidate)) ?? review.round;
  const document = annotationsOf(decision, { runId: review.runId, round, ...decided });
  if (document === null) return undefined;
  const bytes = jsonBytes(document);
  return objects.write(review.refs.brief.bucket, runKeys.annotations(review.runId, sha256(bytes)), bytes, 'application/json');
}
