import { bandEdges, bandNames, countIn, tagCounters, type Counts } from './counts.ts';
import { chanceOf } from './expectation.ts';
import type { AdviceReport } from '../api.ts';
import { ReviewTag } from '../workflow.ts';

type OwnRounds = AdviceReport['verdicts']['iterate'];

/** How often the judge was right, verdict by verdict, and how far its expectations were off. */
export function adviceOf(counts: Counts): Pick<AdviceReport, 'verdicts' | 'calibration' | 'tags' | 'bands'> {
  const of = (counter: Parameters<typeof countIn>[1]): number => countIn(counts, counter);
  const own = (by: 'ownEdit' | 'ownStartOver'): OwnRounds => ({
    given: of(`${by}Given`),
    rose: of(`${by}Rose`),
    meanRise: mean(of(`${by}Rise`) / 10_000, of(`${by}Given`)),
    costMicroUsd: of(`${by}Cost`),
    shown: of(`${by}Shown`),
    approved: of(`${by}Approved`),
  });
  const gain = (by: 'ownEdit' | 'ownStartOver'): AdviceReport['calibration']['iterate'] => ({
    rounds: of(`${by}Expected`),
    expected: mean(of(`${by}ExpectedRise`) / 10_000, of(`${by}Expected`)),
    actual: mean(of(`${by}ActualRise`) / 10_000, of(`${by}Expected`)),
  });
  return {
    verdicts: {
      review: {
        shown: of('reviewShown'),
        approved: of('reviewApproved'),
        bestApproved: of('reviewBest'),
        changes: of('reviewChanges'),
        startOver: of('reviewStartOver'),
        rejected: of('reviewRejected'),
        expired: of('reviewExpired'),
      },
      iterate: own('ownEdit'),
      startOver: own('ownStartOver'),
      approve: { given: of('approveGiven') },
    },
    calibration: {
      iterate: gain('ownEdit'),
      startOver: gain('ownStartOver'),
      approval: {
        rounds: of('chanceShown'),
        expected: mean(of('chanceExpected') / 10_000, of('chanceShown')),
        actual: mean(of('chanceApproved'), of('chanceShown')),
      },
    },
    tags: ReviewTag.options
      .map((tag) => ({ tag, rounds: of(tagCounters[tag]) }))
      .filter(({ rounds }) => rounds > 0)
      .toSorted((one, other) => other.rounds - one.rounds),
    bands: [
      ...bandNames.map((band, index) => {
        const [from, to] = [bandEdges[index] ?? 0, bandEdges[index + 1] ?? 1];
        return { standing: 'clean' as const, from, to, shown: of(`${band}Shown`), approved: of(`${band}Approved`), chance: rounded(chanceOf({ standing: 'clean', score: (from + to) / 2 }, counts)) };
      }),
      { standing: 'faulty' as const, from: 0, to: 1, shown: of('faultyShown'), approved: of('faultyApproved'), chance: rounded(chanceOf({ standing: 'faulty', score: 0 }, counts)) },
    ],
  };
}

/** Null where there is nothing to take the mean of. */
function mean(sum: number, count: number): number | null {
  return count === 0 ? null : rounded(sum / count);
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
