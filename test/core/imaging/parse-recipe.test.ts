import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { InvalidRecipe } from '../../../core/errors.ts';
import type { FieldProblem } from '../../../core/errors.ts';
import { parseRecipe } from '../../../core/imaging/parse-recipe.ts';
import { Recipe } from '../../../core/imaging/recipe.ts';

function problemsOf(text: string, format: 'yaml' | 'json' = 'yaml'): readonly FieldProblem[] {
  try {
    parseRecipe(text, format);
  } catch (error) {
    if (error instanceof InvalidRecipe) return error.problems;
    throw error;
  }
  throw new Error('Expected InvalidRecipe but the recipe was accepted');
}

const problemIn = (text: string, field: string): FieldProblem | undefined => problemsOf(text).find((problem) => problem.field === field);

describe('a recipe', () => {
  test('is read from YAML and from JSON, with every default applied', () => {
    const recipe = parseRecipe('grade:\n  contrast: 1.1\ndeliverables: [open-graph]\n', 'yaml');
    expect(recipe).toMatchObject({ encoding: 'quality', palette: [], grade: { contrast: 1.1, saturation: 1, correct: { whiteBalance: 'none' } }, deliverables: [{ preset: 'open-graph' }] });
    expect(parseRecipe('{"grade":{"contrast":1.1},"deliverables":["open-graph"]}', 'json')).toEqual(recipe);
  });

  test('takes a deliverable in each of its four forms', () => {
    const { deliverables } = parseRecipe('deliverables:\n  - open-graph\n  - { preset: hero-16x9, crop: entropy }\n  - { name: banner, width: 640 }\n  - { name: poster, print: { width: 210, height: 297, bleed: 3 } }\n', 'yaml');
    expect(deliverables).toMatchObject([{ preset: 'open-graph' }, { preset: 'hero-16x9', crop: 'entropy' }, { name: 'banner', width: 640 }, { name: 'poster', print: { dpi: 300, bleed: 3 } }]);
  });

  test('written out with its defaults reads as the same recipe', () => {
    // JSON writes -0 as 0.
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
    const fraction = number(0, 1);
    const shift = fc.record({ red: fc.integer({ min: -100, max: 100 }) });
    const input = fc.record({
      grade: fc.record({ exposure: number(-2, 2), balance: fc.record({ shadows: shift, highlights: shift }) }),
      focus: fc.record({ x: fraction, y: fraction }),
      deliverables: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/u), width: fc.integer({ min: 16, max: 4000 }) }), { minLength: 1, maxLength: 40, selector: ({ name }) => name }),
    });
    fc.assert(
      fc.property(input, (written) => {
        const parsed = Recipe.parse(written);
        expect(parseRecipe(stringify(parsed), 'yaml')).toEqual(parsed);
        expect(parseRecipe(JSON.stringify(parsed), 'json')).toEqual(parsed);
      }),
      { numRuns: 60 },
    );
  });
});

describe('problems', () => {
  test('every wrong field is named at once, in the order of the source, with its line', () => {
    const found = problemsOf('grade:\n  exposure: 3\n  balance:\n    shadow: { red: 1 }\nfocus: middle\ndeliverables:\n  - name: Wide Banner\n    width: 4\n  - open-graf\nencoding: slow\n');
    expect(found.map(({ field, line }) => [field, line])).toEqual([
      ['grade.exposure', 2],
      ['grade.balance.shadow', 4],
      ['focus', 5],
      ['deliverables[0].name', 7],
      ['deliverables[0].width', 8],
      ['deliverables[1]', 9],
      ['encoding', 10],
    ]);
  });

  test.each([
    // A misspelt or misplaced field, on every level.
    ['pallete: []', 'pallete', 'Expected a field of the recipe but received "pallete"; did you mean "palette"?'],
    ['grade: { correct: { strenght: 1 } }', 'grade.correct.strenght', 'did you mean "strength"?'],
    ['grade: { balance: { midtones: { gren: 1 } } }', 'grade.balance.midtones.gren', 'did you mean "green"?'],
    ['grade: { palette: [] }', 'grade.palette', '"palette" belongs at the top level'],
    ['opacity: 0.5', 'opacity', 'did you mean "watermark.opacity"?'],
    ['about: { sistem: { name: a, version: b } }', 'about.sistem', 'did you mean "system"?'],
    ['deliverables: [{ name: a, print: { width: 10, height: 10, dpl: 300 } }]', 'deliverables[0].print.dpl', 'did you mean "dpi"?'],
    ['deliverables: [{ preset: open-graph, safeArea: { x: 0, y: 0, widht: 1, height: 1 } }]', 'deliverables[0].safeArea.widht', 'did you mean "width"?'],
    ['deliverables: [{ preset: open-graph, format: [png] }]', 'deliverables[0].format', 'did you mean "formats"?'],
    // What belongs to another form of a deliverable.
    ['deliverables: [{ preset: open-graph, width: 100 }]', 'deliverables[0].width', 'it does not go with "preset": write one or the other'],
    ['deliverables: [{ name: a, print: { width: 10, height: 10 }, width: 100 }]', 'deliverables[0].width', 'it does not go with "print"'],
    ['deliverables: [{ name: a }]', 'deliverables[0].width', 'Expected a number for deliverables[0].width but received nothing'],
    // Ranges and types.
    ['grade: { contrast: 3 }', 'grade.contrast', 'Expected a number of at most 2 for grade.contrast but received 3'],
    ['grade: { contrast: high }', 'grade.contrast', 'Expected a number for grade.contrast but received "high"'],
    ['grade: 5', 'grade', 'Expected named fields for grade but received 5'],
    ['grade: { exposure: .nan }', 'grade.exposure', 'Expected a number for grade.exposure but received NaN'],
    ['grade: { brandTint: { colour: #ff8800\n  } }', 'grade.brandTint.colour', 'put colours in quotes'],
    ['grade: { lut: { file: /etc/look.cube } }', 'grade.lut.file', 'Expected a file ending in .cube, without ".."'],
    ['watermark: { opacity: 0.5 }', 'watermark.file', 'name a picture with transparency'],
    ['palette:\n  - #ff8800', 'palette[0]', 'put colours in quotes'],
    ['subject: { x: 0.8, y: 0, width: 0.5, height: 1 }', 'subject.width', 'Expected at most 0.2 for subject.width, where x is 0.8, but received 0.5'],
    ['subject: { x: 0, y: 0, width: 1, height: 0 }', 'subject.height', 'Expected a number above 0'],
    // What holds between deliverables and against the table of presets.
    ['deliverables: []', 'deliverables', 'Expected at least 1 of them for deliverables but received 0'],
    ['deliverables: [{ preset: open-graf }]', 'deliverables[0]', 'did you mean "open-graph"?'],
    ['deliverables: [poster]', 'deliverables[0]', 'a size of your own is written as { name, width, height }'],
    ['deliverables: [open-graph, { name: open-graph, width: 100 }]', 'deliverables[1]', 'Expected a name of its own for deliverables[1] but received "open-graph" again'],
    ['deliverables: [{ name: a, width: 16000, height: 16000 }]', 'deliverables[0]', 'Expected at most 40000000 pixels'],
    ['deliverables: [{ name: a, width: 100, maxBytes: 500 }]', 'deliverables[0]', 'Expected maxBytes of at least 4000'],
    ['deliverables: [{ name: a, width: 100, safeArea: { x: 0.5, y: 0, width: 0.6, height: 1 } }]', 'deliverables[0].safeArea.width', 'fractions end at the picture'],
  ])('%s is told as a problem of %s', (text, field, message) => {
    expect(problemIn(text, field)?.message).toContain(message);
  });

  test('of 41 deliverables their number is told, not each', () => {
    const deliverables = Array.from({ length: 41 }, (_, index) => `  - { name: size-${String(index)}, width: ${String(100 + index)} }\n`).join('');
    expect(problemsOf(`deliverables:\n${deliverables}`)).toEqual([{ field: 'deliverables', line: 1, message: 'Expected at most 40 of them for deliverables but received 41' }]);
  });

  test.each([[''], [' \n\t\n'], ['\uFEFF']])('the empty document %j says what the shortest recipe is', (text) => {
    expect(problemsOf(text)).toEqual([{ field: '', message: 'Expected a recipe but received an empty document; the shortest one has a deliverable, such as deliverables: [open-graph]' }]);
  });

  test.each(['# nothing but a comment\n', '[]', 'open-graph', '5'])('%j is no recipe', (text) => {
    expect(problemsOf(text)[0]?.message).toContain('Expected named fields for the recipe but received');
  });

  test('a tab that indents is told with its line and the way out', () => {
    expect(problemsOf('grade:\n\texposure: 1\n')).toEqual([{ field: '', line: 2, message: 'Expected valid YAML but received a syntax error: tabs are not allowed as indentation; indent with spaces' }]);
  });

  test('broken JSON names the line', () => {
    expect(problemsOf('{"palette": [],\n "grade": {"contrast": 1.1 "tint": 1}}', 'json')).toMatchObject([{ field: '', line: 2 }]);
  });

  test('any text at all is accepted or refused as InvalidRecipe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('yaml', 'json'), (text, format) => {
        try {
          parseRecipe(text, format);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRecipe);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('any fields at all are told by names that are in the document, and never crash the reader', () => {
    const key = fc.constantFrom('grade', 'deliverables', 'focus', 'preset', 'print', 'name', 'width', 'balance', 'shadows', 'safeArea', 'constructor', '__proto__', 'x');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 5 }, fc.constantFrom(null, 5, 'open-graph', true), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 4 })),
    }));
    fc.assert(
      fc.property(value, (document) => {
        try {
          parseRecipe(JSON.stringify(document), 'json');
        } catch (error) {
          if (!(error instanceof InvalidRecipe)) throw error;
          for (const { message } of error.problems) expect(message).toMatch(/^Expected .+ but received /u);
        }
      }),
      { numRuns: 500 },
    );
  });
});
