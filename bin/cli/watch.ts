import { setTimeout as sleep } from 'node:timers/promises';
import { RunDetail, RunList } from '../../core/api.ts';
import type { RunStep } from '../../core/api.ts';
import { automaticCheck } from '../../core/judge/straight-on.ts';
import { namedWords } from '../../core/review/naming.ts';
import type { ApiClient } from './api-client.ts';

type Print = (line: string) => void;

/** Prints the newest runs, or one run with its steps. */
export async function printStatus({ api, runId, print }: { readonly api: ApiClient; readonly runId?: string; readonly print: Print }): Promise<void> {
  if (runId === undefined) {
    const { runs } = await api.get(RunList, '/api/runs', { limit: '20' });
    if (runs.length === 0) print('No runs yet. Try: npx galley submit examples/five-lines.yaml');
    for (const run of runs) print(`${run.runId}  ${run.state.padEnd(11)} round ${String(run.round)}  ${usd(run.costMicroUsd)}  ${run.title}`);
    return;
  }
  const run = await fetchRun(api, runId);
  print(run.title);
  for (const step of run.steps) print(stepLine(step));
  printEnd(run, print);
}

/**
 * Prints each step as it happens, until the run ends; or, unless `throughReviews`, until it waits for a
 * person.
 */
export async function watch(options: { readonly api: ApiClient; readonly runId: string; readonly print: Print; readonly throughReviews?: boolean }): Promise<void> {
  const { api, runId, print, throughReviews = false } = options;
  const printed: string[] = [];
  for (;;) {
    const run = await fetchRun(api, runId);
    run.steps.forEach((step, index) => {
      const line = stepLine(step);
      if (printed[index] === line) return;
      printed[index] = line;
      print(line);
    });
    const waiting = run.state === 'waiting' && !throughReviews;
    if (waiting || (run.state !== 'running' && run.state !== 'waiting')) {
      printEnd(run, print);
      return;
    }
    await sleep(700);
  }
}

async function fetchRun(api: ApiClient, runId: string): Promise<RunDetail> {
  return api.get(RunDetail, `/api/runs/${encodeURIComponent(runId)}`);
}

function stepLine(step: RunStep): string {
  const seconds = step.exitedAt ? `${((Date.parse(step.exitedAt) - Date.parse(step.enteredAt)) / 1000).toFixed(1)} s` : step.status;
  return `  ${step.state.padEnd(16)} ${seconds}${step.error ? `  ${step.error}` : ''}`;
}

function printEnd(run: RunDetail, print: Print): void {
  if (run.state === 'waiting' && run.stage === 'AskReopen') print(`The review has expired. It can be reopened until ${run.reviewDueAt ?? 'its time is over'}: npx galley reopen ${run.runId} [--hours N] [--approvers A,B], or the link in the owner’s mail.`);
  else if (run.state === 'waiting') printWaiting(run, print);
  else if (run.state !== 'running') print(`Ended as ${run.state}, ${usd(run.costMicroUsd)} spent.`);
  const judgement = run.rounds.at(-1)?.judgement;
  if (judgement?.verdict === 'approve') print(`  Approved by ${automaticCheck}, without people. ${judgement.trust?.reason ?? ''}`);
  for (const reason of run.reasons ?? []) print(`  ${reason}`);
  if (run.failure) print(`  ${run.failure.error} in ${run.failure.state}`);
  if (run.assetId) print(`Asset ${run.assetId}: npx galley search, or the archive in the studio.`);
}

function printWaiting({ review }: RunDetail, print: Print): void {
  if (review === null) {
    print('Waiting for a person: the link is in the mail.');
    return;
  }
  print(`Waiting for ${review.waitingFor.join(', ')} until ${review.dueAt}: the link is in the mail.`);
  print(`  ${review.rule}`);
  if (review.naming) print(`  Asked in place of the brief's approvers: ${namedWords(review.naming)}; named by ${review.naming.by} at ${review.naming.at}.`);
  for (const { by, role, decision, candidate, at } of review.votes) {
    print(`  ${at}  ${by}${role === null ? '' : ` (${role})`}: ${decision}${candidate === null ? '' : ` ${candidate.slice(0, 12)}`}`);
  }
}

function usd(micro: number): string {
  return `$${(micro / 1_000_000).toFixed(3)}`;
}
