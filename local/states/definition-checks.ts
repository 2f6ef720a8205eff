/** Reads a definition and refuses at registration what would fail, or pass silently, at run time. */
import type { z } from 'zod';

import { ServiceError } from '../types.ts';
import { Definition, flowsOf, waitsForToken } from './definition.ts';
import type { Flow, State } from './definition.ts';
import { isExpression, syntaxProblem } from './expressions.ts';

/** What AWS has and this interpreter does not, by field, with the way out. */
const REFUSED: Readonly<Record<string, string>> = {
  InputPath: 'JSONPath is not run: use Arguments and JSONata',
  Parameters: 'JSONPath is not run: use Arguments and JSONata',
  ResultSelector: 'JSONPath is not run: use Output and JSONata',
  ResultPath: 'JSONPath is not run: use Assign or Output and JSONata',
  OutputPath: 'JSONPath is not run: use Output and JSONata',
  ItemsPath: 'JSONPath is not run: use Items and JSONata',
  SecondsPath: 'JSONPath is not run: use Seconds and JSONata',
  TimestampPath: 'JSONPath is not run: use Timestamp and JSONata',
  TimeoutSecondsPath: 'JSONPath is not run: use TimeoutSeconds and JSONata',
  HeartbeatSecondsPath: 'JSONPath is not run: use HeartbeatSeconds and JSONata',
  MaxConcurrencyPath: 'JSONPath is not run: use MaxConcurrency and JSONata',
  ErrorPath: 'JSONPath is not run: use Error and JSONata',
  CausePath: 'JSONPath is not run: use Cause and JSONata',
  Variable: 'JSONPath is not run: use Condition and JSONata',
  Credentials: 'Credentials are not assumed: every task runs with the role of the state machine',
  ItemReader: 'distributed Map is not run: read the items in a task and give them to Items',
  ItemBatcher: 'distributed Map is not run: use $partition for batches',
  ResultWriter: 'distributed Map is not run: write the results in a task',
  Label: 'distributed Map is not run',
  Iterator: 'the older form of Map is not run: use ItemProcessor',
};

/**
 * Parses the JSON text of a definition.
 * @throws ServiceError InvalidDefinition naming every problem with its place
 */
export function parseDefinition(text: string): Definition {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw invalid([`Expected JSON for the definition but received ${error instanceof Error ? error.message : 'something else'}`], error);
  }
  const refused = [...refusedIn(json, '')];
  if (refused.length > 0) throw invalid(refused);
  const parsed = Definition.safeParse(json);
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => describe(issue, [])), parsed.error);
  const problems = [...problemsOf(parsed.data, '', new Set(), new Set())];
  if (problems.length > 0) throw invalid(problems);
  return parsed.data;
}

function invalid(problems: readonly string[], cause?: unknown): ServiceError {
  return new ServiceError('InvalidDefinition', `Invalid State Machine Definition: ${problems.join('; ')}`, 400, { cause });
}

/** One line for each problem; of a union only the deepest branch speaks, the others did not fit at all. */
function describe(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): string[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_key') return issue.issues.map((inner) => `${inner.message} at /${path.map(String).join('/')}`);
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [`${issue.message} at /${path.map(String).join('/')}`];
  const [deepest] = issue.errors.toSorted((one, other) => depth(other) - depth(one));
  return (deepest ?? []).flatMap((inner) => describe(inner, path));
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function* refusedIn(value: unknown, path: string): Generator<string> {
  const flow = record(value);
  if (flow === undefined) return;
  if (path === '' && flow['QueryLanguage'] !== 'JSONata') {
    yield `Expected "JSONata" for QueryLanguage of the definition but received ${JSON.stringify(flow['QueryLanguage'] ?? 'nothing, which means JSONPath')}: JSONPath is not run`;
  }
  if (record(flow['ProcessorConfig'])?.['Mode'] === 'DISTRIBUTED') yield `Expected Mode INLINE but received DISTRIBUTED at ${path}/ProcessorConfig: distributed Map is not run`;
  for (const [name, content] of Object.entries(record(flow['States']) ?? {})) {
    const state = record(content);
    if (state === undefined) continue;
    const place = `${path}/States/${name}`;
    if (state['QueryLanguage'] === 'JSONPath') yield `Expected "JSONata" for QueryLanguage but received "JSONPath" at ${place}: JSONPath is not run`;
    const rules: unknown[] = Array.isArray(state['Choices']) ? state['Choices'] : [];
    for (const field of [state, ...rules].flatMap((part) => Object.keys(record(part) ?? {}))) {
      if (Object.hasOwn(REFUSED, field)) yield `Unsupported field ${field} at ${place}: ${String(REFUSED[field])}`;
    }
    if (state['Type'] === 'Pass' && 'Result' in state) yield `Unsupported field Result at ${place}: JSONPath is not run: use Output`;
    yield* refusedIn(state['ItemProcessor'], `${place}/ItemProcessor`);
    for (const [index, branch] of (Array.isArray(state['Branches']) ? (state['Branches'] as unknown[]) : []).entries()) {
      yield* refusedIn(branch, `${place}/Branches/${String(index)}`);
    }
  }
}

/** @param names every state name so far @param outer variables that surrounding flows assign */
function* problemsOf(flow: Flow, path: string, names: Set<string>, outer: ReadonlySet<string>): Generator<string> {
  if (!Object.hasOwn(flow.States, flow.StartAt)) yield `Expected a state of this flow for StartAt but received "${flow.StartAt}" at ${path || '/'}`;
  const own = new Set<string>();
  for (const [name, state] of Object.entries(flow.States)) {
    const place = `${path}/States/${name}`;
    if (names.has(name)) yield `Expected a name that no other state has but received "${name}" at ${place}`;
    names.add(name);
    yield* problemsOfState(state, place);
    for (const next of targetsOf(state)) {
      if (!Object.hasOwn(flow.States, next)) yield `Expected a state of the same flow for Next but received "${next}" at ${place}`;
    }
    for (const variable of assignedBy(state)) {
      own.add(variable);
      if (outer.has(variable)) yield `Expected a variable that no outer flow assigns but received "${variable}" at ${place}/Assign`;
    }
  }
  const reached = reachable(flow);
  for (const name of Object.keys(flow.States)) if (!reached.has(name)) yield `State "${name}" cannot be reached from StartAt at ${path || '/'}`;
  const visible = new Set([...outer, ...own]);
  for (const [name, state] of Object.entries(flow.States)) {
    for (const inner of flowsOf(state)) yield* problemsOf(inner.flow, `${path}/States/${name}/${String(inner.step)}`, names, visible);
  }
}

function* problemsOfState(state: State, place: string): Generator<string> {
  if ('Next' in state || 'End' in state || ['Task', 'Pass', 'Wait', 'Map', 'Parallel'].includes(state.Type)) {
    const { Next: next, End: end } = state as { Next?: string; End?: boolean };
    if ((next === undefined) === (end === undefined)) yield `Expected exactly one of Next and End at ${place}`;
  }
  if ('Retry' in state || 'Catch' in state) {
    for (const list of [state.Retry ?? [], state.Catch ?? []]) {
      for (const [index, { ErrorEquals: errors }] of list.entries()) {
        if (errors.includes('States.ALL') && (errors.length > 1 || index < list.length - 1)) yield `Expected States.ALL alone and last in Retry or Catch at ${place}`;
      }
    }
  }
  if (state.Type === 'Task') {
    const token = waitsForToken(state);
    if (state.Resource.endsWith('.sync') || state.Resource.endsWith('.sync:2')) yield `Unsupported integration pattern .sync of Resource "${state.Resource}" at ${place}`;
    if (token && !JSON.stringify(state.Arguments ?? null).includes('.Task.Token')) yield `Expected $states.context.Task.Token in the Arguments of a task that waits for it at ${place}`;
    if (!token && state.HeartbeatSeconds !== undefined) yield `Expected HeartbeatSeconds only for a task that waits for its token at ${place}: nobody can send its heartbeat`;
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
    if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) yield `Expected HeartbeatSeconds below TimeoutSeconds ${String(timeout)} but received ${String(heartbeat)} at ${place}`;
  }
  // The states inside have their own turn.
  const own = Object.entries(state).filter(([field]) => field !== 'ItemProcessor' && field !== 'Branches');
  for (const { text, at } of stringsIn(Object.fromEntries(own), place)) {
    const problem = isExpression(text) ? syntaxProblem(text) : undefined;
    if (problem !== undefined) yield `Expected a JSONata expression but received ${text}: ${problem} at ${at}`;
  }
}

function* stringsIn(value: unknown, at: string): Generator<{ text: string; at: string }> {
  if (typeof value === 'string') yield { text: value, at };
  else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) yield* stringsIn(inner, `${at}/${key}`);
}

function targetsOf(state: State): string[] {
  const targets: string[] = [];
  if ('Next' in state && state.Next !== undefined) targets.push(state.Next);
  if ('Catch' in state) targets.push(...(state.Catch ?? []).map((catcher) => catcher.Next));
  if (state.Type === 'Choice') targets.push(...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default]));
  return targets;
}

function assignedBy(state: State): string[] {
  const parts: { readonly Assign?: object | undefined }[] = ['Assign' in state ? state : {}];
  if ('Catch' in state) parts.push(...(state.Catch ?? []));
  if (state.Type === 'Choice') parts.push(...state.Choices);
  return parts.flatMap((part) => Object.keys(part.Assign ?? {}));
}

function reachable(flow: Flow): Set<string> {
  const reached = new Set<string>();
  const ahead = [flow.StartAt];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const state = flow.States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    ahead.push(...targetsOf(state));
  }
  return reached;
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
