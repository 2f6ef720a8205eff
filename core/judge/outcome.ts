import type { Brief } from '../brief/schema.ts';
import type { InspectionDocument, JudgementDocument, OutcomeDocument } from '../documents.ts';
import type { CandidatesDecision, Direction } from '../workflow.ts';
import { bandOf, tagCounters, tenThousandths, type Counter, type Counts, type Operation } from './counts.ts';
import { roundStanding } from './standing.ts';
import type { z } from 'zod';

type Inspection = z.infer<typeof InspectionDocument>;

/** What is known of a judged round, and of what came after it. */
export interface JudgedRound {
  readonly brief: Pick<Brief, 'qa'>;
  readonly judgement: JudgementDocument;
  readonly inspection: Inspection;
}

export interface NextRound {
  readonly direction: Direction;
  readonly inspection: Inspection;
  /** Generation and inspection. */
  readonly costMicroUsd: number;
}

/** Something to be counted under a name of its own, and what is to be kept of it beside the judgement. */
export interface Joined {
  readonly id: string;
  readonly counts: Counts;
  readonly document: OutcomeDocument | null;
}

/**
 * Joins a judgement with the round that came next, whoever asked for it. Null where that round went on from a
 * candidate of an earlier round, so that the two cannot be compared.
 */
export function joinRound({ brief, judgement, inspection }: JudgedRound, { direction, inspection: next, costMicroUsd }: NextRound, at: string): Joined | null {
  const { runId, round, verdict, expectation } = judgement;
  if (direction.kind === 'changes' && !inspection.candidates.some(({ candidate }) => candidate.sha256 === direction.candidate)) return null;
  const [before, after] = [roundStanding(inspection.candidates, brief), roundStanding(next.candidates, brief)];
  const rise = Number((after.score - before.score).toFixed(4));
  const operation: Operation = direction.kind === 'changes' ? 'edit' : 'startOver';
  const faulty = before.standing !== 'clean';
  const counts: Counts = {
    [`${operation}Rounds` satisfies Counter]: 1,
    [`${operation}Rise` satisfies Counter]: tenThousandths(rise),
    [`${operation}Headroom` satisfies Counter]: tenThousandths(1 - before.score),
    [`${operation}Faulty` satisfies Counter]: Number(faulty),
    [`${operation}Mended` satisfies Counter]: Number(faulty && after.standing === 'clean'),
  };
  const own = direction.by === 'judge' && (verdict === 'iterate' || verdict === 'startOver');
  if (!own) return { id: `${runId}/${String(round)}/next`, counts, document: null };
  const by = ownOf(verdict);
  const expectedGain = expectation?.gain ?? null;
  return {
    id: `${runId}/${String(round)}/next`,
    counts: {
      ...counts,
      [`${by}Given` satisfies Counter]: 1,
      // Better is a higher score, or the same fault no longer there.
      [`${by}Rose` satisfies Counter]: Number(after.standing === before.standing ? rise > 0 : after.standing === 'clean' || before.standing === 'out'),
      [`${by}Rise` satisfies Counter]: tenThousandths(rise),
      [`${by}Cost` satisfies Counter]: costMicroUsd,
      ...(expectedGain === null
        ? {}
        : {
            [`${by}Expected` satisfies Counter]: 1,
            [`${by}ExpectedRise` satisfies Counter]: tenThousandths(expectedGain),
            [`${by}ActualRise` satisfies Counter]: tenThousandths(rise),
          }),
    },
    document: { runId, round, verdict, stood: before, expectedGain, became: { what: 'round', stood: after, rise, costMicroUsd }, at },
  };
}

/**
 * Joins a judgement with what people decided about its round.
 *
 * @param directions of the rounds up to this one, oldest first: the judge's own last ones led here
 */
export function joinDecision({ brief, judgement, inspection }: JudgedRound, decision: Pick<CandidatesDecision, 'decision' | 'candidate' | 'tags'>, directions: readonly Direction[], at: string): Joined {
  const { runId, round, verdict, ranking, expectation } = judgement;
  const stood = roundStanding(inspection.candidates, brief);
  const approved = decision.decision === 'approve';
  const candidate = decision.candidate?.sha256 ?? null;
  const rank = candidate === null ? 0 : ranking.findIndex((each) => each.candidate === candidate) + 1;
  const counts: Counts = {
    reviewShown: 1,
    [({ approve: 'reviewApproved', changes: 'reviewChanges', startOver: 'reviewStartOver', reject: 'reviewRejected' } as const)[decision.decision]]: 1,
    reviewBest: Number(approved && rank === 1),
    // What failed its gates is never thought approvable: it belongs to no band.
    ...(stood.standing === 'out' ? {} : shown(stood.standing === 'faulty' ? 'faulty' : bandOf(stood.score), approved)),
    ...(expectation?.chance === null || expectation === null ? {} : { chanceShown: 1, chanceExpected: tenThousandths(expectation.chance.now), chanceApproved: Number(approved) }),
    ...Object.fromEntries(decision.tags.map((tag) => [tagCounters[tag], 1])),
    ...ledHere(directions.slice(directions.findLastIndex(({ by }) => by === 'reviewer') + 1), approved),
  };
  return {
    id: `${runId}/${String(round)}/people`,
    counts,
    document: { runId, round, verdict, stood, expectedGain: expectation?.gain ?? null, became: { what: 'people', decision: decision.decision, candidate, rank: rank === 0 ? null : rank }, at },
  };
}

/** A round that went on without people. Null unless the check decided. */
export function joinStraightOn({ brief, judgement, inspection }: JudgedRound, at: string): Joined | null {
  const { runId, round, verdict, decision, expectation } = judgement;
  const candidate = decision?.candidate?.sha256;
  if (verdict !== 'approve' || candidate === undefined) return null;
  return {
    id: `${runId}/${String(round)}/check`,
    counts: { approveGiven: 1 },
    document: { runId, round, verdict, stood: roundStanding(inspection.candidates, brief), expectedGain: expectation?.gain ?? null, became: { what: 'check', candidate }, at },
  };
}

/** A run ended because nobody decided about its last round: that is an outcome, and neither right nor wrong. */
export function joinExpired({ brief, judgement, inspection }: JudgedRound, at: string): Joined {
  const { runId, round, verdict, expectation } = judgement;
  return {
    id: `${runId}/${String(round)}/expired`,
    counts: { reviewExpired: 1 },
    document: { runId, round, verdict, stood: roundStanding(inspection.candidates, brief), expectedGain: expectation?.gain ?? null, became: { what: 'expired' }, at },
  };
}

function ownOf(verdict: 'iterate' | 'startOver'): 'ownEdit' | 'ownStartOver' {
  return verdict === 'iterate' ? 'ownEdit' : 'ownStartOver';
}

function shown(what: 'faulty' | ReturnType<typeof bandOf>, approved: boolean): Counts {
  return { [`${what}Shown` satisfies Counter]: 1, [`${what}Approved` satisfies Counter]: Number(approved) };
}

function ledHere(directions: readonly Direction[], approved: boolean): Counts {
  const counts: Counts = {};
  for (const { kind } of directions) {
    const by = ownOf(kind === 'changes' ? 'iterate' : 'startOver');
    counts[`${by}Shown`] = (counts[`${by}Shown`] ?? 0) + 1;
    counts[`${by}Approved`] = (counts[`${by}Approved`] ?? 0) + Number(approved);
  }
  return counts;
}
