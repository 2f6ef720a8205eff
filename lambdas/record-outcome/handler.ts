import { RecordOutcomeInput, type RecordOutcomeOutput } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, presentable, silent, type Handle } from '../shared/edge.ts';
import { endingEvent, sentenceOf } from '../shared/ending.ts';
import type { History } from '../shared/history.ts';
import type { RunRecord, Runs } from '../shared/runs.ts';

interface Ports {
  readonly runs: Runs;
  readonly history: History;
  readonly clock: Clock;
}

/** Writes down how a run ended and why. The first ending stays, and asked again the answer is the same. */
export function createHandler({ runs, history, clock }: Ports): Handle<RecordOutcomeOutput> {
  return async (event, note = silent) => {
    const { runId, outcome, reasons, failure, assetId } = RecordOutcomeInput.parse(event);
    const told = failure === null ? null : { ...failure, cause: sentenceOf(failure.cause) };
    const run = await runs.end(runId, {
      outcome,
      reasons: [...reasons, ...(told === null || told.cause === '' ? [] : [told.cause])].filter((reason) => reason !== ''),
      failure: told,
      assetId,
      endedAt: clock.now().toISOString(),
    });
    note({ outcome: run.state, error: failure?.error, failedState: failure?.state, history: await counted(history, run) });
    return endingEvent(run);
  };
}

/** Estimates can do without one run; an end that is not recorded is worse. */
async function counted(history: History, run: RunRecord): Promise<string> {
  try {
    return (await history.count(run)) ? 'counted' : 'unchanged';
  } catch (error) {
    return `lost (${presentable(error).name})`;
  }
}

export const handler = lambdaHandler(() => createHandler({ runs: wired.runs(), history: wired.history(), clock: wired.clock() }));
