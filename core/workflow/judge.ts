import { z } from 'zod';
import { ImageRef, ObjectRef } from '../references.ts';
import { Direction } from './direction.ts';
import { CandidatesDecision } from './review.ts';
import { Round, RunId } from './run.ts';

/** Input and output of `Judge`. */

export const JudgeInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  inspection: ObjectRef,
  candidates: z.array(ImageRef).min(1),
  round: Round,
  roundLimit: Round,
  /** Of the earlier rounds, oldest first: the same edit is not tried twice. */
  directions: z.array(Direction).default([]),
});

/** `approve` goes on without people: only where the policy allows it and the check has earned trust. */
export const JudgeVerdict = z.enum(['review', 'iterate', 'startOver', 'approve']);

export const JudgeOutput = z.strictObject({
  verdict: JudgeVerdict,
  reasons: z.array(z.string()),
  judgement: ObjectRef,
  /** Present for `iterate` and `startOver`. */
  direction: Direction.nullable(),
  /** The candidate to edit; present for `iterate`. */
  reference: ImageRef.nullable(),
  /** Made in people's place; present for `approve`. */
  decision: CandidatesDecision.nullable(),
});
export type JudgeOutput = z.infer<typeof JudgeOutput>;
