import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';

import type { BriefInput } from '../../core/brief/schema.ts';
import { GenerationDocument } from '../../core/documents.ts';
import type { Ledger } from '../../lambdas/shared/ledger.ts';
import { AskSpending, AwaitTurn, GenerateOutput } from '../../core/workflow.ts';
import { createHandler } from '../../lambdas/generate/handler.ts';
import type { ImageModel } from '../../lambdas/shared/images.ts';
import { briefScope, leastCapUsd } from '../../core/budget.ts';
import definition from '../../statemachines/asset.asl.json' with { type: 'json' };
import { dynamoRateGate } from '../../lambdas/shared/rate-gate.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { HeldClock, objectsWith } from './support/doubles.ts';
import { openAiForThisFile, rejection } from './support/openai.ts';
import { placeRun, type PlacedRun } from './support/runs.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);

const clock = new HeldClock();
const answerWith = (changes: Partial<Parameters<typeof createHandler>[0]> = {}) =>
  createHandler({ objects: cloud.objects, runs: cloud.runs, ledger: cloud.ledger, rateGate: cloud.rateGate, images: openai.images, clock, assetsBucket: buckets.assets, monthlyCapUsd: 500, ...changes });
/** One that need not wait. */
const handlerWith = (changes: Partial<Parameters<typeof createHandler>[0]> = {}) => async (event: unknown) => GenerateOutput.parse(await answerWith(changes)(event));
const eventOf = ({ runId, refs }: PlacedRun) => ({ runId, brief: refs.brief, prompt: refs.prompt, round: 1, directions: [], reference: null, ticket: null, spending: null });
const place = (changes: Partial<BriefInput> = {}) => placeRun(cloud, changes);
const committed = ({ runId }: PlacedRun) => cloud.ledger.committed(briefScope(runId));

/** Names of our own that the state machine matches. */
const matchedNames = [...new Set(Object.values(definition.States).flatMap((state) => [...('Retry' in state ? state.Retry : []), ...('Catch' in state ? state.Catch : [])].flatMap(({ ErrorEquals }) => ErrorEquals)))].filter(
  (name) => !/^(?:States|Lambda|Runtime)\./.test(name),
);
const thrown = new Set<string>();
const errorOf = async (promise: Promise<unknown>): Promise<Error> => {
  const error = await rejection(promise);
  thrown.add(error.name);
  return error;
};

describe('one round', () => {
  test('stores the candidates, the document and the cost, and asks nobody twice', async () => {
    const run = await place();
    const before = await openai.calls('generations');
    const first = await handlerWith()(eventOf(run));
    const document = await cloud.objects.readJson(first.generation, GenerationDocument);
    expect(document.candidates).toEqual(first.candidates);
    expect(document.costMicroUsd).toBeGreaterThan(0);
    expect(await committed(run)).toBe(document.costMicroUsd);
    expect((await cloud.runs.get(run.runId)).costMicroUsd).toBe(document.costMicroUsd);

    expect(await handlerWith()(eventOf(run))).toEqual(first);
    expect(await openai.calls('generations')).toBe(before + 1);
    expect(await committed(run)).toBe(document.costMicroUsd);
  });

  test('settles what an attempt stored but did not book', async () => {
    const run = await place();
    const dying = { ...cloud.ledger, settle: () => Promise.reject(new Error('The process ended')) };
    await rejection(handlerWith({ ledger: dying })(eventOf(run)));
    const calls = await openai.calls('generations');
    const { generation } = await handlerWith()(eventOf(run));
    expect(await openai.calls('generations')).toBe(calls);
    expect(await committed(run)).toBe((await cloud.objects.readJson(generation, GenerationDocument)).costMicroUsd);
  });

  test('calls once when two attempts run at the same time', async () => {
    const run = await place();
    const before = await openai.calls('generations');
    // Neither calls before both have taken up the reservation, as attempts do that run in step.
    const bothReserved = Promise.withResolvers<undefined>();
    let attempts = 0;
    const beginCall: Ledger['beginCall'] = async (...reservation) => {
      attempts += 1;
      if (attempts === 2) bothReserved.resolve(undefined);
      await bothReserved.promise;
      return cloud.ledger.beginCall(...reservation);
    };
    const attempt = handlerWith({ ledger: { ...cloud.ledger, beginCall } });
    const results = await Promise.allSettled([attempt(eventOf(run)), attempt(eventOf(run))]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await openai.calls('generations')).toBe(before + 1);
  });

  test('reads the picture to edit before it reserves anything', async () => {
    const run = await place();
    const event = { ...eventOf(run), round: 2, reference: { bucket: buckets.assets, key: 'gone.png', sha256: '0'.repeat(64), bytes: 1, width: 1, height: 1, mediaType: 'image/png' }, directions: [{ kind: 'changes', note: 'a blue frisbee', by: 'reviewer' }] };
    expect((await errorOf(handlerWith()(event))).name).toBe('NotFound');
    expect(await committed(run)).toBe(0);
  });
});

describe('a later round', () => {
  test('edits the chosen candidate, and only then sends it', async () => {
    const run = await place();
    const first = await handlerWith()(eventOf(run));
    const changes = { kind: 'changes', note: 'make the frisbee blue', candidate: first.candidates[0]!.sha256, by: 'reviewer' };
    const before = [await openai.calls('edits'), await openai.calls('generations')];
    const edited = await handlerWith()({ ...eventOf(run), round: 2, directions: [changes], reference: first.candidates[0] });
    const document = await cloud.objects.readJson(edited.generation, GenerationDocument);
    expect(document).toMatchObject({ round: 2, operation: 'edit', reference: first.candidates[0] });
    expect(document.parameters).not.toHaveProperty('moderation');
    expect(document.text).toContain('make the frisbee blue');

    const anew = await handlerWith()({ ...eventOf(run), round: 3, directions: [changes, { kind: 'startOver', note: 'a cat instead', by: 'reviewer' }], reference: null });
    expect(await cloud.objects.readJson(anew.generation, GenerationDocument)).toMatchObject({ operation: 'generate', reference: null });
    expect([await openai.calls('edits'), await openai.calls('generations')]).toEqual([before[0]! + 1, before[1]! + 1]);
    const rounds = await Promise.all([first, edited, anew].map(({ generation }) => cloud.objects.readJson(generation, GenerationDocument)));
    expect(await committed(run)).toBe(rounds.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0));
  });
});

describe('the budget', () => {
  test('holds a campaign’s cap under 20 reservations at once', async () => {
    const campaign = { scope: 'campaign#rush', capMicroUsd: 700_000 };
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => cloud.ledger.reserve([{ scope: briefScope(`rush-${String(index)}`), capMicroUsd: 2_000_000 }, campaign], 'generate-1', 100_000)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    for (const result of results) if (result.status === 'rejected') expect((result.reason as Error).name).toBe('BudgetExceeded');
    expect(await cloud.ledger.committed('campaign#rush')).toBe(700_000);
    const own = await Promise.all(results.map((_, index) => cloud.ledger.committed(briefScope(`rush-${String(index)}`))));
    expect(own.reduce((sum, amount) => sum + amount, 0)).toBe(700_000);
  });

  test('settles and gives back each amount once, however often it is told', async () => {
    const scopes = [{ scope: briefScope('twice'), capMicroUsd: 1_000_000 }, { scope: 'campaign#twice', capMicroUsd: 1_000_000 }];
    const [a, b] = [await cloud.ledger.reserve(scopes, 'generate-1', 300_000), await cloud.ledger.reserve(scopes, 'generate-2', 300_000)];
    await Promise.all(Array.from({ length: 5 }, () => cloud.ledger.settle(a.scope, a.id, 120_000)));
    await Promise.all(Array.from({ length: 5 }, () => cloud.ledger.release(b.scope, b.id)));
    await cloud.ledger.settle(b.scope, b.id, 999_000);
    expect(await cloud.ledger.committed(a.scope)).toBe(120_000);
    expect(await cloud.ledger.committed('campaign#twice')).toBe(120_000);
  });

  const decided = { decidedBy: 'owner@example.com', decidedAt: '2026-11-24T12:00:00.000Z', reviewId: 'r', note: '', capUsd: null, candidates: null } as const;

  test('asks about a call that would pass the cap, and reserves nothing', async () => {
    const run = await place({ budget: { cap: 0.001 } });
    const before = await openai.calls('generations');
    const { refusal } = AskSpending.parse(await answerWith()(eventOf(run)));
    expect(refusal).toMatchObject({ kind: 'brief', name: run.runId, capMicroUsd: 1000, committedMicroUsd: 0, candidates: 1, fewer: null });
    expect(refusal.amountMicroUsd).toBeGreaterThan(1000);
    expect(await openai.calls('generations')).toBe(before);
    expect(await committed(run)).toBe(0);
  });

  test('goes on under the cap that the owner raised, and records who did', async () => {
    const run = await place({ budget: { cap: 0.001 } });
    const { refusal } = AskSpending.parse(await answerWith()(eventOf(run)));
    const capUsd = leastCapUsd(refusal);
    await handlerWith()({ ...eventOf(run), spending: { ...decided, decision: 'raise', capUsd } });
    expect(await committed(run)).toBeGreaterThan(0);
    expect((await cloud.ledger.account(briefScope(run.runId))).raise).toMatchObject({ capMicroUsd: Math.round(capUsd * 1e6), decidedBy: 'owner@example.com', reviewId: 'r' });
  });

  test('goes on with as many candidates as there is room for', async () => {
    const run = await place({ candidates: 4, budget: { cap: 0.016 } });
    const { refusal } = AskSpending.parse(await answerWith()(eventOf(run)));
    expect(refusal).toMatchObject({ candidates: 4, fewer: 2 });
    const { generation, candidates } = await handlerWith()({ ...eventOf(run), spending: { ...decided, decision: 'fewer', candidates: 2 } });
    expect(candidates).toHaveLength(2);
    expect((await cloud.objects.readJson(generation, GenerationDocument)).parameters).toMatchObject({ n: 2 });
  });

  test('asks again when the month has no room: no owner can raise that', async () => {
    const run = await place();
    const spending = { ...decided, decision: 'raise', capUsd: 1000 } as const;
    const { refusal } = AskSpending.parse(await answerWith({ monthlyCapUsd: 0 })({ ...eventOf(run), spending }));
    expect(refusal).toMatchObject({ kind: 'month', name: '2026-11', capMicroUsd: 0, fewer: null });
    expect(await committed(run)).toBe(0);
  });
});

describe('a call that goes wrong', () => {
  test.each([
    { fault: { kind: 'server_error', status: 503 }, name: 'ImageApiUnavailable' },
    { fault: { kind: 'moderation' }, name: 'ModerationBlocked' },
  ])('gives the amount back after $fault.kind as $name', async ({ fault, name }) => {
    const run = await place();
    await openai.fault(fault);
    expect((await errorOf(handlerWith()(eventOf(run)))).name).toBe(name);
    expect(await committed(run)).toBe(0);
    await handlerWith()(eventOf(run));
    expect(await committed(run)).toBeGreaterThan(0);
  });

  test('waits as long as a 429 asks, keeps its place, and pauses everybody else of the same model', async () => {
    const run = await place();
    const rateGate = await cloud.newRateGate(5, clock);
    await openai.fault({ kind: 'rate_limit', retryAfter: 7 });
    const { turn } = AwaitTurn.parse(await answerWith({ rateGate })(eventOf(run)));
    expect(turn).toEqual({ seconds: 7, ticket: { readyAt: clock.now().getTime(), refusals: 1 } });
    expect(await committed(run)).toBe(0);
    const before = await openai.calls('generations');
    expect(await answerWith({ rateGate })(eventOf(await place()))).toMatchObject({ turn: { seconds: 7, ticket: { refusals: 0 } } });
    expect(await openai.calls('generations')).toBe(before);

    const later = dynamoRateGate(cloud.documents, tables.gates, { tier: 5, clock: new HeldClock('2026-11-24T12:00:07.000Z') });
    await handlerWith({ rateGate: later })({ ...eventOf(run), ticket: turn.ticket });
    expect(await committed(run)).toBeGreaterThan(0);
  });

  test('fails as RateLimited when it was refused too often, and gives the amount back', async () => {
    const run = await place();
    await openai.fault({ kind: 'rate_limit' });
    expect((await errorOf(handlerWith()({ ...eventOf(run), ticket: { readyAt: 0, refusals: 10 } }))).name).toBe('RateLimited');
    expect(await committed(run)).toBe(0);
  });

  test('does not wait for an account without credit', async () => {
    const run = await place();
    await openai.fault({ kind: 'quota' });
    const error = await errorOf(handlerWith()(eventOf(run)));
    expect([error.name, error.message]).toEqual(['ImageApiRefused', expect.stringContaining('top it up')]);
    expect(await committed(run)).toBe(0);
  });

  test('makes no call that no minute of the tier has room for, and says what to do', async () => {
    const run = await place({ candidates: 8 });
    const rateGate = await cloud.newRateGate(1, clock);
    const before = await openai.calls('generations');
    expect((await rejection(handlerWith({ rateGate })(eventOf(run)))).message).toMatch(/at most 5 images .* 8.*RateTier/);
    expect(await openai.calls('generations')).toBe(before);
  });

  test('keeps a lost call on the books and reserves anew', async () => {
    const run = await place();
    await openai.fault({ kind: 'dropped' });
    expect((await errorOf(handlerWith()(eventOf(run)))).name).toBe('OutcomeUnknown');
    const lost = await committed(run);
    expect(lost).toBeGreaterThan(0);
    const { generation } = await handlerWith()(eventOf(run));
    expect(await committed(run)).toBe(lost + (await cloud.objects.readJson(generation, GenerationDocument)).costMicroUsd);
  });

  test('keeps a call on the books whose answer cannot be read', async () => {
    const run = await place();
    await openai.fault({ kind: 'invalid_json' });
    expect((await errorOf(handlerWith()(eventOf(run)))).name).toBe('OutcomeUnknown');
    expect(await committed(run)).toBeGreaterThan(0);
  });

  test('makes no second call when the lost one has used up the cap', async () => {
    const run = await place({ budget: { cap: 0.012 } });
    await openai.fault({ kind: 'dropped' });
    expect((await errorOf(handlerWith()(eventOf(run)))).name).toBe('OutcomeUnknown');
    const before = await openai.calls('generations');
    expect(AskSpending.parse(await answerWith()(eventOf(run))).refusal.kind).toBe('brief');
    expect(await openai.calls('generations')).toBe(before);
  });

  test('gives the amount back when the request itself is refused', async () => {
    const run = await place();
    const images: ImageModel = { create: (request) => openai.images.create({ ...request, parameters: { ...request.parameters, n: 99 } }) };
    expect((await errorOf(handlerWith({ images })(eventOf(run)))).name).toBe('ImageApiRefused');
    expect(await committed(run)).toBe(0);
  });

  test('gives the amount back when nobody listens at the address', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const run = await place();
    const kept = process.env['OPENAI_BASE_URL'];
    process.env['OPENAI_BASE_URL'] = `http://127.0.0.1:${String(port)}/v1`;
    try {
      expect((await errorOf(handlerWith()(eventOf(run)))).name).toBe('ImageApiUnavailable');
    } finally {
      process.env['OPENAI_BASE_URL'] = kept;
    }
    expect(await committed(run)).toBe(0);
  });

  test('tells nothing of the prompt in its message', async () => {
    const run = await place();
    for (const kind of ['moderation', 'dropped', 'invalid_json']) {
      await openai.fault({ kind });
      expect((await errorOf(handlerWith()(eventOf(run)))).message).not.toMatch(/retriever|frisbee/i);
    }
  });

  test('keeps a paid call on the books when its pictures cannot be stored', async () => {
    const run = await place();
    const objects = objectsWith(cloud.objects, { writeImage: () => Promise.reject(new Error('S3 is away')) });
    await rejection(handlerWith({ objects })(eventOf(run)));
    expect(await committed(run)).toBeGreaterThan(0);
  });
});

test('every error of ours that the state machine matches was thrown here', () => {
  expect(matchedNames).not.toHaveLength(0);
  expect(matchedNames.filter((name) => !thrown.has(name))).toEqual([]);
});
