import { z } from 'zod';
import { ObjectRef } from '../references.ts';

/** What every task knows of its run. */

export const RunId = z.string().regex(/^[0-9a-f]{24}$/, 'Expected a run id of 24 hexadecimal digits');
export type RunId = z.infer<typeof RunId>;

/** 1 for the first set of candidates. */
export const Round = z.number().int().min(1).max(10);

/** Input of one execution. The brief is the parsed document, `source` the upload as it came. */
export const RunInput = z.strictObject({ runId: RunId, brief: ObjectRef, source: ObjectRef });
export type RunInput = z.infer<typeof RunInput>;
