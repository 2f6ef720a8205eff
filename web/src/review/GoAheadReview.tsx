import type { ReviewView } from '../../../core/api.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { timeLeft } from '../shared/format.ts';
import { DecisionForm } from './DecisionForm.tsx';

/** The owner decides, before money is spent, whether a doubtful brief is generated. */
export function GoAheadReview({ view, token }: { readonly view: ReviewView; readonly token: string }) {
  const roi = view.assessment?.returnOnInvestment;
  return (
    <div className="bench narrow">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          Before anything is generated · for {view.approver} · {timeLeft(view.dueAt, Date.now())} left to decide
        </p>
      </div>
      <section className="sheet" aria-label="Doubts">
        <h2>Why we ask</h2>
        <ul>
          {(view.assessment?.reasons ?? []).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        {roi && (
          <dl className="facts">
            <dt>Generating</dt>
            <dd>
              about ${roi.generationUsd.toFixed(2)}, of which ${roi.modelUsd.toFixed(2)} for the model, in {roi.expectedRounds.toFixed(1)} rounds
            </dd>
            <dt>Otherwise</dt>
            <dd>
              {roi.alternative.route}: about ${roi.alternative.usd.toFixed(2)}
            </dd>
          </dl>
        )}
      </section>
      <section className="sheet" aria-label="Brief">
        <h2>The brief</h2>
        <BriefFacts brief={view.brief} />
      </section>
      <DecisionForm reviewId={view.reviewId} token={token} choices={['proceed', 'decline']} complete={() => ({})} />
    </div>
  );
}
