import { useEffect, useState } from 'react';
import { ReviewView } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';
import { Masthead } from '../shared/Masthead.tsx';
import { CandidatesReview } from './CandidatesReview.tsx';
import { decisionWords } from './decisions.ts';
import { Escalated } from './Escalated.tsx';
import { GoAheadReview } from './GoAheadReview.tsx';
import { ReopenReview } from './ReopenReview.tsx';
import { SpendingReview } from './SpendingReview.tsx';

interface Props {
  readonly reviewId: string;
  readonly token: string;
}

type Loaded = { readonly at: 'loading' } | { readonly at: 'refused'; readonly refusal: RequestRefused } | { readonly at: 'open'; readonly view: ReviewView };

/** One review, from the link in a mail: loads it with the link's key and shows the question it asks. */
export function ReviewPage({ reviewId, token }: Props) {
  const [loaded, setLoaded] = useState<Loaded>({ at: 'loading' });

  useEffect(() => {
    const abort = new AbortController();
    void load(reviewId, token, abort.signal).then((next) => {
      if (!abort.signal.aborted) setLoaded(next);
    });
    return () => {
      abort.abort();
    };
  }, [reviewId, token]);

  useEffect(() => {
    if (loaded.at === 'open') document.title = `Review: ${loaded.view.title}`;
  }, [loaded]);

  return (
    <>
      <Masthead>
        <span className="soft">Review</span>
      </Masthead>
      <main>{content(loaded, token)}</main>
    </>
  );
}

function content(loaded: Loaded, token: string) {
  if (loaded.at === 'loading') return <p className="lonely soft">Fetching the proofs…</p>;
  if (loaded.at === 'refused') return <Refused refusal={loaded.refusal} />;
  const { view } = loaded;
  if (view.state !== 'open') return <Closed view={view} />;
  if (view.question === 'reopen') return <ReopenReview view={view} token={token} />;
  if (view.question === 'budget') return <SpendingReview view={view} token={token} />;
  if (view.question === 'go-ahead') return <GoAheadReview view={view} token={token} />;
  return (
    <>
      <Escalated view={view} />
      <CandidatesReview view={view} token={token} />
    </>
  );
}

async function load(reviewId: string, token: string, signal: AbortSignal): Promise<Loaded> {
  if (!token) {
    return { at: 'refused', refusal: new RequestRefused(401, 'This link has lost its key: the part after the # is missing. Open the link from the mail itself.') };
  }
  try {
    const view = await requestJson(ReviewView, `/api/reviews/${encodeURIComponent(reviewId)}`, { headers: { authorization: `Bearer ${token}` }, signal });
    return { at: 'open', view };
  } catch (error) {
    return { at: 'refused', refusal: error instanceof RequestRefused ? error : new RequestRefused(0, 'This page could not read what the server answered. Reload it.') };
  }
}

function Refused({ refusal }: { readonly refusal: RequestRefused }) {
  return (
    <section className="lonely sheet" role="alert">
      <h1>{refusal.status === 410 ? 'This review is over' : 'This link opens nothing'}</h1>
      <p>{refusal.message}</p>
    </section>
  );
}

function Closed({ view }: { readonly view: ReviewView }) {
  return (
    <section className="lonely sheet">
      <h1>{view.title}</h1>
      {view.decided ? (
        <>
          <p className="outcome">
            {decisionWords(view.decided.decision).done} by {view.decided.by}, {dateTime(view.decided.at)}.
          </p>
          {view.decided.note && <blockquote>{view.decided.note}</blockquote>}
        </>
      ) : (
        <p className="outcome">
          Nobody decided before {dateTime(view.dueAt)}, so this review has expired. {afterExpiry(view)}
        </p>
      )}
    </section>
  );
}

function afterExpiry({ reopenedAt }: ReviewView): string {
  return reopenedAt === null ? 'The owner of the brief has been told.' : `It was opened again ${dateTime(reopenedAt)}: use the link in the new mail about it.`;
}
