import { RunDetail } from '../../../core/api.ts';
import type { RunStep } from '../../../core/api.ts';
import { verdictWords } from '../../../core/assessment/words.ts';
import { AssessmentFacts } from '../shared/AssessmentFacts.tsx';
import { english } from '../shared/language/english.ts';
import { dateTime, duration, usd } from '../shared/format.ts';
import { Critique } from './Critique.tsx';
import { JudgementFacts } from './JudgementFacts.tsx';
import { Lineage } from './Lineage.tsx';
import { Reopen } from './Reopen.tsx';
import { isExpired, isOpen, stateWords } from './states.ts';
import { useResource } from './useResource.ts';

/** One run, step by step, with its candidates as a tree. */
export function RunPage({ runId }: { readonly runId: string }) {
  const { value: run, refusal } = useResource(RunDetail, `/api/runs/${encodeURIComponent(runId)}`, 1500, (detail) => isOpen(detail.state));
  if (!run) return <p className={refusal ? 'notice' : 'soft'}>{refusal?.message ?? 'Fetching the run…'}</p>;
  const words = stateWords(run.state);
  const expired = isExpired(run);
  return (
    <article className="run">
      <header>
        <p>
          <a href="#/">All briefs</a>
        </p>
        <h1>{run.title}</h1>
        <p>
          <span className={`tag ${words.tone}`}>{expired ? 'review expired' : words.label}</span>{' '}
          <span className="soft">
            started {dateTime(run.startedAt)} · {usd(run.costMicroUsd)} spent
            {expired && run.reviewDueAt ? ` · can be opened again until ${dateTime(run.reviewDueAt)}, here or from the link in the owner’s mail` : ''}
            {run.state === 'waiting' && !expired && run.reviewDueAt ? ` · to be decided by ${dateTime(run.reviewDueAt)}, from the link in the approver’s mail` : ''}
          </span>
        </p>
        {expired && <Reopen runId={run.runId} />}
        {run.assetId && (
          <a className="button primary" href={`#/assets/${run.assetId}`}>
            See the finished asset
          </a>
        )}
      </header>
      {(run.reasons?.length || run.failure) && (
        <div className="notice">
          {run.reasons?.map((reason) => <p key={reason}>{reason}</p>)}
          {run.failure && (
            <p className="small soft">
              {run.failure.error} in {run.failure.state}
            </p>
          )}
        </div>
      )}
      {run.findings.length > 0 && <Critique findings={run.findings} />}
      {/* Read anew when a round has come or was inspected, when others were named, and when the run has ended: then it is known who was approved. */}
      <Lineage key={`${run.state} ${run.review?.naming?.at ?? ''} ${run.rounds.map(({ candidates }) => candidates.filter(({ score }) => score !== null).length).join()}`} runId={runId} />
      {run.rounds.map(
        (round) =>
          round.judgement && (
            <section key={round.round} aria-label={`Judgement of round ${String(round.round)}`}>
              <h2>Round {round.round}: what the check made of it</h2>
              <JudgementFacts judgement={round.judgement} outcome={round.outcome} />
            </section>
          ),
      )}
      {run.assessment && (
        <section className="sheet" aria-label="Assessment">
          <details open={run.assessment.verdict !== 'generate'}>
            <summary>
              <h2>Assessment: {verdictWords[run.assessment.verdict]}</h2>
            </summary>
            <AssessmentFacts assessment={run.assessment} speaker={english} />
          </details>
        </section>
      )}
      <section aria-label="Steps">
        <h2>Steps</h2>
        <ol className="steps">
          {run.steps.map((step, index) => (
            <li key={index} className={step.status}>
              <span>{step.state}</span>
              <span className="small soft">{stepNote(step)}</span>
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}

function stepNote(step: RunStep): string {
  if (step.exitedAt) return step.error ? `${step.error}, ${step.status}` : duration(step.enteredAt, step.exitedAt);
  return step.error ? `${step.status} after ${step.error}` : step.status;
}
