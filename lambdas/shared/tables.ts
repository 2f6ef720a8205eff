import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { InvalidInput } from '../../core/errors.ts';

export type Table = DynamoDBDocumentClient;
export type Key = Record<string, string>;

/** A document client whose absent fields stay absent. */
export function documentClient(client: DynamoDBClient = new DynamoDBClient({})): Table {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** True when a conditional write lost: somebody else was first. */
export function lostCondition(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException;
}

/** Runs a conditional write; returns null when its condition did not hold. */
export async function unlessLost<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (lostCondition(error)) return null;
    throw error;
  }
}

/** Every item that a query finds, page after page. */
export async function queryAll(table: Table, query: QueryCommandInput): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.send(new QueryCommand({ ...query, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }));
    found.push(...Items);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/** An opaque cursor: the key after which the next page begins. */
export function encodeCursor(key: Record<string, unknown> | undefined): string | null {
  return key === undefined ? null : Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws InvalidInput when the cursor is not one that `encodeCursor` makes of a key of this form */
export function decodeCursor<Schema extends z.ZodType>(cursor: string, key: Schema): z.infer<Schema> {
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) {
    throw new InvalidInput('Expected a cursor of an earlier answer for cursor but received something else; leave it out to begin again');
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
