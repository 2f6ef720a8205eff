/** How one delivery of the outbox is made, and what its failure means. */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { Lambda } from '../lambda/lambda.ts';
import type { FunctionConfiguration } from '../lambda/configuration.ts';
import { ServiceError } from '../types.ts';
import type { CloudEvent, InvocationResult, JsonValue } from '../types.ts';
import type { Delivery, DeliveryOutcome, NewDelivery } from './outbox.ts';

/** Ways into the other parts of the cloud. */
export interface Senders {
  readonly lambda: Pick<Lambda, 'run' | 'mayInvoke' | 'functions'>;
  /** Puts a message into a queue. */
  sendToQueue(queueArn: string, message: QueueMessage): Promise<void>;
  /** Starts an execution; rejects with `ExecutionAlreadyExists` when one of that name was started with other input. */
  startExecution(stateMachineArn: string, name: string, input: string): Promise<void>;
  /** Hands an event to another bus. */
  forward(busArn: string, event: CloudEvent): Promise<void>;
  /** Whether a role may do this; a rule acts with its target's role. */
  mayAct(roleArn: string | undefined, action: string, resource: string): boolean;
  now(): number;
  /** Seconds before the second and the third try of an asynchronous invocation whose function failed. */
  readonly asynchronousRetrySeconds: readonly number[];
}

export interface QueueMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groupId: string | undefined;
  /** Equal for repetitions of the same message. */
  readonly deduplicationId: string;
}

const RuleOrigin = z.object({
  kind: z.literal('rule'),
  ruleArn: z.string(),
  eventId: z.string(),
  roleArn: z.string().optional(),
  deadLetterArn: z.string().optional(),
  retries: z.number(),
  maximumAgeSeconds: z.number(),
  messageGroupId: z.string().optional(),
});
const Origin = z.discriminatedUnion('kind', [
  RuleOrigin,
  /** `Invoke` with the type Event. */
  z.object({ kind: z.literal('invoke') }),
  z.object({ kind: z.literal('dead-letter'), attributes: z.record(z.string(), z.string()) }),
]);
export type RuleOrigin = z.infer<typeof RuleOrigin>;
export type Origin = z.infer<typeof Origin>;

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;
const DONE: DeliveryOutcome = { kind: 'done' };

/** Makes deliveries with these senders. */
export function createDeliverer(senders: Senders): (delivery: Delivery) => Promise<DeliveryOutcome> {
  return async (delivery) => {
    const origin = Origin.parse(JSON.parse(delivery.origin));
    try {
      if (origin.kind === 'rule') assertAllowed(senders, delivery, origin);
      return await send(senders, delivery, origin);
    } catch (error) {
      return judgeFailure(senders, delivery, origin, error);
    }
  };
}

/** Dead letters of a delivery that cannot be tried any more, as if its target had failed for the last time. */
export function createAbandoner(senders: Senders): (delivery: Delivery, reason: string) => readonly NewDelivery[] {
  return (delivery, reason) => {
    const origin = Origin.parse(JSON.parse(delivery.origin));
    if (serviceOf(delivery.target) !== 'lambda') return ruleDeadLetters(delivery, origin, 'INTERNAL_ERROR', reason);
    const failure = { errorType: 'Runtime.ExitError', errorMessage: reason };
    return functionDeadLetters(senders, delivery, functionOf(senders, delivery.target), failure, 'RetriesExhausted');
  };
}

/** A target that this rule may not reach: no later try will change it. */
class NotPermitted extends Error {
  override readonly name = 'NotPermitted';
}

function assertAllowed(senders: Senders, { target }: Delivery, { ruleArn, roleArn }: RuleOrigin): void {
  switch (serviceOf(target)) {
    case 'lambda':
      if (!senders.lambda.mayInvoke(target, 'events.amazonaws.com', ruleArn)) {
        throw new NotPermitted(`Expected an AWS::Lambda::Permission of events.amazonaws.com for ${target} but found none for ${ruleArn}`);
      }
      return;
    case 'states':
      if (!senders.mayAct(roleArn, 'states:StartExecution', target)) throw new NotPermitted(`The rule's role may not states:StartExecution on ${target}`);
      return;
    case 'events':
      // Between buses of one account no role is needed; one that is named must allow it.
      if (roleArn !== undefined && !senders.mayAct(roleArn, 'events:PutEvents', target)) throw new NotPermitted(`The rule's role may not events:PutEvents on ${target}`);
  }
}

async function send(senders: Senders, delivery: Delivery, origin: Origin): Promise<DeliveryOutcome> {
  const { id, target, body } = delivery;
  switch (serviceOf(target)) {
    case 'lambda': {
      const configuration = functionOf(senders, target);
      const result = await senders.lambda.run(target, body, id);
      return result.ok ? DONE : judgeFunctionFailure(senders, delivery, configuration, result);
    }
    case 'sqs':
      await senders.sendToQueue(target, {
        body,
        attributes: origin.kind === 'dead-letter' ? origin.attributes : {},
        groupId: origin.kind === 'rule' ? origin.messageGroupId : undefined,
        deduplicationId: id,
      });
      return DONE;
    case 'states':
      await startOnce(senders, delivery, origin);
      return DONE;
    case 'events':
      await senders.forward(target, JSON.parse(body) as CloudEvent);
      return DONE;
    default:
      throw new NotPermitted(`Expected a target of lambda, sqs, states or events but received ${target}`);
  }
}

async function startOnce(senders: Senders, { id, target, body }: Delivery, origin: Origin): Promise<void> {
  const eventId = origin.kind === 'rule' ? origin.eventId : id;
  // As EventBridge names them. The same delivery gives the same name, so a repetition starts nothing.
  const name = `${eventId}_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`.slice(0, 80);
  try {
    await senders.startExecution(target, name, body);
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'ExecutionAlreadyExists')) throw error;
  }
}

function functionOf(senders: Senders, arn: string): FunctionConfiguration {
  const configuration = [...senders.lambda.functions.values()].find((candidate) => arn === candidate.arn || arn === `${candidate.arn}:$LATEST`);
  if (configuration === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  return configuration;
}

/** Lambda's rules for an event that nobody waits for: retries, then the dead-letter queue and the failure destination. */
function judgeFunctionFailure(
  senders: Senders,
  delivery: Delivery,
  configuration: FunctionConfiguration,
  result: InvocationResult & { readonly ok: false },
): DeliveryOutcome {
  const { asynchronous } = configuration;
  const age = (senders.now() - delivery.createdAt) / 1_000;
  const reason = `${result.errorType}: ${result.errorMessage}`;
  const tooOld = age >= asynchronous.maximumAgeSeconds;
  if (delivery.attempts < asynchronous.retries && !tooOld) {
    const seconds = senders.asynchronousRetrySeconds[delivery.attempts] ?? senders.asynchronousRetrySeconds.at(-1) ?? 0;
    return { kind: 'retry', delay: seconds * 1_000, counted: true, reason };
  }
  const condition = tooOld ? 'EventAgeExceeded' : 'RetriesExhausted';
  return { kind: 'given-up', reason, followUps: functionDeadLetters(senders, delivery, configuration, result, condition) };
}

function functionDeadLetters(
  senders: Senders,
  delivery: Delivery,
  { arn, asynchronous }: FunctionConfiguration,
  { errorType, errorMessage }: { readonly errorType: string; readonly errorMessage: string },
  condition: 'EventAgeExceeded' | 'RetriesExhausted',
): NewDelivery[] {
  const followUps: NewDelivery[] = [];
  if (asynchronous.deadLetterArn !== undefined) {
    const attributes = { RequestID: delivery.id, ErrorCode: '200', ErrorMessage: errorMessage.slice(0, 1_024) };
    followUps.push(deadLetter(asynchronous.deadLetterArn, delivery.body, attributes, delivery.id));
  }
  if (asynchronous.onFailureArn !== undefined) {
    const record = {
      version: '1.0',
      timestamp: new Date(senders.now()).toISOString(),
      requestContext: { requestId: delivery.id, functionArn: `${arn}:$LATEST`, condition, approximateInvokeCount: delivery.attempts + 1 },
      requestPayload: JSON.parse(delivery.body) as JsonValue,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType, errorMessage },
    };
    followUps.push(deadLetter(asynchronous.onFailureArn, JSON.stringify(record), {}, delivery.id));
  }
  return followUps;
}

/** A delivery that did not reach its target. */
function judgeFailure(senders: Senders, delivery: Delivery, origin: Origin, error: unknown): DeliveryOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof ServiceError ? error.code : error instanceof NotPermitted ? 'NO_PERMISSIONS' : 'INTERNAL_ERROR';
  const delay = Math.min(FIRST_DELAY * 2 ** delivery.attempts, LONGEST_DELAY);
  const age = (senders.now() - delivery.createdAt) / 1_000;
  if (code === 'TooManyRequestsException') {
    // Lambda keeps a throttled event and tries again until it is too old.
    const configuration = functionOf(senders, delivery.target);
    if (age < configuration.asynchronous.maximumAgeSeconds) return { kind: 'retry', delay: FIRST_DELAY, counted: false, reason };
  }
  const policy = origin.kind === 'rule' ? origin : { retries: 185, maximumAgeSeconds: 86_400 };
  const final = error instanceof NotPermitted || code === 'ResourceNotFoundException' || code === 'StateMachineDoesNotExist';
  if (!final && delivery.attempts < policy.retries && age < policy.maximumAgeSeconds) return { kind: 'retry', delay, counted: true, reason };
  return { kind: 'given-up', reason, followUps: ruleDeadLetters(delivery, origin, code, reason) };
}

function ruleDeadLetters(delivery: Delivery, origin: Origin, code: string, reason: string): NewDelivery[] {
  if (origin.kind !== 'rule' || origin.deadLetterArn === undefined) return [];
  const attributes = {
    RULE_ARN: origin.ruleArn,
    TARGET_ARN: delivery.target,
    ERROR_CODE: code,
    ERROR_MESSAGE: reason.slice(0, 1_024),
    RETRY_ATTEMPTS: String(delivery.attempts),
  };
  return [deadLetter(origin.deadLetterArn, delivery.body, attributes, delivery.id)];
}

function deadLetter(queueArn: string, body: string, attributes: Record<string, string>, deliveryId: string): NewDelivery {
  const origin: Origin = { kind: 'dead-letter', attributes };
  const queue = createHash('sha256').update(queueArn).digest('hex').slice(0, 8);
  return { id: `${deliveryId}-${queue}`, target: queueArn, body, origin: JSON.stringify(origin) };
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
