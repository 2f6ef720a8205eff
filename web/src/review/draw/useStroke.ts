import { useMemo, useRef, useState } from 'react';
import type { Stroke } from '../../../../core/geometry.ts';
import type { Strokes } from '../stage/usePointers.ts';
import type { Size } from '../stage/viewport.ts';
import { strokesOf } from './simplify.ts';

/** The line under the pointer: `line` while it is drawn, and `onStrokes` with what is kept of it; nothing, where it stayed beside the picture. */
export function useStroke(width: number, picture: Size, onStrokes: (strokes: readonly Stroke[]) => void): { readonly line: Stroke | null; readonly strokes: Strokes } {
  const points = useRef<[number, number][]>([]);
  const [line, setLine] = useState<Stroke | null>(null);
  const strokes = useMemo<Strokes>(() => {
    const add = (more: readonly { readonly x: number; readonly y: number }[]): void => {
      points.current = [...points.current, ...more.map(({ x, y }): [number, number] => [x, y])];
      setLine({ points: points.current, width });
    };
    const stop = (): void => {
      points.current = [];
      setLine(null);
    };
    return {
      begin(point) {
        points.current = [];
        add([point]);
      },
      go: add,
      end() {
        const kept = strokesOf(points.current, width, picture);
        if (kept.length > 0) onStrokes(kept);
        stop();
      },
      cancel: stop,
    };
  }, [width, picture, onStrokes]);
  return { line, strokes };
}
