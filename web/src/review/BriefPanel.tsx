import { useEffect, useRef } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';

/** The brief over the page, from any place of it, without leaving the place. */
export function BriefDrawer({ brief, onClose }: { readonly brief: ReviewView['brief']; readonly onClose: () => void }) {
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section ref={drawer} className="drawer sheet" role="dialog" aria-label="The brief" tabIndex={-1}>
      <div className="drawer-head">
        <h2>The brief</h2>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
      <div className="drawer-body" tabIndex={0} role="region" aria-label="What was asked for">
        <BriefFacts brief={brief} />
      </div>
    </section>
  );
}
