/** The EventBridge API: PutEvents, and reading the rules. */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ServiceError } from '../types.ts';
import type { Deployment, JsonObject, PublishEvent, Service, ServiceRequest } from '../types.ts';
import { busArn, busNameOf } from './rules.ts';
import type { Rule } from './rules.ts';

const LARGEST_REQUEST_BYTES = 256 * 1024;

const Entry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Time: z.number().optional(),
  Resources: z.array(z.string()).optional(),
});
type Entry = z.infer<typeof Entry>;

const Requests = {
  PutEvents: z.looseObject({ Entries: z.array(Entry).min(1).max(10) }),
  ListRules: z.looseObject({ EventBusName: z.string().default('default'), NamePrefix: z.string().default('') }),
  DescribeRule: z.looseObject({ EventBusName: z.string().default('default'), Name: z.string() }),
  ListTargetsByRule: z.looseObject({ EventBusName: z.string().default('default'), Rule: z.string() }),
};
type Operation = keyof typeof Requests;

export interface EventsServiceOptions {
  readonly deployment: Deployment;
  readonly rules: readonly Rule[];
  readonly publish: PublishEvent;
}

/** EventBridge behind the endpoint (`json-1.1`). */
export function createEventsService({ deployment, rules, publish }: EventsServiceOptions): Service {
  function ruleOf(busName: string, name: string): Rule {
    const rule = rules.find((candidate) => candidate.busName === busNameOf(busName) && candidate.name === name);
    if (rule === undefined) throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
    return rule;
  }

  async function putEvents(entries: readonly Entry[]): Promise<JsonObject> {
    const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (size > LARGEST_REQUEST_BYTES) {
      throw new ServiceError('ValidationException', `Total size of the entries in the request is over the limit: expected at most ${String(LARGEST_REQUEST_BYTES)} bytes but received ${String(size)}.`);
    }
    const results = await Promise.all(entries.map(async (entry) => putEvent(entry)));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  async function putEvent(entry: Entry): Promise<JsonObject> {
    const { Source: source, DetailType: detailType, Detail: detailText } = entry;
    if (!source) return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
    if (source.startsWith('aws.')) return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
    if (!detailType) return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
    const detail = parseDetail(detailText);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const id = randomUUID();
    const time = new Date(entry.Time === undefined ? Date.now() : entry.Time * 1_000).toISOString().replace(/\.\d+Z$/, 'Z');
    await publish(entry.EventBusName ?? 'default', { id, source, 'detail-type': detailType, time, resources: entry.Resources ?? [], detail });
    return { EventId: id };
  }

  async function perform(operation: Operation, body: unknown): Promise<JsonObject> {
    switch (operation) {
      case 'PutEvents':
        return putEvents(validated(Requests.PutEvents, body).Entries);
      case 'ListRules': {
        const { EventBusName: bus, NamePrefix: prefix } = validated(Requests.ListRules, body);
        return { Rules: rules.filter((rule) => rule.busName === busNameOf(bus) && rule.name.startsWith(prefix)).map(describe) };
      }
      case 'DescribeRule': {
        const request = validated(Requests.DescribeRule, body);
        return describe(ruleOf(request.EventBusName, request.Name));
      }
      case 'ListTargetsByRule': {
        const request = validated(Requests.ListTargetsByRule, body);
        return { Targets: ruleOf(request.EventBusName, request.Rule).targets.map(({ id, arn }) => ({ Id: id, Arn: arn })) };
      }
    }
  }

  return {
    signingName: 'events',
    protocol: 'json-1.1',
    checks(request) {
      const operation = operationOf(request);
      const body = parseBody(request);
      if (operation === 'PutEvents') {
        return validated(Requests.PutEvents, body).Entries.map((entry) => ({
          action: 'events:PutEvents',
          resource: busArn(deployment, busNameOf(entry.EventBusName ?? 'default')),
          context: { 'events:source': [entry.Source ?? ''], 'events:detail-type': [entry.DetailType ?? ''] },
        }));
      }
      const bus = busNameOf(Requests.ListRules.parse(body).EventBusName);
      const name = operation === 'DescribeRule' ? validated(Requests.DescribeRule, body).Name : operation === 'ListTargetsByRule' ? validated(Requests.ListTargetsByRule, body).Rule : '*';
      const resource = `arn:aws:events:${deployment.region}:${deployment.accountId}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
      return [{ action: `events:${operation}`, resource }];
    },
    async handle(request) {
      const result = await perform(operationOf(request), parseBody(request));
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(result) };
    },
  };
}

function operationOf(request: ServiceRequest): Operation {
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.replace(/^AWSEvents\./, '');
  if (!Object.hasOwn(Requests, name)) {
    throw new ServiceError(
      'UnknownOperationException',
      `Expected ${Object.keys(Requests).join(', ')} for a request to EventBridge but received "${target}": the embedded cloud has no other`,
    );
  }
  return name as Operation;
}

function parseBody(request: ServiceRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8')) as unknown;
  } catch (error) {
    throw new ServiceError('SerializationException', 'Expected a JSON document for the request body', 400, { cause: error });
  }
}

function validated<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ServiceError('ValidationException', z.prettifyError(parsed.error));
  return parsed.data;
}

function sizeOf(entry: Entry): number {
  const texts = [entry.Source ?? '', entry.DetailType ?? '', entry.Detail ?? '', ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), entry.Time === undefined ? 0 : 14);
}

function parseDetail(text: string | undefined): JsonObject | undefined {
  try {
    const detail = JSON.parse(text ?? '') as unknown;
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): JsonObject {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}

function describe(rule: Rule): JsonObject {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.busName,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    ...(rule.pattern === undefined ? {} : { EventPattern: JSON.stringify(rule.pattern.source) }),
    ...(rule.schedule === undefined ? {} : { ScheduleExpression: rule.schedule.expression }),
  };
}
