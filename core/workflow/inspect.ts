import { z } from 'zod';
import { ImageRef, ObjectRef } from '../references.ts';
import { Round, RunId } from './run.ts';
import { Ticket } from './turn.ts';

/** Input and output of `Inspect`. */

export const InspectInput = z.strictObject({
  runId: RunId,
  brief: ObjectRef,
  prompt: ObjectRef,
  round: Round,
  candidates: z.array(ImageRef).min(1),
  /** No further try follows: a vision model that cannot be reached leaves its questions to people. */
  lastTry: z.boolean(),
  /** Of an earlier try that had to wait. */
  ticket: Ticket.nullable().default(null),
});

export const InspectOutput = z.strictObject({ inspection: ObjectRef, contactSheet: ImageRef });
export type InspectOutput = z.infer<typeof InspectOutput>;
