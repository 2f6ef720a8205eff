import { z } from 'zod';
import { ImageRef, ObjectRef } from '../references.ts';
import { Direction } from './direction.ts';
import { Round, RunId } from './run.ts';
import { SpendingDecision } from './spending.ts';
import { Ticket } from './turn.ts';

/** Input and output of `BuildPrompt` and `Generate`. */

/** Rounds that start over carry every earlier direction, oldest first. */
export const BuildPromptInput = z.strictObject({ runId: RunId, brief: ObjectRef, round: Round, directions: z.array(Direction) });

export const BuildPromptOutput = z.strictObject({ prompt: ObjectRef });

/** `reference` present means an edit of that candidate, absent a new generation. */
export const GenerateInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  round: Round,
  directions: z.array(Direction),
  reference: ImageRef.nullable(),
  /** Of an earlier try that had to wait. */
  ticket: Ticket.nullable().default(null),
  /** What the owner decided when a cap last refused a call of this run. */
  spending: SpendingDecision.nullable().default(null),
});
export type GenerateInput = z.infer<typeof GenerateInput>;

/** `prompt` is that of the candidates' concept: an edit of an earlier candidate goes back to the concept it came from. */
export const GenerateOutput = z.strictObject({ prompt: ObjectRef, generation: ObjectRef, candidates: z.array(ImageRef).min(1) });
export type GenerateOutput = z.infer<typeof GenerateOutput>;
