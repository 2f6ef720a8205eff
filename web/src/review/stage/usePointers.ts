import { useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Point } from '../../../../core/geometry.ts';
import { panned, pictureAt, pinched, toggled } from './viewport.ts';
import type { Setting, View } from './viewport.ts';

/** What a tool makes of one pointer; points are fractions of the picture. */
export interface Strokes {
  readonly begin: (point: Point) => void;
  readonly go: (points: readonly Point[]) => void;
  readonly end: () => void;
  /** A second finger came: it is a pinch, and was never a stroke. */
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
/** A pointer that moved less has tapped. */
const stillPixels = 6;

interface Handlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
}

/** Mouse, pen and fingers on a stage: one pans, taps or draws, two pinch. */
export function usePointers({ view, setting, onView, strokes, onTap }: Options): Handlers {
  const down = useRef(new Map<number, Point>());
  const tap = useRef<Point | null>(null);
  const lastTap = useRef<(Point & { readonly at: number }) | null>(null);
  const drawing = useRef(false);

  const inStage = (event: { readonly clientX: number; readonly clientY: number; readonly currentTarget: HTMLElement }, at: { readonly clientX: number; readonly clientY: number } = event): Point => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: at.clientX - left, y: at.clientY - top };
  };

  function tapped(point: Point, time: number): void {
    if (!setting) return;
    if (onTap) {
      const { x, y } = pictureAt(point, view, setting);
      if (x >= 0 && x <= 1 && y >= 0 && y <= 1) onTap({ x, y });
      return;
    }
    const before = lastTap.current;
    const twice = before !== null && time - before.at < doubleMilliseconds && Math.hypot(point.x - before.x, point.y - before.y) < doublePixels;
    lastTap.current = twice ? null : { ...point, at: time };
    if (twice) onView((current) => toggled(current, point, setting));
  }

  return {
    onPointerDown(event) {
      if (!setting || event.button !== 0 || (event.target as Element).closest('button, input, textarea, form, [role=slider]')) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const point = inStage(event);
      down.current.set(event.pointerId, point);
      const alone = down.current.size === 1;
      tap.current = alone ? point : null;
      if (strokes && alone) {
        drawing.current = true;
        strokes.begin(pictureAt(point, view, setting));
      } else if (drawing.current) {
        drawing.current = false;
        strokes?.cancel();
      }
    },
    onPointerMove(event) {
      const before = down.current.get(event.pointerId);
      if (!before || !setting) return;
      const point = inStage(event);
      if (tap.current && Math.hypot(point.x - tap.current.x, point.y - tap.current.y) > stillPixels) tap.current = null;
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1];
      down.current.set(event.pointerId, point);
      if (other) onView((current) => pinched(current, [before, other], [point, other], setting));
      else if (drawing.current) {
        // A fast line has more points than frames.
        const moves = event.nativeEvent.getCoalescedEvents();
        strokes?.go((moves.length > 0 ? moves : [event]).map((move) => pictureAt(inStage(event, move), view, setting)));
      } else if (!onTap && !strokes) onView((current) => panned(current, point.x - before.x, point.y - before.y, setting));
    },
    onPointerUp(event) {
      if (!down.current.delete(event.pointerId)) return;
      if (drawing.current) {
        drawing.current = false;
        strokes?.end();
      } else if (tap.current && !strokes) tapped(tap.current, event.timeStamp);
      tap.current = null;
    },
    onPointerCancel(event) {
      down.current.delete(event.pointerId);
      tap.current = null;
      if (drawing.current) strokes?.cancel();
      drawing.current = false;
    },
  };
}
