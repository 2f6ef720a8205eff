import { z } from 'zod';

export const Severity = z.enum(['error', 'warning', 'hint']);
export type Severity = z.infer<typeof Severity>;

/** What a rule of the critique says of a brief. */
export const Finding = z.strictObject({
  /** Its id: `generic-subject`. */
  rule: z.string(),
  /** An error refuses the brief; warnings and hints never block by themselves. */
  severity: Severity,
  /** Path in the brief, `concept.subject`. */
  field: z.string(),
  /** What was expected, what came, and the way out. */
  message: z.string(),
  reason: z.string(),
  /** One brief before and after, in a line each. */
  example: z.strictObject({ before: z.string(), after: z.string() }),
  /** Whether the owner is asked about it before anything is spent. */
  asks: z.boolean(),
  /** 1-based line of the source, where it is known. */
  line: z.number().int().positive().optional(),
});
export type Finding = z.infer<typeof Finding>;
