/** The EventBridge API: PutEvents, and reading the rules. */
import { z } from 'zod';

import { parseBody, validated } from '../json-request.ts';
import { ServiceError } from '../types.ts';
import type { Deployment, JsonObject, PublishEvent, Service, ServiceRequest } from '../types.ts';
import { PutEventsEntry, createPutEvents } from './put-events.ts';
import { busArn, busNameOf } from './rules.ts';
import type { Rule } from './rules.ts';

const Requests = {
  PutEvents: z.looseObject({ Entries: z.array(PutEventsEntry).min(1).max(10) }),
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
  const putEvents = createPutEvents(publish);

  function ruleOf(busName: string, name: string): Rule {
    const rule = rules.find((candidate) => candidate.busName === busNameOf(busName) && candidate.name === name);
    if (rule === undefined) throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
    return rule;
  }

  async function perform(operation: Operation, body: unknown): Promise<JsonObject> {
    switch (operation) {
      case 'PutEvents':
        return { ...(await putEvents(validated(Requests.PutEvents, body).Entries)) };
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
