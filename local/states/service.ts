/** The Step Functions API behind the endpoint. */
import { z } from 'zod';

import { parseBody, validated } from '../json-request.ts';
import { ServiceError } from '../types.ts';
import type { AccessCheck, JsonObject, JsonValue, Service, ServiceRequest } from '../types.ts';
import type { ExecutionRow, MachineRow, StateMachineEngine } from './engine.ts';

const Arn = z.string().min(1).max(256);
const Page = { maxResults: z.number().int().optional(), nextToken: z.string().max(1_024).optional() };
const Token = z.string().min(1).max(2_048);
const ErrorName = z.string().max(256).optional();
const Cause = z.string().max(32_768).optional();

/** One operation: what it takes, which permissions it needs, what it answers. */
interface Operation<T> {
  readonly input: z.ZodType<T>;
  /** The resource of the permission `states:<operation>`. */
  readonly resource: (input: T, engine: StateMachineEngine) => string;
  readonly perform: (input: T, engine: StateMachineEngine) => JsonObject;
}

function operation<T>(definition: Operation<T>): Operation<unknown> {
  return definition as Operation<unknown>;
}

const details = { included: true };

const OPERATIONS: Readonly<Record<string, Operation<unknown>>> = {
  StartExecution: operation({
    input: z.looseObject({ stateMachineArn: Arn, name: z.string().optional(), input: z.string().optional() }),
    resource: ({ stateMachineArn }) => stateMachineArn,
    perform: (input, engine) => {
      const { executionArn, startDate } = engine.startExecution(input);
      return { executionArn, startDate: seconds(startDate) };
    },
  }),
  DescribeExecution: operation({
    input: z.looseObject({ executionArn: Arn }),
    resource: ({ executionArn }) => executionArn,
    perform: ({ executionArn }, engine) => describeExecution(engine.describeExecution(executionArn)),
  }),
  GetExecutionHistory: operation({
    input: z.looseObject({ executionArn: Arn, reverseOrder: z.boolean().optional(), includeExecutionData: z.boolean().optional(), ...Page }),
    resource: ({ executionArn }) => executionArn,
    perform: ({ executionArn, ...options }, engine) => {
      const { events, ...rest } = engine.getExecutionHistory(executionArn, options);
      return { events: events.map((event) => ({ ...event, timestamp: seconds(event.timestamp) })), ...rest };
    },
  }),
  ListExecutions: operation({
    input: z.looseObject({ stateMachineArn: Arn, statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(), ...Page }),
    resource: ({ stateMachineArn }) => stateMachineArn,
    perform: ({ stateMachineArn, ...options }, engine) => {
      const { executions, ...rest } = engine.listExecutions(stateMachineArn, options);
      return { executions: executions.map(listedExecution), ...rest };
    },
  }),
  StopExecution: operation({
    input: z.looseObject({ executionArn: Arn, error: ErrorName, cause: Cause }),
    resource: ({ executionArn }) => executionArn,
    perform: ({ executionArn, error, cause }, engine) => ({ stopDate: seconds(engine.stopExecution(executionArn, { error, cause }).stopDate) }),
  }),
  SendTaskSuccess: operation({
    input: z.looseObject({ taskToken: Token, output: z.string() }),
    resource: ({ taskToken }, engine) => engine.stateMachineOfToken(taskToken),
    perform: ({ taskToken, output }, engine) => {
      engine.sendTaskSuccess(taskToken, output);
      return {};
    },
  }),
  SendTaskFailure: operation({
    input: z.looseObject({ taskToken: Token, error: ErrorName, cause: Cause }),
    resource: ({ taskToken }, engine) => engine.stateMachineOfToken(taskToken),
    perform: ({ taskToken, error, cause }, engine) => {
      engine.sendTaskFailure(taskToken, { error, cause });
      return {};
    },
  }),
  SendTaskHeartbeat: operation({
    input: z.looseObject({ taskToken: Token }),
    resource: ({ taskToken }, engine) => engine.stateMachineOfToken(taskToken),
    perform: ({ taskToken }, engine) => {
      engine.sendTaskHeartbeat(taskToken);
      return {};
    },
  }),
  DescribeStateMachine: operation({
    input: z.looseObject({ stateMachineArn: Arn }),
    resource: ({ stateMachineArn }) => stateMachineArn,
    perform: ({ stateMachineArn }, engine) => {
      const { roleArn, definition, ...machine } = engine.describeStateMachine(stateMachineArn);
      return { ...listedMachine({ roleArn, definition, ...machine }), status: 'ACTIVE', definition, roleArn };
    },
  }),
  ListStateMachines: operation({
    input: z.looseObject({ maxResults: z.number().int().optional() }),
    resource: () => '*',
    perform: (_input, engine) => ({ stateMachines: engine.listStateMachines().map(listedMachine) }),
  }),
};

/** Step Functions behind the endpoint (`json-1.0`). */
export function createStatesService(engine: StateMachineEngine): Service {
  return {
    signingName: 'states',
    protocol: 'json-1.0',
    checks(request): AccessCheck[] {
      const { name, called, input } = read(request);
      return [{ action: `states:${name}`, resource: called.resource(input, engine) }];
    },
    handle(request) {
      const { called, input } = read(request);
      return Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(called.perform(input, engine)) });
    },
  };
}

function read(request: ServiceRequest): { readonly name: string; readonly called: Operation<unknown>; readonly input: unknown } {
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.replace(/^AWSStepFunctions\./, '');
  const called = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (called === undefined) {
    throw new ServiceError('UnknownOperationException', `Expected ${Object.keys(OPERATIONS).join(', ')} for a request to Step Functions but received "${target}": the embedded cloud has no other`);
  }
  return { name, called, input: validated(called.input, parseBody(request)) };
}

/** JSON 1.0 tells times in seconds. */
function seconds(milliseconds: number): number {
  return milliseconds / 1_000;
}

function listedExecution(row: ExecutionRow): JsonObject {
  return {
    executionArn: row.arn,
    stateMachineArn: row.stateMachineArn,
    name: row.name,
    status: row.status,
    startDate: seconds(row.startedAt),
    ...present({ stopDate: row.stoppedAt === null ? null : seconds(row.stoppedAt) }),
    redriveCount: 0,
  };
}

function describeExecution(row: ExecutionRow): JsonObject {
  return {
    ...listedExecution(row),
    input: row.input,
    inputDetails: details,
    ...present({ output: row.output, error: row.error, cause: row.cause }),
    ...(row.output === null ? {} : { outputDetails: details }),
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: row.status === 'RUNNING' ? 'Execution is RUNNING and cannot be redriven' : 'The embedded cloud does not redrive executions',
  };
}

function listedMachine({ arn, name, type, createdAt }: MachineRow): JsonObject {
  return { stateMachineArn: arn, name, type, creationDate: seconds(createdAt) };
}

function present(fields: Readonly<Record<string, JsonValue>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
