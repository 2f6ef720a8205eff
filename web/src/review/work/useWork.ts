import { useCallback, useEffect, useReducer, useState } from 'react';
import { draftOf, workOf } from './draft.ts';
import { changed } from './work.ts';
import type { Change, Work } from './work.ts';

export interface WorkInHand {
  readonly work: Work;
  readonly change: (change: Change) => void;
  /** After a decision was taken: nothing of it stays in the browser. */
  readonly forget: () => void;
  /** Whether it was. */
  readonly sent: boolean;
}

/** The reviewer's unsent work. It outlives a reload of the tab, and nothing else: phones drop pages that are in the background. */
export function useWork(reviewId: string): WorkInHand {
  const key = `galley-review-${reviewId}`;
  const [work, change] = useReducer(changed, key, (name) => workOf(stored(() => sessionStorage.getItem(name))));
  const [sent, setSent] = useState(false);
  useEffect(() => {
    if (!sent) stored(() => sessionStorage.setItem(key, draftOf(work)));
  }, [key, sent, work]);
  const forget = useCallback(() => {
    setSent(true);
    stored(() => sessionStorage.removeItem(key));
  }, [key]);
  return { work, change, forget, sent };
}

/** A full or forbidden storage costs the draft, not the review. */
function stored<Value>(act: () => Value): Value | null {
  try {
    return act();
  } catch {
    return null;
  }
}
