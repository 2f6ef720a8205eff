import { describe, expect, test } from 'vitest';

import { mostPins, mostStrokes, type Pin } from '../../../core/geometry.ts';
import { modelOf } from '../../../core/models/models.ts';
import { mostPoints, pointsOf } from '../../../core/review/annotations.ts';
import { marksOf } from '../../../core/review/marks.ts';
import { unite } from '../../../core/review/united.ts';
import type { Direction } from '../../../core/workflow.ts';
import { asked, put, strokeAt } from '../support/annotations.ts';
import { hash } from '../support/runs.ts';

const [ana, bo, li] = ['ana@example.com', 'bo@example.com', 'li@example.com'] as const;
const directionOf = (...notes: NonNullable<Direction['notes']>): Direction => ({ kind: 'changes', note: notes.map(({ note }) => note).join('\n') || 'as marked', candidate: hash('1'), by: 'reviewer', notes });
const both = directionOf(asked(ana, 'a blue rim'), asked(bo, 'mend the hand'));
const pinsOf = (count: number, words: string): Pin[] => Array.from({ length: count }, (_, index) => ({ x: 0.5, y: index / count, text: `${words} ${String(index + 1)}` }));
const [plain, marking] = [modelOf('gpt-image-2'), modelOf('gpt-image-2.5-flare')];
const placesIn = (text: unknown): number => String(text).split('; ').length;

describe('what several people put on one candidate goes on from all of them', () => {
  test('pins of all, in the order of their votes, and the same one once', () => {
    const [mine, theirs, again] = ['rim', 'hand', 'rim'].map((text) => ({ x: 0.5, y: 0.5, text }));
    const united = unite(both, [put(ana, { pins: [mine!] }), put(bo, { pins: [theirs!, again!] })], hash('1'));
    expect(marksOf(united, plain, 1.5)).toMatchObject({ lines: [expect.stringMatching(/: rim$/u), expect.stringMatching(/: hand$/u)], notSent: [] });
  });

  test('brush strokes as one mask, whether or not they touch', () => {
    const marks = marksOf(unite(both, [put(ana, { brush: [strokeAt(0.1, 0.1)] }), put(bo, { brush: [strokeAt(0.8, 0.8)] })], hash('1')), plain, 1.5);
    expect(marks).toEqual({ send: { kind: 'mask', lines: [strokeAt(0.1, 0.1), strokeAt(0.8, 0.8)] }, lines: ['Change only what the mask leaves open'], notSent: [] });
  });

  test('pen lines as one markup', () => {
    const marks = marksOf(unite(both, [put(ana, { markup: [strokeAt(0.1, 0.1)] }), put(bo, { markup: [strokeAt(0.8, 0.8)] })], hash('1')), marking, 1.5);
    expect(marks).toMatchObject({ send: { kind: 'markup', lines: [strokeAt(0.1, 0.1), strokeAt(0.8, 0.8)] }, notSent: [] });
  });

  test('what lies on another candidate is not sent, and told', () => {
    const united = unite(both, [put(ana, { brush: [strokeAt(0.1, 0.1)] }), put(bo, { candidate: hash('2'), pins: pinsOf(1, 'hand') })], hash('1'));
    expect(united.pins).toEqual([]);
    expect(united.notSent).toEqual([{ parameter: 'annotations', value: { by: bo, candidate: hash('2'), pins: ['At 50 % from the left, 0 % from the top: hand 1'], markup: 0, brush: 0 }, reason: 'they lie on another candidate than the one that is edited' }]);
  });
});

describe('a brush beside somebody who drew none', () => {
  const brush = [strokeAt(0.1, 0.1)];
  const maskOf = (direction: Direction, ...documents: ReturnType<typeof put>[]) => marksOf(unite(direction, documents, hash('1')), plain, 1.5);

  test('is no mask, which would forbid what the other wants: its place is worded, and why is told', () => {
    const { send, lines, notSent } = maskOf(both, put(ana, { brush }));
    expect(send).toBeNull();
    expect(lines).toEqual([expect.stringMatching(/^A reviewer asks to change the area from 9 % to 21 % of the width/u)]);
    expect(notSent).toEqual([{ parameter: 'mask', value: '1 line', reason: 'bo@example.com asked for changes without a brush, to which the whole picture is open; the places are worded', sent: lines[0] }]);
  });

  test('is no mask either where the other only pinned or drew with a pen', () => {
    expect(maskOf(both, put(ana, { brush }), put(bo, { pins: pinsOf(1, 'hand') })).send).toBeNull();
    expect(marksOf(unite(both, [put(ana, { brush }), put(bo, { markup: brush })], hash('1')), marking, 1.5).send?.kind).toBe('markup');
  });

  test.each([
    ['did not ask for changes', directionOf(asked(ana, 'a blue rim'), asked(bo, 'lovely', 'approve'))],
    ['is opposed in every word, so that nothing of theirs is followed', directionOf(asked(ana, 'brighter; a blue rim'), asked(bo, 'darker'))],
    ['is not there: records of before notes were kept', { ...both, notes: undefined }],
    ['writes the same address in capitals', directionOf(asked('ANA@example.com', 'a blue rim'))],
  ])('is the mask where the other %s', (_, direction) => {
    expect(maskOf(direction, put(ana, { brush })).send?.kind).toBe('mask');
  });

  test('is no mask where the other is opposed in one wish and followed in another', () => {
    expect(maskOf(directionOf(asked(ana, 'brighter; a blue rim'), asked(bo, 'darker; mend the hand')), put(ana, { brush })).send).toBeNull();
  });
});

describe('beyond the limits of one drawing', () => {
  test('everybody’s first pins go, and those left out are told in their words', () => {
    const { pins, notSent } = unite(both, [put(ana, { pins: pinsOf(18, 'a') }), put(bo, { pins: pinsOf(6, 'b') }), put(li, { pins: pinsOf(1, 'c') })], hash('1'));
    expect(pins).toHaveLength(mostPins);
    expect(pins.map(({ text }) => text)).toEqual([...Array.from({ length: 13 }, (_, index) => `a ${String(index + 1)}`), 'b 1', 'b 2', 'b 3', 'b 4', 'b 5', 'b 6', 'c 1']);
    expect(notSent).toMatchObject([{ parameter: 'pins', reason: 'an edit takes 20 pins; these are beyond' }]);
    const value = notSent[0]?.value as string[];
    expect([value.length, value[0]]).toEqual([5, expect.stringMatching(/^ana@example\.com: At .*: a 14$/u)]);
  });

  test.each([
    ['lines', 150, 2],
    ['points', 12, 1000],
  ])('in %s, pen lines go in turns, the others are worded', (_, count, points) => {
    const lines = (y: number) => Array.from({ length: count }, () => strokeAt(0.1, y, points));
    const united = unite(both, [put(ana, { markup: lines(0.1) }), put(bo, { markup: lines(0.9) })], hash('1'));
    const { send, notSent } = marksOf(united, marking, 1.5);
    const sent = send?.lines ?? [];
    expect(sent.length).toBe(Math.min(mostStrokes, Math.floor(mostPoints / points)));
    expect(pointsOf(sent)).toBeLessThanOrEqual(mostPoints);
    expect(sent.filter((line) => line.points[0]?.[1] === 0.1)).toHaveLength(sent.length / 2);
    expect(notSent).toMatchObject([{ parameter: 'markup', value: `${String(2 * count - sent.length)} lines`, reason: 'a drawing has at most 200 lines and 20000 points; the places are worded' }]);
    expect(placesIn(notSent[0]?.sent)).toBe(2);
  });

  test('brushes are no mask: half of one would forbid what the others want', () => {
    const brush = Array.from({ length: 150 }, () => strokeAt(0.1, 0.1));
    const { send, lines, notSent } = marksOf(unite(both, [put(ana, { brush }), put(bo, { brush })], hash('1')), plain, 1.5);
    expect([send, lines.length]).toEqual([null, 1]);
    expect(notSent).toMatchObject([{ parameter: 'mask', value: '300 lines', reason: 'a drawing has at most 200 lines and 20000 points; the places are worded' }]);
  });

  test('the largest places are worded, and how many there are is told', () => {
    const dots = (from: number) => Array.from({ length: 8 }, (_, index) => ({ points: [[index / 8 + 0.05, from] as [number, number]], width: 0.02 }));
    const { lines, notSent } = marksOf(unite(both, [put(ana, { markup: dots(0.2) }), put(bo, { markup: dots(0.6) })], hash('1')), plain, 1);
    expect(lines).toHaveLength(12);
    expect(notSent).toMatchObject([{ reason: 'gpt-image-2 takes no markup; the 12 largest of 16 places are worded' }]);
  });
});
