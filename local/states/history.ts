/** The events of an execution, as GetExecutionHistory tells them. */
import type { JsonObject, JsonValue } from '../types.ts';
import type { Failure } from './failure.ts';
import type { StoredEvent } from './store.ts';

/** Most events of one execution, as in AWS. */
export const MOST_EVENTS = 25_000;

export interface NewEvent {
  readonly type: string;
  readonly details?: JsonObject;
}

/** An event in the shape of the API; times are epoch milliseconds. */
export interface HistoryEvent {
  readonly timestamp: number;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  readonly [details: `${string}EventDetails`]: JsonObject;
}

const DATA_FIELDS = new Set(['input', 'output', 'parameters', 'assignedVariables']);
const complete = { truncated: false };

export function entered(type: string, name: string, input: JsonValue): NewEvent {
  return { type: `${type}StateEntered`, details: { name, input: JSON.stringify(input), inputDetails: complete } };
}

export function exited(type: string, name: string, output: JsonValue, assigned: JsonObject): NewEvent {
  const variables = Object.fromEntries(Object.entries(assigned).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    type: `${type}StateExited`,
    details: {
      name,
      output: JSON.stringify(output),
      outputDetails: complete,
      ...(Object.keys(variables).length === 0 ? {} : { assignedVariables: variables, assignedVariablesDetails: complete }),
    },
  };
}

export function executionStarted(input: string, roleArn: string): NewEvent {
  return { type: 'ExecutionStarted', details: { input, inputDetails: complete, roleArn } };
}

export function executionSucceeded(output: string): NewEvent {
  return { type: 'ExecutionSucceeded', details: { output, outputDetails: complete } };
}

/** An event that carries an error's name and text. */
export function failed(type: string, { error, cause }: Failure, more: JsonObject = {}): NewEvent {
  return { type, details: { ...more, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) } };
}

/** `lambda` and `invoke.waitForTaskToken` of `arn:aws:states:::lambda:invoke.waitForTaskToken`. */
export function resourceDetails(resource: string): { resourceType: string; resource: string } {
  const parts = resource.split(':');
  return { resourceType: parts.slice(5, -1).join(':'), resource: parts.at(-1) ?? resource };
}

export function taskOutput(type: string, resource: string, output: JsonValue): NewEvent {
  return { type, details: { ...resourceDetails(resource), output: JSON.stringify(output), outputDetails: complete } };
}

/** Where the API puts the details of an event of this type, or undefined where it has none. */
function detailsKey(type: string): `${string}EventDetails` | undefined {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  if (/^(?:Map|Parallel)State(?:Failed|Aborted|Succeeded)$|^ParallelStateStarted$/.test(type)) return undefined;
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** @param includeData whether inputs, outputs and parameters are told */
export function toHistoryEvent(event: StoredEvent, includeData: boolean): HistoryEvent {
  const { id, type, timestamp, previousEventId } = event;
  const key = detailsKey(type);
  if (key === undefined) return { timestamp, type, id, previousEventId };
  const details = JSON.parse(event.details) as JsonObject;
  const told = includeData ? details : Object.fromEntries(Object.entries(details).filter(([name]) => !DATA_FIELDS.has(name)));
  return { timestamp, type, id, previousEventId, [key]: told } as HistoryEvent;
}

/** Task tokens are secrets: the history shows that one was there, not which. */
export function withoutTokens(text: string, tokens: Iterable<string>): string {
  let redacted = text;
  for (const token of tokens) redacted = redacted.replaceAll(token, '(task token)');
  return redacted;
}
