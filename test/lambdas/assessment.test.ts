import { expect, test } from 'vitest';

import { BriefAssessed, RunDetail } from '../../core/api.ts';
import type { AssetKind } from '../../core/brief/schema.ts';
import { Assessment } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { RecordOutcomeInput, type Outcome } from '../../core/workflow.ts';
import { createHandler as createApi } from '../../lambdas/api/handler.ts';
import { createHandler as createAssess } from '../../lambdas/assess/handler.ts';
import { createHandler as createRecordOutcome } from '../../lambdas/record-outcome/handler.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { HeldClock, RecordedExecutions } from './support/doubles.ts';
import { ask } from './support/http.ts';
import { placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();
const clock = new HeldClock();
const executions = new RecordedExecutions();

const ports = () => ({ ...cloud, clock, executions, makeId: () => 'one', briefsBucket: buckets.briefs, assetsBucket: buckets.assets, publicUrl: 'https://galley.example.com', defaultModel: 'gpt-image-2', monthlyCapUsd: 500, defaultApprovers: ['team@example.com'] });
const writeConstants = (team: string, text: string, extension = 'yaml') => cloud.objects.write(buckets.briefs, `teams/${team}/constants.${extension}`, Buffer.from(text), 'text/plain');

/** A run of that kind and team, ended in that round. */
async function ended(outcome: Outcome, { kind, team, round = 1 }: { readonly kind: AssetKind; readonly team?: string; readonly round?: number }) {
  const { runId } = await placeRun(cloud, { kind, ...(team === undefined ? {} : { team }) });
  await cloud.runs.enter(runId, 'Generate', clock.now().toISOString(), round);
  await cloud.runs.setCost(runId, 1000, clock.now().toISOString());
  const event = RecordOutcomeInput.parse({ runId, outcome, reasons: [], failure: null, assetId: null });
  const record = () => createRecordOutcome(ports())(event);
  await record();
  return record;
}

async function assessed(text: string): Promise<BriefAssessed> {
  const { status, json } = await ask(createApi(ports()), 'POST /api/assessments', { body: text, headers: { 'content-type': 'application/yaml' } });
  expect(status).toBe(200);
  return BriefAssessed.parse(json);
}

const brief = (more = '') => `title: Frisbee\nconcept: { subject: a golden retriever, action: catching a red frisbee mid-air, environment: a sunlit urban park }\ndeliverables: [open-graph]\n${more}`;

test('a brief is assessed without being started, and nothing is written', async () => {
  const before = [await cloud.keys(buckets.assets, ''), await cloud.items(tables.runs)];
  const { title, kind, assessment } = await assessed(brief());
  expect({ title, kind }).toEqual({ title: 'Frisbee', kind: 'editorial' });
  expect(assessment.verdict).toBe('generate');
  expect([await cloud.keys(buckets.assets, ''), await cloud.items(tables.runs)]).toEqual(before);
  expect(executions.started.size).toBe(0);
});

test('a brief that is wrong is refused by field', async () => {
  const { status, body } = await ask(createApi(ports()), 'POST /api/assessments', { body: 'title: Frisbee\nteam: Our Team\n', headers: { 'content-type': 'application/yaml' } });
  expect(status).toBe(422);
  expect(body).toMatch(/"concept".*team name of lower-case letters/u);
});

test('finished runs of a kind and team change what is expected of the next, and of no other', async () => {
  await ended('completed', { kind: 'food', team: 'menus', round: 2 });
  await ended('rejected', { kind: 'food', team: 'menus', round: 3 });
  await ended('declined', { kind: 'food', team: 'menus' });
  await ended('completed', { kind: 'food', team: 'press' });
  await ended('completed', { kind: 'food' });
  expect(await cloud.history.of('food', 'menus', clock.now())).toEqual({ runs: 2, unapproved: 1, rounds: 5 });
  expect(await cloud.history.of('food', undefined, clock.now())).toEqual({ runs: 1, unapproved: 0, rounds: 1 });
  const { assessment } = await assessed(brief('kind: food\nteam: menus\n'));
  expect(assessment.returnOnInvestment.history).toEqual({ runs: 2, unapproved: 1, rounds: 5, weight: 0.2 });
  expect(assessment.returnOnInvestment.expectedRounds).toBe(1.78);
  expect((await assessed(brief('kind: product\nteam: menus\n'))).assessment.returnOnInvestment.history.runs).toBe(0);
});

test('a run counts once, however often its end is told, and also at the same time', async () => {
  const record = await ended('completed', { kind: 'interior', team: 'twice', round: 2 });
  await record();
  await Promise.all([record(), record(), record()]);
  clock.pass(24 * 40);
  await record();
  expect(await cloud.history.of('interior', 'twice', clock.now())).toEqual({ runs: 1, unapproved: 0, rounds: 2 });
});

test('simultaneous ends are all counted', async () => {
  await Promise.all(Array.from({ length: 25 }, (_, index) => ended(index % 5 === 0 ? 'exhausted' : 'completed', { kind: 'portrait', team: 'many', round: 1 + (index % 3) })));
  expect(await cloud.history.of('portrait', 'many', clock.now())).toEqual({ runs: 25, unapproved: 5, rounds: 49 });
});

test('after a year a run is forgotten', async () => {
  await ended('completed', { kind: 'background', team: 'old' });
  const later = (months: number) => new Date(Date.UTC(clock.now().getUTCFullYear(), clock.now().getUTCMonth() + months, 1));
  expect((await cloud.history.of('background', 'old', later(11))).runs).toBe(1);
  expect((await cloud.history.of('background', 'old', later(12))).runs).toBe(0);
});

test('counts are not runs: no list shows them, and no address reaches them', async () => {
  await ended('completed', { kind: 'food', team: 'hidden' });
  expect((await cloud.items(tables.runs)).map(({ runId }) => runId)).toContainEqual(expect.stringMatching(/^history#hidden#food#\d{4}-\d\d$/u));
  const { body } = await ask(createApi(ports()), 'GET /api/runs', { query: { limit: '100' } });
  expect(body).not.toContain('history#');
  expect((await ask(createApi(ports()), 'GET /api/runs/{runId}', { parameters: { runId: 'history#hidden#food#2026-11' } })).status).toBe(404);
});

test('an end is recorded although its count is not', async () => {
  const { runId } = await placeRun(cloud, { kind: 'food' });
  const noted: object[] = [];
  const broken = { ...cloud.history, count: () => Promise.reject(new Error('Expected a table but received nothing')) };
  const answer = await createRecordOutcome({ ...ports(), history: broken })({ runId, outcome: 'rejected', reasons: [], failure: null, assetId: null }, (fields) => noted.push(fields));
  expect(answer.detail.outcome).toBe('rejected');
  expect(noted).toContainEqual(expect.objectContaining({ history: 'lost (InternalFailure)' }));
});

test('a team’s own constants count, in YAML before JSON, and a team without any has Galley’s', async () => {
  await writeConstants('acme', 'hourlyUsd: { designer: 200 }\nasOf: 2026-10-01\n');
  await writeConstants('acme', '{ "hourlyUsd": { "designer": 1 } }', 'json');
  await writeConstants('json', '{ "asOf": "2026-09-01" }', 'json');
  const [own, plain, json] = [await assessed(brief('team: acme\n')), await assessed(brief('team: nobody\n')), await assessed(brief('team: json\n'))].map(({ assessment }) => assessment.returnOnInvestment);
  expect(own).toMatchObject({ team: 'acme', constantsAsOf: '2026-10-01' });
  expect(own?.generationUsd).toBeGreaterThan((plain?.generationUsd ?? 0) * 3);
  expect(plain?.team).toBeNull();
  expect(json).toMatchObject({ team: 'json', constantsAsOf: '2026-09-01' });
});

test('constants that cannot be read stop no brief: each problem is told, and Galley’s own stand in', async () => {
  await writeConstants('broken', 'hourlyUsd:\n  desinger: 75\n');
  const { assessment } = await assessed(brief('team: broken\n'));
  expect(assessment.verdict).toBe('generate');
  expect(assessment.returnOnInvestment.team).toBeNull();
  expect(assessment.reasons.at(-1)).toMatch(/s3:\/\/briefs\/teams\/broken\/constants\.yaml, line 2, hourlyUsd\.desinger: .*did you mean "designer"/u);
});

test('a run’s page has its assessment, once there is one', async () => {
  const { runId, refs } = await placeRun(cloud, { concept: { subject: 'our CEO in a grey suit', action: 'leaning on a rail', environment: 'a roof terrace' } });
  const detail = async () => RunDetail.parse((await ask(createApi(ports()), 'GET /api/runs/{runId}', { parameters: { runId } })).json);
  expect((await detail()).assessment).toBeNull();
  const { verdict, assessment } = await createAssess(ports())({ runId, brief: refs.brief });
  expect(verdict).toBe('ask');
  expect(assessment.key).toBe(runKeys.assessment(runId));
  expect((await detail()).assessment).toEqual(await cloud.objects.readJson(assessment, Assessment));
});
