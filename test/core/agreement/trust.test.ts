import { describe, expect, test } from 'vitest';
import { agreementOf, modelsIn, questionAgreement, type AgreementCounts } from '../../../core/agreement/agreement.ts';
import { answersGiven, comparisonsOf, noConfusion, type Confusion } from '../../../core/agreement/confusion.ts';
import { cohensKappa } from '../../../core/agreement/kappa.ts';
import { trustOf, trustOfQuestion, trustRule } from '../../../core/agreement/trust.ts';
import { QuestionId } from '../../../core/documents.ts';

/** Check's pass and people's pass, pass and fail, fail and pass, fail and fail. */
const table = (passPass: number, passFail: number, failPass: number, failFail: number): Confusion => ({ ...noConfusion, pass: { pass: passPass, fail: passFail, unsure: 0 }, fail: { pass: failPass, fail: failFail, unsure: 0 } });
const counts = (question: string, byHand: Confusion, changes: Partial<AgreementCounts> = {}): AgreementCounts => ({ question, model: 'gpt-5.4-mini', month: '2026-11', byHand, untouched: noConfusion, ...changes });
const good = table(60, 2, 2, 20);

describe('a person’s answer beside the check’s', () => {
  test('is by hand unless it was left as it was filled in', () => {
    const check = { concept: 'pass', style: 'fail', emotion: 'unsure' } as const;
    expect(comparisonsOf({ check, person: { concept: 'pass', style: 'pass', emotion: 'unsure' }, untouched: ['concept', 'style'] })).toEqual([
      { question: 'concept', origin: 'untouched', check: 'pass', person: 'pass' },
      { question: 'style', origin: 'hand', check: 'fail', person: 'pass' },
      { question: 'emotion', origin: 'hand', check: 'unsure', person: 'unsure' },
    ]);
  });

  test('counts only where both have answered', () => {
    expect(comparisonsOf({ check: { concept: 'pass' }, person: { style: 'pass' }, untouched: [] })).toEqual([]);
    expect(answersGiven([{ question: 'concept', answer: 'unsure', confidence: 0 }, { question: 'style', answer: 'unsure', confidence: 0.2 }, { question: 'emotion', answer: 'pass', confidence: 0 }])).toEqual({ style: 'unsure', emotion: 'pass' });
  });
});

describe('the agreement on a question', () => {
  test('leaves the unsure out of kappa, and keeps them in sight', () => {
    const byHand: Confusion = { pass: { pass: 20, fail: 5, unsure: 7 }, fail: { pass: 10, fail: 15, unsure: 1 }, unsure: { pass: 9, fail: 2, unsure: 3 } };
    const question = questionAgreement('style', byHand);
    expect(question).toMatchObject({ decisions: 50, fails: 20, agreement: 0.7, byHand });
    expect(question.kappa?.value).toBeCloseTo(0.4, 9);
  });

  test('rests on answers by hand alone', () => {
    expect(questionAgreement('style', noConfusion, table(500, 0, 0, 100))).toMatchObject({ decisions: 0, agreement: null, kappa: null });
  });

  test('is the sum of the months of one model, the five first and each brief’s own after them', () => {
    const all = [counts('style', table(1, 0, 0, 0)), counts('style', table(2, 1, 0, 0), { month: '2026-10' }), counts('style', table(50, 0, 0, 0), { model: 'another' }), counts('own-helmet', table(0, 0, 3, 0))];
    const agreement = agreementOf(all, 'gpt-5.4-mini');
    expect(agreement.map(({ question, decisions }) => [question, decisions])).toEqual([['concept', 0], ['structure', 0], ['lighting', 0], ['style', 4], ['emotion', 0], ['own-helmet', 3]]);
    expect(modelsIn(all)).toEqual(['another', 'gpt-5.4-mini']);
  });
});

describe('trust in a question', () => {
  test.each([
    ['is earned by enough decisions, enough fails and a sure agreement', good, true, /^kappa 0\.\d\d \(0\.\d\d to 0\.\d\d\) on 84 decisions$/u],
    ['needs one decision more', table(42, 0, 0, 7), false, /^49 of 50 decisions by hand$/u],
    ['needs people who failed something', table(60, 0, 0, 7), false, /^people failed 7, and 8 are needed to tell$/u],
    ['is earned by full agreement with enough fails', table(42, 0, 0, 8), true, /on 50 decisions$/u],
    ['is not earned by a check that passes everything', table(60, 12, 0, 0), false, /^kappa 0\.00/u],
    ['is not earned by an agreement that may be chance', table(40, 6, 5, 8), false, /may be 0\.4 or less$/u],
    ['is not earned by disagreement', table(10, 20, 30, 10), false, /^kappa -0/u],
    ['is not earned by nothing', noConfusion, false, /^0 of 50/u],
  ])('%s', (_, byHand, trusted, reason) => {
    const trust = trustOfQuestion(questionAgreement('style', byHand));
    expect(trust.trusted).toBe(trusted);
    expect(trust.reason).toMatch(reason);
  });

  test('at its least is above the floor even when luck is taken off the counts', () => {
    const { leastDecisions, leastFails, kappaFloor } = trustRule;
    const passes = leastDecisions - leastFails;
    const [found, kept] = [0.025 ** (1 / leastFails), 0.025 ** (1 / passes)];
    const worst = cohensKappa([[passes * kept, leastFails * (1 - found)], [passes * (1 - kept), leastFails * found]]);
    expect(worst?.value).toBeCloseTo(0.53, 2);
    expect(worst?.value).toBeGreaterThan(kappaFloor);
  });
});

describe('trust in the whole check', () => {
  const allGood = QuestionId.options.map((id) => questionAgreement(id, good));

  test('is earned by all five together', () => {
    const trust = trustOf(allGood);
    expect(trust.trusted).toBe(true);
    expect(Object.values(trust.perQuestion)).toEqual([true, true, true, true, true]);
    expect(trust.reason).toMatch(/^The check has earned trust in all five questions: concept kappa/u);
  });

  test('is missing when one of the five is, and says which and why', () => {
    const trust = trustOf(allGood.map((each) => (each.question === 'style' ? questionAgreement('style', table(10, 0, 0, 2)) : each)));
    expect(trust).toMatchObject({ trusted: false, perQuestion: { style: false, concept: true }, reason: 'The check has not earned trust yet: style 12 of 50 decisions by hand.' });
  });

  test('is not lent by a question of a brief’s own, nor taken by one', () => {
    expect(trustOf([questionAgreement('own-helmet', good)])).toMatchObject({ trusted: false, perQuestion: { 'own-helmet': true, concept: false } });
    expect(trustOf([...allGood, questionAgreement('own-helmet', noConfusion)])).toMatchObject({ trusted: true, perQuestion: { 'own-helmet': false } });
  });
});
