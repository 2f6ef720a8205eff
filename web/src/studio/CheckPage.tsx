import { Fragment } from 'react';
import { AgreementReport } from '../../../core/api.ts';
import type { AgreementRow } from '../../../core/api.ts';
import { useResource } from './useResource.ts';

const answers = ['pass', 'fail', 'unsure'] as const;

/** How far the automatic check agrees with people, and whether it has earned trust. */
export function CheckPage() {
  const { value: report, refusal } = useResource(AgreementReport, '/api/agreement', 0);
  if (!report) return <p className={refusal ? 'notice' : 'soft'}>{refusal?.message ?? 'Fetching the counts…'}</p>;
  return (
    <article className="check">
      <header>
        <h1>The automatic check</h1>
        <p className="lead">
          Its answers are compared with those that people give to the same checklist. Until it has earned trust it advises and does not decide. Counted from {report.months.from} to{' '}
          {report.months.to}.
        </p>
      </header>
      {report.models.length === 0 && <p className="soft">Nobody has answered a checklist beside it yet.</p>}
      {report.models.map(({ model, trusted, reason, questions }) => (
        <section key={model} aria-label={model}>
          <h2>
            {model} <span className={`tag ${trusted ? 'good' : 'doubt'}`}>{trusted ? 'trusted' : 'advises'}</span>
          </h2>
          <p className="soft">{reason}</p>
          <div className="table-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Question</th>
                  <th scope="col">Decisions by hand</th>
                  <th scope="col">Agreement</th>
                  <th scope="col">Kappa, 95 %</th>
                  <th scope="col">Check: people</th>
                  <th scope="col">Trusted</th>
                </tr>
              </thead>
              <tbody>
                {questions.map((row) => (
                  <Row key={row.question} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </article>
  );
}

function Row({ row }: { readonly row: AgreementRow }) {
  const { question, decisions, agreement, kappa, byHand, untouched, trusted, reason } = row;
  return (
    <tr>
      <th scope="row">{question}</th>
      <td>{decisions}</td>
      <td>{agreement === null ? 'none yet' : `${String(Math.round(100 * agreement))} %`}</td>
      <td>{kappa === null ? 'not defined' : `${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)}), ${kappa.word}`}</td>
      <td>
        <Counts name="by hand" confusion={byHand} />
        <Counts name="left as filled in" confusion={untouched} />
      </td>
      <td>{trusted ? 'yes' : `no: ${reason}`}</td>
    </tr>
  );
}

/** `by hand: pass: 20 pass, 5 fail`. What never happened is not shown. */
function Counts({ name, confusion }: { readonly name: string; readonly confusion: AgreementRow['byHand'] }) {
  const rows = answers.flatMap((check) => {
    const said = answers.filter((person) => confusion[check][person] > 0).map((person) => `${String(confusion[check][person])} ${person}`);
    return said.length === 0 ? [] : [`${check}: ${said.join(', ')}`];
  });
  if (rows.length === 0) return null;
  return (
    <p className="small">
      <span className="soft">{name}</span>
      {rows.map((text) => (
        <Fragment key={text}>
          <br />
          {text}
        </Fragment>
      ))}
    </p>
  );
}
