import { AssessmentFacts } from '../shared/AssessmentFacts.tsx';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { timeLeft } from '../shared/format.ts';
import { DecisionForm } from './DecisionForm.tsx';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides, before money is spent, whether a doubtful brief is generated. */
export default function GoAheadReview({ view, token, hand, onReload }: ReviewProps) {
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
        {view.assessment && <AssessmentFacts assessment={view.assessment} />}
      </section>
      <section className="sheet" aria-label="Brief">
        <h2>The brief</h2>
        <BriefFacts brief={view.brief} />
      </section>
      <DecisionForm reviewId={view.reviewId} token={token} hand={hand} onReload={onReload} choices={['proceed', 'decline']} complete={() => ({})} />
    </div>
  );
}
