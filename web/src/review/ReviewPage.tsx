import { lazy, useCallback, useEffect, useState } from 'react';
import type { ReviewView } from '../../../core/api.ts';
import type { RequestRefused } from '../shared/http.ts';
import { LazyPart } from '../shared/LazyPart.tsx';
import { Masthead } from '../shared/Masthead.tsx';
import { CandidatesReview } from './CandidatesReview.tsx';
import { Closed } from './Closed.tsx';
import { Escalated } from './Escalated.tsx';
import { load } from './load.ts';
import type { Loaded } from './load.ts';
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

/** Links to pictures are good for a quarter of an hour: the page asks for new ones before that, and hears what others have decided. */
const refreshMilliseconds = 14 * 60_000;

/** What every question is asked with. */
export interface ReviewProps {
  readonly view: ReviewView;
  readonly token: string;
  readonly hand: WorkInHand;
  readonly onReload: () => void;
}

/** One review, from the link in a mail: loads it with the link's key and shows the question it asks. */
export function ReviewPage({ reviewId, token }: Props) {
  const [loaded, setLoaded] = useState<Loaded>({ at: 'loading' });
  const hand = useWork(reviewId);
  const reload = useCallback(() => {
    void load(reviewId, token).then(setLoaded);
  }, [reviewId, token]);
  useEffect(reload, [reload]);
  const open = loaded.at === 'open' && loaded.view.state === 'open';
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => {
      // Without an answer the page stays as it is: nobody loses a review to a tunnel.
      void load(reviewId, token).then((next) => {
        if (next.at === 'open') setLoaded(next);
      });
    }, refreshMilliseconds);
    return () => clearInterval(timer);
  }, [open, reviewId, token]);
  useEffect(() => {
    if (loaded.at === 'open') document.title = `Review: ${loaded.view.title}`;
  }, [loaded]);

  return (
    <>
      <Masthead>
        <span className="soft">Review</span>
      </Masthead>
      <main>
        <LazyPart fallback={fetching}>{content(loaded, token, hand, reload)}</LazyPart>
      </main>
    </>
  );
}

const fetching = <p className="lonely soft">Fetching the proofs…</p>;

function content(loaded: Loaded, token: string, hand: WorkInHand, onReload: () => void) {
  if (loaded.at === 'loading') return fetching;
  if (loaded.at === 'refused') return <Refused refusal={loaded.refusal} onReload={onReload} />;
  const { view } = loaded;
  if (view.state !== 'open') return <Closed view={view} />;
  const props: ReviewProps = { view, token, hand, onReload };
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
  return (
    <section className="lonely sheet" role="alert">
      <h1>{refusal.status === 410 ? 'This review is over' : refusal.status === 0 ? 'The review could not be fetched' : 'This link opens nothing'}</h1>
      <p>{refusal.message}</p>
      {refusal.status === 0 && (
        <button type="button" className="button" onClick={onReload}>
          Try again
        </button>
      )}
    </section>
  );
}
