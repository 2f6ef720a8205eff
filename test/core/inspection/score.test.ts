import { expect, test } from 'vitest';
import { scoreCandidate } from '../../../core/inspection/score.ts';
import { answersWith, measure } from '../support/runs.ts';

test('five sure passes are a full score', () => {
  expect(scoreCandidate([], answersWith({ concept: { confidence: 1 }, structure: { confidence: 1 }, lighting: { confidence: 1 }, style: { confidence: 1 }, emotion: { confidence: 1 } }))).toEqual({ score: 1, passedGates: true });
});

test('a sure fail of the concept costs more than one of the emotion', () => {
  const fail = { answer: 'fail', confidence: 1 } as const;
  expect(scoreCandidate([], answersWith({ concept: fail })).score).toBeLessThan(scoreCandidate([], answersWith({ emotion: fail })).score);
});

test('an answer without confidence is worth what unsure is', () => {
  const unsure = scoreCandidate([], answersWith({ style: { answer: 'unsure' } })).score;
  expect(scoreCandidate([], answersWith({ style: { answer: 'pass', confidence: 0 } })).score).toBe(unsure);
  expect(scoreCandidate([], answersWith({ style: { answer: 'fail', confidence: 0 } })).score).toBe(unsure);
});

test('a failed gate rules out, failed advice lowers the score and no more', () => {
  const advice = measure({ id: 'blur', passed: false });
  expect(scoreCandidate([measure({ id: 'blank', passed: false, gate: true })], answersWith()).passedGates).toBe(false);
  expect(scoreCandidate([advice], answersWith())).toMatchObject({ passedGates: true });
  expect(scoreCandidate([advice], answersWith()).score).toBeLessThan(scoreCandidate([], answersWith()).score);
});

test('without answers the score is that of doubt', () => {
  expect(scoreCandidate([], [])).toEqual({ score: 0.6, passedGates: true });
});
