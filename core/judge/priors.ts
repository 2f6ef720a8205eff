import { z } from 'zod';
import data from './priors.json' with { type: 'json' };

const share = z.number().min(0).max(1);
const Operation = z.strictObject({
  /** Of the room between the best score and 1, the share that one more round closes. */
  headroomShare: share,
  /** Of rounds that started with a fault, the share that ended without. */
  mendedShare: share,
});

/** What is expected of a round before there is a history, dated and with sources. */
export const Priors = z.strictObject({
  asOf: z.iso.date(),
  sources: z.record(z.string(), z.string()),
  operations: z.strictObject({ edit: Operation, startOver: Operation }),
  meanHeadroom: share,
  /** How many counted rounds the figures of `operations` are worth. */
  priorRounds: z.number().positive(),
  approval: z.strictObject({
    /** Chance that people approve one of a round, by the bands of `core/judge/counts.ts`. */
    bands: z.tuple([share, share, share, share, share, share]),
    faulty: share,
    /** How many decisions each of these is worth. */
    priorDecisions: z.number().positive(),
  }),
  /** Hours that one more round costs people who are asked after it. */
  compareHours: z.number().nonnegative(),
});
export type Priors = z.infer<typeof Priors>;

export const priors: Priors = Priors.parse(data);
