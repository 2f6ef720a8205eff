import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { briefFormatOf, parseBrief, senderOf } from '../../../core/brief/parse.ts';
import type { BriefFormat } from '../../../core/brief/parse.ts';
import { Brief } from '../../../core/brief/schema.ts';
import { InvalidBrief } from '../../../core/errors.ts';
import type { FieldProblem } from '../../../core/errors.ts';

const shortest = 'title: Frisbee\nconcept:\n  subject: a golden retriever\n';

function problemsOf(text: string, format: BriefFormat = 'yaml'): readonly FieldProblem[] {
  try {
    parseBrief(text, format);
  } catch (error) {
    if (error instanceof InvalidBrief) return error.problems;
    throw error;
  }
  throw new Error('Expected InvalidBrief but the brief was accepted');
}

const problemIn = (text: string, field: string): FieldProblem | undefined => problemsOf(text).find((problem) => problem.field === field);

describe('formats', () => {
  test.each([
    [{ fileName: 'inbox/Brief.YML' }, 'yaml'],
    [{ fileName: 'a.json', contentType: 'application/octet-stream' }, 'json'],
    [{ contentType: 'text/markdown; charset=utf-8' }, 'markdown'],
  ] as const)('%j is %s', (source, format) => {
    expect(briefFormatOf(source)).toBe(format);
  });

  test('a picture is not a brief', () => {
    expect(() => briefFormatOf({ fileName: 'photo.png' })).toThrow(/"photo.png"/u);
  });

  test('the three formats of one brief are the same brief', () => {
    const yaml = parseBrief(shortest, 'yaml');
    expect(parseBrief('{"title":"Frisbee","concept":{"subject":"a golden retriever"}}', 'json')).toEqual(yaml);
    expect(parseBrief(`---\n${shortest}---\n`, 'markdown')).toEqual(yaml);
  });

  test('defaults are applied', () => {
    expect(parseBrief(shortest, 'yaml')).toMatchObject({ aspect: '3:2', candidates: 3, quality: 'medium', kind: 'editorial', review: { rounds: 3 } });
  });

  test('the body of a Markdown file is its objective, or is added to it', () => {
    expect(parseBrief(`---\n${shortest}---\nTwenty minutes.\n`, 'markdown').objective).toBe('Twenty minutes.');
    expect(parseBrief(`---\n${shortest}objective: A recipe\n---\r\nTwenty minutes.`, 'markdown').objective).toBe('A recipe\n\nTwenty minutes.');
  });

  test('shorthands are written out', () => {
    expect(parseBrief(`${shortest}approvers: [a@example.com]\nreview: { dueHours: 24 }\n`, 'yaml').review).toMatchObject({ approvers: ['a@example.com'], dueHours: 24 });
    expect(parseBrief(`${shortest}brand: voltaire\n`, 'yaml').brand).toEqual(parseBrief(`${shortest}brand: { kit: { name: voltaire } }\n`, 'yaml').brand);
    expect(parseBrief(`${shortest}references: [{ file: references/a.png }]\n`, 'yaml').references).toEqual([{ file: 'references/a.png', use: 'subject' }]);
  });

  test('a byte order mark changes nothing', () => {
    expect(parseBrief(`\uFEFF${shortest}`, 'yaml').title).toBe('Frisbee');
  });
});

describe('problems', () => {
  test('every wrong field is named at once, in the order of the source, with its line', () => {
    const found = problemsOf('title: 5\nowner: nobody\nconcept:\n  subject: dog\naspect: 16:4\ndeliverables:\n  - hero-16x8\n');
    expect(found.map(({ field, line }) => [field, line])).toEqual([
      ['title', 1],
      ['owner', 2],
      ['concept.subject', 4],
      ['aspect', 5],
      ['deliverables[0]', 7],
    ]);
  });

  test('a box for text that reaches the very edge is inside, and one of an accepted brief of before is still read', () => {
    const box = { x: 0.58, y: 0.1, width: 0.42, height: 0.9 };
    expect(parseBrief(`title: T\nconcept: { subject: a dog }\ncopySpace: ${JSON.stringify(box)}\n`, 'yaml').copySpace).toEqual(box);
    const beyond = { ...box, width: 0.9 };
    expect(Brief.parse({ title: 'T', concept: { subject: 'a dog' }, copySpace: beyond }).copySpace).toEqual(beyond);
  });

  test.each([
    ['lightning: soft', 'lightning', 'did you mean "lighting"?'],
    ['subject: a dog', 'subject', 'did you mean "concept.subject"?'],
    ['colours: ["#ffffff"]', 'colours', 'did you mean "brand.colours"?'],
    ['candidates: 12', 'candidates', 'Expected a number of at most 8 for candidates but received 12'],
    ['quality: ultra', 'quality', 'Expected one of low, medium, high, xhigh, max for quality but received "ultra"'],
    ['lighting:', 'lighting', 'fill it in or remove the line'],
    ['model: gpt-image-1', 'model', 'shut down on 2026-10-23'],
    ['review: { approval: most }', 'review.approval', 'Expected one, all, sequence, roles, or { atLeast: 2 } for review.approval but received "most"'],
    ['review: { approval: { atLeast: 0 } }', 'review.approval.atLeast', 'Expected a number of at least 1'],
    ['review: { approval: roles, roles: { Brand: [ana@example.com] } }', 'review.roles.Brand', 'Expected the name of a role of lower-case letters, digits and hyphens in review.roles but received "Brand"'],
    ['review: { delegates: { ana: bo@example.com } }', 'review.delegates.ana', 'Expected an e-mail address but received "ana"'],
    [`review: { approvers: [${'a'.repeat(65)}@example.com] }`, 'review.approvers[0]', 'at most 254 characters, 64 of them before the @'],
    ['copySpace: middle', 'copySpace', 'Expected left, right, top, bottom, or a box such as { x: 0, y: 0, width: 0.4, height: 1 } for copySpace but received "middle"'],
    ['copySpace: { x: 0, y: 0, width: 2, height: 1 }', 'copySpace.width', 'Expected a number of at most 1'],
    ['copySpace: { x: 0.7, y: 0, width: 0.5, height: 1 }', 'copySpace.width', 'Expected x and width of at most 1 together for copySpace.width but received 0.7 and 0.5, which reaches beyond the right edge; write width: 0.3, or a smaller x'],
    ['copySpace: { x: 0.2, y: 0.2, width: 0, height: 0.5 }', 'copySpace.width', 'Expected a number above 0 for copySpace.width but received 0, which leaves no room for text; write a larger width, or leave copySpace out'],
    ['copySpace: { x: 0, y: 1, width: 1, height: 0 }', 'copySpace.height', 'Expected a number above 0 for copySpace.height but received 0'],
    ['copySpace: { x: 0, y: 1, width: 1, height: 0.5 }', 'copySpace.height', 'beyond the lower edge; write a smaller y'],
    ['review: { remindHours: 80 }', 'review.remindHours', 'Expected fewer hours than review.dueHours (72)'],
    ['review: { remindHours: [24, 72] }', 'review.remindHours[1]', 'Expected fewer hours than review.dueHours (72)'],
    ['review: { dueHours: 8, remindHours: 7.5 }', 'review.remindHours', 'nobody is reminded in the last hour'],
    ['review: { remindHours: [0.5, 24] }', 'review.remindHours[0]', 'Expected at least 1 hour for review.remindHours but received 0.5'],
    ['review: { remindHours: soon }', 'review.remindHours', 'for review.remindHours but received "soon"'],
    ['review: { remindHours: [1, 2, 3, 4, 5, 6] }', 'review.remindHours', 'Expected hours, or a list of up to five, for review.remindHours'],
    ['review: { escalateHours: 80, escalateTo: [h@example.com] }', 'review.escalateHours', 'Expected fewer hours than review.dueHours (72) for review.escalateHours but received 80'],
    ['review: { escalateHours: 24 }', 'review.escalateHours', 'Expected review.escalateTo beside review.escalateHours'],
    ['budget: { campaignCap: 5 }', 'budget.campaignCap', 'name the campaign'],
    ['aspect: "1:4"', 'aspect', 'from 1:3 to 3:1'],
    ['deliverables: [hero-16x8]', 'deliverables[0]', 'did you mean "hero-16x9"?'],
    ['deliverables: [hero-16x9, hero-16x9]', 'deliverables[1]', 'again'],
    ['deliverables: [{ name: page, height: 100 }]', 'deliverables[0].width', 'Expected a number for deliverables[0].width but received nothing'],
    ['deliverables: [{ preset: hero-16x8 }]', 'deliverables[0]', 'did you mean "hero-16x9"?'],
    ['deliverables: [{ preset: hero-16x9 }, { name: hero-16x9, width: 100 }]', 'deliverables[1]', 'again'],
    ['deliverables: [{ name: sheet, print: { width: 210 } }]', 'deliverables[0].print.height', 'Expected a number for deliverables[0].print.height but received nothing'],
    ['deliverables: [{ name: wall, width: 9000, height: 9000 }]', 'deliverables[0]', 'Expected at most 40000000 pixels'],
    ['deliverables: [5]', 'deliverables[0]', 'Expected the name of a preset or a size'],
    ['brand: { watermark: { file: mark.gif } }', 'brand.watermark.file', 'Expected a file ending in .png or .webp'],
    ['watermark: { file: mark.png }', 'watermark', 'did you mean "brand.watermark"'],
    ['grade: { balance: { shadows: { blu: 4 } } }', 'grade.balance.shadows.blu', 'did you mean "blue"?'],
    ['focus: { x: 0.5, y: 50 }', 'focus.y', 'Expected a number of at most 1 for focus.y but received 50'],
    ['encoding: best', 'encoding', 'Expected one of quality, fast for encoding but received "best"'],
    ['brand:\n  colours:\n    - #ff0000', 'brand.colours[0]', 'put colours in quotes'],
    ['galley: 2', 'galley', 'Expected 1, the version of the format that this Galley reads, for galley but received 2; write galley: 1'],
    ['$schema: 5', '$schema', 'Expected text for $schema but received 5'],
    ['brand: 5', 'brand', 'Expected the name of a brand kit, of lower-case letters, digits and hyphens, or fields of the brand for brand but received 5'],
    ['brand: Voltaire Motors', 'brand', 'but received "Voltaire Motors"'],
    ['brand: { kit: Voltaire Motors }', 'brand.kit', 'Expected the name of a brand kit, of lower-case letters, digits and hyphens, or its name and version for brand.kit but received "Voltaire Motors"'],
    ['brand: { kit: { name: voltaire, version: two } }', 'brand.kit.version', 'Expected a number for brand.kit.version but received "two"'],
    ['brand: { kit: { nam: voltaire } }', 'brand.kit.nam', 'did you mean "name"?'],
    ['brand: { logo: logo.bmp }', 'brand.logo', 'Expected a file ending in .png or .webp or .svg'],
    ['approvers: [nobody]', 'approvers[0]', 'Expected an e-mail address but received "nobody"'],
    ['approvers: [a@example.com]\nreview: { approvers: [b@example.com] }', 'approvers', 'keep one of the lists'],
    ['references: [{ file: bottle.png }]', 'references[0].file', 'Expected a picture ending in .png, .jpg, .jpeg, .webp below references/ or brands/'],
    ['references: [{ file: references/../bottle.png }]', 'references[0].file', 'without ".."'],
    ['references: [{ file: references/bottle.gif }]', 'references[0].file', 'such as references/bottle.jpg'],
    ['references: [{ file: references/a.png, use: mood }]', 'references[0].use', 'Expected one of subject, style, composition for references[0].use but received "mood"'],
    ['references: [{ file: references/a.png }, { file: references/a.png }]', 'references[1].file', 'Expected each picture once in references'],
    [`references: [${Array.from({ length: 17 }, (_, index) => `{ file: references/${String(index)}.png }`).join(', ')}]`, 'references', 'Expected at most 16 of them for references but received 17'],
  ])('%s is told as a problem of %s', (line, field, message) => {
    expect(problemIn(`${shortest}${line}\n`, field)?.message).toContain(message);
  });

  test('an empty document says what the shortest brief is', () => {
    expect(problemsOf(' \n')[0]?.message).toContain('title and a concept');
  });

  test('a missing concept says how to write one', () => {
    expect(problemIn('title: x\n', 'concept')?.message).toContain('subject: a golden retriever');
  });

  test('broken JSON names the line', () => {
    expect(problemsOf('{"title": "x",\n "concept": {"subject":"a b" "x":1}}', 'json')).toMatchObject([{ field: '', line: 2 }]);
  });

  test('a field written twice in JSON is not silently dropped', () => {
    expect(problemsOf('{"title": "x",\n"title": "y", "concept": {"subject":"a b"}}', 'json')).toMatchObject([{ line: 2 }]);
  });

  test('lines of a Markdown file count from the top of the file', () => {
    expect(problemsOf('---\ntitle: x\nconcept: { subject: a dog }\nfoo: 1\n---\nbody', 'markdown')).toMatchObject([{ field: 'foo', line: 4 }]);
  });

  test('a syntax error is told a few times at most', () => {
    expect(problemsOf(`${shortest}brand:\n  colours: [#ff0000]\n`).length).toBeLessThanOrEqual(3);
  });
});

describe('hostile documents', () => {
  test('aliases that multiply are refused', () => {
    const bomb = ['a: &a [1,1,1,1,1,1,1,1,1]', ...['b', 'c', 'd', 'e', 'f', 'g'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdef'[index] ?? ''}`).join(',')}]`)].join('\n');
    expect(problemsOf(bomb)[0]?.message).toContain('uses of an anchor');
  });

  test('endless nesting is refused', () => {
    expect(problemsOf('['.repeat(100_000))[0]?.message).toContain('nested too deeply');
    expect(problemsOf('['.repeat(100_000) + ']'.repeat(100_000), 'json')[0]?.message).toContain('nested too deeply');
    expect(problemsOf('title: x\nconcept: &self\n  subject: [*self, *self]\n')[0]?.message).toContain('nested too deeply');
  });

  test('a megabyte is refused before it is read', () => {
    expect(problemsOf(`title: ${'x'.repeat(1_000_001)}`)[0]?.message).toContain('at most 1000000 characters');
  });

  test('a tag of another language is refused', () => {
    expect(problemsOf('title: !!js/function "x"\nconcept: { subject: a dog }')[0]?.message).toContain('unresolved tag');
  });

  test('any text at all is accepted or refused as InvalidBrief', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('yaml', 'json', 'markdown'), (text, format) => {
        try {
          parseBrief(text, format);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidBrief);
        }
        senderOf(text, format);
      }),
      { numRuns: 300 },
    );
  });
});

test('a brief written out with its defaults reads as the same brief', () => {
  const phrase = fc.array(fc.stringMatching(/^[\p{L}\p{N}'#:,-]{1,12}$/u), { minLength: 2, maxLength: 6 }).map((words) => words.join(' '));
  const brief = fc.record({ title: phrase, concept: fc.record({ subject: phrase, action: phrase }), mood: phrase, exclude: fc.array(phrase, { maxLength: 3 }), candidates: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(brief, (input) => {
      const parsed = Brief.parse(input);
      expect(parseBrief(stringify(parsed), 'yaml')).toEqual(parsed);
      expect(parseBrief(JSON.stringify(parsed), 'json')).toEqual(parsed);
    }),
    { numRuns: 60 },
  );
});

describe('the sender', () => {
  test.each([
    ['title: "x\nowner: me@example.com\n', 'yaml'],
    ['{"title":1,"owner":"me@example.com",,}', 'json'],
    ['---\nfoo: 1\nowner: me@example.com\n---\nowner: other@example.com', 'markdown'],
    ['title: 5\nowner: me@example.com\n', 'yaml'],
  ] as const)('is found even in %j', (text, format) => {
    expect(senderOf(text, format)).toBe('me@example.com');
  });

  test('is nobody where no address stands', () => {
    expect(senderOf('owner: nobody\n', 'yaml')).toBeUndefined();
    expect(senderOf('owner: [me@example.com]\n', 'yaml')).toBeUndefined();
  });
});
