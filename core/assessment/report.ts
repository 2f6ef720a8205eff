import type { Assessment, ReturnOnInvestment } from '../documents.ts';
import { english } from '../language/english.ts';
import { costRows, sentenceOf, signalName, verdictWords } from './words.ts';

/** An assessment as lines of text for a terminal. */
export function reportOf(title: string, { verdict, reasons, signals, returnOnInvestment }: Assessment): string[] {
  const told = new Set(signals.map(sentenceOf));
  const others = reasons.filter((reason) => !told.has(reason));
  return [
    `${title}: ${verdictWords[verdict]}`,
    '',
    ...signals.flatMap((signal) => [`  ${signalName(signal.id)} (${signal.severity}, ${signal.field})`, ...wrapped(sentenceOf(signal), '    '), '']),
    ...others.flatMap((reason) => wrapped(reason, '  ')),
    '',
    // Of what is not to be generated only the other route is of interest.
    ...(verdict === 'decline' ? [] : [...costRows(returnOnInvestment, english).flatMap(([label, value]) => wrapped(value, ' '.repeat(16), `  ${label.padEnd(14)}`)), '', ...tornado(returnOnInvestment), '']),
  ];
}

const width = 96;
const barWidth = 36;

/** One bar for each constant, from the saving with 30 % less of it to the saving with 30 % more, on one scale. */
export function tornado({ sensitivity, savingUsd }: ReturnOnInvestment): string[] {
  if (sensitivity.length === 0) return [];
  const ends = sensitivity.flatMap(({ lowUsd, highUsd }) => [lowUsd, highUsd]);
  const [least, most] = [Math.min(...ends, savingUsd), Math.max(...ends, savingUsd)];
  const at = (amount: number): number => (most === least ? 0 : Math.round(((amount - least) / (most - least)) * (barWidth - 1)));
  const middle = at(savingUsd);
  const names = Math.max(...sensitivity.map(({ what }) => what.length));
  return [
    `  The saving of ${english.usd(savingUsd)}, with one figure 30 % lower (░) and 30 % higher (█)`,
    ...sensitivity.map(({ what, lowUsd, highUsd, flips }) => {
      const bar = Array.from({ length: barWidth }, (_, column) => (column === middle ? '│' : between(column, middle, at(lowUsd)) ? '░' : between(column, middle, at(highUsd)) ? '█' : ' ')).join('');
      return `    ${what.padEnd(names)}  ${english.usd(Math.min(lowUsd, highUsd)).padStart(9)} ${bar} ${english.usd(Math.max(lowUsd, highUsd)).padStart(9)}${flips ? '  turns the answer' : ''}`;
    }),
  ];
}

function between(column: number, one: number, other: number): boolean {
  return column >= Math.min(one, other) && column <= Math.max(one, other);
}

function wrapped(text: string, indent: string, first = indent): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/u)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line = line.endsWith(' ') || line === '' ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}
