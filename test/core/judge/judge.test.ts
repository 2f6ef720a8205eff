import { describe, expect, test } from 'vitest';
import { judge } from '../../../core/judge/judge.ts';
import type { JudgementDocument } from '../../../core/documents.ts';
import type { z } from 'zod';
import { unansweredQuestions } from '../../../core/inspection/questions.ts';
import { briefWith } from '../support/briefs.ts';
import type { Trust } from '../../../core/agreement/trust.ts';
import type { Outlook } from '../../../core/judge/expectation.ts';
import { automaticCheck, decisionOfCheck } from '../../../core/judge/straight-on.ts';
import type { Direction } from '../../../core/workflow.ts';
import { answersWith, candidate, hash, imageRef, inspectionOf, measure } from '../support/runs.ts';

type Candidate = ReturnType<typeof candidate>;

function judged(candidates: Candidate[], round = 1, roundLimit = 3): z.infer<typeof JudgementDocument> {
  return judge({ inspection: inspectionOf(...candidates), brief: briefWith(), round, roundLimit });
}

const good = (digit: string): Candidate => candidate(digit);
const fault = { answer: 'fail', confidence: 0.95, evidence: 'six fingers on the left hand', suggestion: { slot: null, text: 'Give the left hand five fingers' } } as const;
const sixFingers = (digit: string): Candidate => candidate(digit, answersWith({ structure: fault }));
const offConcept = (digit: string): Candidate => candidate(digit, answersWith({ concept: { answer: 'fail', confidence: 0.9, evidence: 'A cat sits on a wall' } }));
const blank = (digit: string): Candidate => candidate(digit, unansweredQuestions('blank'), [measure({ id: 'blank', passed: false, gate: true, message: 'The picture is blank' })]);
const wrongSize = (digit: string): Candidate => candidate(digit, answersWith(), [measure({ id: 'size', passed: false, gate: true, message: 'The picture has another size' })]);
const hopeless = (digit: string): Candidate =>
  candidate(digit, answersWith({ structure: { answer: 'fail', confidence: 1 }, lighting: { answer: 'fail', confidence: 1 }, style: { answer: 'fail', confidence: 1 }, emotion: { answer: 'fail', confidence: 1 } }));
const doubtful = (digit: string): Candidate => candidate(digit, answersWith({ lighting: { answer: 'fail', confidence: 0.5, evidence: 'perhaps two suns' } }));

describe('a verdict', () => {
  test.each([
    ['one good candidate among bad ones goes to people', [blank('1'), sixFingers('2'), good('3')], 1, 'review'],
    ['unsure answers never iterate by themselves', [candidate('1', unansweredQuestions('no vision model'))], 1, 'review'],
    ['a fail that is not sure is for people', [doubtful('1')], 1, 'review'],
    ['a single sure fault is edited away', [sixFingers('1'), hopeless('2')], 1, 'iterate'],
    ['a missed concept in every candidate starts over', [offConcept('1'), offConcept('2')], 1, 'startOver'],
    ['a missed concept in some only does not', [offConcept('1'), sixFingers('2')], 1, 'iterate'],
    ['nothing but blank candidates starts over', [blank('1'), blank('2')], 1, 'startOver'],
    ['a gate that another round would fail again is for people', [wrongSize('1')], 1, 'review'],
    ['too many faults for an edit are for people', [hopeless('1')], 1, 'review'],
    ['the last round always goes to people', [offConcept('1'), blank('2')], 3, 'review'],
  ] as const)('%s', (_, candidates, round, verdict) => {
    expect(judged([...candidates], round).verdict).toBe(verdict);
  });
});

test('an iteration carries the suggestion and the candidate to edit', () => {
  expect(judged([hopeless('1'), sixFingers('2')]).direction).toEqual({ kind: 'changes', note: 'Give the left hand five fingers.', candidate: hash('2'), by: 'judge', questions: ['structure'] });
});

test('a start over says what to show and what was seen instead', () => {
  const { direction } = judged([offConcept('1')]);
  expect(direction).toMatchObject({ kind: 'startOver', by: 'judge' });
  expect(direction?.note).toContain('a golden retriever, catching a red frisbee mid-air');
  expect(direction?.note).toContain('A cat sits on a wall.');
});

test('a review has no direction and gives its reasons', () => {
  const { direction, reasons } = judged([good('1'), good('2'), sixFingers('3')]);
  expect(direction).toBeNull();
  expect(reasons).toEqual([expect.stringMatching(/^2 of 3 candidates passed/u)]);
});

test('the ranking has those that passed their gates first, best first', () => {
  expect(judged([wrongSize('1'), sixFingers('2'), good('3')]).ranking.map(({ candidate: sha256 }) => sha256[0])).toEqual(['3', '2', '1']);
});

test('a higher threshold asks for more before people see it', () => {
  const inspection = inspectionOf(doubtful('1'));
  expect(judge({ inspection, brief: briefWith({ qa: { threshold: 0.95 } }), round: 1, roundLimit: 3 }).verdict).toBe('iterate');
});

describe('required questions of the brief’s own', () => {
  const brief = briefWith({ qa: { questions: [{ id: 'helmet', ask: 'Does every rider wear a helmet?', required: true }, { id: 'dusk', ask: 'Is it dusk?' }] } });
  const own = (id: string, answer: 'pass' | 'fail' | 'unsure', confidence = 0.9) => ({ question: `own-${id}`, answer, confidence, evidence: `${id} seen`, region: null, suggestion: { slot: 'subject' as const, text: `a rider with ${id}` } });
  const judgedWith = (...answers: ReturnType<typeof own>[]) => judge({ inspection: inspectionOf(candidate('1', [...answersWith(), ...answers])), brief, round: 1, roundLimit: 3 });

  test.each([
    ['a sure no to a required one is a gate', judgedWith(own('helmet', 'fail')), 'iterate', false],
    ['an unsure no to it is a doubt, for people', judgedWith(own('helmet', 'fail', 0.5)), 'review', true],
    ['a sure no to another one rules nobody out', judgedWith(own('dusk', 'fail')), 'iterate', true],
    ['a yes to both is as good as none', judgedWith(own('helmet', 'pass'), own('dusk', 'pass')), 'review', true],
  ] as const)('%s', (_, judgement, verdict, passedGates) => {
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.ranking[0]?.passedGates).toBe(passedGates);
  });

  test('what it rules out is edited all the same, whichever part of the check says so', () => {
    const inspected = candidate('1', [...answersWith(), own('helmet', 'fail')]);
    const said = judge({ inspection: inspectionOf({ ...inspected, passedGates: false }), brief, round: 1, roundLimit: 3 });
    expect(said).toMatchObject({ verdict: 'iterate', direction: { note: 'subject: a rider with helmet.', questions: ['own-helmet'] } });
  });

  test('one that was ruled out ranks behind one that was not, whatever its score', () => {
    const inspection = inspectionOf(candidate('1', [...answersWith(), own('helmet', 'fail')]), candidate('2', answersWith({ lighting: { answer: 'fail', confidence: 0.5 }, style: { answer: 'unsure' }, emotion: { answer: 'unsure' } })));
    expect(judge({ inspection, brief, round: 1, roundLimit: 3 }).ranking.map((each) => each.candidate[0])).toEqual(['2', '1']);
  });
});

describe('what was tried is not tried again', () => {
  const edit = (question: string): Direction => ({ kind: 'changes', note: 'mend it', candidate: hash('9'), by: 'judge', questions: [question] });
  const anew = (by: 'judge' | 'reviewer'): Direction => ({ kind: 'startOver', note: 'anew', by });
  const after = (candidates: Candidate[], ...directions: Direction[]) => judge({ inspection: inspectionOf(...candidates), brief: briefWith(), round: directions.length + 1, roundLimit: 9, directions });

  test.each([
    ['a fault that an edit was for starts over', after([sixFingers('1')], edit('structure')), 'startOver', /edit for structure was made already/u],
    ['a doubt under the threshold that an edit was for is for people', after([candidate('1', answersWith({ concept: { answer: 'unsure' }, structure: { answer: 'unsure' }, lighting: { answer: 'fail', confidence: 0.5 } }))], edit('lighting')), 'review', /the doubt stayed/u],
    ['another fault is edited', after([sixFingers('1')], edit('lighting')), 'iterate', /one correction/u],
    ['what a reviewer asked for does not count', after([sixFingers('1')], { ...edit('structure'), by: 'reviewer' }), 'iterate', /one correction/u],
    ['a new concept begins anew', after([sixFingers('1')], edit('structure'), anew('judge')), 'iterate', /one correction/u],
    ['a fault that outlives edit, new concept and edit is for people', after([sixFingers('1')], edit('structure'), anew('judge'), edit('structure')), 'review', /rewritten once already/u],
    ['a concept missed again after it was rewritten is for people', after([offConcept('1')], anew('judge')), 'review', /rewritten once already/u],
    ['a concept missed after a reviewer’s new one is rewritten', after([offConcept('1')], anew('reviewer')), 'startOver', /misses the concept/u],
    ['a doubt that an edit was for is not edited again', after([doubtful('1')], edit('lighting')), 'review', /passed the automatic check/u],
  ] as const)('%s', (_, { verdict, reasons }, expected, reason) => {
    expect(verdict).toBe(expected);
    expect(reasons[0]).toMatch(reason);
  });
});

describe('good enough', () => {
  const outlook: Outlook = { counts: {}, modelUsd: 0.2, alternativeUsd: 260, unapprovedShare: 0.125, hourlyUsd: 60, reviewHours: 0.1 };
  const near = (digit: string): Candidate => candidate(digit, answersWith({ lighting: { answer: 'fail', confidence: 0.6, evidence: 'hard light', suggestion: { slot: 'lighting', text: 'soft light' } }, style: { answer: 'unsure' }, emotion: { answer: 'unsure' } }));
  const weighed = (candidates: Candidate[], changes: Partial<Outlook> = {}, round = 1) => judge({ inspection: inspectionOf(...candidates), brief: briefWith(), round, roundLimit: 3, outlook: { ...outlook, ...changes } });

  test('the score is over the threshold and one more round gains less than it costs: people see it, with the sums', () => {
    const { verdict, reasons, expectation, alternatives } = weighed([near('1')], { alternativeUsd: 12 });
    expect(near('1').score).toBeGreaterThan(0.7);
    expect(verdict).toBe('review');
    expect(expectation!.worthUsd).toBeLessThan(expectation!.costUsd);
    expect(reasons).toContain(expectation!.sentence);
    expect(expectation!.sentence).toMatch(/^One more round of this kind is expected to raise the best score by 0\.\d\d \(no rounds counted yet\), worth \$\d+\.\d\d against \$\d+\.\d\d: good enough\.$/u);
    expect(alternatives).toContainEqual({ choice: 'iterate', reason: 'One more round is expected to gain less than it costs.' });
  });

  test('the same candidate is edited where the other route is dear', () => {
    const { verdict, direction, expectation } = weighed([near('1')], { alternativeUsd: 2_000 });
    expect(expectation!.worthUsd).toBeGreaterThan(expectation!.costUsd);
    expect(verdict).toBe('iterate');
    expect(direction).toMatchObject({ note: 'lighting: soft light.', questions: ['lighting'] });
  });

  test('where nothing failed there is nothing to change, whatever it would be worth', () => {
    const unsure = weighed([candidate('1', unansweredQuestions('no vision model'))], { alternativeUsd: 100_000 });
    expect(unsure.verdict).toBe('review');
    expect(unsure.alternatives).toContainEqual({ choice: 'iterate', reason: 'No question failed: there is nothing to change.' });
    expect(weighed([good('1')], { alternativeUsd: 100_000 }).verdict).toBe('review');
  });

  test('a history in which edits gained nothing sends a close miss to people, with that reason', () => {
    const counts = { editRounds: 31, editRise: 0, editHeadroom: 93_000, editFaulty: 31, editMended: 0 };
    expect(weighed([sixFingers('1')]).verdict).toBe('iterate');
    const { verdict, reasons, direction } = weighed([sixFingers('1')], { counts, alternativeUsd: 12 });
    expect([verdict, direction]).toEqual(['review', null]);
    expect(reasons[1]).toMatch(/raised the best score by 0\.00 on average \(31 rounds\).*: people decide instead\.$/u);
  });

  test('a start over is weighed too', () => {
    expect(weighed([offConcept('1')]).verdict).toBe('startOver');
    expect(weighed([offConcept('1')], { hourlyUsd: 10_000, reviewHours: 0, alternativeUsd: 12 }).verdict).toBe('review');
  });

  test('in the last round nothing is expected of another one', () => {
    expect(weighed([near('1')], {}, 3)).toMatchObject({ verdict: 'review', expectation: null });
  });
});

describe('straight on', () => {
  const trusted: Trust = { trusted: true, perQuestion: { concept: true, structure: true, lighting: true, style: true, emotion: true }, reason: 'sixty decisions' };
  const automatic = { owner: 'owner@example.com', review: { automatic: 'when-trusted' as const } };
  const on = (candidates: Candidate[], changes: Parameters<typeof briefWith>[0] = automatic, trust: Trust = trusted, round = 1) => judge({ inspection: inspectionOf(...candidates), brief: briefWith(changes), round, roundLimit: 3, trust });
  const whyNot = ({ alternatives }: ReturnType<typeof on>) => alternatives.find(({ choice }) => choice === 'approve')?.reason ?? '';
  const helmet = { qa: { questions: [{ id: 'helmet', ask: 'A helmet?', required: true }] }, ...automatic };

  test('the best candidate goes on when brief, trust, gates, answers and score all say so', () => {
    const judgement = on([sixFingers('1'), good('2'), candidate('3', answersWith({ emotion: { confidence: 0.1 } }))]);
    expect(judgement).toMatchObject({ verdict: 'approve', direction: null, trust: { trusted: true } });
    expect(decisionOfCheck(judgement, [imageRef(hash('1')), imageRef(hash('2')), imageRef(hash('3'))], '2026-11-28T10:00:00.000Z')).toMatchObject({ decision: 'approve', candidate: { sha256: hash('2') }, decidedBy: automaticCheck, note: '', approvals: [] });
  });

  test('in the last round too', () => {
    expect(on([good('1')], automatic, trusted, 3).verdict).toBe('approve');
  });

  test.each([
    ['the brief does not say so', on([good('1')], {}), /review\.automatic: never/u],
    ['nobody would be told', on([good('1')], { ...automatic, owner: undefined }), /no owner/u],
    ['the check is not trusted', on([good('1')], automatic, { ...trusted, trusted: false }), /^sixty decisions$/u],
    ['one question is not trusted', on([good('1')], automatic, { ...trusted, perQuestion: { ...trusted.perQuestion, style: false } }), /trust for style/u],
    ['a question is missing from what is trusted', on([good('1')], automatic, { ...trusted, perQuestion: {} }), /trust for concept, structure, lighting, style, emotion/u],
    ['something failed, however unsure', on([doubtful('1')]), /failed lighting/u],
    ['one of the five is unsure', on([candidate('1', answersWith({ emotion: { answer: 'unsure' } }))]), /unsure about emotion/u],
    ['what the brief requires was not answered', on([good('1')], helmet), /unsure about own-helmet/u],
    ['the score is under the threshold', on([good('1')], { ...automatic, qa: { threshold: 0.99 } }), /under the threshold/u],
    ['a faulty candidate ranks first', on([candidate('1', answersWith({ emotion: { answer: 'fail', confidence: 0.7 }, concept: { confidence: 1 }, structure: { confidence: 1 }, lighting: { confidence: 1 }, style: { confidence: 1 } })), candidate('2', answersWith({ concept: { confidence: 0.5 }, structure: { confidence: 0.5 }, lighting: { confidence: 0.5 }, style: { confidence: 0.5 }, emotion: { confidence: 0.5 } }))]), /higher score and a fault/u],
  ] as const)('people decide when %s', (_, judgement, reason) => {
    expect(judgement.verdict).toBe('review');
    expect(whyNot(judgement)).toMatch(reason);
    expect(decisionOfCheck(judgement, [imageRef(hash('1'))], '2026-11-28T10:00:00.000Z')).toBeNull();
  });

  test('a candidate that fails a gate never goes on', () => {
    expect(on([wrongSize('1')]).verdict).toBe('review');
    expect(on([wrongSize('1'), blank('2')]).verdict).toBe('review');
  });
});

test('every verdict names the alternatives, and why not', () => {
  for (const judgement of [judged([good('1')]), judged([sixFingers('1')]), judged([offConcept('1')]), judged([wrongSize('1')]), judged([offConcept('1')], 3)]) {
    expect([judgement.verdict, ...judgement.alternatives.map(({ choice }) => choice)].sort()).toEqual(['approve', 'iterate', 'review', 'startOver']);
    for (const { reason } of judgement.alternatives) expect(reason).toMatch(/^[A-Z].*\.$/u);
  }
});
