/** The buses and rules of a deployment, compiled. */
import { z } from 'zod';

import type { Deployment, JsonObject, Resource } from '../types.ts';
import { compileInput } from './input.ts';
import type { RenderInput } from './input.ts';
import { compilePattern } from './pattern.ts';
import type { EventPredicate } from './pattern.ts';
import { parseSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly enabled: boolean;
  readonly pattern: { readonly source: JsonObject; readonly matches: EventPredicate } | undefined;
  readonly schedule: (Schedule & { readonly expression: string }) | undefined;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly id: string;
  readonly arn: string;
  readonly render: RenderInput;
  readonly roleArn: string | undefined;
  readonly deadLetterArn: string | undefined;
  readonly retries: number;
  readonly maximumAgeSeconds: number;
  readonly messageGroupId: string | undefined;
}

/** Kinds of target by the service in the ARN. */
const TARGET_SERVICES = ['lambda', 'sqs', 'states', 'events'];

const TargetProperties = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z.strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z.strictObject({ MaximumRetryAttempts: z.coerce.number().optional(), MaximumEventAgeInSeconds: z.coerce.number().optional() }).optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
});

const RuleProperties = z.looseObject({
  Name: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.json()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(TargetProperties).default([]),
});

/** ARN of a bus by its name. */
export function busArn(deployment: Deployment, name: string): string {
  return `arn:aws:events:${deployment.region}:${deployment.accountId}:event-bus/${name}`;
}

/** A bus's name from its name or ARN. */
export function busNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

/** Names of the buses: `default` and those of the template. */
export function readBuses(deployment: Deployment): ReadonlySet<string> {
  return new Set(['default', ...deployment.ofType('AWS::Events::EventBus').map((bus) => busNameOf(bus.physicalId))]);
}

/**
 * Compiles every `AWS::Events::Rule`.
 * @throws Error naming the rule and what the embedded cloud cannot do
 */
export function readRules(deployment: Deployment): Rule[] {
  const buses = readBuses(deployment);
  return deployment.ofType('AWS::Events::Rule').map((resource) => readRule(resource, deployment, buses));
}

function readRule(resource: Resource, deployment: Deployment, buses: ReadonlySet<string>): Rule {
  const parsed = RuleProperties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`Expected properties of a rule for ${resource.logicalId} but received:\n${z.prettifyError(parsed.error)}`);
  const { EventBusName, EventPattern, ScheduleExpression, State, Targets } = parsed.data;
  const busName = busNameOf(EventBusName ?? 'default');
  if (!buses.has(busName)) throw new Error(`Expected a bus of these stacks for EventBusName of ${resource.logicalId} but received "${busName}"`);
  const name = parsed.data.Name ?? resource.physicalId.split('|').at(-1) ?? resource.physicalId;
  const arn = `arn:aws:events:${deployment.region}:${deployment.accountId}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`;
  const source = EventPattern as JsonObject | undefined;
  return {
    name,
    arn: resource.arn.includes(':rule/') ? resource.arn : arn,
    busName,
    enabled: State !== 'DISABLED',
    pattern: source === undefined ? undefined : { source, matches: compilePattern(source, resource.logicalId) },
    schedule: ScheduleExpression === undefined ? undefined : { ...parseSchedule(ScheduleExpression), expression: ScheduleExpression },
    targets: Targets.map((target) => readTarget(target, { ruleArn: arn, ruleName: name }, resource)),
  };
}

function readTarget(target: z.infer<typeof TargetProperties>, facts: { ruleArn: string; ruleName: string }, resource: Resource): Target {
  const service = target.Arn.split(':')[2] ?? '';
  if (!TARGET_SERVICES.includes(service)) {
    throw new Error(`Expected a target of ${TARGET_SERVICES.join(', ')} for rule ${resource.logicalId} but received ${target.Arn}: the embedded cloud has no other`);
  }
  return {
    id: target.Id,
    arn: target.Arn,
    render: compileInput(target, facts),
    roleArn: target.RoleArn,
    deadLetterArn: target.DeadLetterConfig?.Arn,
    // EventBridge's own defaults: 185 tries within 24 hours.
    retries: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    maximumAgeSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400,
    messageGroupId: target.SqsParameters?.MessageGroupId,
  };
}
