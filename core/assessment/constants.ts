import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import { InvalidConstants } from '../errors.ts';
import type { DocumentForm } from '../source/form.ts';
import { checked } from '../source/problems.ts';
import { readSource } from '../source/read.ts';
import data from './constants.json' with { type: 'json' };

export const Role = z.enum(['designer', 'photographer', 'illustrator']);
export type Role = z.infer<typeof Role>;

const amount = z.number().nonnegative().max(1_000_000);
const rate = z.number().positive().max(10_000);
const hours = z.number().nonnegative().max(1_000);
const share = z.number().min(0).max(0.95);

/** US dollars an hour. */
const hourlyUsd = { designer: rate, photographer: rate, illustrator: rate };

const generation = {
  briefHours: hours,
  reviewHoursPerRound: hours,
  /** Rounds that a brief without doubts takes on average, before there is a history. */
  rounds: z.number().min(1).max(10),
  roundsPerDoubt: z.number().nonnegative().max(10),
  /** Share of briefs without doubts that end without an approved candidate, before there is a history. */
  unapprovedShare: share,
  unapprovedPerDoubt: share,
  /** How many finished runs `rounds` and `unapprovedShare` are worth: with as many of one's own, both weigh the same. */
  priorRuns: z.number().positive().max(10_000),
};

/** A designer's hours by hand for what finishing does without people. */
const adaptation = { hoursPerDeliverable: hours, hoursPerPrint: hours };

const Routes = z.array(z.strictObject({ route: z.string().trim().min(1), hours: z.strictObject({ designer: hours.optional(), photographer: hours.optional(), illustrator: hours.optional() }), costsUsd: amount })).min(1).max(20);

/** What work and licences cost, dated and with their sources. A team puts its own figures in their place. */
export const Constants = z.strictObject({
  asOf: z.iso.date(),
  sources: z.record(z.string(), z.string()),
  hourlyUsd: z.strictObject(hourlyUsd),
  generation: z.strictObject(generation),
  adaptation: z.strictObject(adaptation),
  routes: z.record(AssetKind, Routes),
});
export type Constants = z.infer<typeof Constants>;

export const shippedConstants: Constants = Constants.parse(data);

/** `teams/<team>/constants.yaml`: what a team writes differently; a kind's routes are replaced as a whole. */
export const TeamConstants = z.strictObject({
  asOf: z.iso.date().optional(),
  sources: z.record(z.string(), z.string()).optional(),
  hourlyUsd: z.strictObject(hourlyUsd).partial().optional(),
  generation: z.strictObject(generation).partial().optional(),
  adaptation: z.strictObject(adaptation).partial().optional(),
  routes: z.strictObject(Object.fromEntries(AssetKind.options.map((kind) => [kind, Routes.optional()])) as Record<AssetKind, z.ZodOptional<typeof Routes>>).optional(),
});
export type TeamConstants = z.infer<typeof TeamConstants>;

const form: DocumentForm<typeof TeamConstants> = {
  noun: 'file of constants',
  schema: TeamConstants,
  shortest: 'one figure, such as hourlyUsd: { designer: 75 }',
  wayOuts: { '': 'write at least one figure, such as hourlyUsd: { designer: 75 }' },
  choices: {},
  Invalid: InvalidConstants,
};

/**
 * Reads a team's constants. All of it is optional: what is not there is Galley's own.
 *
 * @throws InvalidConstants naming every field that is wrong, all at once, with lines where the source has them.
 * @example parseTeamConstants('hourlyUsd: { designer: 75 }\n', 'yaml').hourlyUsd // { designer: 75 }
 */
export function parseTeamConstants(text: string, format: 'yaml' | 'json'): TeamConstants {
  const { value, lineOf } = readSource(text, format, form);
  return checked(form, value, lineOf, []);
}

/** The shipped constants with a team's figures in their place. */
export function withTeam(team: TeamConstants, base: Constants = shippedConstants): Constants {
  return Constants.parse({
    asOf: team.asOf ?? base.asOf,
    sources: { ...base.sources, ...team.sources },
    hourlyUsd: { ...base.hourlyUsd, ...team.hourlyUsd },
    generation: { ...base.generation, ...team.generation },
    adaptation: { ...base.adaptation, ...team.adaptation },
    routes: { ...base.routes, ...Object.fromEntries(Object.entries(team.routes ?? {}).filter(([, routes]) => routes !== undefined)) },
  });
}
