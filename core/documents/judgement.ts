import { z } from 'zod';
import { Sha256 } from '../references.ts';
import { Direction } from '../workflow/direction.ts';
import { JudgeVerdict } from '../workflow/judge.ts';
import { CandidatesDecision } from '../workflow/review.ts';
import { Round, RunId } from '../workflow/run.ts';
import { MicroUsd } from './money.ts';

export const JudgementDocument = z.strictObject({
  runId: RunId,
  round: Round,
  verdict: JudgeVerdict,
  reasons: z.array(z.string()),
  /** Best first. */
  ranking: z.array(z.strictObject({ candidate: Sha256, score: z.number(), passedGates: z.boolean() })),
  threshold: z.number(),
  direction: Direction.nullable(),
  /** What else could have been done, and why it was not. */
  alternatives: z.array(z.strictObject({ choice: JudgeVerdict, reason: z.string() })).default([]),
  /** What one more round is expected to bring, and what that rests on; null where nothing was expected. */
  expectation: z
    .strictObject({
      /** Expected rise of the best score, and the chance of an approval that it brings. */
      gain: z.number(),
      /** That people approve one of this round, and of the next; null where it was not kept. */
      chance: z.strictObject({ now: z.number().min(0).max(1), after: z.number().min(0).max(1) }).nullable().default(null),
      /** Worth of the gain, and cost of the round with people's time, in US dollars. */
      worthUsd: z.number(),
      costUsd: z.number(),
      /** Rounds of the past that the expectation rests on, and how much of it they make, 0 to 1. */
      rounds: z.number().int().nonnegative(),
      weight: z.number().min(0).max(1),
      sentence: z.string(),
    })
    .nullable()
    .default(null),
  /** Whether the check had earned trust, and why; null where nobody asked. */
  trust: z.strictObject({ trusted: z.boolean(), reason: z.string() }).nullable().default(null),
  /** Of `approve`: the decision that the check made in people's place. */
  decision: CandidatesDecision.nullable().default(null),
});
export type JudgementDocument = z.infer<typeof JudgementDocument>;

/** How a round stood; the words are those of `core/judge/standing.ts`. */
const RoundStanding = z.strictObject({ standing: z.enum(['clean', 'faulty', 'out']), score: z.number().min(0).max(1) });

/** `outcome.json`: what became of a judgement, written once it is known. */
export const OutcomeDocument = z.strictObject({
  runId: RunId,
  round: Round,
  verdict: JudgeVerdict,
  /** The best candidate when it was judged. */
  stood: RoundStanding,
  /** As expected then; null where nothing was. */
  expectedGain: z.number().nullable(),
  became: z.discriminatedUnion('what', [
    /** The round that the judge had made: how its best candidate stood, and what it cost. */
    z.strictObject({ what: z.literal('round'), stood: RoundStanding, rise: z.number(), costMicroUsd: MicroUsd }),
    /** What people decided, and on which candidate by rank, 1 for the best; null where it is not one of this round. */
    z.strictObject({ what: z.literal('people'), decision: CandidatesDecision.shape.decision, candidate: Sha256.nullable(), rank: z.number().int().positive().nullable() }),
    /** It went on without people: nobody has said whether that was right. */
    z.strictObject({ what: z.literal('check'), candidate: Sha256 }),
    /** People were asked, nobody decided in time, and the run ended: that says nothing of the judgement. */
    z.strictObject({ what: z.literal('expired') }),
  ]),
  at: z.iso.datetime(),
});
export type OutcomeDocument = z.infer<typeof OutcomeDocument>;
