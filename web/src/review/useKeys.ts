import { useLayoutEffect, useRef } from 'react';
import { commandOf } from './keys.ts';
import type { Circumstances, Command } from './keys.ts';

/** Runs the page's commands from the keyboard, and leaves alone what writing and form controls need. */
export function useKeys({ zoomed, letters }: Pick<Circumstances, 'zoomed' | 'letters'>, run: (command: Command) => boolean): void {
  const latest = useRef({ zoomed, letters, run });
  // With the page, not after it is painted: whoever sees a button may press its key.
  useLayoutEffect(() => {
    latest.current = { zoomed, letters, run };
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey) return;
      const press = { key: event.key, ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey };
      const command = commandOf(press, { ...latest.current, focus: focusOf(event.target) });
      if (command && latest.current.run(command)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

function focusOf(target: EventTarget | null): Circumstances['focus'] {
  if (!(target instanceof HTMLElement)) return 'free';
  if (target.closest('input[type=radio], input[type=checkbox], input[type=range], [role=slider], [data-arrows]')) return 'arrows';
  return target.closest('input, textarea, select, [role=application]') ? 'all' : 'free';
}
