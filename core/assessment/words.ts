import type { Assessment, ReturnOnInvestment } from '../documents.ts';

/** An assessment in the words of a person: the mail, the pages and the command line all say the same. */

export type Row = readonly [label: string, value: string];

/** `exact-likeness` becomes "Exact likeness". */
export function signalName(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A signal as one text: what it is, and the way out. */
export function sentenceOf({ message, wayOut }: Pick<Assessment['signals'][number], 'message' | 'wayOut'>): string {
  return wayOut === '' ? message : `${message} ${wayOut}`;
}

/** How a verdict is told. */
export const verdictWords: Readonly<Record<Assessment['verdict'], string>> = { generate: 'generate it', ask: 'ask the owner', decline: 'take a traditional route' };

/** The sums, what they rest on, and where generating stops paying. */
export function costRows(roi: ReturnOnInvestment): Row[] {
  const { generationUsd, modelUsd, expectedRounds, unapprovedShare, fallbackUsd, alternative, routes, savingUsd, breakEven } = roi;
  const others = (routes.length === 0 ? [alternative] : routes).map(({ route, usd: amount }) => `${route} ${usd(amount)}`);
  return [
    ['Generating', `${usd(generationUsd)} with people's time, of which ${usd(modelUsd)} for the model, in ${expectedRounds.toFixed(1)} rounds`],
    ...(fallbackUsd > 0 ? [['Risk', `${usd(fallbackUsd)}: in ${percent(unapprovedShare)} of the cases nothing is approved, and the other route is paid after all`] as const] : []),
    ['Otherwise', others.join(', ')],
    ['Saving', savingUsd >= 0 ? usd(savingUsd) : `none: generating costs ${usd(-savingUsd)} more`],
    ...(breakEven === null ? [] : [[savingUsd >= 0 ? 'Stops paying' : 'Pays', breakEvenWords(roi, breakEven)] as const]),
    ['Rests on', restsOn(roi)],
  ];
}

function breakEvenWords({ savingUsd }: ReturnOnInvestment, { rounds, unapprovedShare, alternativeUsd, designerHourly }: NonNullable<ReturnOnInvestment['breakEven']>): string {
  const worthIt = savingUsd >= 0;
  const points = [
    rounds === null ? undefined : `${worthIt ? 'beyond' : 'below'} ${rounds.toFixed(1)} rounds`,
    unapprovedShare === null ? undefined : `${worthIt ? 'above' : 'below'} ${percent(unapprovedShare)} unapproved`,
    `when the other route costs ${worthIt ? 'less' : 'more'} than ${usd(alternativeUsd)}`,
    designerHourly === null ? undefined : `with a designer's hour ${(designerHourly.pays === 'below') === worthIt ? 'above' : 'below'} ${usd(designerHourly.usd)}`,
  ];
  return points.filter((point) => point !== undefined).join(', ');
}

function restsOn({ history, constantsAsOf, team }: ReturnOnInvestment): string {
  const figures = `${team === null ? 'Galley’s own figures' : `the figures of team ${team}`} of ${constantsAsOf}`;
  if (history.runs === 0) return `${figures}; no finished runs of this kind and team yet`;
  return `${String(history.runs)} finished ${history.runs === 1 ? 'run' : 'runs'} of this kind and team in a year, ${String(history.unapproved)} unapproved, which make ${percent(history.weight)} of the expected rounds; ${figures}`;
}

/** The constants that move the saving most. */
export function sensitivityRows({ sensitivity }: ReturnOnInvestment, most: number): Row[] {
  return sensitivity.slice(0, most).map(({ what, lowUsd, highUsd, flips }) => [what.charAt(0).toUpperCase() + what.slice(1), `${usd(lowUsd)} and ${usd(highUsd)}${flips ? ': the answer turns around' : ''}`]);
}

/** `$56.20`, `-$3.10` */
export function usd(amount: number): string {
  return `${amount < 0 ? '-' : ''}$${Math.abs(amount).toFixed(2)}`;
}

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
