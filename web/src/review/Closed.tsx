import type { ReviewView } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';
import { decisionWords } from './decisions.ts';
import { Standing } from './Standing.tsx';

/** A review that is over: who decided what and when, or that nobody did. */
export function Closed({ view }: { readonly view: ReviewView }) {
  return (
    <div className="lonely">
      <section className="sheet">
        <h1>{view.title}</h1>
        {view.decided ? (
          <>
            <p className="outcome">
              {decisionWords(view.decided.decision).done} by {view.decided.by} at <time dateTime={view.decided.at}>{dateTime(view.decided.at)}</time>.
            </p>
            {view.decided.note && <blockquote>{view.decided.note}</blockquote>}
            <p className="soft small">Nothing more can be decided here.</p>
          </>
        ) : (
          <>
            <p className="outcome">Nobody decided before {dateTime(view.dueAt)}, so this review has expired.</p>
            <p className="soft small">
              {view.reopenedAt === null
                ? `The owner of the brief has been told. If a decision is still wanted, ask ${view.brief.owner ?? 'the owner'} to open the review again; a new link comes by mail.`
                : `It was opened again ${dateTime(view.reopenedAt)}: whoever is asked now has a new link by mail.`}
            </p>
          </>
        )}
      </section>
      <Standing view={view} />
    </div>
  );
}
