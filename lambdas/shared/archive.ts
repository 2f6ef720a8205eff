import { BatchGetCommand, BatchWriteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Posting } from '../../core/archive/rank.ts';
import { AssetKind } from '../../core/brief/schema.ts';
import { hashBands } from '../../core/inspection/hash-bands.ts';
import { InternalFailure } from './edge.ts';
import { ImageRef, ObjectRef } from '../../core/references.ts';
import { RunId } from '../../core/workflow.ts';
import { queryAll, type Table } from './tables.ts';

const PerceptualHash = z.string().regex(/^[0-9a-f]{16}$/);

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
  /** What the original looks like, 64 bits as 16 hexadecimal digits; absent in records of before it was kept. */
  perceptualHash: PerceptualHash.optional(),
});
export type AssetRecord = z.infer<typeof AssetRecord>;

const PostingItem = z.object({ sk: RunId, weight: z.number(), title: z.string(), archivedAt: z.iso.datetime() });

/** An archived picture that may look like another. */
export interface Lookalike {
  readonly assetId: string;
  readonly title: string;
  readonly perceptualHash: string;
}

const LookItem = z.object({ sk: RunId, title: z.string(), perceptualHash: PerceptualHash });

export interface Archive {
  /** Postings first, the asset last: an asset that can be read can be found, and a broken attempt is repeated. */
  put(asset: AssetRecord, weights: ReadonlyMap<string, number>): Promise<void>;
  find(assetId: string): Promise<AssetRecord | null>;
  /** Those of the assets that there are, in no particular order. */
  findAll(assetIds: readonly string[]): Promise<AssetRecord[]>;
  /** Every asset that a word occurs in, and some that are still being archived. */
  postings(term: string): Promise<Posting[]>;
  /**
   * Every asset that shares a band of a perceptual hash, which all within six bits do and nearly all within eight,
   * each once; some of them are farther away, and some are still being archived.
   */
  lookalikes(perceptualHash: string): Promise<Lookalike[]>;
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
  const allOf = (pk: string): Promise<Record<string, unknown>[]> =>
    queryAll(table, { TableName: tableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } });
  return {
    put: async (asset, weights) => {
      const { assetId, title, archivedAt, perceptualHash } = asset;
      const looks = perceptualHash === undefined ? [] : hashBands(perceptualHash).map((band) => ({ pk: `look#${band}`, sk: assetId, title, perceptualHash }));
      await writeAll([...[...weights].map(([term, weight]) => ({ pk: `term#${term}`, sk: assetId, weight, title, archivedAt })), ...looks]);
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
      const items = z.array(PostingItem).parse(await allOf(`term#${term}`));
      return items.map(({ sk, ...posting }) => ({ assetId: sk, ...posting }));
    },
    lookalikes: async (perceptualHash) => {
      const items = await Promise.all(hashBands(perceptualHash).map((band) => allOf(`look#${band}`)));
      const found = z.array(LookItem).parse(items.flat());
      return [...new Map(found.map(({ sk, title, perceptualHash: hash }) => [sk, { assetId: sk, title, perceptualHash: hash }])).values()];
    },
  };
}

/** 50 ms doubling, with jitter: at most 6.4 s in all eight attempts. */
function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50 * 2 ** (attempt - 1) * Math.random()));
}
