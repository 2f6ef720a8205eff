import { AdviceReport } from '../../core/api.ts';
import { reviewPresets } from '../../core/review/presets.ts';
import type { ReviewTag } from '../../core/workflow.ts';
import type { ApiClient } from './api-client.ts';

type Print = (line: string) => void;

/** Prints how often the check was right, verdict by verdict, and how far its expectations were off. */
export async function printAdvice({ api, kind, team, json, print }: { readonly api: ApiClient; readonly kind?: string | undefined; readonly team?: string | undefined; readonly json: boolean; readonly print: Print }): Promise<void> {
  const report = await api.get(AdviceReport, '/api/advice', { ...(kind === undefined ? {} : { kind }), ...(team === undefined ? {} : { team }) });
  if (json) print(JSON.stringify(report, null, 2));
  else for (const line of adviceLines(report)) print(line);
}

/** The report as lines of text. */
export function adviceLines({ kind, team, from, to, verdicts, calibration, tags, bands }: AdviceReport): string[] {
  const { review, iterate, startOver, approve } = verdicts;
  const own = ({ given, rose, meanRise, costMicroUsd, shown, approved }: typeof iterate): string =>
    given + shown === 0 ? 'none yet' : `${share(rose, given)} stood better, the best score by ${signed(meanRise)} on average, for $${(costMicroUsd / 1_000_000).toFixed(2)}; ${share(approved, shown)} ended approved`;
  const expected = ({ rounds, expected: before, actual }: typeof calibration.iterate, number: (value: number | null) => string): string =>
    rounds === 0 ? 'none yet' : `${number(before)} expected, ${number(actual)} came (${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'})`;
  return [
    `The check's choices, ${from} to ${to}, ${kind ?? 'all kinds'}, ${team === null ? 'all teams' : `team ${team}`}`,
    '',
    row('review', reviewed(review)),
    row('iterate', own(iterate)),
    row('start over', own(startOver)),
    row('straight on', approve.given === 0 ? 'none yet' : `${String(approve.given)}; nobody has said whether that was right`),
    '',
    'What was expected, and what came',
    row('edit', expected(calibration.iterate, signed)),
    row('new concept', expected(calibration.startOver, signed)),
    row('approval', expected(calibration.approval, percent)),
    ...(tags.length === 0 ? [] : ['', 'What reviewers said of rounds that they sent back', ...tags.map(({ tag, rounds }) => row(labelOf(tag), `${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'}`))]),
    '',
    'Approved by people, by the best score that they were shown',
    ...bands.map(({ standing, from: low, to: high, shown, approved, chance }) =>
      row(standing === 'faulty' ? 'sure fault' : `${low.toFixed(1)} to ${high.toFixed(1)}`, `${shown === 0 ? 'none yet' : share(approved, shown)}; ${percent(chance)} is reckoned with`),
    ),
  ];
}

function reviewed({ shown, approved, bestApproved, changes, startOver, rejected, expired }: AdviceReport['verdicts']['review']): string {
  const unanswered = `${String(expired)} expired unanswered`;
  if (shown === 0) return expired === 0 ? 'none yet' : `none decided yet; ${unanswered}`;
  return `${share(approved, shown)} approved, ${share(bestApproved, approved)} of these the one ranked best; ${String(changes)} changes, ${String(startOver)} started over, ${String(rejected)} rejected, ${unanswered}`;
}

function labelOf(tag: ReviewTag): string {
  return (reviewPresets.find((preset) => preset.tag === tag)?.label ?? tag).toLowerCase();
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(15)}${text}`;
}

function share(some: number, all: number): string {
  return `${String(some)} of ${String(all)}`;
}

function signed(rise: number | null): string {
  return rise === null ? 'nothing' : `${rise < 0 ? '−' : '+'}${Math.abs(rise).toFixed(2)}`;
}

function percent(value: number | null): string {
  return value === null ? 'nothing' : `${String(Math.round(value * 100))} %`;
}
