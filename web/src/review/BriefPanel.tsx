import { useEffect, useRef } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { useWords } from './language/words.ts';

/** The brief over the page, from any place of it, without leaving the place. */
export function BriefDrawer({ brief, onClose }: { readonly brief: ReviewView['brief']; readonly onClose: () => void }) {
  const words = useWords();
  const { say } = words;
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <section ref={drawer} className="drawer sheet" role="dialog" aria-label={say('brief.title')} tabIndex={-1}>
      <div className="drawer-head">
        <h2>{say('brief.title')}</h2>
        <button type="button" className="button" onClick={onClose}>
          {say('close')}
        </button>
      </div>
      <div className="drawer-body" tabIndex={0} role="region" aria-label={say('brief.asked-for')}>
        <BriefFacts brief={brief} speaker={words} />
      </div>
    </section>
  );
}
