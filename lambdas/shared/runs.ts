import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { RunReview, RunSummary } from '../../core/api.ts';
import { Language } from '../../core/brief/schema.ts';
import { NotFound } from '../../core/errors.ts';
import { RunId, type Outcome, type RecordOutcomeInput } from '../../core/workflow.ts';
import { decodeCursor, encodeCursor, unlessLost, type Table } from './tables.ts';

export const RunRecord = RunSummary.extend({ executionArn: z.string(), reviewId: z.string().optional(), review: RunReview.optional(), language: Language.optional() });
export type RunRecord = z.infer<typeof RunRecord>;

export interface RunPage {
  readonly runs: readonly RunRecord[];
  readonly cursor: string | null;
}

export interface RunEnding {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
  readonly failure: RecordOutcomeInput['failure'];
  readonly assetId: string | null;
  readonly endedAt: string;
}

/** The record of each run: where it is, what it cost, how it ended. */
export interface Runs {
  /** Writes the record unless the run has one. Returns false when it had. */
  create(record: RunRecord): Promise<boolean>;
  find(runId: string): Promise<RunRecord | null>;
  /** @throws NotFound */
  get(runId: string): Promise<RunRecord>;
  /** Notes the stage that a running run has reached; a run that has ended stays as it ended. */
  enter(runId: string, stage: string, at: string, round?: number): Promise<void>;
  /** The run waits for people until `dueAt`. */
  wait(runId: string, stage: string, review: { readonly reviewId: string; readonly dueAt: string; readonly round: number }, at: string): Promise<void>;
  /** Notes how the review stands that the run waits for. What is known of a later moment stays. */
  noteStanding(runId: string, reviewId: string, standing: RunReview, at: string): Promise<void>;
  /** The review was decided: the run goes on. A review that the run no longer waits for changes nothing. */
  resume(runId: string, reviewId: string, at: string): Promise<void>;
  /** Sets what the run has cost so far, from the ledger's total. */
  setCost(runId: string, costMicroUsd: number, at: string): Promise<void>;
  /** Records how the run ended. The first ending stays: the record returned is the one that counts. @throws NotFound */
  end(runId: string, ending: RunEnding): Promise<RunRecord>;
  /** Claims the one notice to the owner about a run's end. False when it was sent, or is being sent. */
  claimNotice(runId: string, at: string): Promise<boolean>;
  /** Gives the claim back when the notice could not be sent. */
  unclaimNotice(runId: string): Promise<void>;
  /** Newest first. */
  list(limit: number, cursor?: string): Promise<RunPage>;
  bySource(source: string, limit: number, cursor?: string): Promise<RunPage>;
}

export function dynamoRuns(table: Table, tableName: string): Runs {
  const find: Runs['find'] = async (runId) => {
    const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { runId }, ConsistentRead: true }));
    return Item === undefined ? null : RunRecord.parse(Item);
  };
  const get: Runs['get'] = async (runId) => {
    const found = await find(runId);
    if (found === null) throw new NotFound(`Expected a run ${runId} but received no such record`);
    return found;
  };
  const change = (runId: string, set: Record<string, unknown>, condition: string, values: Record<string, unknown> = {}, remove: readonly string[] = []) => {
    const names = Object.fromEntries([...Object.keys(set), ...remove].map((name) => [`#${name}`, name]));
    const removing = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
    return unlessLost(() =>
      table.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { runId },
          UpdateExpression: `SET ${Object.keys(set).map((name) => `#${name} = :${name}`).join(', ')}${removing}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])), ...values },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
  };
  const page = async (index: 'feed' | 'source', value: string, limit: number, cursor: string | undefined): Promise<RunPage> => {
    // A key of another list is refused by the table; here it is told as what it is, a wrong cursor.
    const key = z.strictObject(index === 'feed' ? { runId: RunId, feed: z.literal(value), startedAt: z.iso.datetime() } : { runId: RunId, source: z.literal(value) });
    const { Items, LastEvaluatedKey } = await table.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index,
        KeyConditionExpression: '#index = :value',
        ExpressionAttributeNames: { '#index': index },
        ExpressionAttributeValues: { ':value': value },
        ScanIndexForward: false,
        Limit: limit,
        ...(cursor === undefined ? {} : { ExclusiveStartKey: decodeCursor(cursor, key) }),
      }),
    );
    return { runs: z.array(RunRecord).parse(Items ?? []), cursor: encodeCursor(LastEvaluatedKey) };
  };
  return {
    find,
    get,
    create: async (record) => {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...RunRecord.parse(record), feed: 'run' },
        ConditionExpression: 'attribute_not_exists(runId)',
      });
      return (await unlessLost(() => table.send(put))) !== null;
    },
    enter: async (runId, stage, at, round) => {
      await change(runId, { state: 'running', stage, updatedAt: at, ...(round === undefined ? {} : { round }) }, alive);
    },
    wait: async (runId, stage, { reviewId, dueAt, round }, at) => {
      await change(runId, { state: 'waiting', stage, reviewId, reviewDueAt: dueAt, round, updatedAt: at }, alive, {}, ['review']);
    },
    noteStanding: async (runId, reviewId, standing, at) => {
      await change(runId, { review: RunReview.parse(standing), updatedAt: at }, `${alive} AND reviewId = :awaited AND (attribute_not_exists(#review) OR #review.version < :version OR #review.dueAt <> :due)`, { ':awaited': reviewId, ':version': standing.version, ':due': standing.dueAt });
    },
    resume: async (runId, reviewId, at) => {
      await change(runId, { state: 'running', updatedAt: at }, `${alive} AND reviewId = :awaited`, { ':awaited': reviewId }, ['reviewId', 'reviewDueAt', 'review']);
    },
    setCost: async (runId, costMicroUsd, at) => {
      await change(runId, { costMicroUsd, updatedAt: at }, 'attribute_exists(runId)');
    },
    end: async (runId, { outcome, reasons, failure, assetId, endedAt }) => {
      const set = { state: outcome, reasons, endedAt, updatedAt: endedAt, ...(failure === null ? {} : { failure }), ...(assetId === null ? {} : { assetId }) };
      const written = await change(runId, set, alive, {}, ['reviewId', 'reviewDueAt', 'review']);
      return written === null ? get(runId) : RunRecord.parse(written.Attributes);
    },
    claimNotice: async (runId, at) => (await change(runId, { noticedAt: at }, 'attribute_exists(runId) AND attribute_not_exists(noticedAt)')) !== null,
    unclaimNotice: async (runId) => {
      await change(runId, { noticeFailed: true }, 'attribute_exists(runId)', {}, ['noticedAt']);
    },
    list: (limit, cursor) => page('feed', 'run', limit, cursor),
    bySource: (source, limit, cursor) => page('source', source, limit, cursor),
  };
}

/** Nothing writes to a run that has ended, and nothing makes a record of a run that has none. */
const alive = 'attribute_exists(runId) AND attribute_not_exists(endedAt)';

/** Whether this is a run id at all: anything else is not looked up. */
export function isRunId(text: string): boolean {
  return RunId.safeParse(text).success;
}
