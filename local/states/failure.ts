/** Failures by the names that Retry and Catch match. */

/** A task failed: `error` is the name that Retry and Catch see, `cause` its text. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** A state failed. `error` is absent only for a Fail state that names none. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;
  /** Type of the history event that tells this failure, when its state has one of its own. */
  readonly eventType: 'TaskFailed' | 'TaskTimedOut' | undefined;

  constructor(error: string | undefined, cause: string | undefined, more: { location?: string; eventType?: 'TaskFailed' | 'TaskTimedOut' } = {}) {
    super(`${error ?? 'unnamed error'}: ${cause ?? ''}`);
    this.failure = {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(more.location === undefined ? {} : { location: more.location }),
    };
    this.eventType = more.eventType;
  }
}

/** States data beyond this many bytes of JSON fails the state. */
export const LARGEST_DATA_BYTES = 256 * 1024;

/** @throws StateFailure States.DataLimitExceeded */
export function requireSize(value: unknown, what: string, eventType?: 'TaskFailed'): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= LARGEST_DATA_BYTES) return;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `Expected at most ${String(LARGEST_DATA_BYTES)} bytes of JSON for ${what} but received ${String(bytes)}: hand over references, not the data`,
    eventType === undefined ? {} : { eventType },
  );
}

/** What a failure leaves on disk. */
export interface Failure {
  readonly error?: string;
  readonly cause?: string;
  /** The field whose expression failed, `Arguments/Payload/runId`. */
  readonly location?: string;
}

/** The branch was called off: its execution ended, a sibling failed, or the engine stops. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

const NEVER_HANDLED = 'States.Runtime';
const NOT_BY_WILDCARD = new Set<string | undefined>(['States.Runtime', 'States.DataLimitExceeded']);

/**
 * Whether a Retry or Catch with these names handles an error.
 * States.ALL takes all but the terminal ones, States.TaskFailed all but those and States.Timeout, and
 * States.Timeout takes a missed heartbeat too.
 */
export function matchesError(errorEquals: readonly string[], error: string | undefined): boolean {
  if (error === NEVER_HANDLED) return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return !NOT_BY_WILDCARD.has(error);
    if (name === 'States.TaskFailed') return error !== 'States.Timeout' && !NOT_BY_WILDCARD.has(error);
    return name === 'States.Timeout' && error === 'States.HeartbeatTimeout';
  });
}
