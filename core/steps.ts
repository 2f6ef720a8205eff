import type { RunStep } from './api.ts';

/** What is read of an execution's history: event types and names as Step Functions has them. */
export interface ExecutionEvent {
  readonly type?: string | undefined;
  readonly timestamp?: Date | undefined;
  readonly stateEnteredEventDetails?: { readonly name?: string | undefined } | undefined;
  readonly stateExitedEventDetails?: { readonly name?: string | undefined } | undefined;
  readonly taskScheduledEventDetails?: { readonly resource?: string | undefined } | undefined;
  readonly taskFailedEventDetails?: { readonly error?: string | undefined } | undefined;
  readonly taskSubmitFailedEventDetails?: { readonly error?: string | undefined } | undefined;
  readonly taskTimedOutEventDetails?: { readonly error?: string | undefined } | undefined;
  readonly evaluationFailedEventDetails?: { readonly error?: string | undefined } | undefined;
}

type Step = { -readonly [Field in keyof RunStep]: RunStep[Field] };

/**
 * The steps of a run, from the history of its execution, oldest first: one for each state that was entered.
 * A state that ended with an error it caught is `caught`; one that failed and is tried again is `retrying`.
 */
export function stepsOf(events: readonly ExecutionEvent[]): RunStep[] {
  const steps: Step[] = [];
  for (const event of events) {
    const type = event.type ?? '';
    const last = steps.at(-1);
    if (type.endsWith('StateEntered')) {
      steps.push({
        state: event.stateEnteredEventDetails?.name ?? '',
        type: type.slice(0, -'StateEntered'.length),
        enteredAt: isoOf(event),
        exitedAt: null,
        status: 'running',
      });
    } else if (last === undefined) {
      continue;
    } else if (type.endsWith('StateExited')) {
      last.exitedAt = isoOf(event);
      last.status = last.status === 'retrying' ? 'caught' : 'succeeded';
      if (last.status === 'succeeded') delete last.error;
    } else if (type === 'TaskScheduled') {
      last.status = 'running';
    } else if (type === 'TaskSubmitted' || (type === 'TaskStarted' && last.status === 'waiting')) {
      last.status = 'waiting';
    } else if (type === 'TaskSucceeded') {
      last.status = 'running';
    } else if (failureOf(event) !== undefined) {
      last.status = 'retrying';
      last.error = failureOf(event) ?? type;
    } else if (type === 'ExecutionFailed' || type === 'ExecutionTimedOut' || type === 'ExecutionAborted') {
      if (last.exitedAt === null) last.status = 'failed';
    }
  }
  return steps;
}

function failureOf(event: ExecutionEvent): string | undefined {
  if (event.type === 'TaskTimedOut') return event.taskTimedOutEventDetails?.error ?? 'States.Timeout';
  return (event.taskFailedEventDetails ?? event.taskSubmitFailedEventDetails ?? event.evaluationFailedEventDetails)?.error;
}

function isoOf({ timestamp = new Date(0) }: ExecutionEvent): string {
  return timestamp.toISOString();
}
