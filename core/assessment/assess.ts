import type { Brief } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
import type { ImageModel } from '../models/models.ts';

/** Whether a brief can be generated well, and whether that is worth it: signals, sums and a verdict. */
export function assess(brief: Brief, options: { readonly model: ImageModel }): Assessment {
  throw new Error(`not yet ${brief.title} ${options.model.name}`);
}
