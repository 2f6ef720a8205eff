import { answerValues, type Confusion } from '../../core/agreement/confusion.ts';
import { AgreementReport, type AgreementRow } from '../../core/api.ts';
import type { ApiClient } from './api-client.ts';

const widths = [20, 10, 10, 26, 17, 11] as const;

/** Prints, for each vision model, how far it agrees with people: a table of the questions, and what its trust rests on. */
export async function printAgreement({ api, month, json, print }: { readonly api: ApiClient; readonly month?: string | undefined; readonly json: boolean; readonly print: (line: string) => void }): Promise<void> {
  const report = await api.get(AgreementReport, '/api/agreement', month === undefined ? {} : { month });
  if (json) print(JSON.stringify(report, null, 2));
  else for (const line of agreementLines(report)) print(line);
}

/** The report as lines of text. */
export function agreementLines({ months, models }: AgreementReport): string[] {
  const period = months.from === months.to ? months.from : `${months.from} to ${months.to}`;
  if (models.length === 0) return [`Nobody has answered a checklist beside the automatic check in ${period}.`];
  return models.flatMap(({ model, reason, questions }) => [
    `${model}, ${period}`,
    line(['question', 'decisions', 'agreement', 'kappa (95 %)', '', 'trusted']),
    ...questions.flatMap(rowLines),
    reason,
  ]);
}

function rowLines({ question, decisions, agreement, kappa, trusted, reason, byHand, untouched }: AgreementRow): string[] {
  const interval = kappa === null ? '-' : `${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`;
  return [
    `${line([question, String(decisions), agreement === null ? '-' : `${(100 * agreement).toFixed(0)} %`, interval, kappa?.word ?? '', trusted ? 'yes' : 'no'])}${trusted ? '' : `  ${reason}`}`,
    ...confusionLine('by hand', byHand),
    ...confusionLine('left as filled in', untouched),
  ];
}

/** `check fail: 2 pass, 18 fail`: the check's answer, then people's. */
function confusionLine(name: string, confusion: Confusion): string[] {
  const said = answerValues.flatMap((check) => {
    const counts = answerValues.flatMap((person) => (confusion[check][person] === 0 ? [] : [`${String(confusion[check][person])} ${person}`]));
    return counts.length === 0 ? [] : [`check ${check}: ${counts.join(', ')}`];
  });
  return said.length === 0 ? [] : [`  ${name.padEnd(18)}${said.join(' · ')}`];
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index] ?? 0))).join('');
}
