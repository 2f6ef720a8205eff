import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { NotSent, PromptDocument } from '../documents.ts';
import type { Direction } from '../workflow.ts';

/** The instruction of an edit: what to change, and everything that must stay, repeated in every round. */
export function editInstruction(request: { readonly prompt: PromptDocument; readonly brief: Brief; readonly direction: Direction }): {
  readonly text: string;
  readonly notSent: z.infer<typeof NotSent>[];
} {
  throw new Error(`not yet ${request.prompt.runId}`);
}
