import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { contradictionsIn } from '../../../core/review/contradictions.ts';

/** Notes as people write them, in pairs, with whether the two contradict each other; written before the words of the code were seen. */
const Notes = z.record(z.string(), z.array(z.strictObject({ a: z.string(), b: z.string(), contradict: z.boolean() })));
const sets = Notes.parse(JSON.parse(readFileSync(new URL('../../fixtures/reviewer-notes.json', import.meta.url), 'utf8')));

const found = ({ a, b }: { readonly a: string; readonly b: string }): boolean => contradictionsIn([{ by: 'ana@example.com', note: a, tags: [] }, { by: 'ben@example.com', note: b, tags: [] }]).length > 0;

/** Of the first set the misses led to better words; the second was written afterwards and led to one. */
test.each([
  ['en-first', 12, 15],
  ['es-first', 12, 15],
  ['en-second', 4, 8],
  ['es-second', 5, 8],
])('of the notes of %s, no pair is shown that does not contradict itself, and %i of the %i that do are', (name, hits, all) => {
  const notes = sets[name] ?? [];
  expect(notes.filter((pair) => !pair.contradict && found(pair))).toEqual([]);
  const contradicting = notes.filter(({ contradict }) => contradict);
  expect([contradicting.filter(found).length, contradicting.length]).toEqual([hits, all]);
});
