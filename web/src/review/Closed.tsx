import type { ReviewView } from '../../../core/api.ts';
import { doneWords } from './decisions.ts';
import { useWords } from './language/words.ts';
import { Standing } from './Standing.tsx';

/** A review that is over: who decided what and when, or that nobody did. */
export function Closed({ view }: { readonly view: ReviewView }) {
  const words = useWords();
  const { say, when } = words;
  const { decided, reopenedAt, dueAt } = view;
  const { owner } = view.brief;
  return (
    <div className="lonely">
      <section className="sheet">
        <h1>{view.title}</h1>
        {decided ? (
          <>
            <p className="outcome">
              <time dateTime={decided.at}>{say('over.decided', { done: doneWords(decided.decision, words), by: decided.by, at: when(decided.at) })}</time>
            </p>
            {decided.note && <blockquote>{decided.note}</blockquote>}
            <p className="soft small">{say('over.nothing-more')}</p>
          </>
        ) : (
          <>
            <p className="outcome">{say('over.expired', { at: when(dueAt) })}</p>
            <p className="soft small">{reopenedAt !== null ? say('over.reopened', { at: when(reopenedAt) }) : owner === undefined ? say('over.owner.unnamed') : say('over.owner', { owner })}</p>
          </>
        )}
      </section>
      <Standing view={view} />
    </div>
  );
}
