import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { generateName } from '../../../local/template/names.ts';
import { signedPost } from '../../local/support/signed-post.ts';
import { until, type EmbeddedGalley } from './embedded-galley.ts';
import { developer, itemsOf, tableNamed, withTables } from './tables.ts';

/** What time does to reviews, without the days: their moments are moved into the past, and what looks for them is called. */

const StoredReview = z.object({
  reviewId: z.string(),
  part: z.literal('review'),
  state: z.string(),
  taskToken: z.string(),
  mailedAt: z.record(z.string(), z.string()),
  mailTries: z.record(z.string(), z.object({ at: z.string(), tries: z.number() })),
  escalateAt: z.string().optional(),
});
type StoredReview = z.infer<typeof StoredReview>;

async function reviewsOf(galley: EmbeddedGalley): Promise<readonly StoredReview[]> {
  const table = await tableNamed(galley, 'Reviews');
  const items = await withTables(galley, (tables) => itemsOf(tables, table));
  return items.flatMap((item) => StoredReview.safeParse(item).data ?? []);
}

/** Ends the wait of a review as its timeout does. */
export async function timeOut(galley: EmbeddedGalley, reviewId: string): Promise<void> {
  const review = (await reviewsOf(galley)).find((each) => each.reviewId === reviewId);
  await galley.sfn.send(new SendTaskFailureCommand({ taskToken: review?.taskToken, error: 'States.Timeout', cause: 'nobody answered' }));
}

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Lets half an hour pass since every open review was to be reminded of and escalated, two hours after its first mails; the mails have been sent then. */
export async function sweepLate(galley: EmbeddedGalley): Promise<void> {
  // The cloud's own sweep, which comes every five minutes, might find some reviews changed and others not.
  await lendDigests(galley, -1);
  await change(galley, ({ mailedAt, escalateAt }) => ({
    remindAt: [ago(0.5)],
    mailedAt: Object.fromEntries(Object.keys(mailedAt).map((address) => [address, ago(2)])),
    ...(escalateAt === undefined ? {} : { escalateAt: ago(0.5) }),
  }));
  await lendDigests(galley, 0);
  await sweep(galley);
  await until('the digests to be sent, by whichever sweep came first', async () => ((await digestsAreLentUntil(galley)) <= new Date().toISOString() ? true : undefined));
}

/** Lets an hour pass since mails were taken in hand, and sweeps: what a sender that died has not sent is sent now. */
export async function sweepAfterCrash(galley: EmbeddedGalley): Promise<void> {
  await change(galley, ({ mailTries }) => ({ mailTries: Object.fromEntries(Object.entries(mailTries).map(([address, tried]) => [address, { ...tried, at: ago(1) }])) }));
  await sweep(galley);
}

const digests = { reviewId: 'digests', part: 'lease' } as const;

/** Takes the digests in hand until so many hours ago, as a sweep does. */
async function lendDigests(galley: EmbeddedGalley, hoursAgo: number): Promise<void> {
  const TableName = await tableNamed(galley, 'Reviews');
  await withTables(galley, (tables) => tables.send(new PutCommand({ TableName, Item: { ...digests, until: ago(hoursAgo) } })));
}

async function digestsAreLentUntil(galley: EmbeddedGalley): Promise<string> {
  const TableName = await tableNamed(galley, 'Reviews');
  const { Item } = await withTables(galley, (tables) => tables.send(new GetCommand({ TableName, Key: digests, ConsistentRead: true })));
  return z.object({ until: z.string() }).parse(Item).until;
}

/** Changes every open review. */
async function change(galley: EmbeddedGalley, changed: (review: StoredReview) => Readonly<Record<string, unknown>>): Promise<void> {
  const TableName = await tableNamed(galley, 'Reviews');
  const open = (await reviewsOf(galley)).filter(({ state }) => state === 'open');
  await withTables(galley, async (tables) => {
    for (const { reviewId, part, ...review } of open) {
      const values = Object.entries(changed({ reviewId, part, ...review }));
      const UpdateExpression = `SET ${values.map(([name]) => `${name} = :${name}`).join(', ')}`;
      await tables.send(new UpdateCommand({ TableName, Key: { reviewId, part }, UpdateExpression, ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])) }));
    }
  });
}

async function sweep(galley: EmbeddedGalley): Promise<void> {
  await invoke(galley, 'remind');
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
