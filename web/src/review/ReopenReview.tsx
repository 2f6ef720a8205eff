import { useState } from 'react';
import { namedWords } from '../../../core/review/naming.ts';
import { reopenRequestOf } from '../../../core/review/reopening.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { HoursField } from '../shared/HoursField.tsx';
import { PeopleField } from '../shared/PeopleField.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { useWords } from './language/words.ts';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides whether a review that nobody answered is opened again. */
export default function ReopenReview({ view, token, hand, onReload }: ReviewProps) {
  const words = useWords();
  const { say, when, left, listed } = words;
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
          {[say('head.expired'), say('head.for', { person: view.approver }), say('head.left-reopen', { left: left(view.dueAt, Date.now()) })].join(' · ')}
        </p>
      </div>
      {expired && (
        <section className="sheet" aria-label={say('expired.title')}>
          <h2>{say('expired.title')}</h2>
          <dl className="facts">
            <dt>{say('expired.question')}</dt>
            <dd>{say('expired.candidates', { round: view.round, limit: view.roundLimit })}</dd>
            <dt>{say('expired.due')}</dt>
            <dd>{when(expired.at)}</dd>
            <dt>{say('expired.unanswered')}</dt>
            <dd>{listed(expired.waitedFor)}</dd>
            {expired.naming && (
              <>
                <dt>{say('expired.named')}</dt>
                <dd>{say('expired.named.by', { people: namedWords(expired.naming), by: expired.naming.by })}</dd>
              </>
            )}
            <dt>{say('expired.reopening')}</dt>
            <dd>{say('expired.times', { count: expired.reopensLeft, until: when(view.dueAt) })}</dd>
          </dl>
        </section>
      )}
      <section className="sheet" aria-label={say('brief.title')}>
        <h2>{say('brief.title')}</h2>
        <BriefFacts brief={view.brief} speaker={words} />
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
          return say(issue?.path[0] === 'dueHours' ? 'expired.write-hours' : 'expired.write-people');
        }}
      >
        <HoursField label={say('expired.hours')} value={hours} onChange={setHours} />
        {mayName && <PeopleField label={say('expired.people')} roles={Object.keys(view.brief.review.roles ?? {})} value={people} onChange={setPeople} />}
      </DecisionForm>
    </div>
  );
}
