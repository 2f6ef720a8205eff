import { costRows, sentenceOf, signalName, usd } from '../../../core/assessment/words.ts';
import type { Assessment, ReturnOnInvestment } from '../../../core/documents.ts';

const tones = { block: 'bad', doubt: 'doubt', note: '' } as const;

/** What was thought of a brief before anything was spent: signals, sums, and what the answer hangs on. */
export function AssessmentFacts({ assessment }: { readonly assessment: Assessment }) {
  const { signals, reasons, returnOnInvestment } = assessment;
  const told = new Set(signals.map(sentenceOf));
  return (
    <div className="assessment">
      {signals.length > 0 && (
        <ul className="signals">
          {signals.map((signal) => (
            <li key={signal.id + signal.message}>
              <p>
                <strong>{signalName(signal.id)}</strong> <span className={`tag ${tones[signal.severity]}`}>{signal.severity}</span> <code>{signal.field}</code>
              </p>
              <p>{signal.message}</p>
              {signal.wayOut !== '' && <p className="soft">{signal.wayOut}</p>}
            </li>
          ))}
        </ul>
      )}
      {reasons
        .filter((reason) => !told.has(reason))
        .map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      {assessment.verdict !== 'decline' && (
        <>
          <dl className="facts">
            {costRows(returnOnInvestment).map(([label, value]) => (
              <Row key={label} label={label} value={value} />
            ))}
          </dl>
          <Tornado returnOnInvestment={returnOnInvestment} />
        </>
      )}
    </div>
  );
}

function Row({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Units of the drawing; its width on the page follows the column. */
const width = 100;

/** One bar for each constant, from the saving with 30 % less of it to the saving with 30 % more, all on one scale. */
function Tornado({ returnOnInvestment: { sensitivity, savingUsd } }: { readonly returnOnInvestment: ReturnOnInvestment }) {
  if (sensitivity.length === 0) return null;
  const ends = sensitivity.flatMap(({ lowUsd, highUsd }) => [lowUsd, highUsd]).concat(savingUsd);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const at = (amount: number): number => ((amount - least) / (most - least || 1)) * width;
  const bar = (from: number, to: number, className: string) => <rect className={className} x={Math.min(at(from), at(to))} width={Math.abs(at(from) - at(to))} y="2" height="8" />;
  return (
    <div className="table-scroll">
      <table className="tornado">
        <caption>
          The saving of {usd(savingUsd)}, with one figure 30 % lower <span className="key less" aria-hidden="true" /> and 30 % higher <span className="key more" aria-hidden="true" />
        </caption>
        <tbody>
          {sensitivity.map(({ constant, what, lowUsd, highUsd, flips }) => (
            <tr key={constant}>
              <th scope="row">
                {what}
                {flips && <span className="tag doubt">turns it</span>}
              </th>
              <Saving ends={[lowUsd, highUsd]} of="least" />
              <td className="bar">
                <svg viewBox={`0 0 ${String(width)} 12`} preserveAspectRatio="none" aria-hidden="true">
                  {bar(savingUsd, lowUsd, 'less')}
                  {bar(savingUsd, highUsd, 'more')}
                  {least < 0 && most > 0 && <line className="nothing" x1={at(0)} x2={at(0)} y1="0" y2="12" />}
                </svg>
              </td>
              <Saving ends={[lowUsd, highUsd]} of="most" />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The saving at one end of a bar; which change leads there is said to those who cannot see the bar. */
function Saving({ ends: [lowUsd, highUsd], of }: { readonly ends: readonly [number, number]; readonly of: 'least' | 'most' }) {
  const lower = of === 'least' ? lowUsd <= highUsd : lowUsd > highUsd;
  return (
    <td>
      <span className="visually-hidden">{lower ? '30 % lower: ' : '30 % higher: '}</span>
      {usd(lower ? lowUsd : highUsd)}
    </td>
  );
}
