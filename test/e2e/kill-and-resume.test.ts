import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { AssetDetail } from '../../core/api.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { Mailbox } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';

const brief = `title: Stormproof
owner: ana@example.com
concept: { subject: a red lighthouse, action: standing firm in a winter storm, environment: a rocky coast with high waves }
lighting: dramatic chiaroscuro
candidates: 2
quality: low
deliverables: [open-graph]
review: { approvers: [rui@example.com] }
`;

let galley: EmbeddedGalley;

beforeEach(async () => {
  galley = await EmbeddedGalley.start();
});
afterEach(async () => {
  await galley.dispose();
});

async function upload(): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  await galley.s3.send(new PutObjectCommand({ Bucket, Key: 'inbox/storm.yaml', Body: brief }));
  return `s3://${Bucket}/inbox/storm.yaml`;
}

async function history(runId: string): Promise<readonly HistoryEvent[]> {
  const executionArn = `${galley.output('StateMachineArn').replace(':stateMachine:', ':execution:')}:${runId}`;
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await galley.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

/** How often each state's task succeeded, from the durable history. */
function successes(events: readonly HistoryEvent[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  let state = '';
  for (const event of events) {
    state = event.stateEnteredEventDetails?.name ?? state;
    if (event.type === 'TaskSucceeded') counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

const Calls = z.object({ calls: z.array(z.object({ operation: z.string(), status: z.number().nullable() })) });

/** Picture calls that the stand-in has answered with pictures, over all its lives. */
async function pictureCalls(): Promise<number> {
  const { calls } = Calls.parse(await (await fetch(new URL('/control/calls', galley.endpoints.openai ?? ''))).json());
  return calls.filter(({ operation, status }) => operation !== 'responses' && status === 200).length;
}

test('a mailed link still works after a kill, and the run ends as if nothing had happened', async () => {
  const source = await upload();
  const runId = await galley.runOf(source);
  const mail = await galley.mailbox.message('rui@example.com', 'Stormproof');
  await galley.kill();
  await galley.startAgain();

  const link = Mailbox.reviewLink(mail);
  const view = await openReview(link);
  expect(view.state).toBe('open');
  expect((await decide(link, approval(view))).status).toBe(200);
  await galley.kill();
  await galley.startAgain();

  await galley.runWhen(runId, 'the end of the run', (run) => run.state === 'completed');
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision.candidate?.sha256).toBe(view.candidates[0]?.sha256);
  expect(await pictureCalls()).toBe(1);
});

test('killed again and again, at moments that it does not choose, a run finishes with each task done once', async () => {
  await upload();
  for (const milliseconds of [30, 1200]) {
    await sleep(milliseconds);
    await galley.kill();
    await galley.startAgain();
  }
  const runId = await galley.runOf(`s3://${galley.output('BriefsBucketName')}/inbox/storm.yaml`);
  const link = Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Stormproof'));
  expect((await decide(link, approval(await openReview(link)))).status).toBe(200);
  for (const milliseconds of [300]) {
    await sleep(milliseconds);
    await galley.kill();
    await galley.startAgain();
  }
  await galley.runWhen(runId, 'the end of the run', (run) => run.state === 'completed');

  const events = await history(runId);
  expect(Object.entries(successes(events)).filter(([, count]) => count !== 1)).toEqual([]);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
});
