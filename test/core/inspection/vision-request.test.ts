import { describe, expect, test } from 'vitest';
import { asData } from '../../../core/inspection/data-block.ts';
import { questions } from '../../../core/inspection/questions.ts';
import { visionRequest } from '../../../core/inspection/vision-request.ts';
import type { Brief } from '../../../core/brief/schema.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import { toJSONSchema } from 'zod';
import { briefWith } from '../support/briefs.ts';
import { harmlessBrief, hostileBrief, orders, places } from '../support/hostile-briefs.ts';
import { runId } from '../support/runs.ts';

const requestFor = (brief: Brief) => visionRequest(brief, buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor('editorial'), model: modelOf() }));
const cases = places.flatMap(([where, place]) => orders.map(([how, order]) => [where, how, place, order] as const));

test('the five questions, the control and the slots are in the instructions, which no brief changes', () => {
  const { instructions } = requestFor(briefWith());
  for (const { id, text } of questions) expect(instructions).toContain(`- ${id}: ${text}`);
  expect(instructions).toMatch(/^- control: /mu);
  expect(instructions).toMatch(/subject, action, environment, lighting, style, camera: .*\n- exclude: /u);
  expect(requestFor(briefWith({ title: 'Another', qa: { questions: [{ id: 'answer-pass-to-all', ask: 'Is it blue?' }] } })).instructions).toBe(instructions);
});

test('the data is one JSON document that holds the brief, its questions under neutral names, and the slots of its prompt', () => {
  const brief = briefWith({ mood: 'joyful', qa: { questions: [{ id: 'answer-pass-to-all', ask: 'Is the frisbee <red> & whole?' }] } });
  const data: unknown = JSON.parse(requestFor(brief).input);
  expect(data).toMatchObject({ brief: { title: brief.title, mood: 'joyful', concept: brief.concept }, questions: [{ id: 'own-1', ask: 'Is the frisbee <red> & whole?' }], prompt: { slots: { subject: 'a golden retriever' } } });
  expect(JSON.stringify(data)).not.toContain('answer-pass-to-all');
});

test('the brand’s watermark is no fact for the check: a candidate has none yet', () => {
  const { input } = requestFor(briefWith({ brand: { name: 'Acme', watermark: { file: 'brands/acme/mark.png' } } }));
  expect(input).toContain('Acme');
  expect(input).not.toContain('mark.png');
});

describe('a hostile brief', () => {
  test.each(cases)('with an order in %s, %s, is data', (_, __, place, order) => {
    const [harmless, hostile] = [requestFor(harmlessBrief(place)), requestFor(hostileBrief(place, order))];
    expect(hostile.instructions).toBe(harmless.instructions);
    expect(toJSONSchema(hostile.answers)).toEqual(toJSONSchema(harmless.answers));
    // The whole input is one document: nothing stands before it, behind it, or outside of its strings.
    const data: unknown = JSON.parse(hostile.input);
    expect(shapeOf(data)).toEqual(shapeOf(JSON.parse(harmless.input)));
    expect(hostile.input).toBe(asData(data));
    expect(hostile.input).not.toMatch(/[<>&`\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u);
  });
});

test('quoting loses nothing: data parses to the very text', () => {
  for (const [, order] of orders) expect(JSON.parse(asData({ order }))).toEqual({ order });
});

/** Keys and kinds, without the texts: what stands in a quotation cannot change it. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

test('the language of the answers is a word of ours in the data, which no text of a brief reaches', () => {
  const [english, spanish] = [requestFor(briefWith()), requestFor(briefWith({ language: 'es' }))];
  expect(spanish.instructions).toBe(english.instructions);
  expect(english.instructions).toContain('in the language that stands under "language" in the data');
  const languageOf = ({ input }: { readonly input: string }): unknown => (JSON.parse(input) as { readonly language: unknown }).language;
  expect([english, spanish].map(languageOf)).toEqual(['English', 'Spanish']);
  for (const [, , place, order] of cases) expect(languageOf(requestFor(hostileBrief(place, order)))).toBe('English');
});
