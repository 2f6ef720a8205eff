import { BatchGetCommand, BatchWriteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Posting } from '../../core/archive/rank.ts';
import { AssetKind } from '../../core/brief/schema.ts';
import { InternalFailure } from './edge.ts';
import { ImageRef, ObjectRef } from '../../core/references.ts';
import { RunId } from '../../core/workflow.ts';
import type { Table } from './tables.ts';

/** What is known of an asset without opening its companion document. */
export const AssetRecord = z.object({
  assetId: RunId,
  title: z.string(),
  kind: AssetKind,
  template: z.object({ name: z.string(), version: z.string() }),
  model: z.object({ name: z.string(), snapshot: z.string() }),
  archivedAt: z.iso.datetime(),
  thumbnail: ImageRef,
  companion: ObjectRef,
  terms: z.array(z.string()),
});
export type AssetRecord = z.infer<typeof AssetRecord>;

const PostingItem = z.object({ sk: RunId, weight: z.number(), title: z.string(), archivedAt: z.iso.datetime() });

export interface Archive {
  /** Postings first, the asset last: an asset that can be read can be found, and a broken attempt is repeated. */
  put(asset: AssetRecord, weights: ReadonlyMap<string, number>): Promise<void>;
  find(assetId: string): Promise<AssetRecord | null>;
  /** Those of the assets that there are, in no particular order. */
  findAll(assetIds: readonly string[]): Promise<AssetRecord[]>;
  /** Every asset that a word occurs in, and some that are still being archived. */
  postings(term: string): Promise<Posting[]>;
}

const assetKey = (assetId: string) => ({ pk: `asset#${assetId}`, sk: 'asset' });

export function dynamoArchive(table: Table, tableName: string): Archive {
  const writeAll = async (items: readonly Record<string, unknown>[]): Promise<void> => {
    // BatchWriteItem takes 25 items and may hand some back when the table is busy.
    for (let start = 0; start < items.length; start += 25) {
      let left = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
      for (let attempt = 0; left.length > 0; attempt += 1) {
        if (attempt === 8) throw new InternalFailure(`Expected ${tableName} to take all postings but received ${String(left.length)} back after 8 attempts`);
        if (attempt > 0) await pause(attempt);
        const { UnprocessedItems } = await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
        left = (UnprocessedItems?.[tableName] ?? []).flatMap(({ PutRequest }) => (PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }]));
      }
    }
  };
  return {
    put: async (asset, weights) => {
      const { assetId, title, archivedAt } = asset;
      await writeAll([...weights].map(([term, weight]) => ({ pk: `term#${term}`, sk: assetId, weight, title, archivedAt })));
      await table.send(new PutCommand({ TableName: tableName, Item: { ...AssetRecord.parse(asset), ...assetKey(assetId) } }));
    },
    find: async (assetId) => {
      const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: assetKey(assetId) }));
      return Item === undefined ? null : AssetRecord.parse(Item);
    },
    findAll: async (assetIds) => {
      const found: AssetRecord[] = [];
      for (let start = 0; start < assetIds.length; start += 100) {
        let keys: Record<string, unknown>[] = assetIds.slice(start, start + 100).map(assetKey);
        for (let attempt = 0; keys.length > 0; attempt += 1) {
          if (attempt === 8) throw new InternalFailure(`Expected ${tableName} to answer for all assets but received ${String(keys.length)} keys back after 8 attempts`);
          if (attempt > 0) await pause(attempt);
          const { Responses, UnprocessedKeys } = await table.send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys } } }));
          found.push(...z.array(AssetRecord).parse(Responses?.[tableName] ?? []));
          keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
        }
      }
      return found;
    },
    postings: async (term) => {
      const found: Posting[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const { Items, LastEvaluatedKey } = await table.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': `term#${term}` },
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        );
        found.push(...z.array(PostingItem).parse(Items ?? []).map(({ sk, ...posting }) => ({ assetId: sk, ...posting })));
        from = LastEvaluatedKey;
      } while (from !== undefined);
      return found;
    },
  };
}

/** 50 ms doubling, with jitter: at most 6.4 s in all eight attempts. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50 * 2 ** (attempt - 1) * Math.random()));
}
