import type { Brief } from '../brief/schema.ts';
import type { PromptDocument } from '../documents.ts';
import type { ImageModel } from '../models/models.ts';
import type { Direction } from '../workflow.ts';
import type { PromptTemplate } from './templates.ts';

export interface PromptRequest {
  readonly runId: string;
  readonly round: number;
  readonly brief: Brief;
  /** Oldest first; a `startOver` among them gives the prompt a new concept. */
  readonly directions: readonly Direction[];
  readonly template: PromptTemplate;
  readonly model: ImageModel;
}

/** The structured prompt of a brief. The same request gives the same bytes. */
export function buildPrompt(request: PromptRequest): PromptDocument {
  throw new Error(`not yet ${request.runId}`);
}
