import { expect, test } from 'vitest';
import type { ReviewView } from '../../../core/api.ts';
import { allCandidates } from '../../../web/src/review/candidates.ts';
import { between, drawingsOn, drawingWords, drawnOn, treeOf } from '../../../web/src/review/rounds/rounds.ts';
import type { Step } from '../../../web/src/review/rounds/rounds.ts';
import { fittedInto, shapesDiffer } from '../../../web/src/review/stage/viewport.ts';
import { english, spanish } from '../support/words.ts';

const hash = (letter: string): string => letter.repeat(64);
const candidate = (letter: string): ReviewView['candidates'][number] => ({
  sha256: hash(letter), url: 'http://x.test/1', previewUrl: 'http://x.test/1', width: 300, height: 200, score: 0.5, passedGates: true, measures: [], answers: [], subject: null,
});
const drawing = (on: string) => ({ runId: '0'.repeat(24), round: 1, candidate: hash(on), by: 'ana@example.com', at: '2026-11-28T14:02:00.000Z', tags: [], pins: [{ x: 0.3, y: 0.4, text: 'A blue rim.' }], markup: [{ points: [[0.5, 0.5], [0.6, 0.5]] as [number, number][], width: 0.01 }], brush: [] });
const origin = (round: number, parent: string | null, on: string | null = null) => ({ round, operation: parent === null ? ('generate' as const) : ('edit' as const), parent: parent === null ? null : hash(parent), direction: null, drawings: on === null ? [] : [drawing(on)], costMicroUsd: 1 });

// Round 2 edits 1B, round 3 starts over, round 4 takes up 1B once more.
const view = {
  round: 4,
  candidates: ['g'].map(candidate),
  earlierRounds: [
    { ...origin(1, null), candidates: ['a', 'b'].map(candidate) },
    { ...origin(2, 'b', 'b'), candidates: ['c', 'd'].map(candidate) },
    { ...origin(3, null), candidates: ['e'].map(candidate) },
  ],
  thisRound: origin(4, 'b', 'b'),
};
const all = allCandidates(view, english);
const placed = (letter: string) => all.find((one) => one.candidate.sha256 === hash(letter))!;
const outline = (steps: readonly Step[]): unknown => steps.map(({ origin: { round }, current, below }) => [current ? `${String(round)}, this one` : round, ...(below.length > 0 ? [outline(below)] : [])]);

test('rounds stand below the round whose candidate they edit, and the one under review is marked', () => {
  expect(outline(treeOf(view, all))).toEqual([[1, [[2], ['4, this one']]], [3]]);
});

test('a round whose parent is not shown is not left out', () => {
  expect(outline(treeOf({ ...view, earlierRounds: view.earlierRounds.slice(1) }, all.filter(({ round }) => round > 1)))).toEqual([[2], [3], ['4, this one']]);
});

test('what was drawn on a candidate comes with the rounds that it led to', () => {
  expect(drawnOn(view, hash('b')).map(({ round }) => round)).toEqual([2, 4]);
  expect(drawnOn(view, hash('a'))).toEqual([]);
});

test('of several people’s drawings those on a candidate come with it, each person’s own', () => {
  const of = (by: string, on: string) => ({ ...drawing(on), by });
  const led = { ...origin(4, 'b'), drawings: [of('ana@example.com', 'b'), of('bo@example.com', 'a'), of('li@example.com', 'b')] };
  expect(drawingsOn(led, hash('b')).map(({ by }) => by)).toEqual(['ana@example.com', 'li@example.com']);
  expect(drawnOn({ ...view, thisRound: led }, hash('a')).map(({ round }) => round)).toEqual([4]);
  expect(drawingWords(drawing('b'), 1.5, english, 2)[0]).toMatch(/^Pin 3\. /u);
});

test('an edit and its parent are known in either order; two candidates of one round are not', () => {
  expect(between(view, [placed('b'), placed('c')])).toMatchObject({ origin: { round: 2 }, parent: { letter: 'B' } });
  expect(between(view, [placed('g'), placed('b')])).toMatchObject({ origin: { round: 4 }, parent: { letter: 'B' } });
  expect(between(view, [placed('a'), placed('b')])).toBeNull();
  expect(between(view, [placed('a'), placed('c')])).toBeNull();
});

test('a drawing is told in words, with the places of its lines; no line ends between a number and its sign', () => {
  expect(drawingWords(drawing('b'), 1.5, english)).toEqual(['Pin 1. At 30\u00a0% from the left, 40\u00a0% from the top: A blue rim', 'Pen: the area from 50\u00a0% to 60\u00a0% of the width and from 50\u00a0% to 51\u00a0% of the height (centre)']);
  expect(drawingWords(drawing('b'), 1.5, spanish)).toEqual(['Nota 1. A un 30\u00a0% desde la izquierda y un 40\u00a0% desde arriba: A blue rim', 'Lápiz: la zona del 50\u00a0% al 60\u00a0% del ancho y del 50\u00a0% al 51\u00a0% de la altura (en el centro)']);
});

test('a picture of another shape is fitted into the place of the other, in its middle', () => {
  expect(fittedInto({ left: 10, top: 20, width: 300, height: 200 }, { width: 100, height: 200 })).toEqual({ left: 110, top: 20, width: 100, height: 200 });
  expect(fittedInto({ left: 10, top: 20, width: 300, height: 200 }, { width: 600, height: 400 })).toEqual({ left: 10, top: 20, width: 300, height: 200 });
  expect([shapesDiffer({ width: 1536, height: 1024 }, { width: 768, height: 512 }), shapesDiffer({ width: 1537, height: 1024 }, { width: 768, height: 512 }), shapesDiffer({ width: 4, height: 3 }, { width: 3, height: 4 })]).toEqual([false, false, true]);
});
