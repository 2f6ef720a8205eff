import { useId, useState } from 'react';
import { leastCapUsd } from '../../../core/budget.ts';
import { spendingChoices } from '../../../core/review/choices.ts';
import type { SpendingRefusal } from '../../../core/workflow.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { useWords } from './language/words.ts';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides about a call that a cap does not allow. */
export default function SpendingReview({ view, token, hand, onReload }: ReviewProps) {
  const words = useWords();
  const { say, left, exact, usd } = words;
  const { spending } = view;
  const least = spending ? leastCapUsd(spending) : 0;
  const [cap, setCap] = useState(least.toFixed(2));
  const capId = useId();
  const nextCall = ({ amountMicroUsd, candidates }: SpendingRefusal): string => say('budget.next.sum', { sum: exact(amountMicroUsd), count: candidates });
  return (
    <div className="bench narrow">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          {[say('head.budget'), say('head.for', { person: view.approver }), say('head.left', { left: left(view.dueAt, Date.now()) })].join(' · ')}
        </p>
      </div>
      {spending && (
        <section className="sheet" aria-label={say('budget')}>
          <h2>{say('budget.title')}</h2>
          <dl className="facts">
            <dt>{spending.kind === 'brief' ? say('budget.brief') : say(`budget.${spending.kind}`, { name: spending.name })}</dt>
            <dd>{exact(spending.capMicroUsd)}</dd>
            <dt>{say('budget.committed')}</dt>
            <dd>{exact(spending.committedMicroUsd)}</dd>
            <dt>{say('budget.next')}</dt>
            <dd>{spending.fewer === null ? nextCall(spending) : say('budget.next.room', { sum: nextCall(spending), fewer: spending.fewer })}</dd>
          </dl>
          <p className="soft">{say('budget.unspent')}</p>
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
        choices={spending ? spendingChoices(spending) : ['stop']}
        complete={(decision) => {
          if (decision !== 'raise') return {};
          return Number(cap) >= least && Number(cap) <= 1000 ? { capUsd: Number(cap) } : say('budget.write-cap', { least: usd(least), most: usd(1000) });
        }}
      >
        {spending?.kind === 'brief' && (
          <>
            <label htmlFor={capId}>{say('budget.new-cap', { least: usd(least) })}</label>
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
