/** EventBridge: buses, rules and schedules over a durable outbox; also Lambda's queue of asynchronous invocations. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { FunctionConfiguration } from '../lambda/configuration.ts';
import { ServiceError } from '../types.ts';
import type { CloudEvent, CloudLog, Deployment, JsonObject, JsonValue, PublishEvent } from '../types.ts';
import { createAbandoner, createDeliverer } from './delivery.ts';
import type { Origin, Senders } from './delivery.ts';
import { Outbox } from './outbox.ts';
import type { NewDelivery } from './outbox.ts';
import { busNameOf, readBuses, readRules } from './rules.ts';
import type { Rule } from './rules.ts';

export interface EventsOptions {
  readonly deployment: Deployment;
  /** Folder of the cloud's state; the outbox is `events/outbox.db` in it. */
  readonly stateDir: string;
  readonly log: CloudLog;
  readonly senders: Omit<Senders, 'forward' | 'now' | 'asynchronousRetrySeconds'>;
  /** 5 and 30 seconds when not given; in AWS it is one minute and two. */
  readonly asynchronousRetrySeconds?: readonly number[];
  now?(): number;
}

export interface Events {
  readonly rules: readonly Rule[];
  readonly buses: ReadonlySet<string>;
  readonly publish: PublishEvent;
  /** Accepts an asynchronous invocation; it has been kept when this returns. */
  enqueueInvocation(configuration: FunctionConfiguration, payload: JsonValue, requestId: string): void;
  /** Fires the schedules that are due, each once however late, and returns the next moment one will be. */
  fireSchedules(): number;
  /** Deliveries that are not done yet. */
  pending(): number;
  /** Starts to deliver and to fire schedules. */
  resume(): void;
  stop(graceMilliseconds: number): Promise<void>;
}

/** A schedule that is later than this has been missed: it fires once and counts from then on. */
const MISSED_AFTER = 60_000;
const LONGEST_SLEEP = 60_000;

/** Opens the outbox and compiles the rules; nothing is delivered before `resume`. */
export function createEvents(options: EventsOptions): Events {
  const { deployment, log } = options;
  const now = (): number => options.now?.() ?? Date.now();
  const buses = readBuses(deployment);
  const rules = readRules(deployment);
  const directory = join(options.stateDir, 'events');
  mkdirSync(directory, { recursive: true });
  const senders: Senders = {
    ...options.senders,
    asynchronousRetrySeconds: options.asynchronousRetrySeconds ?? [5, 30],
    now,
    forward(busArn, event) {
      accept(busNameOf(busArn), event);
      return Promise.resolve();
    },
  };
  const outbox = new Outbox({
    path: join(directory, 'outbox.db'),
    deliver: createDeliverer(senders),
    abandon: createAbandoner(senders),
    log,
    now,
  });
  let timer: NodeJS.Timeout | undefined;

  function deliveriesOf(rule: Rule, event: CloudEvent): NewDelivery[] {
    return rule.targets.map((target) => {
      const origin: Origin = {
        kind: 'rule',
        ruleArn: rule.arn,
        eventId: event.id,
        roleArn: target.roleArn,
        deadLetterArn: target.deadLetterArn,
        retries: target.retries,
        maximumAgeSeconds: target.maximumAgeSeconds,
        messageGroupId: target.messageGroupId,
      };
      return {
        id: deliveryId(event.id, rule.arn, target.id),
        target: target.arn,
        body: target.render(event as unknown as JsonObject),
        origin: JSON.stringify(origin),
      };
    });
  }

  function accept(busName: string, event: CloudEvent): void {
    const matching = rules.filter((rule) => rule.busName === busName && rule.enabled && rule.pattern?.matches(event as unknown as JsonObject) === true);
    outbox.accept(
      matching.flatMap((rule) => deliveriesOf(rule, event)),
      { bus: busName, json: JSON.stringify(event) },
    );
  }

  function fire(rule: Rule, at: number): NewDelivery[] {
    return deliveriesOf(rule, {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: deployment.accountId,
      time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: deployment.region,
      resources: [rule.arn],
      detail: {},
    });
  }

  function fireSchedules(): number {
    const moment = now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const rule of rules) {
      const { schedule } = rule;
      if (schedule === undefined || !rule.enabled) continue;
      let base = outbox.scheduleBase(rule.arn, schedule.expression);
      if (base === undefined) {
        base = moment;
        outbox.acceptScheduled(rule.arn, schedule.expression, base, []);
      }
      const due = schedule.next(base);
      if (due <= moment) {
        base = moment - due > MISSED_AFTER ? moment : due;
        outbox.acceptScheduled(rule.arn, schedule.expression, base, fire(rule, due));
      }
      soonest = Math.min(soonest, schedule.next(base));
    }
    return soonest;
  }

  function watchSchedules(): void {
    const next = fireSchedules();
    // A laptop that slept has a clock that jumps: look at it again before long.
    timer = setTimeout(watchSchedules, Math.max(0, Math.min(next - now(), LONGEST_SLEEP)));
  }

  return {
    rules,
    buses,
    publish(nameOrArn, event) {
      const busName = busNameOf(nameOrArn);
      if (!buses.has(busName)) return Promise.reject(new ServiceError('ResourceNotFoundException', `Event bus ${busName} does not exist.`));
      accept(busName, { version: '0', id: randomUUID(), account: deployment.accountId, region: deployment.region, ...event });
      return Promise.resolve();
    },
    enqueueInvocation(configuration, payload, requestId) {
      const origin: Origin = { kind: 'invoke' };
      outbox.accept([{ id: requestId, target: configuration.arn, body: JSON.stringify(payload), origin: JSON.stringify(origin) }]);
    },
    fireSchedules,
    pending: () => outbox.pending(),
    resume() {
      outbox.resume();
      if (rules.some((rule) => rule.schedule !== undefined)) watchSchedules();
    },
    async stop(graceMilliseconds) {
      clearTimeout(timer);
      await outbox.stop(graceMilliseconds);
    },
  };
}

/** The same event gives the same delivery to the same target of a rule; the form of a UUID, as it is a request id too. */
function deliveryId(eventId: string, ruleArn: string, targetId: string): string {
  const hex = createHash('sha256').update(`${eventId}\n${ruleArn}\n${targetId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
