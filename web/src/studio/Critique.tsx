import type { Finding } from '../../../core/critique/finding.ts';

const severityTones = { error: 'bad', warning: 'doubt', hint: 'soft' } as const;

/** What is vague or contradictory in the brief, each with its way out and an example. */
export function Critique({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <section aria-label="Critique of the brief">
      <h2>What would make a better brief</h2>
      <ul className="critique">
        {findings.map(({ rule, severity, field, message, reason, example, asks }) => (
          <li key={rule + field + message}>
            <span className={`tag ${severityTones[severity]}`}>{severity}</span> <code>{field}</code> {message}
            {asks && <span className="soft small"> · the owner is asked</span>}
            <details className="small">
              <summary>Why, and an example</summary>
              <p>{reason}</p>
              <p>
                <span className="soft">Before:</span> {example.before}
                <br />
                <span className="soft">After:</span> {example.after}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
