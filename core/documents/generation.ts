import { z } from 'zod';
import { ReferenceUse } from '../brief/schema.ts';
import { ImageRef } from '../references.ts';
import { Direction } from '../workflow/direction.ts';
import { Round, RunId } from '../workflow/run.ts';
import { MicroUsd } from './money.ts';
import { NotSent } from './prompt.ts';

/** `generation.json`: what was asked of the model in one round, and what came. */
export const GenerationDocument = z.strictObject({
  runId: RunId,
  round: Round,
  operation: z.enum(['generate', 'edit']),
  /** The text sent: the prompt, or the instruction of the edit. */
  text: z.string(),
  model: z.strictObject({ name: z.string(), snapshot: z.string() }),
  parameters: z.record(z.string(), z.json()),
  notSent: z.array(NotSent),
  reference: ImageRef.nullable(),
  /** What led to this round; null for the first. */
  direction: Direction.nullable().default(null),
  /** What the reviewer drew over the reference, as it was sent. */
  markup: ImageRef.nullable().default(null),
  /** The area that the edit was confined to, as it was sent: transparent where it may change. */
  mask: ImageRef.nullable().default(null),
  /** Pictures of the brief that were sent with the text, in their order. */
  references: z.array(ImageRef.extend({ file: z.string(), use: ReferenceUse, note: z.string().optional() })).default([]),
  candidates: z.array(ImageRef).min(1),
  usage: z.strictObject({
    inputTextTokens: z.number().int().nonnegative(),
    inputImageTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
  }),
  costMicroUsd: MicroUsd,
  reservationId: z.string(),
  requestId: z.string().nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type GenerationDocument = z.infer<typeof GenerationDocument>;
