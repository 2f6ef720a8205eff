import { RunList as RunListAnswer } from '../../../core/api.ts';
import { dateTime, usd } from '../shared/format.ts';
import { isExpired, stateWords } from './states.ts';
import { useResource } from './useResource.ts';

/** The newest runs, kept fresh. */
export function RunList() {
  const { value, refusal } = useResource(RunListAnswer, '/api/runs?limit=20', 2000);
  return (
    <section aria-label="Latest runs">
      <h2>Latest briefs</h2>
      {refusal && !value && <p className="notice">{refusal.message}</p>}
      {value?.runs.length === 0 && <p className="soft">None yet. Hand one in, or upload a file to the briefs bucket under inbox/.</p>}
      <ul className="runs">
        {value?.runs.map((run) => (
          <li key={run.runId}>
            <a href={`#/runs/${run.runId}`}>
              <strong>{run.title}</strong>
              <span className={`tag ${stateWords(run.state).tone}`}>{isExpired(run) ? 'review expired' : stateWords(run.state).label}</span>
              <span className="soft small">
                {dateTime(run.startedAt)} · round {run.round} · {usd(run.costMicroUsd)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
