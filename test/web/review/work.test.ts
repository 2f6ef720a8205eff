import { expect, test } from 'vitest';
import { mostPins, mostStrokes, type Stroke } from '../../../core/geometry.ts';
import { mostPoints } from '../../../core/review/annotations.ts';
import { draftOf, workOf } from '../../../web/src/review/work/draft.ts';
import { changed, hasRoomFor, historyOf, noWork } from '../../../web/src/review/work/work.ts';
import type { Change, Work } from '../../../web/src/review/work/work.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const stroke = (x: number): Stroke => ({ points: [[x, 0.5]], width: 0.008 });
const after = (...changes: Change[]): Work => changes.reduce(changed, noWork);

test('drawings belong to one candidate, and every step of pen and brush is taken back in order', () => {
  const drawn = after({ do: 'draw', sha256: a, tool: 'pen', strokes: [stroke(0.1)] }, { do: 'draw', sha256: a, tool: 'brush', strokes: [stroke(0.2)] }, { do: 'clear', sha256: a });
  expect(historyOf(drawn, a).present).toEqual({ pen: [], brush: [] });
  const once = changed(drawn, { do: 'undo', sha256: a });
  expect(historyOf(once, a).present).toEqual({ pen: [stroke(0.1)], brush: [stroke(0.2)] });
  const twice = changed(once, { do: 'undo', sha256: a });
  expect(historyOf(twice, a).present).toEqual({ pen: [stroke(0.1)], brush: [] });
  expect(historyOf(changed(twice, { do: 'redo', sha256: a }), a).present.brush).toEqual([stroke(0.2)]);
  expect(historyOf(drawn, b).present).toEqual({ pen: [], brush: [] });
});

test('the parts of one line are taken back together', () => {
  const drawn = after({ do: 'draw', sha256: a, tool: 'brush', strokes: [stroke(0.1), stroke(0.9)] });
  expect(historyOf(drawn, a).present.brush).toHaveLength(2);
  expect(historyOf(changed(drawn, { do: 'undo', sha256: a }), a).present.brush).toEqual([]);
});

test('a new stroke ends what could be drawn again', () => {
  const drawn = after({ do: 'draw', sha256: a, tool: 'pen', strokes: [stroke(0.1)] }, { do: 'undo', sha256: a }, { do: 'draw', sha256: a, tool: 'pen', strokes: [stroke(0.3)] }, { do: 'redo', sha256: a });
  expect(historyOf(drawn, a).present.pen).toEqual([stroke(0.3)]);
});

test('no more strokes and pins are taken than the API takes', () => {
  let work = noWork;
  for (let index = 0; index < mostStrokes + 5; index += 1) work = changed(work, { do: 'draw', sha256: a, tool: 'pen', strokes: [stroke(0.5)] });
  for (let index = 0; index < mostPins + 5; index += 1) work = changed(work, { do: 'pin', sha256: a, at: index, pin: { x: 0.5, y: 0.5, text: String(index) } });
  expect(hasRoomFor(work, { do: 'pin', sha256: a, at: mostPins, pin: { x: 0.5, y: 0.5, text: 'one more' } })).toBe(false);
  expect(hasRoomFor(work, { do: 'pin', sha256: a, at: mostPins - 1, pin: { x: 0.5, y: 0.5, text: 'in place of the last' } })).toBe(true);
  expect(hasRoomFor(work, { do: 'draw', sha256: a, tool: 'pen', strokes: [stroke(0.5)] })).toBe(false);
  expect(hasRoomFor(work, { do: 'draw', sha256: b, tool: 'pen', strokes: [stroke(0.5)] })).toBe(true);
  expect(historyOf(work, a).present.pen).toHaveLength(mostStrokes);
  expect(work.pins[a]).toHaveLength(mostPins);
  // Pen and brush have their lines together.
  expect(historyOf(changed(work, { do: 'draw', sha256: a, tool: 'brush', strokes: [stroke(0.5)] }), a).present.brush).toEqual([]);
  const long = { width: 0.06, points: Array.from({ length: 1900 }, (): [number, number] => [0.5, 0.5]) };
  for (let index = 0; index < 15; index += 1) work = changed(work, { do: 'draw', sha256: b, tool: index % 2 === 0 ? 'pen' : 'brush', strokes: [long] });
  const { pen, brush } = historyOf(work, b).present;
  expect([...pen, ...brush]).toHaveLength(Math.floor(mostPoints / 1900));
});

test('a pin is added, rewritten and taken out', () => {
  const pin = { x: 0.1, y: 0.2, text: 'Six toes' };
  const pinned = after({ do: 'pin', sha256: a, at: 0, pin }, { do: 'pin', sha256: a, at: 1, pin: { ...pin, text: 'Blur' } }, { do: 'pin', sha256: a, at: 0, pin: { ...pin, text: 'Seven toes' } });
  expect(pinned.pins[a]?.map(({ text }) => text)).toEqual(['Seven toes', 'Blur']);
  expect(changed(pinned, { do: 'unpin', sha256: a, at: 0 }).pins[a]?.map(({ text }) => text)).toEqual(['Blur']);
});

test('a draft comes back as it was, without the steps that led there', () => {
  const work = after(
    { do: 'open', sha256: a },
    { do: 'decide', decision: 'changes' },
    { do: 'preset', tag: 'too-dark', sentence: 'Brighten it.' },
    { do: 'answer', sha256: a, question: 'style', answer: 'fail' },
    { do: 'pin', sha256: a, at: 0, pin: { x: 0.1, y: 0.2, text: 'Más luz aquí' } },
    { do: 'draw', sha256: a, tool: 'brush', strokes: [stroke(0.4)] },
    { do: 'focus', sha256: a, focus: { x: 0.3, y: 0.3 } },
  );
  const back = workOf(draftOf(work));
  expect(back).toEqual({ ...work, drawings: { [a]: { ...historyOf(work, a), past: [] } } });
});

test('text that is no draft is the beginning of one', () => {
  for (const text of [null, '', '{', '{"draft":2}', JSON.stringify({ ...JSON.parse(draftOf(noWork)), tags: ['invented'] })]) expect(workOf(text)).toEqual(noWork);
});
