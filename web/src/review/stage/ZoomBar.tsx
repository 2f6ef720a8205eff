import type { RefObject } from 'react';
import type { StageHandle } from './Stage.tsx';
import { zoomStep } from './viewport.ts';

/** The zoom as buttons, for who has neither wheel nor a second finger. */
export function ZoomBar({ stage }: { readonly stage: RefObject<StageHandle | null> }) {
  return (
    <div className="zoombar" role="group" aria-label="Zoom">
      <button type="button" className="tool" aria-label="Zoom out" title="Zoom out (−)" onClick={() => stage.current?.zoom(1 / zoomStep)}>
        −
      </button>
      <button type="button" className="tool" aria-label="Zoom in" title="Zoom in (+)" onClick={() => stage.current?.zoom(zoomStep)}>
        +
      </button>
      <button type="button" className="tool" title="Fit the picture in (0)" onClick={() => stage.current?.fit()}>
        Fit
      </button>
      <button type="button" className="tool" aria-label="1:1, the original’s own pixels" title="The original’s own pixels (o)" onClick={() => stage.current?.pixels()}>
        1:1
      </button>
    </div>
  );
}
