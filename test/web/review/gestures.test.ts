import { expect, test } from 'vitest';
import { emptyHand, released, stepped } from '../../../web/src/review/stage/gestures.ts';
import type { Act, Aim, Hand, PointerKind, PointerStep } from '../../../web/src/review/stage/gestures.ts';

const down = (id: number, kind: PointerKind, x: number, primary = true): PointerStep => ({ to: 'down', id, kind, primary, at: { x, y: 0 } });
const move = (id: number, x: number): PointerStep => ({ to: 'move', id, along: [{ x, y: 0 }] });
const up = (id: number): PointerStep => ({ to: 'up', id });
const cancel = (id: number): PointerStep => ({ to: 'cancel', id });

function all(aim: Aim, steps: readonly PointerStep[], from: Hand = emptyHand): { hand: Hand; acts: Act[] } {
  let hand = from;
  const acts = steps.flatMap((step) => {
    const next = stepped(hand, step, aim);
    hand = next.hand;
    return next.acts;
  });
  return { hand, acts };
}
const did = (aim: Aim, steps: readonly PointerStep[]): Act['do'][] => all(aim, steps).acts.map((act) => act.do);

test('one finger pans, and a tap right after it is a tap', () => {
  expect(did('pan', [down(1, 'touch', 0), move(1, 40), up(1), down(2, 'touch', 40), up(2)])).toEqual(['pan', 'tap']);
});

test('a pinch goes on as a pan with the finger that stays, and neither finger taps', () => {
  expect(did('pan', [down(1, 'touch', 0), down(2, 'touch', 100, false), move(2, 140), up(1), move(2, 160), up(2)])).toEqual(['pinch', 'pan']);
});

test('with a pen in hand a pinch draws nothing, even with the finger that stays', () => {
  expect(did('draw', [down(1, 'touch', 0), move(1, 3), down(2, 'touch', 100, false), move(2, 140), up(1), move(2, 160), up(2)])).toEqual(['begin', 'go', 'drop', 'pinch']);
});

test('a palm that comes while a pen draws changes nothing', () => {
  expect(did('draw', [down(1, 'pen', 0), move(1, 10), down(2, 'touch', 300), move(2, 310), move(1, 20), up(2), up(1)])).toEqual(['begin', 'go', 'go', 'end']);
});

test('a palm that was there before the pen has drawn nothing, and the pen draws', () => {
  const { acts, hand } = all('draw', [down(2, 'touch', 300), move(2, 302), down(1, 'pen', 0), move(1, 10), cancel(2), up(1)]);
  expect(acts.map((act) => act.do)).toEqual(['begin', 'go', 'drop', 'begin', 'go', 'end']);
  expect(hand).toEqual(emptyHand);
});

test('a line that is cancelled in the middle is kept of a pen, and dropped of a finger that may be a palm', () => {
  expect(did('draw', [down(1, 'pen', 0), move(1, 10), cancel(1)])).toEqual(['begin', 'go', 'end']);
  expect(did('draw', [down(1, 'touch', 0), move(1, 10), cancel(1)])).toEqual(['begin', 'go', 'drop']);
});

test('a finger whose end was never told is forgotten when the next one comes', () => {
  expect(did('place', [down(1, 'touch', 0), down(2, 'touch', 50), up(2)])).toEqual(['tap']);
  expect(did('draw', [down(1, 'touch', 0), down(2, 'touch', 50), move(2, 60), up(2)])).toEqual(['begin', 'drop', 'begin', 'go', 'end']);
});

test('a pointer whose line was ended under it draws no more until it comes again', () => {
  const { hand } = all('draw', [down(1, 'mouse', 0), move(1, 10)]);
  const { acts } = all('draw', [move(1, 20), up(1), down(1, 'mouse', 30), up(1)], released(hand));
  expect(acts.map((act) => act.do)).toEqual(['begin', 'end']);
});
