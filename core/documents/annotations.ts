import { z } from 'zod';
import { Drawing, Pin } from '../geometry.ts';
import { Sha256 } from '../references.ts';
import { ReviewTag } from '../workflow/direction.ts';
import { Round, RunId } from '../workflow/run.ts';

/** `annotations/<sha256>.json`: what one reviewer put on a candidate. */
export const AnnotationsDocument = z.strictObject({
  runId: RunId,
  round: Round,
  candidate: Sha256,
  by: z.string(),
  at: z.iso.datetime(),
  tags: z.array(ReviewTag),
  pins: z.array(Pin),
  /** Pen strokes: become the `markup` of the next edit. */
  markup: Drawing,
  /** Brush strokes: become its `mask`. */
  brush: Drawing,
});
export type AnnotationsDocument = z.infer<typeof AnnotationsDocument>;
