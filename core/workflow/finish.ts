import { z } from 'zod';
import { ImageRef, ObjectRef } from '../references.ts';
import { Direction } from './direction.ts';
import { CandidatesDecision } from './review.ts';
import { Round, RunId } from './run.ts';

/** Input and output of `Finish` and `Archive`. */

export const FinishInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  generation: ObjectRef,
  candidate: ImageRef,
  /** The approval: it is written into the metadata of every file. */
  decision: CandidatesDecision,
});
export type FinishInput = z.infer<typeof FinishInput>;

export const FinishOutput = z.strictObject({ master: ImageRef, report: ObjectRef });

export const ArchiveInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  source: ObjectRef,
  assessment: ObjectRef,
  prompt: ObjectRef,
  generation: ObjectRef,
  inspection: ObjectRef,
  judgement: ObjectRef,
  directions: z.array(Direction),
  round: Round,
  decision: CandidatesDecision,
  master: ImageRef,
  report: ObjectRef,
});
export type ArchiveInput = z.infer<typeof ArchiveInput>;

export const ArchiveOutput = z.strictObject({ assetId: RunId, companion: ObjectRef });
