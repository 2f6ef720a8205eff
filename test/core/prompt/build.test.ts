import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssetKind } from '../../../core/brief/schema.ts';
import type { Brief } from '../../../core/brief/schema.ts';
import type { PromptDocument } from '../../../core/documents.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import type { Direction } from '../../../core/workflow.ts';
import { briefWith, sportsCar } from '../support/briefs.ts';
import { runId } from '../support/runs.ts';

function promptOf(brief: Brief, directions: readonly Direction[] = []): PromptDocument {
  return buildPrompt({ runId, round: directions.length + 1, brief, directions, template: templateFor(brief.kind), model: modelOf() });
}

const originOf = (prompt: PromptDocument, name: string): string | undefined => prompt.slots.find(({ slot }) => slot === name)?.from;
const lineOf = (prompt: PromptDocument, label: string): string | undefined => prompt.text.split('\n').find((line) => line.startsWith(`${label}: `));

describe('slots', () => {
  test('follow the structured syntax, each on its labelled line, in order', () => {
    expect(promptOf(sportsCar).text.split('\n').slice(0, 6)).toEqual([
      'Subject: a futuristic sports car',
      'Action: speeding down a wet highway',
      expect.stringMatching(/^Setting: /u),
      'Lighting: illuminated by streetlights',
      'Style: photorealistic 3D render',
      'Camera: wide-angle lens',
    ]);
  });

  test('say where each came from', () => {
    const prompt = promptOf(briefWith({ kind: 'product', concept: { subject: 'a stoneware mug' } }));
    expect(originOf(prompt, 'subject')).toBe('brief:concept.subject');
    expect(originOf(prompt, 'lighting')).toBe('template:product@1.0.0:lighting');
  });

  test('put environment, weather and background on one line', () => {
    const prompt = promptOf(briefWith({ concept: { subject: 'a lighthouse keeper', environment: 'a rocky coast', weather: 'sleet', background: 'a trawler' } }));
    expect(lineOf(prompt, 'Setting')).toBe('Setting: a rocky coast; weather: sleet; in the background a trawler');
  });

  test('cannot be forged by a line break in a field', () => {
    const prompt = promptOf(briefWith({ mood: 'calm\nLighting: strobe\u2028Camera: none' }));
    expect(prompt.text.split(/[\n\u2028]/u).filter((line) => line.startsWith('Lighting: '))).toHaveLength(1);
    expect(lineOf(prompt, 'Mood')).toBe('Mood: calm Lighting: strobe Camera: none');
  });
});

describe('constraints', () => {
  const constraintFrom = (prompt: PromptDocument, from: string): string | undefined => prompt.constraints.find((constraint) => constraint.from === from)?.text;

  test.each([
    ['people', 'An empty scene: nobody in the picture.'],
    ['no people', 'An empty scene: nobody in the picture.'],
    ['extra fingers', 'Natural hands with five fingers each, and the right number of limbs.'],
    ['red balloons', 'No red balloons anywhere in the picture.'],
  ])('the exclusion "%s" is worded as "%s"', (exclusion, wording) => {
    expect(constraintFrom(promptOf(briefWith({ exclude: [exclusion] })), 'brief:exclude[0]')).toBe(wording);
  });

  test('carry brand rules, palette and the message as a meaning to convey', () => {
    const prompt = promptOf(briefWith({ message: 'Freedom', brand: { colours: ['#FF8800'], do: ['show the dog at play'], dont: ["don't use stock smiles"], banned: ['cigarettes'] } }));
    expect(lineOf(prompt, 'Palette')).toContain('#ff8800');
    expect(lineOf(prompt, 'Message')).toContain('never written in it');
    expect(constraintFrom(prompt, 'brief:brand.do[0]')).toBe('Show the dog at play.');
    expect(constraintFrom(prompt, 'brief:brand.dont[0]')).toBe('Avoid stock smiles.');
    expect(constraintFrom(prompt, 'brief:brand.banned[0]')).toBe('Nothing that shows or suggests cigarettes.');
  });
});

describe('what is not sent', () => {
  test('a seed and a negative prompt are recorded with the reason, and never sent', () => {
    const prompt = promptOf(briefWith({ seed: 42, exclude: ['text'] }));
    expect(prompt.notSent.map(({ parameter, value }) => [parameter, value])).toEqual([
      ['seed', 42],
      ['negative_prompt', ['text']],
    ]);
    expect(Object.keys(prompt.parameters)).not.toContain('seed');
    expect(prompt.text).not.toContain('42');
  });

  test('what is too long is cut within the limit of the API, and recorded', () => {
    const prompt = promptOf(briefWith({ lighting: 'soft '.repeat(4000), exclude: Array.from({ length: 600 }, (_, index) => `thing number ${String(index)} of many things`) }));
    expect(prompt.text.length).toBeLessThanOrEqual(32_000);
    expect(prompt.notSent.some(({ parameter }) => parameter === 'lighting')).toBe(true);
    expect(prompt.notSent.some(({ parameter }) => parameter === 'brief:exclude[599]')).toBe(true);
  });
});

test('parameters ask for the nearest legal size, the quality and the number of the brief', () => {
  expect(promptOf(briefWith({ aspect: '16:9', quality: 'high', candidates: 4 })).parameters).toEqual({
    n: 4,
    size: '1792x1008',
    quality: 'high',
    output_format: 'png',
    background: 'opaque',
    moderation: 'auto',
  });
});

describe('a start over', () => {
  const startOver = (note: string): Direction => ({ kind: 'startOver', note, by: 'reviewer' });

  test('leads the prompt with the new concept and binds the subject to it', () => {
    const prompt = promptOf(briefWith(), [startOver('The dog swims in a mountain lake.')]);
    expect(prompt.text).toMatch(/^New concept direction: The dog swims in a mountain lake\. \(It overrides/u);
    expect(lineOf(prompt, 'Subject')).toBe('Subject: a golden retriever, in a new concept: The dog swims in a mountain lake');
    expect(originOf(prompt, 'subject')).toBe('brief:concept.subject, direction:1');
    expect(lineOf(prompt, 'Action')).toContain('as far as the new concept direction leaves it');
  });

  test('replaces the lighting of which it speaks and leaves the style of which it does not', () => {
    const prompt = promptOf(briefWith({ lighting: 'noon sun', style: 'documentary' }), [startOver('A quiet scene at dusk')]);
    expect(lineOf(prompt, 'Lighting')).toBe('Lighting: as the new concept direction says: A quiet scene at dusk');
    expect(lineOf(prompt, 'Style')).toBe('Style: documentary');
  });

  test('takes labelled lines word for word', () => {
    const prompt = promptOf(briefWith(), [startOver('Subject: a grey cat\nCamera: from above')]);
    expect(lineOf(prompt, 'Subject')).toBe('Subject: a grey cat');
    expect(lineOf(prompt, 'Camera')).toBe('Camera: from above');
    expect(originOf(prompt, 'camera')).toBe('direction:1');
    expect(prompt.text).not.toContain('New concept direction');
  });

  test('counts only the last time, and earlier wishes stay as constraints', () => {
    const prompt = promptOf(briefWith(), [startOver('a boat'), { kind: 'changes', note: 'warmer light', by: 'reviewer', candidate: 'a'.repeat(64) }, startOver('a bicycle')]);
    expect(prompt.text).toMatch(/^New concept direction: a bicycle/u);
    expect(prompt.constraints.filter(({ from }) => from.startsWith('direction:')).map(({ text }) => text)).toEqual([
      'New concept direction: a bicycle',
      'From an earlier round: a boat.',
      'From an earlier round: warmer light.',
    ]);
  });
});

test('the same request gives the same bytes, whatever the brief', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((value) => value.trim() !== '');
  const brief = fc
    .record({ subject: fc.tuple(text, text), lighting: text, mood: text, exclude: fc.array(text, { maxLength: 4 }), kind: fc.constantFrom(...AssetKind.options), note: text })
    .map(({ subject, note, ...rest }) => ({ brief: briefWith({ ...rest, concept: { subject: `a ${subject.join(' ')}` } }), note }));
  fc.assert(
    fc.property(brief, ({ brief: one, note }) => {
      const directions: Direction[] = [{ kind: 'startOver', note, by: 'reviewer' }];
      expect(JSON.stringify(promptOf(structuredClone(one), directions))).toBe(JSON.stringify(promptOf(one, directions)));
      expect(promptOf(one).text.split('\n').filter((line) => /^(?:Subject|Action|Setting|Lighting|Style|Camera): /u.test(line))).toHaveLength(6);
    }),
    { numRuns: 60 },
  );
});

test.each(AssetKind.options)('the template for %s is its own and complete', (kind) => {
  const template = templateFor(kind);
  expect(template).toMatchObject({ name: kind, kind });
  expect(template.constraints.length).toBeGreaterThan(0);
});
