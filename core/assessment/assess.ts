import type { Brief } from '../brief/schema.ts';
import { critique } from '../critique/critique.ts';
import type { Assessment, ReturnOnInvestment } from '../documents.ts';
import { english } from '../language/english.ts';
import type { ImageModel } from '../models/models.ts';
import { shippedConstants } from './constants.ts';
import type { Constants } from './constants.ts';
import { noHistory } from './history.ts';
import type { RoundsHistory } from './history.ts';
import { returnOnInvestment } from './return.ts';
import { signalsOf } from './signals.ts';
import type { Signal } from './signals.ts';
import { sentenceOf } from './words.ts';

export interface AssessOptions {
  readonly model: ImageModel;
  /** With a team's own rates and hours; those that ship when absent. */
  readonly constants?: Constants;
  /** Whose figures are among the constants; null when they are Galley's alone. */
  readonly team?: string | null;
  /** Finished runs of this kind and team; none when absent. */
  readonly history?: RoundsHistory;
  /** What else is to be known, such as a team's constants that could not be read. */
  readonly notes?: readonly Signal[];
}

/**
 * Whether a brief can be generated well, and whether that is worth it: signals, sums and a verdict. Findings of
 * the critique that ask are doubts too.
 * One block sends it to a traditional route (`decline`); a doubt, or a saving below zero, asks the owner; else the
 * brief is generated. Reasons come in the order in which they count.
 */
export function assess(brief: Brief, { model, constants = shippedConstants, team = null, history = noHistory, notes = [] }: AssessOptions): Assessment {
  const signals = [...doubtsOfCritique(brief), ...signalsOf(brief), ...notes];
  const of = (severity: Signal['severity']): string[] => signals.filter((signal) => signal.severity === severity).map(sentenceOf);
  const [blocks, doubts] = [of('block'), of('doubt')];
  const sums = returnOnInvestment({ brief, doubts: doubts.length, model, constants, history }, team);
  const verdict = blocks.length > 0 ? 'decline' : doubts.length > 0 || sums.savingUsd < 0 ? 'ask' : 'generate';
  const money = blocks.length > 0 ? [`Take a traditional route: ${sums.alternative.route}, about ${english.usd(sums.alternative.usd)}.`] : moneyReasons(sums);
  return { verdict, reasons: [...blocks, ...doubts, ...money, ...of('note')], signals, returnOnInvestment: sums };
}

/** Findings of the critique that the owner is asked about. */
function doubtsOfCritique(brief: Brief): Signal[] {
  return critique(brief)
    .filter(({ asks }) => asks)
    .map(({ rule, field, message }) => ({ id: rule, severity: 'doubt', field, message, evidence: [], wayOut: '' }));
}

function moneyReasons(sums: ReturnOnInvestment): string[] {
  const { savingUsd, generationUsd, fallbackUsd, alternative, sensitivity } = sums;
  const worthIt = savingUsd >= 0;
  const expected = `Generating is expected to cost ${english.usd(generationUsd + fallbackUsd)} with people's time and the risk that nothing is approved, ${english.usd(Math.abs(savingUsd))} ${worthIt ? 'less' : 'more'} than ${alternative.route} (${english.usd(alternative.usd)}).`;
  const fragile = sensitivity.filter(({ flips }) => flips);
  const first = fragile[0];
  if (first !== undefined) return [expected, `That is close: it turns around when ${first.what} is 30 % off${fragile.length === 1 ? '' : `, and with ${String(fragile.length - 1)} more of the constants`}.`];
  return worthIt ? [expected] : [expected, 'No single constant that is 30 % off would change that: the other route is the cheaper one.'];
}
