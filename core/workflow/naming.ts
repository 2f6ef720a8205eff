import { z } from 'zod';

/** People whom somebody named for the reviews of a run in place of the brief's, when one that had expired was opened again. */
export const Naming = z.strictObject({
  /** In the order of a sequence; empty where the policy is by roles. */
  approvers: z.array(z.string()),
  /** Of every role of the policy; empty where it is not by roles. */
  roles: z.record(z.string(), z.array(z.string())),
  /** Who named them, and when. */
  by: z.string(),
  at: z.iso.datetime(),
});
export type Naming = z.infer<typeof Naming>;
