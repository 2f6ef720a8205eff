import type { Brief } from '../brief/schema.ts';
import type { ReturnOnInvestment } from '../documents.ts';
import { resolveDeliverables } from '../imaging/presets.ts';
import { estimateMicroUsd, inputPicturesOf, nearestSize } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';
import { Role } from './constants.ts';
import type { Constants } from './constants.ts';
import { expectationOf } from './history.ts';
import type { RoundsHistory } from './history.ts';
import { factorsOf } from './sensitivity.ts';
import type { Factor } from './sensitivity.ts';

/** All that the sums are made of. */
export interface ReturnFacts {
  readonly brief: Brief;
  /** How many doubts the brief raised: each costs rounds, and chances. */
  readonly doubts: number;
  readonly model: ImageModel;
  readonly constants: Constants;
  readonly history: RoundsHistory;
}

/** Multiplies one of the constants, to see what hangs on it. */
export type Scale = (factor: Factor) => number;

/** In US dollars and hours, not rounded. */
export interface Sums {
  readonly rounds: number;
  readonly unapproved: number;
  readonly modelUsdPerRound: number;
  readonly generationUsd: number;
  readonly routes: readonly RouteSum[];
  readonly alternative: RouteSum;
  readonly fallbackUsd: number;
  readonly savingUsd: number;
}

interface RouteSum {
  readonly route: string;
  readonly usd: number;
  readonly designerHours: number;
}

/** Characters of a usual prompt, for the estimate before there is one. */
const usualPrompt = 1_500;
/** Beyond it nothing would ever be generated, whatever the history says. */
const worstShare = 0.95;

/**
 * The sums of one brief:
 *
 *   rounds     = min(limit, blended rounds + doubts · roundsPerDoubt)
 *   unapproved = blended share + doubts · unapprovedPerDoubt
 *   generation = (briefHours + reviewHoursPerRound · rounds) · designer + model · rounds
 *   saving     = alternative − generation − unapproved · alternative
 */
export function sumsOf({ brief, doubts, model, constants, history }: ReturnFacts, scale: Scale = () => 1): Sums {
  const { generation, adaptation, hourlyUsd } = constants;
  const blended = expectationOf(history, generation);
  const rounds = Math.min(brief.review.rounds, Math.max(1, blended.rounds * scale('generation.rounds') + doubts * generation.roundsPerDoubt * scale('generation.roundsPerDoubt')));
  const unapproved = Math.min(worstShare, blended.unapprovedShare * scale('generation.unapprovedShare') + doubts * generation.unapprovedPerDoubt * scale('generation.unapprovedPerDoubt'));
  const rateOf = (role: Role): number => hourlyUsd[role] * scale(`hourlyUsd.${role}`);

  const { size } = nearestSize(brief.aspect, model);
  const modelUsdPerRound = (estimateMicroUsd({ size, quality: brief.quality, n: brief.candidates, promptChars: usualPrompt, operation: 'generate', references: Math.min(brief.references.length, inputPicturesOf(model)) }, model) / 1_000_000) * scale('model.price');
  const ownHours = generation.briefHours * scale('generation.briefHours') + generation.reviewHoursPerRound * scale('generation.reviewHoursPerRound') * rounds;
  const generationUsd = ownHours * rateOf('designer') + modelUsdPerRound * rounds;

  const byHand = handHours(brief, adaptation.hoursPerDeliverable * scale('adaptation.hoursPerDeliverable'), adaptation.hoursPerPrint * scale('adaptation.hoursPerPrint'));
  const routes = constants.routes[brief.kind]
    .map(({ route, hours, costsUsd }): RouteSum => {
      const work = Role.options.map((role) => (hours[role] ?? 0) * scale('routes.hours') + (role === 'designer' ? byHand : 0));
      return { route, usd: costsUsd * scale('routes.costsUsd') + Role.options.reduce((sum, role, index) => sum + (work[index] ?? 0) * rateOf(role), 0), designerHours: work[0] ?? 0 };
    })
    .toSorted((a, b) => a.usd - b.usd);
  const alternative = routes[0] ?? { route: 'none known', usd: 0, designerHours: 0 };
  const fallbackUsd = unapproved * alternative.usd;
  return { rounds, unapproved, modelUsdPerRound, generationUsd, routes, alternative, fallbackUsd, savingUsd: alternative.usd - generationUsd - fallbackUsd };
}

/** Hours of cutting and exporting by hand; the first size comes with the route, a print is work of its own. */
function handHours(brief: Brief, perDeliverable: number, perPrint: number): number {
  const prints = resolveDeliverables(brief.deliverables).filter(({ dpi }) => dpi !== null).length;
  const screens = brief.deliverables.length - prints;
  return Math.max(0, screens - 1) * perDeliverable + prints * perPrint;
}

/** What generating is expected to cost against the cheapest other way to such a picture, and how sure that is. */
export function returnOnInvestment(facts: ReturnFacts, team: string | null): ReturnOnInvestment {
  const sums = sumsOf(facts);
  const { runs, unapproved, rounds } = facts.history;
  return {
    generationUsd: cents(sums.generationUsd),
    modelUsd: cents(sums.modelUsdPerRound * sums.rounds),
    unapprovedShare: thousandths(sums.unapproved),
    fallbackUsd: cents(sums.fallbackUsd),
    alternative: { route: sums.alternative.route, usd: cents(sums.alternative.usd) },
    routes: sums.routes.map(({ route, usd }) => ({ route, usd: cents(usd) })),
    savingUsd: cents(sums.savingUsd),
    expectedRounds: Number(sums.rounds.toFixed(2)),
    breakEven: breakEvenOf(facts, sums),
    sensitivity: sensitivityOf(facts, sums.savingUsd),
    history: { runs, unapproved, rounds, weight: thousandths(expectationOf(facts.history, facts.constants.generation).weight) },
    constantsAsOf: facts.constants.asOf,
    team,
  };
}

/** The points at which the saving is nothing, each with everything else, and the route, unchanged. */
function breakEvenOf({ constants }: ReturnFacts, { rounds, unapproved, modelUsdPerRound, generationUsd, alternative }: Sums): NonNullable<ReturnOnInvestment['breakEven']> {
  const { briefHours, reviewHoursPerRound } = constants.generation;
  const rate = constants.hourlyUsd.designer;
  const kept = 1 - unapproved;
  const perRound = reviewHoursPerRound * rate + modelUsdPerRound;
  const lastRound = (kept * alternative.usd - briefHours * rate) / perRound;
  const lastShare = 1 - generationUsd / alternative.usd;
  // saving = fixed + slope · rate, as the alternative's own designer is paid by the same rate.
  const slope = kept * alternative.designerHours - briefHours - reviewHoursPerRound * rounds;
  const fixed = kept * (alternative.usd - alternative.designerHours * rate) - modelUsdPerRound * rounds;
  const turn = -fixed / slope;
  return {
    rounds: lastRound >= 0.05 && lastRound <= mostRounds ? Number(lastRound.toFixed(1)) : null,
    unapprovedShare: alternative.usd > 0 && lastShare >= 0.001 ? thousandths(lastShare) : null,
    alternativeUsd: cents(generationUsd / kept),
    designerHourly: turn >= 1 && turn <= highestRate ? { usd: cents(turn), pays: slope < 0 ? 'below' : 'above' } : null,
  };
}

/** One constant at a time, 30 % lower and 30 % higher; those that move nothing are left out. */
function sensitivityOf(facts: ReturnFacts, savingUsd: number): ReturnOnInvestment['sensitivity'] {
  const savingAt = (factor: Factor, by: number): number => sumsOf(facts, (each) => (each === factor ? by : 1)).savingUsd;
  return factorsOf()
    .map(({ factor, what }) => {
      const low = savingAt(factor, 1 - swing);
      const high = savingAt(factor, 1 + swing);
      return { constant: factor, what, lowUsd: cents(low), highUsd: cents(high), flips: [low, high].some((each) => each >= 0 !== savingUsd >= 0) };
    })
    .filter(({ lowUsd, highUsd }) => lowUsd !== highUsd || lowUsd !== cents(savingUsd))
    .toSorted((a, b) => Math.abs(b.highUsd - b.lowUsd) - Math.abs(a.highUsd - a.lowUsd));
}

const swing = 0.3;

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function thousandths(share: number): number {
  return Math.round(share * 1000) / 1000;
}

/** Break-even points beyond these are none that anybody will reach. */
const highestRate = 10_000;
const mostRounds = 10_000;
