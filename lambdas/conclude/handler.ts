import { z } from 'zod';
import { RunId } from '../../core/workflow.ts';
import * as wired from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { endingEvent, sentenceOf } from '../shared/ending.ts';
import type { Events } from '../shared/events.ts';
import type { Runs } from '../shared/runs.ts';

/** "Step Functions Execution Status Change", as far as it is read. Executions are named by their run. */
const StatusChange = z.object({
  detail: z.object({
    name: z.string(),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

interface Ports {
  readonly runs: Runs;
  readonly events: Events;
  readonly clock: Clock;
}

/** What the execution of a run ends with when the end was recorded but could not be published. */
const unpublished = 'OutcomeNotPublished';

/** Ends the record of a run whose execution ended without doing so, and tells it: a run never stops silently. */
export function createHandler({ runs, events, clock }: Ports): Handle<{ readonly concluded: boolean }> {
  return async (event, note = silent) => {
    const { name, status, error, cause } = StatusChange.parse(event).detail;
    note({ runId: name, status, error });
    const runId = RunId.safeParse(name);
    const run = runId.success ? await runs.find(runId.data) : null;
    if (run === null) return { concluded: false };
    const reason = sentenceOf(cause ?? '') || `The execution ended as ${status}.`;
    // An earlier try of this function may have recorded the end and failed to publish it.
    const ownTry = run.failure?.error === (error ?? status) && run.failure.cause === reason;
    if (run.endedAt !== undefined && error !== unpublished && !ownTry) return { concluded: false };
    const ended = await runs.end(run.runId, {
      outcome: 'failed',
      reasons: [reason],
      failure: { state: run.stage, error: error ?? status, cause: reason },
      assetId: null,
      endedAt: clock.now().toISOString(),
    });
    await events.publish(endingEvent(ended));
    return { concluded: true };
  };
}

export const handler = lambdaHandler(() => createHandler({ runs: wired.runs(), events: wired.events(), clock: wired.clock() }));
