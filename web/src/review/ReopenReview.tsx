import { useState } from 'react';
import { namedWords } from '../../../core/review/naming.ts';
import { reopenRequestOf } from '../../../core/review/reopening.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { dateTime, timeLeft } from '../shared/format.ts';
import { HoursField } from '../shared/HoursField.tsx';
import { PeopleField } from '../shared/PeopleField.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides whether a review that nobody answered is opened again. */
export default function ReopenReview({ view, token, hand, onReload }: ReviewProps) {
  const { expired } = view;
  const [hours, setHours] = useState('');
  const [people, setPeople] = useState('');
  // A run of before others could be named asks the brief's approvers.
  const mayName = expired?.naming !== undefined;
  return (
    <div className="bench narrow">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          Review expired · for {view.approver} · {timeLeft(view.dueAt, Date.now())} left to open it again
        </p>
      </div>
      {expired && (
        <section className="sheet" aria-label="What expired">
          <h2>What expired</h2>
          <dl className="facts">
            <dt>Question</dt>
            <dd>
              The candidates of round {view.round} of {view.roundLimit}; they are kept
            </dd>
            <dt>Due</dt>
            <dd>{dateTime(expired.at)}</dd>
            <dt>Unanswered by</dt>
            <dd>{expired.waitedFor.join(', ')}</dd>
            {expired.naming && (
              <>
                <dt>Had been named</dt>
                <dd>
                  {namedWords(expired.naming)}, by {expired.naming.by}
                </dd>
              </>
            )}
            <dt>Reopening</dt>
            <dd>
              {expired.reopensLeft === 1 ? 'this once' : `up to ${String(expired.reopensLeft)} times`}, until {dateTime(view.dueAt)}
            </dd>
          </dl>
        </section>
      )}
      <section className="sheet" aria-label="Brief">
        <h2>The brief</h2>
        <BriefFacts brief={view.brief} />
      </section>
      <DecisionForm
        reviewId={view.reviewId}
        token={token}
        hand={hand}
        onReload={onReload}
        choices={['reopen', 'end']}
        complete={(decision) => {
          if (decision !== 'reopen') return {};
          const request = reopenRequestOf({ hours, people });
          if (request.success) return request.data;
          const [issue] = request.error.issues;
          return issue?.path[0] === 'dueHours' ? 'Write hours from 1 to 720, or leave them empty.' : (issue?.message ?? '');
        }}
      >
        <HoursField label="Hours to decide, when it is opened again (empty: as long as before)" value={hours} onChange={setHours} />
        {mayName && <PeopleField roles={Object.keys(view.brief.review.roles ?? {})} value={people} onChange={setPeople} />}
      </DecisionForm>
    </div>
  );
}
