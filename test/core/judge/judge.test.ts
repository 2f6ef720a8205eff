import { describe, expect, test } from 'vitest';
import { judge } from '../../../core/judge/judge.ts';
import type { JudgementDocument } from '../../../core/documents.ts';
import type { z } from 'zod';
import { unansweredQuestions } from '../../../core/inspection/questions.ts';
import { briefWith } from '../support/briefs.ts';
import { answersWith, candidate, hash, inspectionOf, measure } from '../support/runs.ts';

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
  expect(judged([hopeless('1'), sixFingers('2')]).direction).toEqual({ kind: 'changes', note: 'Give the left hand five fingers.', candidate: hash('2'), by: 'judge' });
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
  const request = { inspection, brief: briefWith(), round: 1, roundLimit: 3 };
  expect(judge({ ...request, threshold: 0.95 }).verdict).toBe('iterate');
});
