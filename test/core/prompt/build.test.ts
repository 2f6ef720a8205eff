import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Brief } from '../../../core/brief/schema.ts';
import { PromptSlotName } from '../../../core/documents.ts';
import type { PromptDocument } from '../../../core/documents.ts';
import { modelOf } from '../../../core/models/models.ts';
import type { ImageModel } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import type { PromptTemplate, TemplateEdition } from '../../../core/prompt/template.ts';
import { shippedTemplate, shippedVersions, templateFor } from '../../../core/prompt/templates.ts';
import type { Direction } from '../../../core/workflow.ts';
import { briefWith, sportsCar } from '../support/briefs.ts';
import { reordered, writtenBrief } from '../support/generated-briefs.ts';
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

  test.each([
    ['left', 'Keep the left third of the picture calm and empty'],
    [{ x: 0, y: 0.5, width: 0.4, height: 0.5 }, 'Keep the box from 0 % to 40 % of the width and from 50 % to 100 % of the height of the picture calm and empty'],
  ] as const)('ask for the room for text: %j', (copySpace, wording) => {
    expect(constraintFrom(promptOf(briefWith({ copySpace })), 'brief:copySpace')).toContain(wording);
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
    const prompt = promptOf(briefWith({ lighting: 'soft '.repeat(4000), exclude: Array.from({ length: 200 }, (_, index) => `thing number ${String(index)} of ${'very '.repeat(40)}many things`) }));
    expect(prompt.text.length).toBeLessThanOrEqual(32_000);
    expect(prompt.notSent.some(({ parameter }) => parameter === 'lighting')).toBe(true);
    expect(prompt.notSent.some(({ parameter }) => parameter === 'brief:exclude[199]')).toBe(true);
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

  test.each([
    ['with their accents', 'Motivo: un gato gris\nCámara: desde arriba; Iluminación: luz de luna'],
    ['without', 'motivo: un gato gris\ncamara: desde arriba; iluminacion: luz de luna'],
    ['typed as letters and marks', 'Motivo: un gato gris\nCámara: desde arriba; Iluminación: luz de luna'.normalize('NFD')],
  ])('takes lines labelled in Spanish, %s', (_, note) => {
    const prompt = promptOf(briefWith({ language: 'es' }), [startOver(note)]);
    for (const line of ['Subject: un gato gris', 'Camera: desde arriba', 'Lighting: luz de luna']) expect(lineOf(prompt, line.split(':')[0] ?? '')).toBe(line);
    expect(prompt.text).not.toContain('New concept direction');
  });

  test('leaves a line alone whose label names no slot', () => {
    expect(promptOf(briefWith(), [startOver('Idea: a grey cat on a roof')]).text).toMatch(/^New concept direction: Idea: a grey cat on a roof/u);
    // A name that every object has is no label either.
    expect(promptOf(briefWith(), [startOver('Constructor: a grey crane')]).text).toMatch(/^New concept direction: Constructor: a grey crane/u);
  });

  test('takes several labelled lines of one slot together, the same one once', () => {
    const prompt = promptOf(briefWith(), [startOver('Camera: from above\nLighting: soft\nlens: 35 mm; camera: from above')]);
    expect(lineOf(prompt, 'Camera')).toBe('Camera: from above, 35 mm');
  });

  test('follows neither of two people who set one slot to two things, and takes the line that only one set', () => {
    const said = (by: string, note: string) => ({ by, decision: 'startOver', note, tags: [], at: '2026-11-28T10:00:00.000Z' });
    const [bo, li] = [said('bo@example.com', 'Lighting: moonlight, cold and still'), said('li@example.com', 'Lighting: noon sun; Camera: from above')];
    const prompt = promptOf(briefWith({ lighting: 'dusk' }), [{ ...startOver(`${bo.note}\n${li.note}`), notes: [bo, li] }]);
    expect([lineOf(prompt, 'Lighting'), lineOf(prompt, 'Camera')]).toEqual(['Lighting: dusk', 'Camera: from above']);
    expect(prompt.notSent.find(({ parameter }) => parameter === 'note')).toMatchObject({ value: { about: 'lighting', sides: [{ by: 'bo@example.com', words: 'Lighting: moonlight, cold and still' }, { words: 'Lighting: noon sun' }] } });
  });

  test('follows neither of two people who contradict each other, keeps what both can live with, and records the rest', () => {
    const said = (by: string, note: string) => ({ by, decision: 'startOver', note, tags: [], at: '2026-11-28T10:00:00.000Z' });
    const [bo, li] = [said('bo@example.com', 'On a beach. Make it brighter'), said('li@example.com', 'Make it darker; Camera: from above')];
    const both: Direction = { ...startOver(`${bo.note}\n${li.note}`), notes: [bo, li] };
    const prompt = promptOf(briefWith(), [both]);
    expect(prompt.text).toMatch(/^New concept direction: On a beach \(It overrides/u);
    expect(lineOf(prompt, 'Camera')).toBe('Camera: from above');
    expect(prompt.text).not.toMatch(/brighter|darker/u);
    expect(prompt.notSent.find(({ parameter }) => parameter === 'note')).toMatchObject({ value: { about: 'brightness', sides: [{ by: 'bo@example.com' }, { by: 'li@example.com' }] } });

    // As an earlier round, too; and where nothing is left, the brief itself is tried again.
    const later = promptOf(briefWith(), [both, startOver('A bicycle')]);
    expect(later.constraints.find(({ from }) => from === 'direction:1')?.text).toBe('From an earlier round: On a beach; Camera: from above.');
    const nothing = promptOf(briefWith(), [{ ...startOver('Make it brighter\nMake it darker'), notes: [said('bo@example.com', 'Make it brighter'), said('li@example.com', 'Make it darker')] }]);
    expect(nothing.text).toMatch(/^New concept direction: another take on the brief \(It overrides/u);
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

describe('a thousand briefs', () => {
  const editionsOf = (brief: Brief): readonly TemplateEdition[] => shippedVersions(brief.kind).map((version) => ({ ...shippedTemplate(brief.kind, version)!.template, label: null, sha256: shippedTemplate(brief.kind, version)!.sha256 }));
  const compose = (written: unknown, pick: number, note: string | undefined): PromptDocument => {
    const brief = Brief.parse(written);
    const editions = editionsOf(brief);
    const directions: Direction[] = note === undefined ? [] : [{ kind: 'startOver', note, by: 'reviewer' }];
    return buildPrompt({ runId, round: directions.length + 1, brief, directions, template: editions[pick % editions.length]!, model: modelOf(brief.model) });
  };
  const note = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((value) => value.trim() !== ''), { nil: undefined });

  test('the same brief and version give the same bytes, in whatever order its keys are written', () => {
    fc.assert(
      fc.property(writtenBrief, fc.nat(1), note, (written, pick, direction) => {
        const once = JSON.stringify(compose(written, pick, direction));
        expect(JSON.stringify(compose(structuredClone(written), pick, direction))).toBe(once);
        expect(JSON.stringify(compose(reordered(written), pick, direction))).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  test('every slot and constraint comes from a field of the brief, a line of the template or a direction that is there', () => {
    fc.assert(
      fc.property(writtenBrief, fc.nat(1), note, (written, pick, direction) => {
        const prompt = compose(written, pick, direction);
        const template = shippedTemplate(prompt.template.name, prompt.template.version)!.template;
        expect(prompt.slots.map(({ slot }) => slot)).toEqual(PromptSlotName.options);
        for (const { from, text } of [...prompt.slots, ...prompt.constraints]) {
          expect(text).not.toMatch(/[\n\r\u2028]/u);
          for (const origin of from.split(', ')) expect(exists(origin, written, template, direction === undefined ? 0 : 1), `${origin} of ${JSON.stringify(written)}`).toBe(true);
        }
        expect(prompt.text.split('\n').filter((line) => /^(?:Subject|Action|Setting|Lighting|Style|Camera): /u.test(line))).toHaveLength(6);
      }),
      { numRuns: 1000 },
    );
  });

  /** `brief:brand.do[1]`, `template:product@1.0.0`, `template:product@1.0.0:lighting`, `direction:1`. */
  function exists(origin: string, written: Readonly<Record<string, unknown>>, template: PromptTemplate, directions: number): boolean {
    const [source = '', name = '', slot] = origin.split(':');
    switch (source) {
      case 'brief':
        // Purpose names the three fields it is made of, of which one is enough.
        if (['objective', 'audience', 'channels'].includes(name)) return ['objective', 'audience', 'channels'].some((field) => written[field] !== undefined);
        return name.split(/[.[\]]+/u).filter(Boolean).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], written) !== undefined;
      case 'template':
        return name === `${template.name}@${template.version}` && (slot === undefined || Object.hasOwn(template.slots, slot));
      case 'direction':
        return Number(name) >= 1 && Number(name) <= directions;
      default:
        return false;
    }
  }
});

describe('what a model cannot do', () => {
  const left = (changes: Parameters<typeof briefWith>[0], model: ImageModel = modelOf()) =>
    buildPrompt({ runId, round: 1, brief: briefWith(changes), directions: [], template: templateFor('editorial'), model }).notSent;

  test.each([
    ['a quality that it does not know', { quality: 'xhigh' }, { parameter: 'quality', value: 'xhigh', reason: 'gpt-image-2 knows the qualities low, medium, high', sent: 'high' }],
    ['a master as WebP', { master: { format: 'webp' } }, { parameter: 'output_format', value: 'webp', sent: 'png' }],
    ['a transparent background', { master: { background: 'transparent' } }, { parameter: 'background', value: 'transparent', sent: 'opaque' }],
    ['a negative prompt', { exclude: ['fog'] }, { parameter: 'negative_prompt', value: ['fog'], sent: 'constraints' }],
    ['a seed', { seed: 7 }, { parameter: 'seed', value: 7 }],
  ] as const)('%s is told with the reason and what is sent instead', (_, changes, expected) => {
    expect(left(structuredClone(changes) as Parameters<typeof briefWith>[0])).toEqual([expect.objectContaining(expected)]);
  });

  test('a quality without a published price is not sent, because no cap could hold', () => {
    expect(left({ quality: 'max' }, modelOf('gpt-image-2.5-sunburst'))).toEqual([{ parameter: 'quality', value: 'max', reason: 'quality max of gpt-image-2.5-sunburst has no published price, and without one no cap could hold', sent: 'high' }]);
  });

  test('a ratio that a model with three sizes does not make is told with the size that is sent', () => {
    const model: ImageModel = { ...modelOf(), name: 'gpt-image-three', sizes: 'standard' };
    expect(left({ aspect: '16:9' }, model)).toEqual([expect.objectContaining({ parameter: 'aspect', value: '16:9', sent: '1536x1024' })]);
    expect(left({ aspect: '3:2' }, model)).toEqual([]);
  });

  test('what it can do is not told', () => {
    expect(left({ quality: 'high', master: { format: 'png', background: 'opaque' } })).toEqual([]);
  });
});

describe('warnings', () => {
  const warned = (changes: Partial<ImageModel>, today?: string) =>
    buildPrompt({ runId, round: 1, brief: briefWith({ kind: 'food' }), directions: [], template: templateFor('food'), model: { ...modelOf(), ...changes }, today }).warnings;

  test('a model near its shutdown is told with its successor', () => {
    expect(warned({ retires: '2026-12-01', successor: 'gpt-image-3' }, '2026-11-24')).toEqual(['gpt-image-2 is shut down on 2026-12-01 (in 7 days) and is succeeded by gpt-image-3. Write model: gpt-image-3.']);
    expect(warned({}, '2026-11-24')).toEqual([]);
  });

  test('a template of another kind is told', () => {
    const { warnings } = buildPrompt({ runId, round: 1, brief: briefWith({ kind: 'food' }), directions: [], template: templateFor('product'), model: modelOf() });
    expect(warnings).toEqual(['The template product@1.0.0 is for product and the brief is of kind food. Write kind: product, or choose another template.']);
  });
});
