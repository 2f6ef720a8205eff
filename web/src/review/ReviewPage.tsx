import { lazy, useCallback, useEffect } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import type { RequestRefused } from '../shared/http.ts';
import { Masthead } from '../shared/Masthead.tsx';
import { CandidatesReview } from './CandidatesReview.tsx';
import { Closed } from './Closed.tsx';
import { LazyPart } from './LazyPart.tsx';
import { Escalated } from './Escalated.tsx';
import { LanguageSwitch } from './language/LanguageSwitch.tsx';
import { refusalWords } from './language/refusals.ts';
import { Unspoken } from './language/Unspoken.tsx';
import { WordsContext, useWords } from './language/words.ts';
import type { Loaded } from './load.ts';
import { useReview } from './useReview.ts';
import { useWork } from './work/useWork.ts';
import type { WorkInHand } from './work/useWork.ts';

// Who is asked about candidates, as most are, does not wait for the code of the other questions.
const GoAheadReview = lazy(() => import('./GoAheadReview.tsx'));
const ReopenReview = lazy(() => import('./ReopenReview.tsx'));
const SpendingReview = lazy(() => import('./SpendingReview.tsx'));

interface Props {
  readonly reviewId: string;
  readonly token: string;
}

/** What every question is asked with. */
export interface ReviewProps {
  readonly view: ReviewView;
  readonly token: string;
  readonly hand: WorkInHand;
  readonly onReload: () => void;
  /** After a vote: how the review stands is another than before. */
  readonly onVoted: () => void;
}

/**
 * One review, from the link in a mail: loads it with the link's key and shows the question it asks, in the language of its
 * brief. Until that is known, nothing is said in any.
 */
export function ReviewPage({ reviewId, token }: Props) {
  const { shown, reload, hearStanding, speak } = useReview(reviewId, token);
  const hand = useWork(reviewId);
  const words = shown !== null && shown !== 'unspoken' ? shown.words : null;
  const title = words === null || shown === null || shown === 'unspoken' || shown.loaded.at !== 'open' ? null : words.say('page.title', { title: shown.loaded.view.title });
  useEffect(() => {
    if (words !== null) document.documentElement.lang = words.language;
    if (title !== null) document.title = title;
  }, [words, title]);
  const onReload = useCallback(() => window.location.reload(), []);

  return (
    <WordsContext value={words}>
      <Masthead home={words === null ? 'Galley' : words.say('masthead.home')}>
        {words !== null && (
          <>
            <span className="soft">{words.say('page.name')}</span>
            <LanguageSwitch onLanguage={speak} />
          </>
        )}
      </Masthead>
      <main aria-busy={shown === null}>
        {shown === 'unspoken' && <Unspoken onReload={onReload} />}
        {shown !== null && shown !== 'unspoken' && <LazyPart fallback={null}>{content(shown.loaded, { token, hand, onReload: reload, onVoted: hearStanding })}</LazyPart>}
      </main>
    </WordsContext>
  );
}

function content(loaded: Loaded, given: Omit<ReviewProps, 'view'>) {
  if (loaded.at === 'refused') return <Refused refusal={loaded.refusal} onReload={given.onReload} />;
  const { view } = loaded;
  if (view.state !== 'open') return <Closed view={view} />;
  const props: ReviewProps = { ...given, view };
  switch (view.question) {
    case 'budget':
      return <SpendingReview {...props} />;
    case 'candidates':
      return (
        <>
          <Escalated view={view} />
          <CandidatesReview {...props} />
        </>
      );
    case 'go-ahead':
      return <GoAheadReview {...props} />;
    case 'reopen':
      return <ReopenReview {...props} />;
  }
}

function Refused({ refusal, onReload }: { readonly refusal: RequestRefused; readonly onReload: () => void }) {
  const words = useWords();
  const { say } = words;
  const told = refusalWords(refusal, words);
  return (
    <section className="lonely sheet" role="alert">
      <h1>{say(refusal.status === 410 ? 'refused.is-over' : refusal.status === 0 ? 'refused.unfetched' : 'refused.opens-nothing')}</h1>
      <p lang={told.lang}>{told.text}</p>
      {refusal.status === 0 && (
        <button type="button" className="button" onClick={onReload}>
          {say('refused.try-again')}
        </button>
      )}
    </section>
  );
}
