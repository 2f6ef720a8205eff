import { expect, test } from 'vitest';
import type { Answer } from '../../../core/documents.ts';
import { failedRequirements, scoreCandidate } from '../../../core/inspection/score.ts';
import { answersWith, measure } from '../support/runs.ts';

const sure = { confidence: 1 } as const;
const allPass = answersWith({ concept: sure, structure: sure, lighting: sure, style: sure, emotion: sure });
const own = (answer: Answer['answer'], confidence = 1): Answer => ({ question: 'own-helmet', answer, confidence, evidence: 'seen', region: null, suggestion: null });

test('five sure passes are a full score', () => {
  expect(scoreCandidate([], allPass)).toEqual({ score: 1, passedGates: true });
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

// Weights: the five sum to 1, a question of the brief's own is 0.1, a required one 0.25. A pass is worth 1, a fail 0, unsure 0.6.
test.each([
  ['an own question passed', false, own('pass'), 1.1 / 1.1, true],
  ['an own question failed', false, own('fail'), 1 / 1.1, true],
  ['an own question unsure', false, own('unsure'), (1 + 0.1 * 0.6) / 1.1, true],
  ['a required one passed', true, own('pass'), 1.25 / 1.25, true],
  ['a required one surely failed', true, own('fail'), 1 / 1.25, false],
  ['a required one failed with 0.7', true, own('fail', 0.7), (1 + 0.25 * (0.6 - 0.6 * 0.7)) / 1.25, false],
  ['a required one failed in doubt', true, own('fail', 0.69), (1 + 0.25 * (0.6 - 0.6 * 0.69)) / 1.25, true],
  ['a required one unsure', true, own('unsure'), (1 + 0.25 * 0.6) / 1.25, true],
])('%s beside five sure passes', (_, required, answer, score, passedGates) => {
  const whole = scoreCandidate([], [...allPass, answer], [{ id: 'own-helmet', required }]);
  expect(whole.score).toBeCloseTo(score, 4);
  expect(whole.passedGates).toBe(passedGates);
});

test('the five are never required, whatever a list of questions says of others', () => {
  const fail = answersWith({ structure: { answer: 'fail', confidence: 1 } });
  expect(failedRequirements(fail, [{ id: 'structure', required: false }, { id: 'own-helmet', required: true }])).toEqual([]);
  expect(failedRequirements([...fail, own('fail')], [{ id: 'own-helmet', required: true }]).map(({ question }) => question)).toEqual(['own-helmet']);
});
