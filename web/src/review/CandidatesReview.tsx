import { useEffect, useState } from 'react';
import type { DecisionRequest, ReviewCandidate, ReviewView } from '../../../core/api.ts';
import type { Point } from '../../../core/geometry.ts';
import { BriefFacts } from '../shared/BriefFacts.tsx';
import { candidateLabel, timeLeft } from '../shared/format.ts';
import { CandidateViewer } from './CandidateViewer.tsx';
import { Checklist } from './Checklist.tsx';
import type { ChecklistAnswers } from './Checklist.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import type { Decision } from './decisions.ts';
import { Findings } from './Findings.tsx';
import { HandOn } from './HandOn.tsx';

/** The candidates of one round beside their brief, the checklist, and the four decisions. */
export function CandidatesReview({ view, token }: { readonly view: ReviewView; readonly token: string }) {
  const [shown, setShown] = useState(0);
  const [answers, setAnswers] = useState<Readonly<Record<string, ChecklistAnswers>>>({});
  const [focuses, setFocuses] = useState<Readonly<Record<string, Point | undefined>>>({});
  const candidate = view.candidates[shown];

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=slider]')) return;
      const count = view.candidates.length;
      if (event.key === 'ArrowRight') setShown((index) => (index + 1) % count);
      else if (event.key === 'ArrowLeft') setShown((index) => (index + count - 1) % count);
      else if (/^[1-9]$/.test(event.key) && Number(event.key) <= count) setShown(Number(event.key) - 1);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [view.candidates.length]);

  if (!candidate) return <p className="lonely">This review has no candidates.</p>;
  const checklist = answers[candidate.sha256] ?? {};
  const focus = focuses[candidate.sha256];

  return (
    <div className="bench">
      <div className="bench-head">
        <h1>{view.title}</h1>
        <p className="soft">
          Round {view.round} of {view.roundLimit} · for {view.approver} · {timeLeft(view.dueAt, Date.now())} left to decide
        </p>
      </div>
      <section className="bench-pictures" aria-label="Candidates">
        <CandidateViewer
          candidates={view.candidates}
          shown={shown}
          onShow={setShown}
          briefFocus={view.brief.focus}
          focus={focus}
          onFocus={(point) => {
            setFocuses((all) => ({ ...all, [candidate.sha256]: point }));
          }}
        />
        <Findings candidate={candidate} label={candidateLabel(shown)} />
      </section>
      <aside className="bench-side">
        <section className="sheet" aria-label="Brief">
          <h2>The brief</h2>
          <BriefFacts brief={view.brief} />
          {view.directions.length > 0 && (
            <>
              <h3>Asked for in earlier rounds</h3>
              <ul className="directions">
                {view.directions.map((direction, index) => (
                  <li key={index}>{direction.note}</li>
                ))}
              </ul>
            </>
          )}
        </section>
        <DecisionForm
          reviewId={view.reviewId}
          token={token}
          choices={['approve', 'changes', 'startOver', 'reject']}
          {...(view.lastRound ? { warning: 'This is the last round: changes or a start over end the run as “rounds used up”.' } : {})}
          complete={(decision) => chosen(decision, candidate, candidateLabel(shown), view, checklist, focus)}
        >
          <h2>Candidate {candidateLabel(shown)}, point by point</h2>
          <Checklist
            questions={view.checklist}
            candidate={candidate}
            answers={checklist}
            onAnswer={(id, answer) => {
              setAnswers((all) => ({ ...all, [candidate.sha256]: { ...all[candidate.sha256], [id]: answer } }));
            }}
          />
        </DecisionForm>
        {view.standing?.closedForYou === null && <HandOn reviewId={view.reviewId} token={token} />}
      </aside>
    </div>
  );
}

function chosen(
  decision: Decision,
  candidate: ReviewCandidate,
  label: string,
  view: ReviewView,
  checklist: ChecklistAnswers,
  focus: Point | undefined,
): Pick<DecisionRequest, 'candidate' | 'checklist' | 'focus'> | string {
  const open = view.checklist.filter((question) => !checklist[question.id]).length;
  if (decision === 'approve' && open > 0) {
    return `Answer the checklist for candidate ${label} first: ${String(open)} of ${String(view.checklist.length)} open.`;
  }
  const bound = decision === 'approve' || decision === 'changes' ? { candidate: candidate.sha256 } : {};
  const aimed = decision === 'approve' && focus ? { focus } : {};
  return { ...bound, ...aimed, ...(Object.keys(checklist).length > 0 ? { checklist: { ...checklist } } : {}) };
}
