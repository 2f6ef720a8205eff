import { useId, useState } from 'react';
import { dollars, leastCapUsd } from '../../../core/budget.ts';
import { spendingChoices } from '../../../core/review/choices.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { timeLeft } from '../shared/format.ts';
import { DecisionForm } from './DecisionForm.tsx';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides about a call that a cap does not allow. */
export default function SpendingReview({ view, token, hand, onReload }: ReviewProps) {
  const { spending } = view;
  const least = spending ? leastCapUsd(spending) : 0;
  const [cap, setCap] = useState(least.toFixed(2));
  const capId = useId();
  const whose = { brief: 'this brief', campaign: `the campaign ${spending?.name ?? ''}`, month: `the month ${spending?.name ?? ''}` }[spending?.kind ?? 'brief'];
  return (
    <div className="bench narrow">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          Over budget · for {view.approver} · {timeLeft(view.dueAt, Date.now())} left to decide
        </p>
      </div>
      {spending && (
        <section className="sheet" aria-label="Budget">
          <h2>Which cap is in the way</h2>
          <dl className="facts">
            <dt>Cap of {whose}</dt>
            <dd>{dollars(spending.capMicroUsd)}</dd>
            <dt>Spent and reserved</dt>
            <dd>{dollars(spending.committedMicroUsd)}</dd>
            <dt>The next call</dt>
            <dd>
              about {dollars(spending.amountMicroUsd)} for {spending.candidates} {spending.candidates === 1 ? 'candidate' : 'candidates'}
              {spending.fewer !== null && `; there is room for ${String(spending.fewer)}`}
            </dd>
          </dl>
          <p className="soft">The call was not made, and nothing was spent on it.</p>
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
        choices={spending ? spendingChoices(spending) : ['stop']}
        complete={(decision) => {
          if (decision !== 'raise') return {};
          return Number(cap) >= least && Number(cap) <= 1000 ? { capUsd: Number(cap) } : `Write a cap from $${least.toFixed(2)} to $1000.`;
        }}
      >
        {spending?.kind === 'brief' && (
          <>
            <label htmlFor={capId}>New cap of this brief, in US dollars (at least {least.toFixed(2)})</label>
            <input
              id={capId}
              type="number"
              min={least}
              max={1000}
              step="0.01"
              value={cap}
              onChange={(event) => {
                setCap(event.target.value);
              }}
            />
          </>
        )}
      </DecisionForm>
    </div>
  );
}
