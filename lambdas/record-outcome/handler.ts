import { RecordOutcomeInput, type RecordOutcomeOutput } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, presentable, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import { endingEvent, sentenceOf } from '../shared/ending.ts';
import type { History } from '../shared/history.ts';
import { joinExpiredReview, type OutcomePorts } from '../shared/join-outcomes.ts';
import { lossOf } from '../shared/loss.ts';
import type { RunRecord, Runs } from '../shared/runs.ts';

interface Ports extends OutcomePorts {
  readonly runs: Runs;
  readonly history: History;
  readonly clock: Clock;
  readonly assetsBucket: string;
}

/** Writes down how a run ended and why. The first ending stays, and asked again the answer is the same. */
export function createHandler(ports: Ports): Handle<RecordOutcomeOutput> {
  const { runs, history, clock, assetsBucket } = ports;
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
    // What people were asked about, and nobody answered, is counted as that.
    const loss = run.state === 'expired' ? await lossOf(() => joinExpiredReview(ports, assetsBucket, run, run.endedAt ?? clock.now().toISOString())) : null;
    note({ outcome: run.state, error: failure?.error, failedState: failure?.state, history: await counted(history, run), outcomes: loss === null ? null : `lost (${presentable(loss).name})` });
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

export const handler = lambdaHandler(() =>
  createHandler({
    runs: wired.runs(),
    history: wired.history(),
    objects: wired.objects(),
    advice: wired.advice(),
    clock: wired.clock(),
    assetsBucket: requireEnv('ASSETS_BUCKET'),
  }),
);
