import type { ReviewCandidate } from '../../../core/api.ts';

/** What was measured on one candidate: what failed first, the rest behind a fold. */
export function Findings({ candidate, label }: { readonly candidate: ReviewCandidate; readonly label: string }) {
  const failed = candidate.measures.filter((measure) => !measure.passed);
  const passed = candidate.measures.filter((measure) => measure.passed);
  return (
    <section className="findings small" aria-label={`Measurements of candidate ${label}`}>
      {failed.length > 0 ? (
        <ul>
          {failed.map((measure) => (
            <li key={measure.id}>
              <span className={measure.gate ? 'tag bad' : 'tag doubt'}>{measure.gate ? 'fails' : 'note'}</span> {measure.message}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <span className="tag good">clean</span> Every technical measure is within its limit.
        </p>
      )}
      {passed.length > 0 && (
        <details>
          <summary>{passed.length} measures within their limits</summary>
          <ul>
            {passed.map((measure) => (
              <li key={measure.id}>{measure.message}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
