import { zodTextFormat } from 'openai/helpers/zod';
import { expect, test } from 'vitest';
import { questionsOf } from '../../../core/inspection/questions.ts';
import { answersOf, control, subjectOf, visionAnswersFor, type VisionAnswers } from '../../../core/inspection/vision-answers.ts';
import { briefWith } from '../support/briefs.ts';

const five = questionsOf(briefWith());
const withOwn = questionsOf(briefWith({ qa: { questions: [{ id: 'helmet', ask: 'Does every rider wear a helmet?' }, { id: 'sky', ask: 'Is the sky calm?' }] } }));

type Given = VisionAnswers['answers'][number];
const given = (changes: Partial<Given> & Pick<Given, 'question'>): Given => ({ answer: 'pass', confidence: 0.9, evidence: 'seen', region: null, suggestion: null, ...changes });

interface Fields {
  readonly required: string[];
  readonly properties: Record<string, { readonly enum?: string[] }>;
  readonly additionalProperties: boolean;
}
const itemOf = (ownQuestions: number): Fields => (zodTextFormat(visionAnswersFor(ownQuestions), 'inspection').schema as unknown as { properties: { answers: { items: Fields } } }).properties.answers.items;

test('the answers are a schema that structured output takes: every field required, nothing more allowed', () => {
  const format = zodTextFormat(visionAnswersFor(8), 'inspection');
  const objects: Fields[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('properties' in value) objects.push(value as unknown as Fields);
    for (const inner of Object.values(value)) collect(inner);
  };
  collect(format.schema);
  expect(objects.length).toBeGreaterThanOrEqual(4);
  for (const { required, properties, additionalProperties } of objects) {
    expect(required.toSorted()).toEqual(Object.keys(properties).toSorted());
    expect(additionalProperties).toBe(false);
  }
});

test('the schema names the five, as many more as the brief has, and the control', () => {
  expect(itemOf(0).properties['question']?.enum).toEqual(['concept', 'structure', 'lighting', 'style', 'emotion', 'control']);
  expect(itemOf(2).properties['question']?.enum).toEqual(['concept', 'structure', 'lighting', 'style', 'emotion', 'own-1', 'own-2', 'control']);
});

test('answers to the brief’s own questions come back under the ids that the brief gave', () => {
  const answers = answersOf({ answers: [given({ question: 'own-2', answer: 'fail' }), given({ question: 'own-1' })], subject: null }, withOwn);
  expect(answers.map(({ question, answer }) => `${question} ${answer}`)).toEqual(['concept unsure', 'structure unsure', 'lighting unsure', 'style unsure', 'emotion unsure', 'own-helmet pass', 'own-sky fail']);
});

test('a question left out is unsure, and numbers outside their range are clamped', () => {
  const answers = answersOf({ answers: [given({ question: 'style', answer: 'fail', confidence: 3, region: { x: 0.9, y: -1, width: 0.5, height: 0.5 } })], subject: null }, five);
  expect(answers.map(({ question, answer }) => `${question} ${answer}`)).toEqual(['concept unsure', 'structure unsure', 'lighting unsure', 'style fail', 'emotion unsure']);
  expect(answers[3]).toMatchObject({ confidence: 1, region: { x: 0.9, y: 0, height: 0.5 } });
  expect(answers[3]?.region?.width).toBeCloseTo(0.1);
});

test.each([
  ['fail', { slot: 'lighting' as const, text: 'soft\nmorning  light ' }, { slot: 'lighting', text: 'soft morning light' }],
  ['fail', { slot: 'exclude' as const, text: 'lettering' }, { slot: 'exclude', text: 'lettering' }],
  ['unsure', { slot: 'camera' as const, text: 'eye level' }, { slot: 'camera', text: 'eye level' }],
  ['fail', { slot: 'style' as const, text: ' \n ' }, null],
  ['fail', null, null],
  ['pass', { slot: 'style' as const, text: 'watercolour' }, null],
] as const)('the suggestion of a %s, %j, is kept as %j', (answer, suggestion, kept) => {
  expect(answersOf({ answers: [given({ question: 'style', answer, suggestion })], subject: null }, five)[3]?.suggestion).toEqual(kept);
});

test('a suggestion is a line of a slot, never a page', () => {
  const [, , , style] = answersOf({ answers: [given({ question: 'style', answer: 'fail', suggestion: { slot: 'style', text: 'very '.repeat(400) } })], subject: null }, five);
  expect(style?.suggestion?.text.length).toBeLessThanOrEqual(300);
});

test('a model that passes the control question is believed in nothing', () => {
  const passing = ['concept', 'structure', 'lighting', 'style', 'emotion', 'own-1'].map((question) => given({ question, confidence: 1 }));
  const believed = answersOf({ answers: [...passing, given({ question: control.id, answer: 'fail' })], subject: null }, withOwn);
  expect(believed.filter(({ answer }) => answer === 'pass')).toHaveLength(6);
  const credulous = answersOf({ answers: [...passing, given({ question: control.id })], subject: null }, withOwn);
  expect(credulous.map(({ question, answer, confidence }) => [question, answer, confidence])).toEqual(withOwn.map(({ id }) => [id, 'unsure', 0]));
});

test.each([
  [{ x: 0.2, y: 0.1, width: 0.5, height: 0.8 }, { x: 0.2, y: 0.1, width: 0.5, height: 0.8 }],
  [{ x: 0.75, y: 0, width: 0.5, height: 1.4 }, { x: 0.75, y: 0, width: 0.25, height: 1 }],
  [{ x: 1, y: 0, width: 0.5, height: 1 }, null],
  [{ x: 0.2, y: 0.2, width: 0, height: Number.NaN }, null],
  [null, null],
])('the subject %j is kept within the picture as %j', (subject, kept) => {
  expect(subjectOf({ answers: [], subject })).toEqual(kept);
});
