import { z } from 'zod';
import { Sha256 } from '../references.ts';
import { Round, RunId } from '../workflow/run.ts';
import { MicroUsd } from './money.ts';

export const PromptSlotName = z.enum(['subject', 'action', 'environment', 'lighting', 'style', 'camera']);
export type PromptSlotName = z.infer<typeof PromptSlotName>;

/** A parameter that the brief or its template asks for and the model does not take; `sent` is the nearest thing that is sent instead. */
export const NotSent = z.strictObject({ parameter: z.string(), value: z.json(), reason: z.string(), sent: z.json().exactOptional() });

/** `prompt.json`: the structured prompt of one concept. */
export const PromptDocument = z.strictObject({
  runId: RunId,
  round: Round,
  /** The label that pointed at the version, and the SHA-256 of its file; a document of before they were kept has neither. */
  template: z.strictObject({ name: z.string(), version: z.string(), label: z.string().nullable().default(null), sha256: Sha256.nullable().default(null) }),
  slots: z.array(z.strictObject({ slot: PromptSlotName, text: z.string(), from: z.string() })),
  /** Mood, palette, message, exclusions worded as constraints. */
  constraints: z.array(z.strictObject({ text: z.string(), from: z.string() })),
  /** The text that is sent, byte for byte. */
  text: z.string().min(1).max(32_000),
  model: z.strictObject({ name: z.string(), snapshot: z.string() }),
  /** What `images.generate` is called with besides prompt and model. */
  parameters: z.strictObject({
    n: z.number().int().min(1).max(10),
    size: z.string(),
    quality: z.enum(['low', 'medium', 'high']),
    output_format: z.literal('png'),
    background: z.literal('opaque').exactOptional(),
    moderation: z.literal('auto'),
  }),
  notSent: z.array(NotSent),
  /** What to know before the call: a model near its shutdown, a template of another kind. */
  warnings: z.array(z.string()).default([]),
  estimateMicroUsd: MicroUsd,
});
export type PromptDocument = z.infer<typeof PromptDocument>;
