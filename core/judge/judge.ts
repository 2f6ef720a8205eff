import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { InspectionDocument, JudgementDocument } from '../documents.ts';

export interface JudgeRequest {
  readonly inspection: z.infer<typeof InspectionDocument>;
  readonly brief: Brief;
  readonly round: number;
  readonly roundLimit: number;
  /** Score from which a candidate is good enough for people; 0.7 when absent. */
  readonly threshold?: number;
}

/**
 * Whether people see this round, or another is made first. For `iterate` the direction names the
 * candidate to edit, for `startOver` and `review` it names none.
 */
export function judge(request: JudgeRequest): z.infer<typeof JudgementDocument> {
  throw new Error(`not yet ${String(request.round)}`);
}
