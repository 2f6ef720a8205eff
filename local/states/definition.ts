/** The subset of the States Language that the interpreter runs, as schema and types. */
import { z } from 'zod';

import type { JsonValue } from '../types.ts';
import { isExpression } from './expressions.ts';

/** AWS's longest timeout and its default, in seconds. */
export const LONGEST_TIMEOUT_SECONDS = 99_999_999;
/** Concurrent iterations of an inline Map that names no lower bound. */
export const MOST_CONCURRENT_ITERATIONS = 40;

const Json: z.ZodType<JsonValue> = z.json();
const Expression = z.string().refine(isExpression, { error: (issue) => `Expected a JSONata expression in {% %} but received ${JSON.stringify(issue.input)}` });
const Name = z.string().min(1).max(80);
const Assign = z.record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u).refine((name) => name !== 'states', 'Expected another variable name than the reserved "states"'), Json);

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string().min(1)).min(1),
  IntervalSeconds: z.number().int().min(1).max(LONGEST_TIMEOUT_SECONDS).optional(),
  MaxAttempts: z.number().int().min(0).max(LONGEST_TIMEOUT_SECONDS).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.number().int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string().min(1)).min(1),
  Next: Name,
  Output: Json.optional(),
  Assign: Assign.optional(),
});
export type Catcher = z.infer<typeof Catcher>;

const language = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const result = { Output: Json.optional(), Assign: Assign.optional() };
const follow = { Next: Name.optional(), End: z.literal(true).optional() };
const errors = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };
const SecondsOrExpression = z.union([z.number().int().min(1).max(LONGEST_TIMEOUT_SECONDS), Expression]);
const CountOrExpression = z.union([z.number().int().min(0), Expression]);

const TaskState = z.strictObject({
  Type: z.literal('Task'),
  ...language,
  ...result,
  ...follow,
  ...errors,
  Resource: z.string().min(1),
  Arguments: z.union([z.record(z.string(), Json), Expression]).optional(),
  TimeoutSeconds: SecondsOrExpression.optional(),
  HeartbeatSeconds: SecondsOrExpression.optional(),
});
export type TaskState = z.infer<typeof TaskState>;

const PassState = z.strictObject({ Type: z.literal('Pass'), ...language, ...result, ...follow });
export type PassState = z.infer<typeof PassState>;

const SucceedState = z.strictObject({ Type: z.literal('Succeed'), ...language, Output: Json.optional() });
export type SucceedState = z.infer<typeof SucceedState>;

const FailState = z.strictObject({ Type: z.literal('Fail'), ...language, Error: z.string().optional(), Cause: z.string().optional() });
export type FailState = z.infer<typeof FailState>;

const ChoiceRule = z.strictObject({ Comment: z.string().optional(), Condition: z.union([Expression, z.boolean()]), Next: Name, ...result });
const ChoiceState = z.strictObject({ Type: z.literal('Choice'), ...language, ...result, Choices: z.array(ChoiceRule).min(1), Default: Name.optional() });
export type ChoiceState = z.infer<typeof ChoiceState>;

const WaitState = z
  .strictObject({
    Type: z.literal('Wait'),
    ...language,
    ...result,
    ...follow,
    Seconds: z.union([z.number().int().min(0).max(LONGEST_TIMEOUT_SECONDS), Expression]).optional(),
    Timestamp: z.union([z.iso.datetime({ offset: true }), Expression]).optional(),
  })
  .refine((state) => (state.Seconds === undefined) !== (state.Timestamp === undefined), 'Expected exactly one of Seconds and Timestamp for a Wait state');
export type WaitState = z.infer<typeof WaitState>;

/** States with their start: a state machine, a branch of a Parallel or the processor of a Map. */
export interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const flow = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional(), StartAt: Name, States: z.lazy(() => z.record(Name, State)) };
const Branch: z.ZodType<Flow> = z.strictObject(flow);
const Processor: z.ZodType<Flow> = z.strictObject({ ...flow, ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional() });

const ParallelState = z.strictObject({
  Type: z.literal('Parallel'),
  ...language,
  ...result,
  ...follow,
  ...errors,
  Arguments: Json.optional(),
  Branches: z.array(Branch).min(1),
});
export type ParallelState = z.infer<typeof ParallelState>;

const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...language,
  ...result,
  ...follow,
  ...errors,
  Items: z.union([z.array(Json), Expression]).optional(),
  ItemSelector: z.union([z.record(z.string(), Json), Expression]).optional(),
  ItemProcessor: Processor,
  MaxConcurrency: CountOrExpression.optional(),
  ToleratedFailureCount: CountOrExpression.optional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), Expression]).optional(),
});
export type MapState = z.infer<typeof MapState>;

export type State = TaskState | PassState | SucceedState | FailState | ChoiceState | WaitState | ParallelState | MapState;
export const State: z.ZodType<State> = z.lazy(() =>
  z.discriminatedUnion('Type', [TaskState, PassState, SucceedState, FailState, ChoiceState, WaitState, ParallelState, MapState]),
);

export const Definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: z.number().int().min(1).max(LONGEST_TIMEOUT_SECONDS).optional(),
  StartAt: Name,
  States: z.record(Name, State),
});
export type Definition = z.infer<typeof Definition>;

/** States inside this one, each with the step that leads to it. */
export function flowsOf(state: State): readonly { readonly step: number; readonly flow: Flow }[] {
  if (state.Type === 'Map') return [{ step: 0, flow: state.ItemProcessor }];
  if (state.Type === 'Parallel') return state.Branches.map((branch, step) => ({ step, flow: branch }));
  return [];
}

export const TOKEN_SUFFIX = '.waitForTaskToken';

/** Whether the task waits for its token after its call returned. */
export function waitsForToken(state: TaskState): boolean {
  return state.Resource.endsWith(TOKEN_SUFFIX);
}
