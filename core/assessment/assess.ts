import type { Brief } from '../brief/schema.ts';
import { critique } from '../critique/critique.ts';
import type { Assessment } from '../documents.ts';
import type { ImageModel } from '../models/models.ts';
import { returnOnInvestment, shippedConstants } from './return.ts';
import type { Constants } from './return.ts';
import { signalsOf, type Signal } from './signals.ts';

export interface AssessOptions {
  readonly model: ImageModel;
  /** A team's own rates and hours; those that ship when absent. */
  readonly constants?: Constants;
}

/**
 * Whether a brief can be generated well, and whether that is worth it: signals, sums and a verdict. Findings of
 * the critique that ask are doubts too.
 * One block declines; a doubt, or a saving below zero, asks the owner; else the brief is generated.
 */
export function assess(brief: Brief, { model, constants = shippedConstants }: AssessOptions): Assessment {
  const signals = [...doubtsOfCritique(brief), ...signalsOf(brief)];
  const blocks = signals.filter(({ severity }) => severity === 'block');
  const doubts = signals.filter(({ severity }) => severity === 'doubt');
  const sums = returnOnInvestment(brief, doubts.length, model, constants);
  const worthIt = sums.savingUsd >= 0;
  const verdict = blocks.length > 0 ? 'decline' : doubts.length > 0 || !worthIt ? 'ask' : 'generate';
  const saving = worthIt
    ? `Generating is expected to cost ${usd(sums.generationUsd)} with people's time, ${usd(sums.savingUsd)} less than ${sums.alternative.route} (${usd(sums.alternative.usd)}).`
    : `Generating is expected to cost ${usd(sums.generationUsd)} with people's time, ${usd(-sums.savingUsd)} more than ${sums.alternative.route} (${usd(sums.alternative.usd)}).`;
  return { verdict, reasons: [...blocks, ...doubts].map(({ message }) => message).concat(blocks.length > 0 ? [] : [saving]), signals, returnOnInvestment: sums };
}

/** Findings of the critique that the owner is asked about. */
function doubtsOfCritique(brief: Brief): Signal[] {
  return critique(brief).filter(({ asks }) => asks).map(({ rule, field, message }) => ({ id: rule, severity: 'doubt', field, message }));
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
