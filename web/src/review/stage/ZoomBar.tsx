import type { RefObject } from 'react';
import { useWords } from '../language/words.ts';
import type { StageHandle } from './Stage.tsx';
import { zoomStep } from './viewport.ts';

/** The zoom as buttons, for who has neither wheel nor a second finger. */
export function ZoomBar({ stage }: { readonly stage: RefObject<StageHandle | null> }) {
  const { say } = useWords();
  return (
    <div className="zoombar" role="group" aria-label={say('zoom')}>
      <button type="button" className="tool" aria-label={say('zoom.out')} title={say('zoom.out.title')} onClick={() => stage.current?.zoom(1 / zoomStep)}>
        −
      </button>
      <button type="button" className="tool" aria-label={say('zoom.in')} title={say('zoom.in.title')} onClick={() => stage.current?.zoom(zoomStep)}>
        +
      </button>
      <button type="button" className="tool" title={say('zoom.fit.title')} onClick={() => stage.current?.fit()}>
        {say('zoom.fit')}
      </button>
      <button type="button" className="tool" aria-label={say('zoom.pixels')} title={say('zoom.pixels.title')} onClick={() => stage.current?.pixels()}>
        1:1
      </button>
    </div>
  );
}
