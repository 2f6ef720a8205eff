import type { Assessment, ReturnOnInvestment } from '../documents.ts';
import type { FactsSpeaker } from '../language/speaker.ts';

/** An assessment in the words of a person: the mail, the pages and the command line all say the same, each in its language. */

export type Row = readonly [label: string, value: string];

/** `exact-likeness` becomes "Exact likeness". */
export function signalName(id: string): string {
  return capitalised(id.replaceAll('-', ' '));
}

/** A signal as one text: what it is, and the way out. */
export function sentenceOf({ message, wayOut }: Pick<Assessment['signals'][number], 'message' | 'wayOut'>): string {
  return wayOut === '' ? message : `${message} ${wayOut}`;
}

/** How a verdict is told. */
export const verdictWords: Readonly<Record<Assessment['verdict'], string>> = { generate: 'generate it', ask: 'ask the owner', decline: 'take a traditional route' };

/** The sums, what they rest on, and where generating stops paying. */
export function costRows(roi: ReturnOnInvestment, speaker: FactsSpeaker): Row[] {
  const { say, usd: sum, percent, find, number } = speaker;
  const { generationUsd, modelUsd, expectedRounds, unapprovedShare, fallbackUsd, alternative, routes, savingUsd, breakEven } = roi;
  const others = (routes.length === 0 ? [alternative] : routes).map(({ route, usd: amount }) => `${find(`route.${route}`) ?? route} ${sum(amount)}`);
  return [
    [say('cost.generating'), say('cost.generating.sum', { total: sum(generationUsd), model: sum(modelUsd), rounds: number(expectedRounds, 1) })],
    ...(fallbackUsd > 0 ? [[say('cost.risk'), say('cost.risk.sum', { sum: sum(fallbackUsd), share: percent(unapprovedShare) })] as const] : []),
    [say('cost.otherwise'), others.join(', ')],
    [say('cost.saving'), savingUsd >= 0 ? sum(savingUsd) : say('cost.saving.none', { sum: sum(-savingUsd) })],
    ...(breakEven === null ? [] : [[say(savingUsd >= 0 ? 'cost.stops' : 'cost.pays'), breakEvenWords(roi, breakEven, speaker)] as const]),
    [say('cost.rests'), restsOn(roi, speaker)],
  ];
}

function breakEvenWords(
  { savingUsd }: ReturnOnInvestment,
  { rounds, unapprovedShare, alternativeUsd, designerHourly }: NonNullable<ReturnOnInvestment['breakEven']>,
  { say, usd: sum, percent, number }: FactsSpeaker,
): string {
  const worthIt = savingUsd >= 0;
  const points = [
    rounds === null ? undefined : say(worthIt ? 'cost.beyond-rounds' : 'cost.below-rounds', { rounds: number(rounds, 1) }),
    unapprovedShare === null ? undefined : say(worthIt ? 'cost.above-share' : 'cost.below-share', { share: percent(unapprovedShare) }),
    say(worthIt ? 'cost.other-less' : 'cost.other-more', { sum: sum(alternativeUsd) }),
    designerHourly === null ? undefined : say((designerHourly.pays === 'below') === worthIt ? 'cost.hour-above' : 'cost.hour-below', { sum: sum(designerHourly.usd) }),
  ];
  return points.filter((point) => point !== undefined).join(', ');
}

function restsOn({ history, constantsAsOf, team }: ReturnOnInvestment, { say, percent, day }: FactsSpeaker): string {
  const date = day(constantsAsOf);
  const figures = team === null ? say('cost.figures.own', { date }) : say('cost.figures.team', { team, date });
  if (history.runs === 0) return say('cost.no-history', { figures });
  return say('cost.history', { count: history.runs, unapproved: history.unapproved, share: percent(history.weight), figures });
}

/** The constants that move the saving most. */
export function sensitivityRows({ sensitivity }: ReturnOnInvestment, most: number, { say, usd: sum, find }: FactsSpeaker): Row[] {
  return sensitivity.slice(0, most).map(({ constant, what, lowUsd, highUsd, flips }) => [
    capitalised(find(`factor.${constant}`) ?? what),
    say(flips ? 'cost.flips' : 'cost.between', { low: sum(lowUsd), high: sum(highUsd) }),
  ]);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
