/** SQS behind the endpoint: the queues of the template, kept over restarts. */
import { z } from 'zod';

import { parseBody, validated } from '../json-request.ts';
import { ServiceError } from '../types.ts';
import type { Deployment, JsonObject, Service, ServiceRequest } from '../types.ts';
import type { Emulator } from './emulator.ts';

export interface SqsOptions {
  readonly deployment: Deployment;
  readonly emulator: Emulator;
}

/** IAM's action for each operation: a batch needs what its single operation needs. */
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  GetQueueUrl: 'sqs:GetQueueUrl',
  ListQueues: 'sqs:ListQueues',
  PurgeQueue: 'sqs:PurgeQueue',
};

/** Attributes that the template and the API name alike. */
const ATTRIBUTES = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
];

const Target = z.looseObject({ QueueUrl: z.string().optional(), QueueName: z.string().optional(), QueueNamePrefix: z.string().optional() });

export class SqsService implements Service {
  readonly signingName = 'sqs';
  readonly protocol = 'json-1.0';
  readonly #deployment: Deployment;
  readonly #emulator: Emulator;

  constructor({ deployment, emulator }: SqsOptions) {
    this.#deployment = deployment;
    this.#emulator = emulator;
  }

  /** Creates the queues that are missing and gives every queue the template's attributes. */
  async start(): Promise<void> {
    for (const queue of this.#deployment.ofType('AWS::SQS::Queue')) {
      const attributes = attributesOf(queue.properties);
      const fixed = Object.fromEntries(Object.entries(attributes).filter(([name]) => name === 'FifoQueue'));
      await this.#perform('CreateQueue', { QueueName: nameOf(queue.physicalId), Attributes: fixed }, queue.logicalId);
      const settable = Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'FifoQueue'));
      if (Object.keys(settable).length > 0) await this.#perform('SetQueueAttributes', { QueueUrl: queue.physicalId, Attributes: settable }, queue.logicalId);
    }
  }

  async stop(): Promise<void> {
    // The emulator belongs to whoever started it.
  }

  checks(request: ServiceRequest): { action: string; resource: string }[] {
    const operation = operationOf(request);
    const { QueueUrl: url, QueueName: name } = targetOf(request);
    const queue = operation === 'ListQueues' ? '*' : nameOf(url ?? name ?? '');
    return [{ action: ACTIONS[operation] ?? '', resource: `arn:aws:sqs:${this.#deployment.region}:${this.#deployment.accountId}:${queue}` }];
  }

  async handle(request: ServiceRequest) {
    const operation = operationOf(request);
    const target = targetOf(request);
    // The emulator keeps the address a queue was made at; the port may have moved since.
    if (operation === 'GetQueueUrl') return answer({ QueueUrl: this.#urlOf(target.QueueName ?? '') });
    if (operation === 'ListQueues') {
      const urls = this.#deployment.ofType('AWS::SQS::Queue').map(({ physicalId }) => physicalId);
      return answer({ QueueUrls: urls.filter((url) => nameOf(url).startsWith(target.QueueNamePrefix ?? '')) });
    }
    return this.#emulator.request(request);
  }

  #urlOf(name: string): string {
    const queue = this.#deployment.ofType('AWS::SQS::Queue').find(({ physicalId }) => nameOf(physicalId) === name);
    if (queue === undefined) throw new ServiceError('AWS.SimpleQueueService.NonExistentQueue', `The specified queue does not exist: ${name}`);
    return queue.physicalId;
  }

  async #perform(operation: string, body: JsonObject, logicalId: string): Promise<void> {
    const response = await this.#emulator.request({
      method: 'POST',
      rawUrl: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      body: JSON.stringify(body),
    });
    if (response.status >= 300) throw new Error(`Expected queue ${logicalId} of the template to be accepted but ${operation} answered ${response.body.toString()}`);
  }
}

function attributesOf(properties: JsonObject): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = properties[name];
    if (value !== undefined) attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return attributes;
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function operationOf(request: ServiceRequest): string {
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^AmazonSQS\./, '');
  if (!Object.hasOwn(ACTIONS, operation)) {
    throw new ServiceError('InvalidAction', `Expected ${Object.keys(ACTIONS).join(', ')} for a request to SQS but received "${operation}": the embedded cloud has no other`);
  }
  return operation;
}

function targetOf(request: ServiceRequest): z.infer<typeof Target> {
  return validated(Target, parseBody(request));
}

function answer(body: JsonObject) {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}
