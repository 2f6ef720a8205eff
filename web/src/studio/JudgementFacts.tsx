import type { RunDetail } from '../../../core/api.ts';
import { outcomeSentence, verdictWords } from '../../../core/judge/words.ts';

type Round = RunDetail['rounds'][number];

/** What the check made of a round: its verdict, why, what it expected of another round, why nothing else, and what became of it. */
export function JudgementFacts({ judgement, outcome }: { readonly judgement: NonNullable<Round['judgement']>; readonly outcome: Round['outcome'] }) {
  const { verdict, reasons, direction, expectation, alternatives, threshold, trust } = judgement;
  // The sentence stands among the reasons where it decided.
  const expected = expectation === null ? '' : [...(reasons.includes(expectation.sentence) ? [] : [expectation.sentence]), ...chances(expectation)].join(' ');
  return (
    <details className="judgement small">
      <summary>The check says: {verdictWords[verdict]}</summary>
      <ul>
        {reasons.map((reason, index) => (
          <li key={index}>{reason}</li>
        ))}
      </ul>
      <dl>
        {direction && <Row term="Asked for" text={direction.note} />}
        {expected !== '' && <Row term="Expected" text={expected} />}
        {alternatives.map(({ choice, reason }) => (
          <Row key={choice} term={`Not: ${verdictWords[choice]}`} text={reason} />
        ))}
        <Row term="Threshold" text={threshold.toFixed(2)} />
        {trust && <Row term="Trust" text={trust.reason} />}
        {outcome && <Row term="What became of it" text={outcomeSentence(outcome)} />}
      </dl>
    </details>
  );
}

function Row({ term, text }: { readonly term: string; readonly text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}

function chances({ chance }: NonNullable<NonNullable<Round['judgement']>['expectation']>): string[] {
  return chance === null ? [] : [`An approval was ${percent(chance.now)} likely, and ${percent(chance.after)} after one more round.`];
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
