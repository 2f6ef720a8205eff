import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { EmbeddedGalley } from './embedded-galley.ts';

/** The developer's key of an embedded cloud. */
export const developer = { accessKeyId: 'galley', secretAccessKey: 'galley' } as const;

type Items = readonly Readonly<Record<string, unknown>>[];

/** Lends a client of the tables for as long as `use` takes. */
export async function withTables<Result>({ endpoints }: EmbeddedGalley, use: (tables: DynamoDBDocumentClient) => Promise<Result>): Promise<Result> {
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient({ region: endpoints.region, endpoint: endpoints.aws, credentials: developer }));
  try {
    return await use(tables);
  } finally {
    tables.destroy();
  }
}

/** The full name of a table, by what its name says: `Runs`, `Reviews`. */
export async function tableNamed(galley: EmbeddedGalley, word: string): Promise<string> {
  const names = await withTables(galley, namesIn);
  const found = names.find((name) => name.includes(word));
  if (found === undefined) throw new Error(`Expected a table of ${word} but found ${names.join(', ')}`);
  return found;
}

/** Everything in every table, in an order of its own: reviews with their votes and links, runs, the ledger, the archive. */
export async function tablesOf(galley: EmbeddedGalley): Promise<Readonly<Record<string, Items>>> {
  return withTables(galley, async (tables) => {
    const contents = await Promise.all((await namesIn(tables)).map(async (name) => [name, (await itemsOf(tables, name)).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))] as const));
    return Object.fromEntries(contents);
  });
}

async function namesIn(tables: DynamoDBDocumentClient): Promise<readonly string[]> {
  return (await tables.send(new ListTablesCommand({}))).TableNames ?? [];
}

/** Every item of a table, however many pages they take. */
export async function itemsOf(tables: DynamoDBDocumentClient, TableName: string): Promise<Items> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await tables.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}
