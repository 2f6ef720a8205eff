import { useCallback, useEffect, useState } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import type { Language } from '../../../core/brief/schema.ts';
import { browserLanguage, chooseLanguage, chosenLanguage, wordsIn } from './language/language.ts';
import type { Words } from './language/words.ts';
import { load } from './load.ts';
import type { Loaded } from './load.ts';

/** Links to pictures are good for a quarter of an hour: the page asks for new ones before that, and hears what others have decided. */
const refreshMilliseconds = 14 * 60_000;

/** What was loaded, and the words to show it in: never one without the other. */
interface Shown {
  readonly loaded: Loaded;
  readonly words: Words;
}

interface ReviewInHand {
  /** Null while it is on its way; `unspoken` when the words could not be fetched. */
  readonly shown: Shown | 'unspoken' | null;
  readonly reload: () => void;
  /** Takes over how the review stands, and leaves the rest of the page as it is. */
  readonly hearStanding: () => void;
  /** Goes on in another language, in this tab. */
  readonly speak: (language: Language) => void;
}

/** The review and its language, from the link's key on. */
export function useReview(reviewId: string, token: string): ReviewInHand {
  const [shown, setShown] = useState<Shown | 'unspoken' | null>(null);
  const reload = useCallback(() => {
    void load(reviewId, token)
      .then(spoken)
      .then(setShown, () => setShown('unspoken'));
  }, [reviewId, token]);
  useEffect(reload, [reload]);
  const hearStanding = useCallback(() => {
    void load(reviewId, token).then((loaded) => {
      if (loaded.at === 'open') setShown((before) => (before === null || before === 'unspoken' ? before : standingOf(before, loaded.view)));
    });
  }, [reviewId, token]);
  const open = shown !== null && shown !== 'unspoken' && shown.loaded.at === 'open' && shown.loaded.view.state === 'open';
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => {
      // Without an answer the page stays as it is: nobody loses a review to a tunnel.
      void load(reviewId, token).then((loaded) => {
        if (loaded.at === 'open') setShown((before) => (before === null || before === 'unspoken' ? before : { ...before, loaded }));
      });
    }, refreshMilliseconds);
    return () => clearInterval(timer);
  }, [open, reviewId, token]);
  const speak = useCallback((language: Language) => {
    // Without an answer the page goes on in the language that it has.
    void wordsIn(language).then(
      (words) => {
        chooseLanguage(language);
        setShown((before) => (before === null || before === 'unspoken' ? before : { ...before, words }));
      },
      () => undefined,
    );
  }, []);
  return { shown, reload, hearStanding, speak };
}

function standingOf({ loaded, words }: Shown, { standing, contradictions }: ReviewView): Shown {
  return { loaded: loaded.at === 'open' ? { at: 'open', view: { ...loaded.view, standing, contradictions } } : loaded, words };
}

/** The reader's choice, then the brief's language; the browser's where no brief can be read. */
async function spoken(loaded: Loaded): Promise<Shown> {
  const own = loaded.at === 'open' ? loaded.view.brief.language : browserLanguage(navigator.languages);
  return { loaded, words: await wordsIn(chosenLanguage() ?? own) };
}
