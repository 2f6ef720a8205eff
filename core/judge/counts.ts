import { z } from 'zod';
import type { ReviewTag } from '../workflow.ts';

/**
 * What is counted of rounds, by kind, team and month; whole numbers, so that any number of writers can add to them.
 * Scores, chances and headrooms are ten-thousandths, costs millionths of a US dollar.
 */

/** Lower edges of the bands of scores; the last band goes to 1. */
export const bandEdges = [0, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
const bands = ['band0', 'band1', 'band2', 'band3', 'band4', 'band5'] as const;
export type Band = (typeof bands)[number];

/** Of a score from 0 to 1. */
export function bandOf(score: number): Band {
  return bands[bandEdges.findLastIndex((edge) => score >= edge)] ?? 'band0';
}

export const bandNames: readonly Band[] = bands;

/** How a round comes out of the one before it. */
export const operations = ['edit', 'startOver'] as const;
export type Operation = (typeof operations)[number];

export const Counter = z.enum([
  // Pairs of successive rounds, whoever asked for the second: how far the best score rose, and of how much room.
  'editRounds', 'editRise', 'editHeadroom', 'editFaulty', 'editMended',
  'startOverRounds', 'startOverRise', 'startOverHeadroom', 'startOverFaulty', 'startOverMended',
  // Rounds that people decided, by the band of the best score, and those with a sure fault in every candidate.
  'band0Shown', 'band0Approved', 'band1Shown', 'band1Approved', 'band2Shown', 'band2Approved',
  'band3Shown', 'band3Approved', 'band4Shown', 'band4Approved', 'band5Shown', 'band5Approved',
  'faultyShown', 'faultyApproved',
  // Rounds that the judge made by itself: what became of them at once, what had been expected, and what people made of them.
  'ownEditGiven', 'ownEditRose', 'ownEditRise', 'ownEditCost', 'ownEditExpected', 'ownEditExpectedRise', 'ownEditActualRise', 'ownEditShown', 'ownEditApproved',
  'ownStartOverGiven', 'ownStartOverRose', 'ownStartOverRise', 'ownStartOverCost', 'ownStartOverExpected', 'ownStartOverExpectedRise', 'ownStartOverActualRise', 'ownStartOverShown', 'ownStartOverApproved',
  // What people did with what they were shown.
  'reviewShown', 'reviewApproved', 'reviewBest', 'reviewChanges', 'reviewStartOver', 'reviewRejected',
  // Rounds that people were shown and nobody decided about before the run ended.
  'reviewExpired',
  // Of the decisions for which a chance had been expected: how often approved, expected and actual.
  'chanceShown', 'chanceExpected', 'chanceApproved',
  // Rounds that went on without people.
  'approveGiven',
  // What those who sent a round back said most.
  'tagTooDark', 'tagTooBright', 'tagWrongCrop', 'tagOffBrand', 'tagExtraFingers', 'tagTooBusy', 'tagOffConcept', 'tagWrongMood', 'tagStrayText',
]);
export type Counter = z.infer<typeof Counter>;

export const tagCounters = {
  'too-dark': 'tagTooDark',
  'too-bright': 'tagTooBright',
  'wrong-crop': 'tagWrongCrop',
  'off-brand': 'tagOffBrand',
  'extra-fingers': 'tagExtraFingers',
  'too-busy': 'tagTooBusy',
  'off-concept': 'tagOffConcept',
  'wrong-mood': 'tagWrongMood',
  'stray-text': 'tagStrayText',
} as const satisfies Readonly<Record<ReviewTag, Counter>>;

export const Counts = z.partialRecord(Counter, z.number().int());
export type Counts = z.infer<typeof Counts>;

export function countIn(counts: Counts, counter: Counter): number {
  return counts[counter] ?? 0;
}

/** Of several months, teams or kinds. */
export function sumOfCounts(all: readonly Counts[]): Counts {
  const sum: Counts = {};
  for (const counts of all) for (const counter of Counter.options) if (counts[counter] !== undefined) sum[counter] = countIn(sum, counter) + counts[counter];
  return sum;
}

/** Ten-thousandths of a share or a score. */
export function tenThousandths(value: number): number {
  return Math.round(value * 10_000);
}
