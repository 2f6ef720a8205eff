/** The service integrations that tasks call, with the permissions of the state machine's role. */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ServiceError } from '../types.ts';
import type { AccessCheck, InvokeFunction, JsonObject, JsonValue, Principal } from '../types.ts';
import { TaskFailure } from './failure.ts';
import type { RunTask, TaskCall } from './run.ts';

/** One entry of PutEvents, with its Detail as the JSON text that EventBridge takes. */
export type PutEventsEntry = JsonObject & { readonly Detail?: string };

export interface PutEventsResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly JsonObject[];
}

export interface TaskRunnerOptions {
  readonly invoke: InvokeFunction;
  readonly putEvents: (entries: readonly PutEventsEntry[], principal: Principal) => Promise<PutEventsResult>;
  /** The principal of a role by its ARN. */
  readonly principalOf: (roleArn: string) => Principal;
  /** Throws (or rejects with) a ServiceError when the principal may not, or gives false. */
  readonly authorize: (principal: Principal, check: AccessCheck) => unknown;
}

const InvokeArguments = z.strictObject({
  FunctionName: z.string().min(1),
  Payload: z.json().optional(),
  InvocationType: z.literal('RequestResponse').optional(),
  Qualifier: z.literal('$LATEST').optional(),
});

const PutEventsArguments = z.strictObject({
  Entries: z
    .array(z.looseObject({ EventBusName: z.string().optional(), Source: z.string(), DetailType: z.string(), Detail: z.json(), Resources: z.array(z.string()).optional() }))
    .min(1)
    .max(10),
});

/**
 * Runs `lambda:invoke` and `events:putEvents`.
 * Fails under AWS's names: a function's own errorType, `Lambda.X` and `EventBridge.X` for the services' errors.
 */
export function createTaskRunner(options: TaskRunnerOptions): RunTask {
  return async (call) => {
    switch (call.resource) {
      case 'arn:aws:states:::lambda:invoke':
        return invokeFunction(call, options);
      case 'arn:aws:states:::events:putEvents':
        return putEvents(call, options);
      default:
        throw new TaskFailure(
          'States.Runtime',
          `Expected arn:aws:states:::lambda:invoke or arn:aws:states:::events:putEvents for Resource of the state ${call.stateName} but received ${call.resource}: the embedded cloud runs no other`,
        );
    }
  };
}

async function invokeFunction(call: TaskCall, { invoke, principalOf, authorize }: TaskRunnerOptions): Promise<JsonValue> {
  const { FunctionName: name, Payload: payload = {} } = parse(InvokeArguments, call, 'Lambda');
  const arn = functionArn(name, call.stateMachineArn);
  // Lambda's denial of the invoke integration comes under the general name, the code is in its text.
  await permit(authorize, principalOf(call.roleArn), { action: 'lambda:InvokeFunction', resource: arn }, (denial) => new TaskFailure('Lambda.AWSLambdaException', awsText(denial, 'AWSLambda')));
  let result: Awaited<ReturnType<InvokeFunction>>;
  try {
    result = await invoke(arn, payload, { signal: call.signal });
  } catch (error) {
    throw serviceFailure(error, 'Lambda', 'AWSLambda');
  }
  if (result.ok) return { ExecutedVersion: '$LATEST', Payload: result.payload, StatusCode: 200 };
  const { errorType, errorMessage, trace } = result;
  throw new TaskFailure(errorType, JSON.stringify({ errorMessage, errorType, trace: trace ?? [] }));
}

async function putEvents(call: TaskCall, { putEvents: put, principalOf, authorize }: TaskRunnerOptions): Promise<JsonValue> {
  const { Entries: entries } = parse(PutEventsArguments, call, 'EventBridge');
  const principal = principalOf(call.roleArn);
  for (const { EventBusName: bus = 'default', Source: source, DetailType: detailType } of entries) {
    const check = { action: 'events:PutEvents', resource: busArn(bus, call.stateMachineArn), context: { 'events:source': [source], 'events:detail-type': [detailType] } };
    await permit(authorize, principal, check, (denial) => new TaskFailure('EventBridge.EventBridgeException', awsText(denial, 'EventBridge')));
  }
  let result: PutEventsResult;
  try {
    result = await put(entries.map((entry) => toEntry(entry, [call.executionArn, call.stateMachineArn])), principal);
  } catch (error) {
    throw serviceFailure(error, 'EventBridge', 'EventBridge');
  }
  // The integration fails the task when any entry was refused, naming the first one.
  const refused = result.Entries.find((entry) => entry['ErrorCode'] !== undefined);
  if (refused !== undefined || result.FailedEntryCount > 0) throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(result));
  return { FailedEntryCount: 0, Entries: [...result.Entries] };
}

/** Detail may be JSON in the arguments, the API takes its text; execution and state machine are added to the resources, as AWS does. */
function toEntry(entry: z.infer<typeof PutEventsArguments>['Entries'][number], origin: readonly string[]): PutEventsEntry {
  const { Detail: detail, Resources: resources = [], ...rest } = entry;
  return { ...(JSON.parse(JSON.stringify(rest)) as JsonObject), Resources: [...resources, ...origin], Detail: typeof detail === 'string' ? detail : JSON.stringify(detail) };
}

function parse<T>(schema: z.ZodType<T>, call: TaskCall, service: string): T {
  const parsed = schema.safeParse(call.arguments);
  if (parsed.success) return parsed.data;
  throw new TaskFailure('States.Runtime', `Expected the arguments of ${service} for the state ${call.stateName} but received others: ${z.prettifyError(parsed.error)}`);
}

async function permit(authorize: TaskRunnerOptions['authorize'], principal: Principal, check: AccessCheck, failure: (denial: ServiceError) => TaskFailure): Promise<void> {
  const text = `User: ${principal.arn} is not authorized to perform: ${check.action} on resource: ${check.resource} because no identity-based policy allows the ${check.action} action`;
  let allowed: unknown;
  try {
    allowed = await authorize(principal, check);
  } catch (error) {
    if (error instanceof ServiceError) throw failure(error);
    throw error;
  }
  if (allowed === false) throw failure(new ServiceError('AccessDeniedException', text, 403));
}

/** @param prefix of the error's name @param service as AWS names it in the cause */
function serviceFailure(error: unknown, prefix: string, service: string): unknown {
  if (!(error instanceof ServiceError)) return error;
  const code = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
  return new TaskFailure(`${prefix}.${code}`, awsText(error, service));
}

function awsText({ message, status, code }: ServiceError, service: string): string {
  return `${message} (Service: ${service}; Status Code: ${String(status)}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`;
}

function functionArn(name: string, stateMachineArn: string): string {
  if (name.startsWith('arn:')) return name.replace(/:\$LATEST$/, '');
  return `${region(stateMachineArn).replace(':states:', ':lambda:')}:function:${name}`;
}

function busArn(bus: string, stateMachineArn: string): string {
  return bus.startsWith('arn:') ? bus : `${region(stateMachineArn).replace(':states:', ':events:')}:event-bus/${bus}`;
}

/** `arn:aws:states:region:account` */
function region(stateMachineArn: string): string {
  return stateMachineArn.split(':').slice(0, 5).join(':');
}
