import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { generateName } from '../../../local/template/names.ts';
import { signedPost } from '../../local/support/signed-post.ts';
import type { EmbeddedGalley } from './embedded-galley.ts';

/** What time does to reviews, without the days: their moments are moved into the past, and what looks for them is called. */

const developer = { accessKeyId: 'galley', secretAccessKey: 'galley' } as const;

function documentsOf({ endpoints }: EmbeddedGalley): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ region: endpoints.region, endpoint: endpoints.aws, credentials: developer }));
}

/** Everything in every table, in an order of its own: reviews with their votes and links, runs, the ledger, the archive. */
export async function tablesOf(galley: EmbeddedGalley): Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>> {
  const documents = documentsOf(galley);
  const { TableNames = [] } = await documents.send(new ListTablesCommand({}));
  const contents = await Promise.all(TableNames.map(async (TableName) => [TableName, ((await documents.send(new ScanCommand({ TableName }))).Items ?? []).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))] as const));
  documents.destroy();
  return Object.fromEntries(contents);
}

const StoredReview = z.object({ reviewId: z.string(), part: z.literal('review'), state: z.string(), taskToken: z.string(), mailedAt: z.record(z.string(), z.string()), escalateAt: z.string().optional() });

async function reviewsOf(galley: EmbeddedGalley): Promise<{ readonly TableName: string; readonly reviews: readonly z.infer<typeof StoredReview>[] }> {
  const [TableName, items] = Object.entries(await tablesOf(galley)).find(([name]) => name.includes('Reviews')) ?? ['', []];
  return { TableName, reviews: items.flatMap((item) => StoredReview.safeParse(item).data ?? []) };
}

/** Ends the wait of a review as its timeout does. */
export async function timeOut(galley: EmbeddedGalley, reviewId: string): Promise<void> {
  const review = (await reviewsOf(galley)).reviews.find((each) => each.reviewId === reviewId);
  await galley.sfn.send(new SendTaskFailureCommand({ taskToken: review?.taskToken, error: 'States.Timeout', cause: 'nobody answered' }));
}

/**
 * Lets half an hour pass since every open review was to be reminded of and escalated, two hours after its first mails.
 * @returns what the sweep counted
 */
export async function sweepLate(galley: EmbeddedGalley): Promise<Readonly<Record<string, number>>> {
  const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  const { TableName, reviews } = await reviewsOf(galley);
  const documents = documentsOf(galley);
  for (const { reviewId, part, state, mailedAt, escalateAt } of reviews) {
    if (state !== 'open') continue;
    const values = { ':remindAt': [ago(0.5)], ':mailedAt': Object.fromEntries(Object.keys(mailedAt).map((address) => [address, ago(2)])), ...(escalateAt === undefined ? {} : { ':escalateAt': ago(0.5) }) };
    await documents.send(new UpdateCommand({ TableName, Key: { reviewId, part }, UpdateExpression: `SET ${Object.keys(values).map((name) => `${name.slice(1)} = ${name}`).join(', ')}`, ExpressionAttributeValues: values }));
  }
  documents.destroy();
  return z.record(z.string(), z.number()).parse(await invoke(galley, 'remind'));
}

const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional() }).optional() })) });

/** Calls a function, found by the name of its service, and waits for its answer. */
async function invoke(galley: EmbeddedGalley, service: string): Promise<unknown> {
  const stack = 'GalleyStateless';
  const template = Template.parse(JSON.parse(await readFile(join(galley.stateDir, 'cdk.out', `${stack}.template.json`), 'utf8')));
  const found = Object.entries(template.Resources).find(([, { Type, Properties }]) => Type === 'AWS::Lambda::Function' && Properties?.Environment?.Variables['POWERTOOLS_SERVICE_NAME'] === service);
  if (found === undefined) throw new Error(`Expected a function of the service ${service} in ${stack} but found none`);
  const { aws, region } = galley.endpoints;
  const answer = await signedPost(`${aws}/2015-03-31/functions/${generateName(stack, found[0], { length: 64 })}/invocations`, { service: 'lambda', region, principal: developer, body: '{}' });
  const result: unknown = await answer.json();
  if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new Error(`Expected ${service} to end well but it answered ${String(answer.status)}: ${JSON.stringify(result)}`);
  return result;
}
