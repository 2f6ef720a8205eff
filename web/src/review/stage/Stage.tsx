import { useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { ReactNode, Ref } from 'react';
import type { Point } from '../../../../core/geometry.ts';
import { usePointers } from './usePointers.ts';
import type { Strokes } from './usePointers.ts';
import { useSize } from './useSize.ts';
import { fitted, panStep, panned, pixelScale, placeOf, zoomed } from './viewport.ts';
import type { Place, Setting, Size, View } from './viewport.ts';

/** What keys and buttons do to a stage. */
export interface StageHandle {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  /** One pixel of the original is one of the screen. */
  readonly pixels: () => void;
  /** By one press of an arrow key: the picture goes the other way, as on a map. */
  readonly pan: (dx: number, dy: number) => void;
}

interface Props {
  readonly ref?: Ref<StageHandle>;
  readonly picture: Size;
  readonly view: View;
  readonly onView: (next: (view: View) => View) => void;
  /** Draws instead of panning. */
  readonly strokes?: Strokes | undefined;
  /** Taps a place instead of panning. */
  readonly onTap?: ((point: Point) => void) | undefined;
  readonly label: string;
  readonly className?: string;
  /** What lies on the stage: pictures, then what is drawn over them. */
  readonly children: (place: Place) => ReactNode;
}

/** A picture on neutral ground that is zoomed by wheel, pinch and double tap, and panned by dragging. Its size is the stylesheet's: nothing shifts when a picture comes. */
export function Stage({ ref, picture, view, onView, strokes, onTap, label, className = '', children }: Props) {
  const ground = useRef<HTMLDivElement>(null);
  const stage = useSize(ground);
  const { width, height } = picture;
  const setting = useMemo<Setting | null>(() => (stage ? { stage, picture: { width, height }, density: window.devicePixelRatio } : null), [stage, width, height]);
  const pointers = usePointers({ view, setting, onView, strokes, onTap });

  useImperativeHandle(ref, () => {
    const change = (next: (view: View, setting: Setting, centre: Point) => View): void => {
      if (setting) onView((current) => next(current, setting, { x: setting.stage.width / 2, y: setting.stage.height / 2 }));
    };
    return {
      zoom: (factor) => change((current, at, centre) => zoomed(current, factor, centre, at)),
      fit: () => onView(() => fitted),
      pixels: () => change((current, at, centre) => zoomed(current, pixelScale(at) / current.scale, centre, at)),
      pan: (dx, dy) => change((current, at) => panned(current, -dx * panStep * at.stage.width, -dy * panStep * at.stage.height, at)),
    };
  }, [onView, setting]);

  useEffect(() => {
    const { current } = ground;
    if (!current || !setting) return;
    // React's own wheel listeners are passive; this one keeps the page from scrolling while it zooms.
    const wheel = (event: WheelEvent): void => {
      if (view.scale <= 1 && event.deltaY > 0 && !event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = current.getBoundingClientRect();
      const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 16;
      onView((before) => zoomed(before, Math.exp(-lines / 400), { x: event.clientX - left, y: event.clientY - top }, setting));
    };
    current.addEventListener('wheel', wheel, { passive: false });
    return () => {
      current.removeEventListener('wheel', wheel);
    };
  }, [onView, setting, view.scale]);

  const held = strokes !== undefined || onTap !== undefined || view.scale > 1;
  return (
    <div ref={ground} className={`stage ${held ? 'stage-held' : ''} ${strokes || onTap ? 'stage-aimed' : view.scale > 1 ? 'stage-pannable' : ''} ${className}`} role="group" aria-label={label} {...pointers}>
      {setting && children(placeOf(view, setting))}
    </div>
  );
}
