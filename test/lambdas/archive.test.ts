import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { AssetDetail, AssetList } from '../../core/api.ts';
import { CompanionDocument, FinishReport } from '../../core/documents.ts';
import { automaticCheck } from '../../core/judge/straight-on.ts';
import type { ArchiveInput } from '../../core/workflow.ts';
import { createHandler as createApi } from '../../lambdas/api/handler.ts';
import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createNotify } from '../../lambdas/notify/handler.ts';
import { createHandler as createFinish } from '../../lambdas/finish/handler.ts';
import { buckets, cloudForThisFile, tables } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { openAiForThisFile, rejection } from './support/openai.ts';
import { approvedRun } from './support/road.ts';
import { newRunId } from './support/runs.ts';
import { publicUrl } from './support/reviews.ts';

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);
let approved: Awaited<ReturnType<typeof approvedRun>>;
let event: ArchiveInput;
beforeAll(async () => {
  approved = await approvedRun(cloud, openai, { title: 'Zephyr in the park', keywords: ['lighthouse'], deliverables: [{ name: 'small', width: 320, height: 180, formats: ['jpeg', 'webp'] }] });
  event = await approved.archiveEvent();
});

const api = (route: string, query: Record<string, string>, parameters: Record<string, string> = {}) =>
  ask(createApi({ ...approved.ports, makeId: newRunId, briefsBucket: buckets.briefs, publicUrl }), route, { query, parameters });
const search = async (q: string, query: Record<string, string> = {}) => AssetList.parse((await api('GET /api/assets', { q, ...query })).json);

describe('finishing', () => {
  test('makes the master and every rendition, and a second time changes nothing', async () => {
    const report = await cloud.objects.readJson(event.report, FinishReport);
    expect(report.renditions.map(({ file }) => [file.mediaType, file.width, file.height])).toEqual([
      ['image/jpeg', 320, 180],
      ['image/webp', 320, 180],
    ]);
    expect(await createFinish(approved.ports)(approved.finishEvent)).toEqual({ master: event.master, report: event.report });
  });

  test('leaves the approved bytes as they were', async () => {
    const { original } = await cloud.objects.readJson(event.report, FinishReport);
    expect(original).toEqual(approved.candidate);
    await cloud.objects.read(approved.candidate);
  });

  test('refuses a candidate whose bytes are others', async () => {
    const forged = { ...approved.candidate, sha256: 'd'.repeat(64) };
    expect((await rejection(createFinish(approved.ports)({ ...approved.finishEvent, candidate: forged }))).name).toBe('InvalidInput');
  });
});

describe('archiving', () => {
  test('keeps the original byte for byte, with all that is needed to find and re-make it', async () => {
    const { assetId, companion } = await createArchive(approved.ports)(event);
    expect(assetId).toBe(approved.runId);
    const document = await cloud.objects.readJson(companion, CompanionDocument);
    expect(document.files.map(({ role }) => role)).toEqual(['original', 'master', 'rendition', 'rendition']);
    for (const { file } of document.files) {
      expect(file.bucket).toBe(buckets.archive);
      // Reading checks the SHA-256 of each.
      await cloud.objects.read(file);
    }
    expect(document.files[0]?.file.sha256).toBe(approved.candidate.sha256);
    expect(document.decision.decidedBy).toBe('art@example.com');
    expect(document.lineage).toHaveLength(1);
    const { perceptualHash } = document.inspection;
    expect(await cloud.archive.lookalikes(perceptualHash)).toEqual([{ assetId, title: 'Zephyr in the park', perceptualHash }]);
  });

  test('done again writes the same and nothing besides', async () => {
    const first = await createArchive(approved.ports)(event);
    const before = [await cloud.items(tables.archive), await cloud.keys(buckets.archive, `assets/${approved.runId}/`)];
    approved.desk.clock.pass(5);
    expect(await createArchive(approved.ports)(event)).toEqual(first);
    const after = [await cloud.items(tables.archive), await cloud.keys(buckets.archive, `assets/${approved.runId}/`)];
    expect(after).toEqual(before);
  });

  test('is not found before it is whole', async () => {
    await cloud.documents.send(new PutCommand({ TableName: tables.archive, Item: { pk: 'term#unfinished', sk: 'b'.repeat(24), weight: 1, title: 'x', archivedAt: '2026-11-24T12:00:00.000Z' } }));
    expect((await search('unfinished')).assets).toEqual([]);
  });
});

describe('search', () => {
  beforeAll(async () => {
    await createArchive(approved.ports)(event);
  });

  test('finds an asset by all of its words, in any of their numbers', async () => {
    for (const words of ['zephyr', 'lighthouses', 'golden RETRIEVER', 'park zephyr frisbee']) expect((await search(words)).assets.map(({ assetId }) => assetId)).toEqual([approved.runId]);
    expect((await search('zephyr submarine')).assets).toEqual([]);
  });

  test('opens what it found', async () => {
    const answer = await api('GET /api/assets/{assetId}', {}, { assetId: approved.runId });
    const { asset, urls } = AssetDetail.parse(answer.json);
    expect(asset.title).toBe('Zephyr in the park');
    const fetched = await fetch(urls.original);
    expect(fetched.status).toBe(200);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(await cloud.objects.read(approved.candidate))).toBe(true);
  });

  test('pages by cursor, each asset once and the best first', async () => {
    const record = await cloud.archive.find(approved.runId);
    const copies = Array.from({ length: 5 }, (_, index) => ({ ...record!, assetId: newRunId(), title: `Copy ${String(index)}` }));
    for (const [index, copy] of copies.entries()) await cloud.archive.put(copy, new Map([['quokka', 10 - index]]));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: AssetList = await search('quokka', { limit: '2', ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.assets.map(({ title }) => title));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(copies.map(({ title }) => title));
  });
});

test('what the check approved says so in the asset and in the owner’s mail', async () => {
  const own = await approvedRun(cloud, openai, { title: 'Straight on', owner: 'owner@example.com' });
  const { decision: people, ...archived } = await own.archiveEvent();
  const decision = { ...people, decidedBy: automaticCheck, reviewId: `judgement-${own.runId}-1` };
  const { companion } = await createArchive(own.ports)({ ...archived, decision });
  expect((await cloud.objects.readJson(companion, CompanionDocument)).decision.decidedBy).toBe('Galley’s automatic check');
  const detail = { runId: own.runId, outcome: 'completed', title: 'Straight on', assetId: own.runId, reasons: [], endedAt: '2026-11-28T10:00:00.000Z' };
  await createNotify(own.ports)({ detail });
  expect(own.desk.mailer.sent.at(-1)?.text.replace(/\s+/gu, ' ')).toContain('Galley’s automatic check, without people, as the brief allows it (review.automatic)');
});
