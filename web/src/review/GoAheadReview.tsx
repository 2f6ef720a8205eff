import { AssessmentFacts } from '../shared/AssessmentFacts.tsx';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { useWords } from './language/words.ts';
import type { ReviewProps } from './ReviewPage.tsx';

/** The owner decides, before money is spent, whether a doubtful brief is generated. */
export default function GoAheadReview({ view, token, hand, onReload }: ReviewProps) {
  const words = useWords();
  const { say, left } = words;
  return (
    <div className="bench narrow">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          {[say('head.go-ahead'), say('head.for', { person: view.approver }), say('head.left', { left: left(view.dueAt, Date.now()) })].join(' · ')}
        </p>
      </div>
      <section className="sheet" aria-label={say('doubts')}>
        <h2>{say('doubts.title')}</h2>
        {words.language !== 'en' && <p className="small soft">{say('doubts.english')}</p>}
        {view.assessment && <AssessmentFacts assessment={view.assessment} speaker={words} />}
      </section>
      <section className="sheet" aria-label={say('brief.title')}>
        <h2>{say('brief.title')}</h2>
        <BriefFacts brief={view.brief} speaker={words} />
      </section>
      <DecisionForm reviewId={view.reviewId} token={token} hand={hand} onReload={onReload} choices={['proceed', 'decline']} complete={() => ({})} />
    </div>
  );
}
