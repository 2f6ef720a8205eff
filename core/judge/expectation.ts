import type { Speaker } from '../language/speaker.ts';
import { bandEdges, bandNames, countIn, type Counts, type Operation } from './counts.ts';
import { priors as shippedPriors, type Priors } from './priors.ts';
import type { RoundStanding } from './standing.ts';

/** What the sums about one more round are made of. US dollars and hours. */
export interface Outlook {
  /** Of the rounds of this kind and team. */
  readonly counts: Counts;
  /** Model calls of one round. */
  readonly modelUsd: number;
  /** The cheapest other route to such a picture. */
  readonly alternativeUsd: number;
  /** Chance that a run of this brief ends without an approved candidate, 0 to 1. */
  readonly unapprovedShare: number;
  readonly hourlyUsd: number;
  /** People's hours for a round that they ask for themselves. */
  readonly reviewHours: number;
}

/** What one more round is expected to bring. Shares and scores from 0 to 1, US dollars, not rounded. */
export interface Expected {
  /** Rise of the best score. */
  readonly gain: number;
  readonly chance: { readonly now: number; readonly after: number };
  readonly worthUsd: number;
  readonly costUsd: number;
  /** Rounds of the past that the gain rests on, their mean rise, and how much of the gain they make. */
  readonly rounds: number;
  readonly meanRise: number;
  readonly weight: number;
}

/**
 * One more round, weighed:
 *
 *   share  = (Σ rise + w · h₀ · share₀) / (Σ headroom + w · h₀)           headroom = 1 − best score before
 *   gain   = share · (1 − score)
 *   mended = (mended + w · mended₀) / (faulty + w)
 *   after  = chance(score + gain), of a clean round; else mended · chance(score + gain) + (1 − mended) · now
 *   loss   = min(other route, hourly · reviewHours + model + unapproved · other route)
 *   worth  = max(0, after − now) · loss
 *   cost   = model + hourly · compareHours
 *
 * The share is a ratio estimate (Cochran, Sampling Techniques, 3rd edition, chapter 6): what a round gains depends on
 * the room that is left. Both it and `mended` are drawn to their priors as `core/assessment/history.ts` does.
 */
export function expectedOf(operation: Operation, { standing, score }: RoundStanding, outlook: Outlook, priors: Priors = shippedPriors): Expected {
  const { counts, modelUsd, alternativeUsd, unapprovedShare, hourlyUsd, reviewHours } = outlook;
  const prior = priors.operations[operation];
  const rounds = countIn(counts, `${operation}Rounds`);
  const rise = countIn(counts, `${operation}Rise`) / 10_000;
  const headroom = countIn(counts, `${operation}Headroom`) / 10_000;
  const room = priors.priorRounds * priors.meanHeadroom;
  const share = Math.max(0, (rise + room * prior.headroomShare) / (headroom + room));
  const gain = Math.min(1, share) * (1 - score);

  const mended = (countIn(counts, `${operation}Mended`) + priors.priorRounds * prior.mendedShare) / (countIn(counts, `${operation}Faulty`) + priors.priorRounds);
  const now = chanceOf({ standing, score }, counts, priors);
  const clean = chanceOf({ standing: 'clean', score: score + gain }, counts, priors);
  const after = standing === 'clean' ? clean : mended * clean + (1 - mended) * now;
  const loss = Math.min(alternativeUsd, hourlyUsd * reviewHours + modelUsd + unapprovedShare * alternativeUsd);
  return {
    gain,
    chance: { now, after },
    worthUsd: Math.max(0, after - now) * loss,
    costUsd: modelUsd + hourlyUsd * priors.compareHours,
    rounds,
    meanRise: rounds === 0 ? 0 : rise / rounds,
    weight: rounds / (rounds + priors.priorRounds),
  };
}

/**
 * Chance that people approve one candidate of a round, 0 to 1. Each band's share of approvals is the mean of a Beta
 * posterior; as a better score cannot make an approval less likely, neighbours that say so are pooled by their weight
 * (isotonic regression: Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions, 1972).
 * Between the middles of two bands it runs straight. A round that fails its gates is never approved.
 */
export function chanceOf({ standing, score }: RoundStanding, counts: Counts, { approval }: Priors = shippedPriors): number {
  if (standing === 'out') return 0;
  if (standing === 'faulty') return (countIn(counts, 'faultyApproved') + approval.priorDecisions * approval.faulty) / (countIn(counts, 'faultyShown') + approval.priorDecisions);
  const chances = isotonic(
    bandNames.map((band, index) => {
      const weight = countIn(counts, `${band}Shown`) + approval.priorDecisions;
      return { value: (countIn(counts, `${band}Approved`) + approval.priorDecisions * (approval.bands[index] ?? 0)) / weight, weight };
    }),
  );
  return interpolated(middles, chances, score);
}

const middles = bandEdges.map((edge, index) => (edge + (bandEdges[index + 1] ?? 1)) / 2);

/** The nearest values that never fall, by weighted least squares: pool adjacent violators. */
export function isotonic(points: readonly { readonly value: number; readonly weight: number }[]): number[] {
  const blocks: { value: number; weight: number; length: number }[] = [];
  for (const { value, weight } of points) {
    let block = { value, weight, length: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.value > block.value; before = blocks.at(-1)) {
      const sum = before.weight + block.weight;
      block = { value: (before.value * before.weight + block.value * block.weight) / sum, weight: sum, length: before.length + block.length };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, length }) => Array.from({ length }, () => value));
}

/** Straight between the points, level beyond them. */
function interpolated(xs: readonly number[], ys: readonly number[], x: number): number {
  const right = xs.findIndex((each) => each >= x);
  if (right === -1) return ys.at(-1) ?? 0;
  const [x1 = 0, y1 = 0] = [xs[right], ys[right]];
  const [x0, y0] = [xs[right - 1], ys[right - 1]];
  return x0 === undefined || y0 === undefined ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Whether one more round gains less than it costs. */
export function isNotWorthIt({ worthUsd, costUsd }: Pick<Expected, 'worthUsd' | 'costUsd'>): boolean {
  return worthUsd < costUsd;
}

/** What an expectation comes to. */
export type End = 'good-enough' | 'another-round' | 'people';

/**
 * The expectation in words.
 *
 * @example sentenceOf(expected, 'good-enough', english) // "One more round of this kind raised the best score by 0.04 on average (31 rounds), worth $0.90 against $3.20: good enough."
 */
export function sentenceOf({ gain, worthUsd, costUsd, rounds, meanRise, weight }: Expected, end: End, { say, number, usd }: Speaker): string {
  const counted = say('judge.rounds', { count: rounds });
  const restsOn = { rise: number(Math.abs(meanRise), 2), rounds: weight < 0.5 ? say('judge.rounds.few', { rounds: counted, gain: number(gain, 2) }) : counted };
  const past = rounds === 0 ? say('judge.past.none', { gain: number(gain, 2) }) : say(meanRise < 0 ? 'judge.past.lowered' : 'judge.past.raised', restsOn);
  return say('judge.expected', { past, worth: usd(worthUsd), cost: usd(costUsd), end: say(`judge.end.${end}`) });
}
