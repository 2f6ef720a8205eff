import { useEffect, useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Point } from '../../../../core/geometry.ts';
import { emptyHand, released, stepped } from './gestures.ts';
import type { Act, Hand, PointerKind, PointerStep } from './gestures.ts';
import { panned, pictureAt, pinched, toggled } from './viewport.ts';
import type { Setting, Size, View } from './viewport.ts';

/** What a tool makes of one pointer; points are fractions of the picture. */
export interface Strokes {
  readonly begin: (point: Point) => void;
  readonly go: (points: readonly Point[]) => void;
  readonly end: () => void;
  /** It was a pinch or a palm, and never a stroke. */
  readonly cancel: () => void;
}

interface Options {
  readonly view: View;
  readonly setting: Setting | null;
  readonly onView: (next: (view: View) => View) => void;
  readonly strokes?: Strokes | undefined;
  readonly onTap?: ((point: Point) => void) | undefined;
}

/** A finger that lands twice within this time and distance has double tapped. */
const doubleMilliseconds = 320;
const doublePixels = 28;

type Handler = (event: PointerEvent<HTMLElement>) => void;
type Handlers = Readonly<Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel' | 'onLostPointerCapture', Handler>>;

/** Mouse, pen and fingers on a stage, as gestures.ts reads them. */
export function usePointers({ view, setting, onView, strokes, onTap }: Options): Handlers {
  const hand = useRef<Hand>(emptyHand);
  const lastTap = useRef<(Point & { readonly at: number }) | null>(null);
  const latest = useRef(strokes);
  useEffect(() => {
    latest.current = strokes;
  });
  // A phone that is turned, or another tool by its key, in the middle of a line: the line ends there and is kept.
  useEffect(
    () => () => {
      if (hand.current.drawing !== null) latest.current?.end();
      hand.current = released(hand.current);
    },
    [setting, strokes],
  );

  function tapped(point: Point, time: number, at: Setting): void {
    if (onTap) {
      const { x, y } = pictureAt(point, view, at);
      if (x >= 0 && x <= 1 && y >= 0 && y <= 1) onTap({ x, y });
      return;
    }
    const before = lastTap.current;
    const twice = before !== null && time - before.at < doubleMilliseconds && Math.hypot(point.x - before.x, point.y - before.y) < doublePixels;
    lastTap.current = twice ? null : { ...point, at: time };
    if (twice) onView((current) => toggled(current, point, at));
  }

  function perform(act: Act, time: number, at: Setting): void {
    switch (act.do) {
      case 'begin':
        return strokes?.begin(pictureAt(act.at, view, at));
      case 'go':
        return strokes?.go(act.along.map((point) => pictureAt(point, view, at)));
      case 'end':
        return strokes?.end();
      case 'drop':
        return strokes?.cancel();
      case 'tap':
        return tapped(act.at, time, at);
      case 'pan':
        return onView((current) => panned(current, act.to.x - act.from.x, act.to.y - act.from.y, at));
      case 'pinch':
        return onView((current) => pinched(current, act.from, act.to, at));
    }
  }

  function take(event: PointerEvent<HTMLElement>, step: PointerStep): void {
    if (!setting) return;
    const next = stepped(hand.current, step, strokes ? 'draw' : onTap ? 'place' : 'pan');
    hand.current = next.hand;
    for (const act of next.acts) perform(act, event.timeStamp, setting);
  }

  const gone: Handler = (event) => take(event, { to: 'cancel', id: event.pointerId });
  return {
    onPointerDown(event) {
      if (!setting || event.button !== 0 || (event.target as Element).closest('button, input, textarea, form, [role=slider]')) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      take(event, { to: 'down', id: event.pointerId, kind: kindOf(event.pointerType), primary: event.isPrimary, at: inStage(event, event) });
    },
    onPointerMove(event) {
      if (!hand.current.fingers.some(({ id }) => id === event.pointerId)) return;
      // A move that comes between the turn of a phone and the page's new measure of the stage would land somewhere else on the picture.
      if (!setting || !measuredAs(setting.stage, event.currentTarget)) return;
      const passed = coalesced(event.nativeEvent);
      take(event, { to: 'move', id: event.pointerId, along: (passed.length > 0 ? passed : [event]).map((each) => inStage(event, each)) });
    },
    onPointerUp: (event) => take(event, { to: 'up', id: event.pointerId }),
    onPointerCancel: gone,
    // After an up or a cancel nothing is left to take back; without one the pointer has gone without a word.
    onLostPointerCapture: gone,
  };
}

interface Spot {
  readonly clientX: number;
  readonly clientY: number;
}

function inStage({ currentTarget }: { readonly currentTarget: HTMLElement }, at: Spot): Point {
  const { left, top } = currentTarget.getBoundingClientRect();
  return { x: at.clientX - left, y: at.clientY - top };
}

function measuredAs({ width, height }: Size, { clientWidth, clientHeight }: HTMLElement): boolean {
  return width === clientWidth && height === clientHeight;
}

function kindOf(type: string): PointerKind {
  return type === 'pen' || type === 'touch' ? type : 'mouse';
}

/** The moves that make up one event, where the browser tells: Safari does from 18.2 on, and nobody on a page without TLS. */
function coalesced(event: globalThis.PointerEvent): readonly Spot[] {
  return 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
}
