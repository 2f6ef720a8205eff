import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { admit, Bucket, fullBucket, pause, rateLimitsOf, type Admission, type Cost } from '../../core/rate-limit.ts';
import type { Ticket, Turn } from '../../core/workflow.ts';
import type { Clock } from './clock.ts';
import { unlessLost, type Table } from './tables.ts';

/** The account's rate limits, shared by every function that calls a model. */
export interface RateGate {
  /**
   * Takes what a call needs. Null when it may be made now, else when to ask again, and with which ticket.
   * @throws InvalidInput for a call that no minute of this tier has room for
   */
  enter(call: RatedCall, ticket: Ticket | null): Promise<Turn | null>;
  /** The account refused a call that was let in: all wait as long as it asks. @param retryAfter seconds; undefined where it asked for nothing */
  refused(call: Pick<RatedCall, 'model'>, ticket: Ticket | null, retryAfter: number | undefined): Promise<Turn>;
}

export interface RatedCall {
  readonly kind: 'image' | 'vision';
  /** Each model has limits of its own. */
  readonly model: string;
  readonly cost: Cost;
}

export interface RateGateOptions {
  /** Usage tier of the account, 1 to 5. */
  readonly tier: number;
  readonly clock: Clock;
  /** From 0 up to 1: spreads those who meet at the bucket. */
  readonly random?: () => number;
}

/** How often a write is tried that somebody else was faster with; then the caller waits its turn like the others. */
const attempts = 12;
const pauseWithoutAnswer = 10;

/** A bucket for each model, in the table of the ledger, changed only under the condition that nobody else did. */
export function dynamoRateGate(table: Table, tableName: string, { tier, clock, random = Math.random }: RateGateOptions): RateGate {
  const change = async <Result extends Admission>(model: string, next: (bucket: Bucket, now: number) => Result): Promise<Result | null> => {
    const place = { scope: `rate#${model}`, entry: 'bucket' };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (attempt > 0) await sleep(random() * Math.min(400, 10 * 2 ** attempt));
      const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: place, ConsistentRead: true }));
      const { version, bucket } = Item === undefined ? { version: 0, bucket: fullBucket } : Stored.parse(Item);
      const result = next(bucket, clock.now().getTime());
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...place, version: version + 1, bucket: result.bucket },
        ConditionExpression: 'attribute_not_exists(version) OR version = :version',
        ExpressionAttributeValues: { ':version': version },
      });
      if ((await unlessLost(() => table.send(put))) !== null) return result;
    }
    return null;
  };
  /** The bucket is in great demand: somewhere within the next seconds, with the place kept. */
  const soon = (ticket: Ticket | null): Turn => ({ seconds: 1 + Math.floor(random() * 4), ticket: ticket ?? { readyAt: null, refusals: 0 } });

  return {
    enter: async ({ kind, model, cost }, ticket) => {
      const limits = rateLimitsOf(kind, tier);
      const admission = await change(model, (bucket, now) => admit({ bucket, cost, limits, ticket, now }));
      return admission === null ? soon(ticket) : admission.turn;
    },
    refused: async ({ model }, ticket, retryAfter = pauseWithoutAnswer) => {
      const paused = await change(model, (bucket, now) => pause({ bucket, ticket, seconds: retryAfter, now }));
      return paused?.turn ?? { seconds: Math.max(1, Math.ceil(retryAfter)), ticket: { readyAt: ticket?.readyAt ?? null, refusals: (ticket?.refusals ?? 0) + 1 } };
    },
  };
}

const Stored = z.object({ version: z.number().int(), bucket: Bucket });
