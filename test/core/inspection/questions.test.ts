import { expect, test } from 'vitest';
import { questions, questionsOf, unansweredQuestions } from '../../../core/inspection/questions.ts';
import { InvalidBrief } from '../../../core/errors.ts';
import { parseBrief } from '../../../core/brief/parse.ts';
import { briefWith } from '../support/briefs.ts';

const riders = { id: 'helmet', ask: 'Does every rider wear a helmet?', required: true };
const calm = { id: 'calm-sky', ask: 'Is the sky calm?' };

test('a brief without questions of its own asks the five', () => {
  expect(questionsOf(briefWith()).map(({ id, own, required }) => [id, own, required])).toEqual(questions.map(({ id }) => [id, false, false]));
});

test('the brief’s own come after the five, under ids that no other question can have', () => {
  expect(questionsOf(briefWith({ qa: { questions: [riders, calm] } })).slice(5)).toEqual([
    { id: 'own-helmet', text: riders.ask, own: true, required: true },
    { id: 'own-calm-sky', text: calm.ask, own: true, required: false },
  ]);
});

test('without a vision model every question is unsure, with the reason', () => {
  const answers = unansweredQuestions('no budget left', questionsOf(briefWith({ qa: { questions: [riders] } })));
  expect(answers.map(({ question }) => question)).toEqual(['concept', 'structure', 'lighting', 'style', 'emotion', 'own-helmet']);
  expect(answers.every(({ answer, confidence, evidence }) => answer === 'unsure' && confidence === 0 && evidence === 'no budget left')).toBe(true);
});

test('an id that two questions share is refused, by its field and line', () => {
  const brief = ['title: Riders', 'concept:', '  subject: two riders', 'qa:', '  questions:', '    - { id: helmet, ask: Does every rider wear a helmet? }', '    - { id: helmet, ask: Is the helmet red? }', ''].join('\n');
  expect(problemsOf(brief)).toEqual([{ field: 'qa.questions[1].id', line: 7, message: 'Expected an id of its own for qa.questions[1].id but received "helmet", which qa.questions[0] has; give each question another' }]);
});

function problemsOf(text: string): readonly unknown[] {
  try {
    parseBrief(text, 'yaml');
    return [];
  } catch (error) {
    if (error instanceof InvalidBrief) return error.problems;
    throw error;
  }
}
