import { z } from 'zod';

/** What the API answers where it refuses something. */

export const Problem = z.object({ field: z.string(), message: z.string(), line: z.number().optional(), reason: z.string().optional() });

export const ApiError = z.object({
  error: z.object({
    name: z.string(),
    message: z.string(),
    problems: z.array(Problem).optional(),
    /** What the message says, by name, where a page says it in its reader's language. */
    facts: z.record(z.string(), z.string()).optional(),
  }),
});
export type ApiError = z.infer<typeof ApiError>;
