import { costRows, sentenceOf, signalName } from '../../../core/assessment/words.ts';
import type { Assessment, ReturnOnInvestment } from '../../../core/documents.ts';
import type { SharedSpeaker } from './language/english.ts';

const tones = { block: 'bad', doubt: 'doubt', note: '' } as const;

interface Props {
  readonly assessment: Assessment;
  readonly speaker: SharedSpeaker;
}

/** What was thought of a brief before anything was spent: signals, sums, and what the answer hangs on. */
export function AssessmentFacts({ assessment, speaker }: Props) {
  const { find, say } = speaker;
  const { signals, reasons, returnOnInvestment } = assessment;
  const told = new Set(signals.map(sentenceOf));
  return (
    <div className="assessment">
      {signals.length > 0 && (
        <ul className="signals">
          {signals.map((signal) => (
            <li key={signal.id + signal.message}>
              <p>
                <strong>{find(`signal.${signal.id}`) ?? signalName(signal.id)}</strong> <span className={`tag ${tones[signal.severity]}`}>{say(`severity.${signal.severity}`)}</span> <code>{signal.field}</code>
              </p>
              <p lang="en">{signal.message}</p>
              {signal.wayOut !== '' && <p lang="en" className="soft">{signal.wayOut}</p>}
            </li>
          ))}
        </ul>
      )}
      {reasons
        .filter((reason) => !told.has(reason))
        .map((reason) => (
          <p key={reason} lang="en">
            {reason}
          </p>
        ))}
      {assessment.verdict !== 'decline' && (
        <>
          <dl className="facts">
            {costRows(returnOnInvestment, speaker).map(([label, value]) => (
              <Row key={label} label={label} value={value} />
            ))}
          </dl>
          <Tornado returnOnInvestment={returnOnInvestment} speaker={speaker} />
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
function Tornado({ returnOnInvestment: { sensitivity, savingUsd }, speaker }: { readonly returnOnInvestment: ReturnOnInvestment; readonly speaker: SharedSpeaker }) {
  const { find, say, usd } = speaker;
  if (sensitivity.length === 0) return null;
  const ends = sensitivity.flatMap(({ lowUsd, highUsd }) => [lowUsd, highUsd]).concat(savingUsd);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const at = (amount: number): number => ((amount - least) / (most - least || 1)) * width;
  const bar = (from: number, to: number, className: string) => <rect className={className} x={Math.min(at(from), at(to))} width={Math.abs(at(from) - at(to))} y="2" height="8" />;
  return (
    <div className="table-scroll">
      <table className="tornado">
        <caption>
          {say('tornado.caption', { sum: usd(savingUsd) })} <span className="key less" aria-hidden="true" /> {say('tornado.caption.more')} <span className="key more" aria-hidden="true" />
        </caption>
        <tbody>
          {sensitivity.map(({ constant, what, lowUsd, highUsd, flips }) => (
            <tr key={constant}>
              <th scope="row">
                {find(`factor.${constant}`) ?? what}
                {flips && <span className="tag doubt">{say('tornado.flips')}</span>}
              </th>
              <Saving ends={[lowUsd, highUsd]} of="least" speaker={speaker} />
              <td className="bar">
                <svg viewBox={`0 0 ${String(width)} 12`} preserveAspectRatio="none" aria-hidden="true">
                  {bar(savingUsd, lowUsd, 'less')}
                  {bar(savingUsd, highUsd, 'more')}
                  {least < 0 && most > 0 && <line className="nothing" x1={at(0)} x2={at(0)} y1="0" y2="12" />}
                </svg>
              </td>
              <Saving ends={[lowUsd, highUsd]} of="most" speaker={speaker} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The saving at one end of a bar; which change leads there is said to those who cannot see the bar. */
function Saving({ ends: [lowUsd, highUsd], of, speaker: { say, usd } }: { readonly ends: readonly [number, number]; readonly of: 'least' | 'most'; readonly speaker: SharedSpeaker }) {
  const lower = of === 'least' ? lowUsd <= highUsd : lowUsd > highUsd;
  return (
    <td>
      <span className="visually-hidden">{say(lower ? 'tornado.lower' : 'tornado.higher')} </span>
      {usd(lower ? lowUsd : highUsd)}
    </td>
  );
}
