import { beforeEach, describe, expect, test } from 'vitest';

import { briefScope, monthScope } from '../../core/budget.ts';
import { dynamoLedger } from '../../lambdas/shared/ledger.ts';
import { AdviceReport, ApiError, BriefAccepted, BudgetReport, CritiqueAnswer, RunDetail, RunList } from '../../core/api.ts';
import { createHandler } from '../../lambdas/api/handler.ts';
import { encodeCursor } from '../../lambdas/shared/tables.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { HeldClock, RecordedExecutions } from './support/doubles.ts';
import { ask, type TestRequest } from './support/http.ts';
import { newRunId, placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();
let executions: RecordedExecutions;
let ids = 0;
beforeEach(() => {
  executions = new RecordedExecutions();
});

const clock = new HeldClock();
const publicUrl = 'https://galley.example.com';
const api = (route: string, request: TestRequest = {}) =>
  ask(
    createHandler({
      objects: cloud.objects,
      runs: cloud.runs,
      archive: cloud.archive,
      ledger: cloud.ledger,
      history: cloud.history,
      agreement: cloud.agreement,
      advice: cloud.advice,
      executions,
      clock,
      templates: cloud.templates,
      defaultModel: 'gpt-image-2',
      makeId: () => `id-${String((ids += 1))}`,
      briefsBucket: buckets.briefs,
      assetsBucket: buckets.assets,
      publicUrl,
      monthlyCapUsd: 500,
      defaultApprovers: ['team@example.com'],
    }),
    route,
    request,
  );
const valid = 'title: Frisbee\nconcept:\n  subject: a golden retriever\n';
const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) => api('POST /api/briefs', { body, headers: { 'content-type': 'application/yaml', ...headers } });

describe('POST /api/briefs', () => {
  test('refuses a brief that its owner alone could approve, whoever that is', async () => {
    for (const more of ['approvers: [team@example.com]\n', '']) {
      const { status, json } = await post(`title: Frisbee\n${more}owner: team@example.com\nconcept: { subject: a golden retriever }\n`);
      expect([status, ApiError.parse(json).error.problems?.map(({ field }) => field)]).toEqual([422, ['review.approvers']]);
    }
  });

  test.each([
    ['application/yaml', valid],
    ['text/yaml; charset=utf-8', valid],
    ['application/json', JSON.stringify({ title: 'Frisbee', concept: { subject: 'a golden retriever' } })],
    ['text/markdown', `---\n${valid}---\nFor the cover.\n`],
  ])('takes %s and starts one run', async (contentType, body) => {
    const answer = await post(body, { 'content-type': contentType });
    expect(answer.status).toBe(202);
    const { runId, status, title } = BriefAccepted.parse(answer.json);
    expect({ status, title }).toEqual({ status: `${publicUrl}/api/runs/${runId}`, title: 'Frisbee' });
    expect([...executions.started.keys()]).toEqual([runId]);
    expect((await cloud.runs.get(runId)).state).toBe('running');
  });

  test('takes a body that arrives in base64', async () => {
    expect((await post(Buffer.from(valid))).status).toBe(202);
  });

  test('names every field that is wrong, with its line', async () => {
    const answer = await post('title: Frisbee\nconcept:\n  subjekt: a golden retriever\nquality: best\n');
    expect(answer.status).toBe(422);
    const problems = ApiError.parse(answer.json).error.problems ?? [];
    expect(problems.find(({ field }) => field === 'quality')?.line).toBe(4);
    expect(problems.find(({ field }) => field.startsWith('concept.subjekt'))?.line).toBe(3);
    expect(executions.started.size).toBe(0);
  });

  test.each([
    ['another type', 'application/xml', 415],
    ['no type', '', 415],
  ])('refuses %s', async (_, contentType, status) => {
    expect((await post(valid, { 'content-type': contentType })).status).toBe(status);
  });

  test('refuses a brief over the limit', async () => {
    expect((await post('a'.repeat(1_000_001))).status).toBe(413);
  });

  test('refuses bytes that are no UTF-8 instead of changing them', async () => {
    expect((await post(Buffer.from(`title: Caf\xe9\nconcept:\n  subject: a golden retriever\n`, 'latin1'))).status).toBe(422);
  });

  test('with the same key and brief is one run, with another brief a conflict', async () => {
    const headers = { 'idempotency-key': newRunId() };
    const [first, second] = [await post(valid, headers), await post(valid, headers)];
    expect(second).toEqual(first);
    expect(executions.started.size).toBe(1);
    expect((await post(valid.replace('Frisbee', 'Ball'), headers)).status).toBe(409);
    expect(executions.started.size).toBe(1);
  });

  test('with the same key at the same time and different briefs takes one of them', async () => {
    const headers = { 'idempotency-key': newRunId() };
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => post(valid.replace('Frisbee', `Ball ${String(index)}`), headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409, 409]);
    expect(executions.started.size).toBe(1);
  });

  test('with an empty key is a run of its own', async () => {
    const [first, second] = [await post(valid, { 'idempotency-key': '' }), await post(valid, { 'idempotency-key': ' ' })];
    expect(BriefAccepted.parse(second.json).runId).not.toBe(BriefAccepted.parse(first.json).runId);
  });
});

describe('the critique', () => {
  const vague = 'title: Newsletter\nconcept:\n  subject: a dog in a park\n';
  const banned = 'title: Newsletter\nconcept:\n  subject: a golden retriever beside a purple bench at dusk\nbrand: { banned: [purple] }\n';
  const criticise = (body: string, contentType = 'application/yaml') => api('POST /api/critiques', { body, headers: { 'content-type': contentType } });

  test('comes with the answer to a brief, and stays with its run', async () => {
    const { runId, findings } = BriefAccepted.parse((await post(vague)).json);
    expect(findings.map(({ rule }) => rule)).toContain('vague-concept');
    expect(RunDetail.parse((await api('GET /api/runs/{runId}', { parameters: { runId } })).json).findings).toEqual(findings);
  });

  test('refuses a brief with an error, by field and line', async () => {
    const answer = await post(banned);
    expect(answer.status).toBe(422);
    expect(ApiError.parse(answer.json).error.problems?.[0]).toMatchObject({ field: 'concept.subject', line: 3 });
    expect(executions.started.size).toBe(0);
  });

  test('of a brief that is not handed in starts nothing, and tells errors too', async () => {
    expect(await criticise(vague)).toMatchObject({ status: 200, json: { title: 'Newsletter' } });
    const { findings } = CritiqueAnswer.parse((await criticise(banned)).json);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(['banned-colour', 'error']);
    expect(executions.started.size).toBe(0);
  });

  test('is for briefs', async () => {
    expect((await criticise('title: Newsletter\n')).status).toBe(422);
    expect((await criticise(vague, 'application/xml')).status).toBe(415);
    expect((await criticise('a'.repeat(1_000_001))).status).toBe(413);
  });
});

describe('GET /api/runs', () => {
  test('lists the newest first, page by page, each run once', async () => {
    const placed: string[] = [];
    for (let minute = 0; minute < 5; minute += 1) placed.unshift((await placeRun(cloud, {}, `2030-01-01T00:0${String(minute)}:00.000Z`)).runId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = RunList.parse((await api('GET /api/runs', { query: { limit: '2', ...(cursor === null ? {} : { cursor }) } })).json);
      expect(page.runs.length).toBeLessThanOrEqual(2);
      seen.push(...page.runs.map(({ runId }) => runId));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen.slice(0, 5)).toEqual(placed);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('finds the run of an upload', async () => {
    const { runId } = await placeRun(cloud);
    const { runs } = RunList.parse((await api('GET /api/runs', { query: { source: `s3://${buckets.briefs}/inbox/${runId}.yaml` } })).json);
    expect(runs.map((run) => run.runId)).toEqual([runId]);
  });

  test.each([
    [{ limit: '0' }],
    [{ limit: '101' }],
    [{ limit: '1.5' }],
    [{ limit: 'all' }],
    [{ cursor: 'x' }],
    [{ cursor: encodeCursor({ runId: 1, feed: 'run', startedAt: 'x' }) ?? '' }],
    [{ cursor: encodeCursor({ runId: 'a'.repeat(24), feed: 'other', startedAt: '2030-01-01T00:00:00.000Z' }) ?? '' }],
    [{ cursor: encodeCursor({ runId: 'a'.repeat(24) }) ?? '' }],
    [{ source: '' }],
    [{ source: `s3://${'x'.repeat(4000)}` }],
  ])('refuses %j', async (query) => {
    const answer = await api('GET /api/runs', { query });
    expect(answer.status).toBe(400);
    expect(ApiError.parse(answer.json).error.name).toBe('InvalidInput');
  });
});

describe('GET /api/runs/{runId}', () => {
  test('shows a run without what only the workflow needs', async () => {
    const { runId } = await placeRun(cloud);
    const answer = await api('GET /api/runs/{runId}', { parameters: { runId } });
    expect(RunDetail.parse(answer.json)).toMatchObject({ runId, state: 'running', steps: [], rounds: [] });
    expect(answer.body).not.toContain('executionArn');
  });
});

test.each([
  ['GET /api/runs/{runId}', { parameters: { runId: 'f'.repeat(24) } }],
  ['GET /api/runs/{runId}', { parameters: { runId: '../etc' } }],
  ['GET /api/assets/{assetId}', { parameters: { assetId: 'f'.repeat(24) } }],
  ['GET /api/assets/{assetId}', { parameters: { assetId: 'x'.repeat(5000) } }],
  ['GET /api/else', {}],
])('%s of what there is not answers 404', async (route, request) => {
  const answer = await api(route, request);
  expect(answer.status).toBe(404);
  expect(ApiError.parse(answer.json).error.name).toBe('NotFound');
});

test.each([[{}], [{ q: '' }], [{ q: 'the of' }], [{ q: 'dog', limit: '0' }], [{ q: 'dog', cursor: encodeCursor({ from: -5 }) ?? '' }], [{ q: 'dog', cursor: encodeCursor({ from: 'x' }) ?? '' }]])(
  'GET /api/assets refuses %j',
  async (query) => {
    expect((await api('GET /api/assets', { query })).status).toBe(400);
  },
);

test('GET /api/advice sums the counts of twelve months by kind and team, and refuses what is neither', async () => {
  const at = clock.now().toISOString();
  const team = 'advised';
  await cloud.advice.add({ id: 'a', kind: 'food', team, at, counts: { reviewShown: 3, reviewApproved: 2, reviewBest: 1 } });
  await cloud.advice.add({ id: 'b', kind: 'portrait', team, at, counts: { reviewShown: 1 } });
  await cloud.advice.add({ id: 'c', kind: 'food', team, at: '2024-01-01T00:00:00.000Z', counts: { reviewShown: 50 } });
  const reviews = async (query: Record<string, string>) => AdviceReport.parse((await api('GET /api/advice', { query })).json).verdicts.review;
  expect(await reviews({ team })).toMatchObject({ shown: 4, approved: 2, bestApproved: 1 });
  expect(await reviews({ team, kind: 'food' })).toMatchObject({ shown: 3 });
  expect(await reviews({ kind: 'food' })).toMatchObject({ shown: 3 });
  expect(await reviews({ team: 'others' })).toMatchObject({ shown: 0 });
  expect(await api('GET /api/advice', { query: { kind: 'foot' } })).toMatchObject({ status: 400 });
  expect(await api('GET /api/advice', { query: { team: '*' } })).toMatchObject({ status: 400 });
});

test('a failure on our side tells nothing of itself', async () => {
  const failing = createHandler({
      templates: cloud.templates,
      defaultModel: 'gpt-image-2',
    objects: cloud.objects,
    ledger: cloud.ledger,
    agreement: cloud.agreement,
    monthlyCapUsd: 500,
      defaultApprovers: ['team@example.com'],
    runs: { ...cloud.runs, list: () => Promise.reject(new Error('secret of the table')) },
    archive: cloud.archive,
    history: cloud.history,
    advice: cloud.advice,
    executions,
    clock: new HeldClock(),
    makeId: () => 'id',
    briefsBucket: buckets.briefs,
    assetsBucket: buckets.assets,
    publicUrl,
  });
  const answer = await ask(failing, 'GET /api/runs');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('secret');
});

describe('the budget', () => {
  test('shows the month, its campaigns and the calls that got lost, and closes one for who has seen the bill', async () => {
    const runId = newRunId();
    const called = new HeldClock('2026-11-24T11:00:00.000Z');
    const ledger = dynamoLedger(cloud.documents, tables.ledger, called);
    const scopes = [{ scope: briefScope(runId), capMicroUsd: 2_000_000 }, { scope: 'campaign#winter', capMicroUsd: 9_000_000 }, monthScope(called.now(), 500)];
    const lost = await ledger.reserve(scopes, 'generate-1', 130_000);
    await ledger.beginCall(lost);
    const settled = await ledger.reserve(scopes, 'generate-1', 130_000);
    await ledger.beginCall(settled);
    await ledger.settle(settled.scope, settled.id, 120_000);
    const reservation = `${runId}/generate-1.1`;

    const { accounts } = BudgetReport.parse((await api('GET /api/budget')).json);
    expect(accounts.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['month 2026-11', 'campaign winter']);
    expect(accounts[0]).toMatchObject({ capMicroUsd: 500_000_000, spentMicroUsd: 120_000, reservedMicroUsd: 0, unknownMicroUsd: 130_000, open: [{ reservation, state: 'unknown', calledAt: '2026-11-24T11:00:00.000Z' }] });
    expect(BudgetReport.parse((await api('GET /api/budget', { query: { run: runId } })).json).accounts[0]).toMatchObject({ kind: 'brief', capMicroUsd: 2_000_000, unknownMicroUsd: 130_000 });

    const resolve = (body: object) => api('POST /api/budget/resolve', { body: JSON.stringify(body) });
    expect((await resolve({ reservation, spentUsd: 0.1 })).status).toBe(200);
    expect(BudgetReport.parse((await api('GET /api/budget', { query: { campaign: 'winter' } })).json).accounts[0]).toMatchObject({ spentMicroUsd: 220_000, unknownMicroUsd: 0, open: [] });
    expect((await resolve({ reservation, spentUsd: 0 })).status).toBe(409);
    expect((await resolve({ reservation: `${runId}/generate-9.1`, spentUsd: 0 })).status).toBe(404);
    expect((await resolve({ reservation: 'all', spentUsd: 0 })).status).toBe(422);
    expect((await api('GET /api/budget', { query: { run: 'x' } })).status).toBe(400);
  });

  test('closes no call that may still be answered', async () => {
    const runId = newRunId();
    const ledger = dynamoLedger(cloud.documents, tables.ledger, clock);
    const calling = await ledger.reserve([{ scope: briefScope(runId), capMicroUsd: 2_000_000 }], 'generate-1', 130_000);
    await ledger.beginCall(calling);
    expect((await api('POST /api/budget/resolve', { body: JSON.stringify({ reservation: `${runId}/generate-1.1`, spentUsd: 0 }) })).status).toBe(409);
    expect(await ledger.committed(briefScope(runId))).toBe(130_000);
  });
});
