import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { checkBrief } from '../../../core/critique/check.ts';
import { InvalidBrief } from '../../../core/errors.ts';
import { modelOf } from '../../../core/models/models.ts';

/** Whatever a brief says and however long it is, it is read or refused by field: nothing in it ends intake. */

const prose = ['concept.subject', 'concept.action', 'concept.environment', 'concept.weather', 'concept.background', 'lighting', 'style', 'camera', 'mood'] as const;
const lists = ['exclude', 'brand.banned', 'brand.do', 'brand.dont'] as const;
const others = ['objective', 'message', 'audience', 'channels', 'brand.typography'] as const;
const fields = [...prose, ...lists, ...others];
const listed = new Set<string>([...lists, 'channels', 'brand.typography']);

/** A brief with this text in one field, as it comes in. */
function written(field: string, text: string): string {
  const [group, name] = field.split('.');
  const value = listed.has(field) ? [text] : text;
  const concept = { subject: 'a red dog', environment: 'a park' };
  if (group === 'concept') return JSON.stringify({ title: 'Long', concept: { ...concept, [name ?? '']: value } });
  return JSON.stringify({ title: 'Long', concept, [group ?? '']: name === undefined ? value : { [name]: value } });
}

/** Reads, criticises and assesses as intake does; what is wrong with the brief by field. */
function taken(text: string): readonly { readonly field: string; readonly message: string }[] {
  try {
    const { brief } = checkBrief(text, 'json', { today: '2026-11-28' });
    assess(brief, { model: modelOf() });
    return [];
  } catch (error) {
    if (error instanceof InvalidBrief) return error.problems;
    throw error;
  }
}

/** Words that rules, patterns and tables of their own mean something by. */
const bits = ['a ', 'no ', 'red dog, ', '"x', '“', 'a bowl of ', 'in the style of Van Gogh ', 'x-', 'a cat and ', 'İ ﬀ ', "'", ', ', '.. ', '|', '*?', '(?:', '[', '\\', '$', '\n', '\u2028', '🐕 ', 'constructor ', '__proto__ ', 'toString '];

test('a brief is read or refused by field, whatever is repeated in it how often', () => {
  const repeated = fc.tuple(fc.constantFrom(...bits), fc.constantFrom(1, 50, 299, 1999, 40_000)).map(([bit, times]) => bit.repeat(times).slice(0, 40_000));
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.array(repeated, { minLength: 1, maxLength: 2 }), fc.string({ unit: 'binary', maxLength: 20 }), (field, texts, noise) => {
      for (const { field: told, message } of taken(written(field, `wild dogs ${texts.join(noise)}`))) {
        expect(told.startsWith(field)).toBe(true);
        expect(message).toMatch(/^Expected text of at most (?:32000|300) characters for /u);
        expect(message.length).toBeLessThan(300);
      }
    }),
    { numRuns: 200 },
  );
});

describe.each(bits)('of %j at length', (bit) => {
  test('every field takes it', () => {
    for (const field of fields) expect(taken(written(field, `wild dogs${bit.repeat(8000)}`.slice(0, lists.some((list) => list === field) ? 300 : 8000)))).toEqual([]);
  });
});

test.each([...prose.map((field) => [field, 32_000] as const), ...lists.map((field) => [field, 300] as const)])('%s takes %i characters and not one more', (field, most) => {
  const longest = `a ${'b'.repeat(most - 2)}`;
  const name = lists.some((list) => list === field) ? `${field}[0]` : field;
  expect(taken(written(field, longest))).toEqual([]);
  expect(taken(written(field, `${longest}b`))).toEqual([expect.objectContaining({ field: name, message: expect.stringMatching(new RegExp(`^Expected text of at most ${String(most)} characters for `, 'u')) as string })]);
});

test('a list takes two hundred things and not one more', () => {
  const banning = (count: number) => JSON.stringify({ title: 'Long', concept: { subject: 'a red dog' }, brand: { banned: Array.from({ length: count }, (_, index) => `thing ${String(index)}`) } });
  expect(taken(banning(200))).toEqual([]);
  expect(taken(banning(201))).toMatchObject([{ field: 'brand.banned', message: 'Expected at most 200 of them for brand.banned but received 201' }]);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('"%s" is a word as any other', (word) => {
  for (const field of lists) expect(taken(written(field, word))).toEqual([]);
  const { findings } = checkBrief(JSON.stringify({ title: 'Long', concept: { subject: `a ${word} at work` }, brand: { banned: [word] } }), 'json', { today: '2026-11-28' });
  expect(findings.map(({ rule }) => rule)).toContain('banned-subject');
});
