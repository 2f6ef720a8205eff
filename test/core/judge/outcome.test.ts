import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../../core/judge/advice.ts';
import { sumOfCounts, type Counts } from '../../../core/judge/counts.ts';
import { judge } from '../../../core/judge/judge.ts';
import { joinDecision, joinExpired, joinRound, joinStraightOn } from '../../../core/judge/outcome.ts';
import { decisionOfCheck } from '../../../core/judge/straight-on.ts';
import type { Direction } from '../../../core/workflow.ts';
import { briefWith } from '../support/briefs.ts';
import { answersWith, candidate, hash, imageRef, inspectionOf, measure, runId } from '../support/runs.ts';

type Candidate = ReturnType<typeof candidate>;

const at = '2026-11-28T10:00:00.000Z';
const outlook = { counts: {}, modelUsd: 0.2, alternativeUsd: 260, unapprovedShare: 0.125, hourlyUsd: 60, reviewHours: 0.1 };
const sixFingers = candidate('1', answersWith({ structure: { answer: 'fail', confidence: 0.95 } }));
const good = candidate('2');
const better = candidate('3', answersWith({ concept: { confidence: 1 } }));

function judgedRound(candidates: Candidate[], changes: Parameters<typeof briefWith>[0] = {}) {
  const [brief, inspection] = [briefWith(changes), inspectionOf(...candidates)];
  return { brief, inspection, judgement: judge({ inspection, brief, round: 1, roundLimit: 3, outlook }) };
}

const nextOf = (round: ReturnType<typeof judgedRound>, candidates: Candidate[], direction = round.judgement.direction!) => joinRound(round, { direction, inspection: { ...inspectionOf(...candidates), round: 2 }, costMicroUsd: 50_000 }, at);

describe('the round that the judge had made', () => {
  test('says how far the best score rose, whether the fault is gone, what it cost, and what had been expected', () => {
    const round = judgedRound([sixFingers]);
    const rise = Math.round((good.score - sixFingers.score) * 10_000);
    const expected = Math.round(round.judgement.expectation!.gain * 10_000);
    const joined = nextOf(round, [good])!;
    expect(joined.id).toBe(`${runId}/1/next`);
    expect(joined.counts).toEqual({
      editRounds: 1,
      editRise: rise,
      editHeadroom: Math.round((1 - sixFingers.score) * 10_000),
      editFaulty: 1,
      editMended: 1,
      ownEditGiven: 1,
      ownEditRose: 1,
      ownEditRise: rise,
      ownEditCost: 50_000,
      ownEditExpected: 1,
      ownEditExpectedRise: expected,
      ownEditActualRise: rise,
    });
    expect(joined.document).toMatchObject({ round: 1, verdict: 'iterate', stood: { standing: 'faulty' }, became: { what: 'round', stood: { standing: 'clean' }, costMicroUsd: 50_000 } });
  });

  test.each([
    ['a fault that stayed mends nothing, and without a rise is no better', [sixFingers], { editMended: 0, ownEditRose: 0, editRise: 0 }],
    ['a lower score without the fault is better', [candidate('4', answersWith({ lighting: { answer: 'unsure' }, style: { answer: 'unsure' }, emotion: { answer: 'unsure' } }))], { editMended: 1, ownEditRose: 1 }],
    ['a gate that fails is worse, whatever the score', [candidate('5', answersWith(), [measure({ id: 'size', passed: false, gate: true })])], { editMended: 0, ownEditRose: 0 }],
  ] as const)('%s', (_, candidates, counts) => {
    expect(nextOf(judgedRound([sixFingers]), [...candidates])?.counts).toMatchObject(counts);
  });

  test('a reviewer’s round counts for what such rounds bring, and not for the judge', () => {
    const round = judgedRound([good]);
    const changes: Direction = { kind: 'changes', note: 'warmer', candidate: hash('2'), by: 'reviewer' };
    const joined = nextOf(round, [better], changes)!;
    expect(joined.document).toBeNull();
    expect(Object.keys(joined.counts).sort()).toEqual(['editFaulty', 'editHeadroom', 'editMended', 'editRise', 'editRounds']);
    expect(nextOf(round, [better], { kind: 'startOver', note: 'anew', by: 'reviewer' })?.counts).toMatchObject({ startOverRounds: 1 });
  });

  test('a round that goes on from an earlier round’s candidate is compared with nothing', () => {
    expect(nextOf(judgedRound([good]), [better], { kind: 'changes', note: 'warmer', candidate: hash('9'), by: 'reviewer' })).toBeNull();
  });
});

describe('what people decided', () => {
  const round = judgedRound([good, better]);
  const decided = (decision: 'approve' | 'changes' | 'startOver' | 'reject', digit: string | null, directions: Direction[] = []) => joinDecision(round, { decision, candidate: digit === null ? null : imageRef(hash(digit)), tags: decision === 'changes' ? ['too-dark', 'extra-fingers'] : [] }, directions, at);

  test.each([
    ['the best one was approved', decided('approve', '3'), { reviewApproved: 1, reviewBest: 1, band5Shown: 1, band5Approved: 1 }, 1],
    ['another one was approved', decided('approve', '2'), { reviewApproved: 1, reviewBest: 0, band5Approved: 1 }, 2],
    ['changes to the best one are no approval', decided('changes', '3'), { reviewChanges: 1, reviewBest: 0, band5Shown: 1, band5Approved: 0, tagTooDark: 1, tagExtraFingers: 1 }, 1],
    ['a rejection names none', decided('reject', null), { reviewRejected: 1, band5Approved: 0 }, null],
    ['a start over names none', decided('startOver', null), { reviewStartOver: 1 }, null],
    ['one of an earlier round has no rank in this one', decided('approve', '8'), { reviewApproved: 1, reviewBest: 0 }, null],
  ] as const)('%s', (_, { counts, document }, expected, rank) => {
    expect(counts).toMatchObject({ reviewShown: 1, ...expected });
    expect(document?.became).toMatchObject({ what: 'people', rank });
  });

  test('tells of every round of the judge’s that led here since people last spoke', () => {
    const own = (kind: 'changes' | 'startOver'): Direction => ({ kind, note: 'mend it', by: 'judge' });
    const directions = [own('changes'), { ...own('changes'), by: 'reviewer' as const }, own('startOver'), own('changes'), own('changes')];
    expect(decided('approve', '3', directions).counts).toMatchObject({ ownEditShown: 2, ownEditApproved: 2, ownStartOverShown: 1, ownStartOverApproved: 1 });
    expect(decided('reject', null, directions).counts).toMatchObject({ ownEditShown: 2, ownEditApproved: 0 });
  });

  test('of a round with a fault in all, or that failed its gates, counts in no band of scores', () => {
    const faulty = joinDecision(judgedRound([sixFingers]), { decision: 'approve', candidate: imageRef(hash('1')), tags: [] }, [], at).counts;
    expect(faulty).toMatchObject({ faultyShown: 1, faultyApproved: 1 });
    const out = joinDecision(judgedRound([candidate('5', answersWith(), [measure({ id: 'size', passed: false, gate: true })])]), { decision: 'reject', candidate: null, tags: [] }, [], at).counts;
    expect(Object.keys({ ...faulty, ...out }).filter((counter) => counter.startsWith('band'))).toEqual([]);
    expect(out.faultyShown).toBeUndefined();
  });

  test('is held against the chance that was expected', () => {
    expect(decided('approve', '3').counts).toMatchObject({ chanceShown: 1, chanceApproved: 1, chanceExpected: Math.round(round.judgement.expectation!.chance!.now * 10_000) });
  });
});

test('a round that went straight on is counted as such, and nobody is said to have approved it', () => {
  const round = judgedRound([good], { review: { automatic: 'when-trusted' } });
  const judgement = { ...round.judgement, verdict: 'approve' as const };
  const joined = joinStraightOn({ ...round, judgement: { ...judgement, decision: decisionOfCheck(judgement, [imageRef(hash('2'))], at) } }, at);
  expect(joined).toMatchObject({ counts: { approveGiven: 1 }, document: { became: { what: 'check', candidate: hash('2') } } });
  expect(joinStraightOn(round, at)).toBeNull();
});

describe('the report', () => {
  test('says how often each verdict was right, and how far the expectations were off', () => {
    const edit = judgedRound([sixFingers]);
    const people = judgedRound([good, better]);
    const direction = edit.judgement.direction!;
    const counts: Counts = sumOfCounts([
      nextOf(edit, [good])!.counts,
      nextOf(edit, [sixFingers])!.counts,
      joinDecision(people, { decision: 'approve', candidate: imageRef(hash('3')), tags: [] }, [direction], at).counts,
      joinDecision(people, { decision: 'approve', candidate: imageRef(hash('2')), tags: [] }, [direction], at).counts,
      joinDecision(people, { decision: 'reject', candidate: null, tags: [] }, [], at).counts,
      // Changes nothing but its own count: not what was approved of how much, and no chance.
      joinExpired(people, at).counts,
    ]);
    const { verdicts, calibration, bands } = adviceOf(counts);
    const rise = good.score - sixFingers.score;
    expect(verdicts.review).toEqual({ shown: 3, approved: 2, bestApproved: 1, changes: 0, startOver: 0, rejected: 1, expired: 1 });
    expect(verdicts.iterate).toMatchObject({ given: 2, rose: 1, costMicroUsd: 100_000, shown: 2, approved: 2 });
    expect(verdicts.iterate.meanRise).toBeCloseTo(rise / 2, 3);
    expect(calibration.iterate).toEqual({ rounds: 2, expected: edit.judgement.expectation!.gain, actual: verdicts.iterate.meanRise });
    expect(calibration.approval).toMatchObject({ rounds: 3, actual: 0.6667 });
    expect(bands.find(({ from, standing }) => standing === 'clean' && from === 0.9)).toMatchObject({ shown: 3, approved: 2 });
  });

  test('without counts has none, and no means', () => {
    const { verdicts, calibration } = adviceOf({});
    expect(verdicts.startOver).toEqual({ given: 0, rose: 0, meanRise: null, costMicroUsd: 0, shown: 0, approved: 0 });
    expect(calibration.approval).toEqual({ rounds: 0, expected: null, actual: null });
  });
});
