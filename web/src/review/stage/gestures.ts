import type { Point } from '../../../../core/geometry.ts';

export type PointerKind = 'mouse' | 'pen' | 'touch';

/** A pointer that is down; places in CSS pixels on the stage. */
interface Finger extends Point {
  readonly id: number;
  readonly kind: PointerKind;
}

/** What is down on a stage. */
export interface Hand {
  readonly fingers: readonly Finger[];
  /** Where the only finger landed, as long as it may still be a tap. */
  readonly tap: Point | null;
  /** The pointer that draws a line. */
  readonly drawing: number | null;
}

export type PointerStep =
  | { readonly to: 'down'; readonly id: number; readonly kind: PointerKind; readonly primary: boolean; readonly at: Point }
  /** Every place since the last step: a fast line has more points than frames. */
  | { readonly to: 'move'; readonly id: number; readonly along: readonly Point[] }
  | { readonly to: 'up' | 'cancel'; readonly id: number };

/** What a step means for the stage. */
export type Act =
  | { readonly do: 'begin'; readonly at: Point }
  | { readonly do: 'go'; readonly along: readonly Point[] }
  | { readonly do: 'end' | 'drop' }
  | { readonly do: 'tap'; readonly at: Point }
  | { readonly do: 'pan'; readonly from: Point; readonly to: Point }
  | { readonly do: 'pinch'; readonly from: readonly [Point, Point]; readonly to: readonly [Point, Point] };

/** What a lone pointer is for: a line, a tap on a place, or to pan. */
export type Aim = 'draw' | 'place' | 'pan';

export const emptyHand: Hand = { fingers: [], tap: null, drawing: null };

/** CSS pixels; a pointer that moved less has tapped. */
const stillPixels = 6;

/**
 * Mouse, pen and fingers on a stage: one pans, taps or draws, two pinch. While a pen is down, touches are the palm of its
 * hand. A line that a second finger joins was the begin of a pinch and is dropped; so is one of a finger that the system took
 * away, which is how it tells a palm. What a pen or a mouse had drawn by then is kept.
 */
export function stepped(hand: Hand, step: PointerStep, aim: Aim): { readonly hand: Hand; readonly acts: readonly Act[] } {
  switch (step.to) {
    case 'down':
      return landed(hand, step, aim);
    case 'move':
      return moved(hand, step, aim);
    case 'up':
    case 'cancel':
      return lifted(hand, step, aim);
  }
}

/** The hand after the tool or the stage changed under it: the line in it ends, and its pointer draws no more. */
export function released(hand: Hand): Hand {
  return { ...hand, tap: null, drawing: null };
}

type Stepped = ReturnType<typeof stepped>;

function landed(hand: Hand, { id, kind, primary, at }: Extract<PointerStep, { to: 'down' }>, aim: Aim): Stepped {
  const { fingers } = hand;
  if (kind === 'touch' && fingers.some((finger) => finger.kind === 'pen')) return { hand, acts: [] };
  // The first of its kind: one that seems to be down still has gone without a word.
  const others = fingers.filter((finger) => finger.id !== id && !(primary && finger.kind === kind) && !(kind === 'pen' && finger.kind === 'touch'));
  const dropped: readonly Act[] = hand.drawing === null ? [] : [{ do: 'drop' }];
  const down = [...others, { id, kind, ...at }];
  if (others.length > 0) return { hand: { fingers: down, tap: null, drawing: null }, acts: dropped };
  if (aim !== 'draw') return { hand: { fingers: down, tap: at, drawing: null }, acts: dropped };
  return { hand: { fingers: down, tap: null, drawing: id }, acts: [...dropped, { do: 'begin', at }] };
}

function moved(hand: Hand, { id, along }: Extract<PointerStep, { to: 'move' }>, aim: Aim): Stepped {
  const before = hand.fingers.find((finger) => finger.id === id);
  const to = along.at(-1);
  if (!before || !to) return { hand, acts: [] };
  const tap = hand.tap && Math.hypot(to.x - hand.tap.x, to.y - hand.tap.y) > stillPixels ? null : hand.tap;
  const next = { ...hand, tap, fingers: hand.fingers.map((finger) => (finger.id === id ? { ...finger, ...to } : finger)) };
  const other = hand.fingers.find((finger) => finger.id !== id);
  if (other) return { hand: next, acts: [{ do: 'pinch', from: [before, other], to: [to, other] }] };
  if (hand.drawing === id) return { hand: next, acts: [{ do: 'go', along }] };
  return { hand: next, acts: aim === 'pan' ? [{ do: 'pan', from: before, to }] : [] };
}

function lifted(hand: Hand, { id, to }: Extract<PointerStep, { to: 'up' | 'cancel' }>, aim: Aim): Stepped {
  const finger = hand.fingers.find((each) => each.id === id);
  if (!finger) return { hand, acts: [] };
  const left: Hand = { fingers: hand.fingers.filter((each) => each.id !== id), tap: null, drawing: hand.drawing === id ? null : hand.drawing };
  if (hand.drawing === id) return { hand: left, acts: [{ do: to === 'cancel' && finger.kind === 'touch' ? 'drop' : 'end' }] };
  return { hand: left, acts: to === 'up' && hand.tap && aim !== 'draw' ? [{ do: 'tap', at: hand.tap }] : [] };
}
