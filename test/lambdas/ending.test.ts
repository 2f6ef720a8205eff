import { beforeEach, describe, expect, test } from 'vitest';

import type { RecordOutcomeInput } from '../../core/workflow.ts';
import { createHandler as createConclude } from '../../lambdas/conclude/handler.ts';
import { createHandler as createNotify } from '../../lambdas/notify/handler.ts';
import { createHandler as createRecordOutcome } from '../../lambdas/record-outcome/handler.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedEvents, RecordedMailer } from './support/doubles.ts';
import { rejection } from './support/openai.ts';
import { newRunId, placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();
let clock: HeldClock;
let events: RecordedEvents;
let mailer: RecordedMailer;
beforeEach(() => {
  [clock, events, mailer] = [new HeldClock(), new RecordedEvents(), new RecordedMailer()];
});

const record = (runId: string, changes: Partial<RecordOutcomeInput> = {}) => createRecordOutcome({ ...cloud, clock, assetsBucket: buckets.assets })({ runId, outcome: 'rejected', reasons: ['Rejected by art@example.com.'], failure: null, assetId: null, ...changes });
const conclude = (runId: string, detail: object = { status: 'FAILED', error: 'OutcomeNotRecorded', cause: 'which could not be recorded' }) =>
  createConclude({ runs: cloud.runs, events, clock })({ source: 'aws.states', detail: { name: runId, ...detail } });
const notify = (detail: object) =>
  createNotify({ objects: cloud.objects, runs: cloud.runs, mailer, clock, archiveBucket: buckets.archive, publicUrl: 'https://galley.example.com' })({ source: 'galley', detail });

describe('recording an outcome', () => {
  test('ends the run with its reasons, and says what to tell', async () => {
    const { runId } = await placeRun(cloud);
    expect(await record(runId)).toEqual({
      detailType: 'Run Ended',
      detail: { runId, outcome: 'rejected', title: 'Frisbee in the park', assetId: null, reasons: ['Rejected by art@example.com.'], endedAt: clock.now().toISOString() },
    });
    expect(await cloud.runs.get(runId)).toMatchObject({ state: 'rejected', endedAt: clock.now().toISOString() });
  });

  test('leaves the first ending as it is, and answers the same', async () => {
    const { runId } = await placeRun(cloud);
    const first = await record(runId, { outcome: 'completed', reasons: [], assetId: runId });
    clock.pass(1);
    expect(await record(runId, { outcome: 'failed', failure: { state: 'Archive', error: 'X', cause: 'x' } })).toEqual(first);
    expect(first.detailType).toBe('Asset Published');
    expect((await cloud.runs.get(runId)).failure).toBeUndefined();
  });

  test('is not undone by a stage that comes late', async () => {
    const { runId } = await placeRun(cloud);
    await record(runId);
    await cloud.runs.enter(runId, 'Generate', clock.now().toISOString(), 2);
    await cloud.runs.wait(runId, 'Review', { reviewId: 'r', dueAt: clock.now().toISOString(), round: 2 }, clock.now().toISOString());
    expect(await cloud.runs.get(runId)).toMatchObject({ state: 'rejected', stage: 'Accepted', round: 1 });
  });

  test.each([
    ['Lambda’s JSON', JSON.stringify({ errorType: 'InternalFailure', errorMessage: 'S3 is away', trace: ['at x'] }), 'S3 is away'],
    ['JSON cut off in the middle', '{"errorType":"InternalFailure","errorMess', '{"errorType":"InternalFailure","errorMess'],
    ['JSON of another kind', '["x"]', '["x"]'],
    ['plain text', 'The execution was aborted', 'The execution was aborted'],
    ['a very long text', 'x'.repeat(8000), `${'x'.repeat(499)}…`],
  ])('reads the sentence in a cause of %s', async (_, cause, sentence) => {
    const { runId } = await placeRun(cloud);
    const { detail } = await record(runId, { outcome: 'failed', reasons: [], failure: { state: 'Finish', error: 'InternalFailure', cause } });
    expect(detail.reasons).toEqual([sentence]);
    expect((await cloud.runs.get(runId)).failure).toEqual({ state: 'Finish', error: 'InternalFailure', cause: sentence });
  });

  test('tells no empty reason', async () => {
    const { runId } = await placeRun(cloud);
    expect((await record(runId, { outcome: 'failed', reasons: [''], failure: { state: 'Finish', error: 'States.Timeout', cause: '' } })).detail.reasons).toEqual([]);
  });

  test('of an unknown run is refused', async () => {
    expect((await rejection(record(newRunId()))).name).toBe('NotFound');
  });
});

describe('an execution that failed', () => {
  test.each([
    [{ status: 'FAILED', error: 'States.Runtime', cause: 'The choice state matched nothing' }, 'The choice state matched nothing'],
    [{ status: 'TIMED_OUT' }, 'The execution ended as TIMED_OUT.'],
    [{ status: 'ABORTED', error: null, cause: null }, 'The execution ended as ABORTED.'],
  ])('as %j without recording it is concluded and told, once', async (detail, reason) => {
    const { runId } = await placeRun(cloud);
    expect(await conclude(runId, detail)).toEqual({ concluded: true });
    expect(await cloud.runs.get(runId)).toMatchObject({ state: 'failed', reasons: [reason] });
    expect(events.published.map(({ detailType, detail: told }) => [detailType, told.outcome])).toEqual([['Run Ended', 'failed']]);
  });

  test('after recording its own end is left alone', async () => {
    const { runId } = await placeRun(cloud);
    const failure = { state: 'Generate', error: 'ModerationBlocked', cause: '{"errorMessage":"The safety rules refuse this prompt"}' };
    await record(runId, { outcome: 'failed', reasons: [], failure });
    expect(await conclude(runId, { status: 'FAILED', error: failure.error, cause: `${failure.state}: ${failure.cause}` })).toEqual({ concluded: false });
    expect(events.published).toEqual([]);
  });

  test('though its end was recorded but not published is told', async () => {
    const { runId } = await placeRun(cloud);
    await record(runId, { outcome: 'completed', reasons: [], assetId: runId });
    expect(await conclude(runId, { status: 'FAILED', error: 'OutcomeNotPublished' })).toEqual({ concluded: true });
    expect(events.published.map(({ detailType }) => detailType)).toEqual(['Asset Published']);
    expect((await cloud.runs.get(runId)).state).toBe('completed');
  });

  test('is told by the next try when the bus was away', async () => {
    const { runId } = await placeRun(cloud);
    events.failures = 1;
    await rejection(conclude(runId));
    expect((await cloud.runs.get(runId)).state).toBe('failed');
    clock.pass(1);
    await conclude(runId);
    expect(events.published).toHaveLength(1);
  });

  test('that is none of ours is ignored', async () => {
    expect(await conclude('somebody-elses')).toEqual({ concluded: false });
    expect(await conclude(newRunId())).toEqual({ concluded: false });
  });
});

describe('the owner', () => {
  test('is mailed once, however often the end is told', async () => {
    const { runId } = await placeRun(cloud);
    const { detail } = await record(runId);
    await Promise.all(Array.from({ length: 5 }, () => notify(detail)));
    await notify(detail);
    expect(mailer.sent.map(({ to }) => to)).toEqual(['owner@example.com']);
    expect(mailer.sent[0]?.text).toContain('Rejected by art@example.com.');
    expect(mailer.sent[0]?.text).toContain(`https://galley.example.com/#/runs/${runId}`);
  });

  test('is mailed by the next try when the mail service was away', async () => {
    const { runId } = await placeRun(cloud);
    const { detail } = await record(runId);
    mailer.refused.add('owner@example.com');
    await rejection(notify(detail));
    mailer.refused.clear();
    expect(await notify(detail)).toEqual({ sent: true });
  });

  test('who is not named is not mailed', async () => {
    const { runId } = await placeRun(cloud, { owner: undefined });
    expect(await notify((await record(runId)).detail)).toEqual({ sent: false });
  });
});
