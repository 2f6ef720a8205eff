import { setTimeout as sleep } from 'node:timers/promises';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { AssetDetail } from '../../core/api.ts';
import { handIn } from './support/briefs.ts';
import { EmbeddedGalley, until } from './support/embedded-galley.ts';
import { approval, decide, openReview } from './support/review.ts';
import { sweepAfterCrash } from './support/time.ts';

/** `kill -9`, at any moment, and a start on what it left behind. */

let galley: EmbeddedGalley;
beforeEach(async () => {
  galley = await EmbeddedGalley.start();
});
afterEach(() => galley.dispose());

const upload = () => handIn(galley, 'Stormproof', { candidates: 2, deliverables: ['open-graph'], review: { approvers: ['rui@example.com'] } });

async function history(runId: string): Promise<readonly HistoryEvent[]> {
  const executionArn = galley.executionOf(runId);
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
  const { calls } = Calls.parse(await (await fetch(new URL('/control/calls', galley.endpoints.openai))).json());
  return calls.filter(({ operation, status }) => operation !== 'responses' && status === 200).length;
}

test('a mailed link still works after a kill, and the run ends as if nothing had happened', async () => {
  const runId = await galley.runOf(await upload());
  const link = await galley.mailbox.link('rui@example.com', 'Stormproof');
  await galley.kill();
  await galley.start();

  const view = await openReview(link);
  expect(view.state).toBe('open');
  expect((await decide(link, approval(view))).status).toBe(200);
  await galley.kill();
  await galley.start();

  await galley.ends(runId, 'completed');
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision.candidate?.sha256).toBe(view.candidates[0]?.sha256);
  expect(await pictureCalls()).toBe(1);
});

test('killed again and again, at moments that it does not choose, a run finishes with each task done once', async () => {
  const source = await upload();
  for (const milliseconds of [30, 1200]) {
    await sleep(milliseconds);
    await galley.kill();
    await galley.start();
  }
  const runId = await galley.runOf(source);
  await galley.asks(runId);
  // Who was killed between taking a mail in hand and sending it has it still in hand: others wait two minutes before they send it.
  if ((await galley.mailbox.count('rui@example.com', 'Stormproof')) === 0) await sweepAfterCrash(galley);
  const link = await galley.mailbox.link('rui@example.com', 'Stormproof');
  expect((await decide(link, approval(await openReview(link)))).status).toBe(200);
  await sleep(300);
  await galley.kill();
  await galley.start();
  await galley.ends(runId, 'completed');

  const events = await until('the end of the execution', async () => {
    const all = await history(runId);
    return all.at(-1)?.type === 'ExecutionSucceeded' ? all : undefined;
  });
  expect(Object.entries(successes(events)).filter(([, count]) => count !== 1)).toEqual([]);
  expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
});
