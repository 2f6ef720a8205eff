import { RecordOutcomeInput, type RecordOutcomeOutput } from '../../core/workflow.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { endingEvent, sentenceOf } from '../shared/ending.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly runs: Runs;
  readonly clock: Clock;
}

/** Writes down how a run ended and why. The first ending stays, and asked again the answer is the same. */
export function createHandler({ runs, clock }: Ports): Handle<RecordOutcomeOutput> {
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
    note({ outcome: run.state, error: failure?.error, failedState: failure?.state });
    return endingEvent(run);
  };
}

export const handler = lambdaHandler(() => createHandler({ runs: wired.runs(), clock: wired.clock() }));
