import { describe, expect, test } from 'vitest';
import { kitNameOfKey, kitProblems, parseBrandKit, unknownKit } from '../../../core/brief/brand-kit.ts';
import { parseBrief } from '../../../core/brief/parse.ts';
import type { Brief } from '../../../core/brief/schema.ts';
import { InvalidBrandKit, InvalidBrief, type FieldProblem } from '../../../core/errors.ts';
import { limitsOf } from '../../../core/inspection/limits.ts';

const shortest = 'name: Voltaire Motors\nversion: 3\n';
const found = { name: 'voltaire', file: 'brands/voltaire/kit.yaml', sha256: 'a'.repeat(64), objectVersion: 'v7' };

function problemsOf(text: string): readonly FieldProblem[] {
  try {
    parseBrandKit(text, 'yaml');
  } catch (error) {
    if (error instanceof InvalidBrandKit) return error.problems;
    throw error;
  }
  throw new Error('Expected InvalidBrandKit but the kit was accepted');
}

describe('a brand kit', () => {
  test('needs a name and a version; the rest has defaults', () => {
    expect(parseBrandKit(shortest, 'yaml')).toMatchObject({ galley: 1, colours: [], do: [], approvers: [], grade: { contrast: 1 } });
    expect(parseBrandKit('{"name":"Voltaire Motors","version":3}', 'json')).toEqual(parseBrandKit(shortest, 'yaml'));
  });

  test('in Markdown carries its description below', () => {
    expect(parseBrandKit(`---\n${shortest}---\nFor every picture of a car.\n`, 'markdown').description).toBe('For every picture of a car.');
  });

  test('names its colours and says what they are for, or does not', () => {
    expect(parseBrandKit(`${shortest}colours: ["#0b1f33", { colour: "#e8552d", name: Ember, role: accent }]\n`, 'yaml').colours).toEqual([{ colour: '#0b1f33' }, { colour: '#e8552d', name: 'Ember', role: 'accent' }]);
  });

  test.each([
    ['', 'name', 'Expected text for name but received nothing; add a line such as name: Voltaire Motors'],
    ['name: x\n', 'version', 'add a line such as version: 1, and count it up with every change'],
    [`${shortest}galley: 2`, 'galley', 'Expected 1, the version of the format that this Galley reads, for galley but received 2'],
    [`name: x\nversion: 1.5`, 'version', 'Expected a whole number for version but received 1.5'],
    [`name: x\nversion: 0`, 'version', 'Expected a number of at least 1 for version but received 0'],
    [`${shortest}colors: []`, 'colors', 'Expected a field of the brand kit but received "colors"; did you mean "colours"?'],
    [`${shortest}colours: [red]`, 'colours[0]', 'Expected a colour as #rrggbb in quotes, or { colour, name, role } for colours[0] but received "red"'],
    [`${shortest}colours: [{ colour: red }]`, 'colours[0].colour', 'Expected a colour as #rrggbb but received "red"'],
    [`${shortest}colours: [{ colour: "#e8552d", role: loud }]`, 'colours[0].role', 'Expected one of primary, secondary, accent, neutral, background for colours[0].role but received "loud"'],
    [`${shortest}logo: logo.gif`, 'logo', 'Expected a file ending in .png or .webp or .svg'],
    [`${shortest}grade: { lut: { file: look.png } }`, 'grade.lut.file', 'Expected a file ending in .cube'],
    [`${shortest}approvers: [nobody]`, 'approvers[0]', 'Expected an e-mail address but received "nobody"'],
  ])('%j is told as a problem of %s', (text, field, message) => {
    const problem = problemsOf(text === '' ? 'do: []' : text).find((each) => each.field === field);
    expect(problem?.message).toContain(message);
  });

  test('that is empty is told what the shortest one has', () => {
    expect(problemsOf(' ')[0]?.message).toBe('Expected a brand kit but received an empty document; the shortest one has a name and a version');
  });

  test.each([
    ['brands/voltaire/kit.yaml', 'voltaire'],
    ['brands/voltaire/kit.md', 'voltaire'],
    ['brands/voltaire/mark.png', undefined],
    ['brands/voltaire/old/kit.yaml', undefined],
    ['brands/Voltaire/kit.yaml', undefined],
    ['brands/kit.yaml', undefined],
    ['inbox/voltaire/kit.yaml', undefined],
  ])('lies in its folder: %s is %s', (key, name) => {
    expect(kitNameOfKey(key)).toBe(name);
  });

  test('that is unknown is answered with the nearest name, or with those there are', () => {
    expect(unknownKit('voltiare', ['voltaire', 'acme']).message).toBe('Expected the name of a brand kit for brand.kit but received "voltiare"; did you mean "voltaire"?');
    expect(unknownKit('zebra', ['voltaire', 'acme']).message).toContain('known are voltaire, acme; upload a kit to brands/zebra/kit.yaml in the briefs bucket');
    expect(unknownKit('zebra', []).message).toContain('there is none yet');
  });

  test('that is not valid is told with its file and line', () => {
    expect(kitProblems('brands/voltaire/kit.yaml', problemsOf(`${shortest}logo: logo.gif`))).toMatchObject([{ field: 'brand.kit', message: expect.stringMatching(/^In the brand kit brands\/voltaire\/kit\.yaml, line 3: Expected a file/u) as string }]);
  });
});

const kit = parseBrandKit(
  `${shortest}colours: ["#0b1f33"]
typography: [Söhne]
do: [room above]
dont: [lens flares]
banned: [alcohol]
credit: Voltaire
watermark: { file: brands/voltaire/mark.png, width: 0.5 }
grade: { contrast: 1.2, saturation: 0.8, correct: { strength: 0.5 }, lut: { file: brands/voltaire/dusk.cube, strength: 0.6 } }
approvers: [brand@example.com]
`,
  'yaml',
);
const written = (lines: string): string => `title: Frisbee\nconcept: { subject: a golden retriever }\n${lines}\n`;
const withKit = (lines: string): Brief => parseBrief(written(lines), 'yaml', { kit: { kit, found } });

describe('a brief with a brand kit', () => {
  test('has the kit’s fields, and says which bytes they came from', () => {
    const brief = withKit('brand: voltaire');
    expect(brief.brand).toMatchObject({ name: 'Voltaire Motors', colours: ['#0b1f33'], typography: ['Söhne'], do: ['room above'], dont: ['lens flares'], banned: ['alcohol'], credit: 'Voltaire', watermark: { width: 0.5 } });
    expect(brief.brand.kit).toEqual({ name: 'voltaire', version: 3, file: 'brands/voltaire/kit.yaml', sha256: 'a'.repeat(64), objectVersion: 'v7' });
    expect(brief.grade).toMatchObject({ contrast: 1.2, saturation: 0.8, lut: { strength: 0.6 } });
    expect(brief.review.approvers).toEqual(['brand@example.com']);
  });

  test('wins with what it writes, defaults included', () => {
    const brief = withKit('brand: { kit: voltaire, name: Voltaire Racing, colours: [], watermark: { file: brands/voltaire/racing.png } }\ngrade: { contrast: 1, correct: { maxStops: 1 }, lut: { file: brands/voltaire/dawn.cube } }');
    expect(brief.brand).toMatchObject({ name: 'Voltaire Racing', colours: [], credit: 'Voltaire' });
    expect(brief.brand.watermark).toMatchObject({ file: 'brands/voltaire/racing.png', width: 0.16 });
    expect(brief.grade).toMatchObject({ contrast: 1, saturation: 0.8, correct: { strength: 0.5, maxStops: 1 }, lut: { file: 'brands/voltaire/dawn.cube', strength: 1 } });
  });

  test('adds to the kit’s rules, and cannot lift them', () => {
    expect(withKit('brand: { kit: voltaire, do: [room below, room above], dont: [], banned: [weapons] }').brand).toMatchObject({ do: ['room above', 'room below'], dont: ['lens flares'], banned: ['alcohol', 'weapons'] });
  });

  test.each(['approvers: [ana@example.com]', 'review: { approvers: [ana@example.com] }'])('is decided by whom it names: %s', (line) => {
    expect(withKit(`brand: voltaire\n${line}`).review.approvers).toEqual(['ana@example.com']);
  });

  test.each(['approvers: []', 'review: { dueHours: 24 }', 'review: { approvers: [] }'])('that names nobody is decided by the kit’s approvers: %s', (line) => {
    expect(withKit(`brand: voltaire\n${line}`).review.approvers).toEqual(['brand@example.com']);
  });

  test('sets limits of the inspection field by field, and says whose each is', () => {
    const strict = parseBrandKit(`${shortest}inspection: { noise: 8, palette: 6 }\n`, 'yaml');
    const brief = parseBrief(written('brand: { kit: voltaire, inspection: { palette: 15, blur: 2 } }'), 'yaml', { kit: { kit: strict, found } });
    expect(brief.brand.inspection).toEqual({ noise: 8, palette: 15, blur: 2 });
    expect(limitsOf(brief.brand.inspection, brief.brand.kit?.limits)).toMatchObject({
      noise: { value: 8, from: 'brand' }, palette: { value: 15, from: 'brief' }, blur: { value: 2, from: 'brief' }, banding: { from: 'galley' },
    });
    expect(parseBrief(JSON.stringify(brief), 'json', { kit: { kit: strict, found } })).toEqual(brief);
    expect(problemsOf(`${shortest}inspection: { noize: 8 }\n`)[0]?.message).toContain('did you mean "noise"?');
  });

  test('can be handed in again as it was accepted', () => {
    const brief = withKit('brand: { kit: voltaire, do: [room below] }');
    expect(parseBrief(JSON.stringify(brief), 'json', { kit: { kit, found } })).toEqual(brief);
  });

  test.each([
    ['brand: { kit: { name: voltaire, version: 2 } }', 'Expected version 2 of the brand kit voltaire for brand.kit.version but the bucket has version 3; write version: 3'],
    [`brand: { kit: { name: voltaire, sha256: ${'b'.repeat(64)} } }`, 'but the bucket has other bytes'],
  ])('that asks for another kit than there is, is refused: %s', (line, message) => {
    expect(() => withKit(line)).toThrow(InvalidBrief);
    expect(() => withKit(line)).toThrow(message);
  });
});
