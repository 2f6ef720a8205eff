import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import type { Brief } from '../brief/schema.ts';
import type { Assessment } from '../documents.ts';
import { estimateMicroUsd, inputPicturesOf, nearestSize } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';
import data from './constants.json' with { type: 'json' };

const Role = z.enum(['designer', 'photographer', 'illustrator']);

/** What work and licences cost, dated and with their sources. A team puts its own figures in their place. */
export const Constants = z.strictObject({
  asOf: z.iso.date(),
  sources: z.record(z.string(), z.string()),
  hourlyUsd: z.record(Role, z.number().positive()),
  generation: z.strictObject({
    briefHours: z.number().nonnegative(),
    reviewHoursPerRound: z.number().nonnegative(),
    /** Rounds that a brief without doubts takes on average. */
    rounds: z.number().positive(),
    roundsPerDoubt: z.number().nonnegative(),
  }),
  routes: z.record(
    AssetKind,
    z.array(z.strictObject({ route: z.string(), hours: z.partialRecord(Role, z.number().positive()), costsUsd: z.number().nonnegative() })).min(1),
  ),
});
export type Constants = z.infer<typeof Constants>;

export const shippedConstants: Constants = Constants.parse(data);

/** Characters of a usual prompt, for the estimate before there is one. */
const usualPrompt = 1_500;

/**
 * What generating is expected to cost against the cheapest other way to such a picture. People's time
 * is by far the greater part of both.
 */
export function returnOnInvestment(brief: Brief, doubts: number, model: ImageModel, constants: Constants): Assessment['returnOnInvestment'] {
  const { briefHours, reviewHoursPerRound, rounds, roundsPerDoubt } = constants.generation;
  const expectedRounds = Math.min(brief.review.rounds, rounds + doubts * roundsPerDoubt);
  const { size } = nearestSize(brief.aspect, model);
  const perRound = estimateMicroUsd({ size, quality: brief.quality, n: brief.candidates, promptChars: usualPrompt, operation: 'generate', references: Math.min(brief.references.length, inputPicturesOf(model)) }, model) / 1_000_000;
  const modelUsd = perRound * expectedRounds;
  const generationUsd = modelUsd + (briefHours + reviewHoursPerRound * expectedRounds) * constants.hourlyUsd.designer;
  const [cheapest] = constants.routes[brief.kind]
    .map(({ route, hours, costsUsd }) => ({ route, usd: costsUsd + Role.options.reduce((sum, role) => sum + (hours[role] ?? 0) * constants.hourlyUsd[role], 0) }))
    .sort((a, b) => a.usd - b.usd);
  const alternative = cheapest ?? { route: 'none known', usd: 0 };
  return {
    generationUsd: cents(generationUsd),
    modelUsd: cents(modelUsd),
    alternative: { route: alternative.route, usd: cents(alternative.usd) },
    savingUsd: cents(alternative.usd - generationUsd),
    expectedRounds: Number(expectedRounds.toFixed(2)),
    constantsAsOf: constants.asOf,
  };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
