import { PutObjectCommand } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';

import { BrandDetail, BrandList } from '../../core/api.ts';
import { Brief } from '../../core/brief/schema.ts';
import { CompanionDocument, FinishReport } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { getBrand, listBrands } from '../../lambdas/api/brands.ts';
import { createHandler as createArchive } from '../../lambdas/archive/handler.ts';
import { createHandler as createFinish } from '../../lambdas/finish/handler.ts';
import { createHandler as createIntake } from '../../lambdas/intake/handler.ts';
import { acceptBrief } from '../../lambdas/shared/accept.ts';
import { sha256 } from '../../lambdas/shared/hash.ts';
import { httpHandler } from '../../lambdas/shared/http.ts';
import { readCompleteBrief } from '../../lambdas/shared/materials.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedExecutions, RecordedMailer } from './support/doubles.ts';
import { ask } from './support/http.ts';
import { openAiForThisFile } from './support/openai.ts';
import { approvedRun } from './support/road.ts';
import { newRunId } from './support/runs.ts';

const voltaire = new URL('../../examples/brands/voltaire/', import.meta.url);
const files = await Promise.all(['kit.yaml', 'dusk.cube', 'mark.png'].map(async (name) => [`brands/voltaire/${name}`, await readFile(new URL(name, voltaire))] as const));
const kitBytes = files[0]![1];

const [cloud, openai] = await Promise.all([cloudForThisFile(), openAiForThisFile()]);
beforeAll(async () => {
  for (const [key, bytes] of files) await put(key, bytes);
});

const put = (key: string, body: string | Buffer) => cloud.s3.send(new PutObjectCommand({ Bucket: buckets.briefs, Key: key, Body: body }));
const briefNaming = (brand: string): string => `title: Frisbee\nowner: owner@example.com\nconcept:\n  subject: a golden retriever\nbrand: ${brand}\n`;
/** A kit of its own for each test. */
async function kit(text: string | Buffer, file = 'kit.yaml'): Promise<string> {
  const name = `brand-${randomBytes(4).toString('hex')}`;
  await put(`brands/${name}/${file}`, text);
  return name;
}

async function takeIn(text: string) {
  const [mailer, executions] = [new RecordedMailer(), new RecordedExecutions()];
  const key = `inbox/${randomBytes(6).toString('hex')}/brief.yaml`;
  await put(key, text);
  const etag = (await cloud.objects.head({ bucket: buckets.briefs, key }))?.etag ?? '';
  const handler = createIntake({ objects: cloud.objects, runs: cloud.runs, executions, mailer, clock: new HeldClock(), assetsBucket: buckets.assets, defaultApprovers: ['team@example.com'] });
  const taken = await handler({ detail: { bucket: { name: buckets.briefs }, object: { key, etag, sequencer: randomBytes(8).toString('hex') } } });
  // Mails break their lines anywhere.
  return { ...taken, runId: taken.causeId ?? '', mail: mailer.sent[0]?.text.replaceAll(/\s+/g, ' ') ?? '' };
}

describe('a brief that names a brand kit', () => {
  test('becomes a run with the kit’s fields, its bytes pinned and kept', async () => {
    const { result, runId } = await takeIn(briefNaming('{ kit: voltaire, dont: [visible number plates] }'));
    expect(result).toBe('accepted');
    const brief = await cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.brief(runId) }, Brief);
    expect(brief.brand).toMatchObject({ name: 'Voltaire Motors', colours: ['#0b1f33', '#c8d3dc', '#e8552d'], dont: ['lens flares', 'stock-photo smiles', 'visible number plates'], logo: 'brands/voltaire/mark.png' });
    expect(brief.brand.kit).toEqual({ name: 'voltaire', version: 1, file: 'brands/voltaire/kit.yaml', sha256: sha256(kitBytes) });
    expect(brief.review.approvers).toEqual(['brand@example.com']);
    expect(brief.grade).toMatchObject({ contrast: 1.06, lut: { file: 'brands/voltaire/dusk.cube' } });
    expect(await cloud.objects.read({ bucket: buckets.assets, key: runKeys.brandKit(runId, sha256(kitBytes), 'kit.yaml') })).toEqual(kitBytes);
    for (const [file, bytes] of files.slice(1)) expect(await cloud.objects.read({ bucket: buckets.assets, key: runKeys.brandFile(runId, file) })).toEqual(bytes);
  });

  test.each([
    ['voltiare', 'did you mean "voltaire"?'],
    ['{ kit: { name: voltaire, version: 9 } }', 'Expected version 9 of the brand kit voltaire for brand.kit.version but the bucket has version 1'],
  ])('is sent back when there is no such kit: %s', async (brand, message) => {
    const { result, mail } = await takeIn(briefNaming(brand));
    expect(result).toBe('rejected');
    expect(mail).toContain(message);
  });

  test('is sent back with the kit’s own field when the kit is not valid', async () => {
    const name = await kit('name: Acme\nversion: 1\ncolours: ["#12345"]\nlogos: x\n');
    const { result, mail } = await takeIn(briefNaming(name));
    expect(result).toBe('rejected');
    expect(mail).toContain(`In the brand kit brands/${name}/kit.yaml, line 3: Expected a colour as #rrggbb in quotes, or { colour, name, role } for colours[0] but received "#12345"`);
    expect(mail).toContain(`In the brand kit brands/${name}/kit.yaml, line 4: Expected a field of the brand kit but received "logos"; did you mean "logo"?`);
  });

  test.each([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'save the file as UTF-8'],
    ['a megabyte', Buffer.alloc(1_000_001, 'x'), 'keep pictures in files of their own'],
  ])('is sent back when the kit is %s', async (_, bytes, message) => {
    const name = await kit(bytes);
    expect((await takeIn(briefNaming(name))).mail).toContain(message);
  });

  test('is sent back when the kit has two files, of which none is the right one', async () => {
    const name = await kit('name: Acme\nversion: 1\n');
    await put(`brands/${name}/kit.json`, '{"name":"Acme","version":2}');
    expect((await takeIn(briefNaming(name))).mail).toContain(`Expected one file of the brand kit ${name} for brand.kit but received brands/${name}/kit.json and brands/${name}/kit.yaml; remove all but one`);
  });

  test('is told that the kit names a file that is not there, unless the brief names it itself', async () => {
    const name = await kit('name: Acme\nversion: 1\nlogo: brands/acme/none.svg\n');
    const { mail } = await takeIn(briefNaming(name));
    expect(mail).toContain(`In the brand kit brands/${name}/kit.yaml: Expected the file brands/acme/none.svg in the briefs bucket for brand.logo but there is none`);
    expect((await takeIn(briefNaming(`{ kit: ${name}, logo: brands/voltaire/mark.png }`))).result).toBe('accepted');
  });

  test('keeps the kit that the first attempt found, though it changes before the second', async () => {
    const name = await kit('name: Acme\nversion: 1\ncredit: First\n');
    const executions = new RecordedExecutions();
    const ports = { objects: cloud.objects, runs: cloud.runs, executions, clock: new HeldClock(), assetsBucket: buckets.assets };
    const runId = newRunId();
    const attempt = async () => {
      const complete = await readCompleteBrief(cloud.objects, buckets.briefs, briefNaming(name), 'yaml', '2026-11-24');
      await acceptBrief(ports, { runId, complete, source: { bucket: buckets.briefs, key: 'accepted/x', sha256: sha256('x'), bytes: 1 }, sourceUri: 's3://x' });
      return cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.brief(runId) }, Brief);
    };
    const first = await attempt();
    await put(`brands/${name}/kit.yaml`, 'name: Acme\nversion: 2\ncredit: Second\n');
    expect(await attempt()).toEqual(first);
    expect(first.brand).toMatchObject({ credit: 'First', kit: { version: 1 } });
  });
});

test('the kit is archived with the asset, byte for byte', async () => {
  const { brief } = await readCompleteBrief(cloud.objects, buckets.briefs, briefNaming('voltaire'), 'yaml', '2026-11-24');
  const approved = await approvedRun(cloud, openai, { ...brief, deliverables: [{ name: 'small', width: 320, height: 180, formats: ['png'] }] });
  for (const [file, bytes] of files.slice(1)) await cloud.objects.write(buckets.assets, runKeys.brandFile(approved.runId, file), bytes, 'application/octet-stream');
  await cloud.objects.write(buckets.assets, runKeys.brandKit(approved.runId, sha256(kitBytes), 'kit.yaml'), kitBytes, 'text/plain');

  const { report } = await createFinish(approved.ports)(approved.finishEvent);
  expect((await cloud.objects.readJson(report, FinishReport)).brandFiles.map(({ file }) => file).sort()).toEqual(['brands/voltaire/dusk.cube', 'brands/voltaire/kit.yaml', 'brands/voltaire/mark.png']);
  const { companion } = await createArchive(approved.ports)(await approved.archiveEvent());
  const archived = await cloud.objects.readJson(companion, CompanionDocument);
  const kept = archived.files.find(({ name }) => name === 'brands/voltaire/kit.yaml');
  expect(await cloud.objects.read(kept!.file)).toEqual(kitBytes);
  expect(archived.brief.brand.kit?.sha256).toBe(sha256(kitBytes));
});

describe('the API', () => {
  const api = (route: string, parameters: Readonly<Record<string, string>> = {}) => {
    const ports = { objects: cloud.objects, briefsBucket: buckets.briefs };
    return ask(httpHandler({ 'GET /api/brands': listBrands(ports), 'GET /api/brands/{name}': getBrand(ports) }), route, { parameters });
  };

  test('lists the kits, those that cannot be used among them', async () => {
    const broken = await kit('name: Acme\n');
    await put('brands/none/mark.png', 'x');
    const { brands } = BrandList.parse((await api('GET /api/brands')).json);
    expect(brands).toContainEqual({ name: 'voltaire', file: 'brands/voltaire/kit.yaml', title: 'Voltaire Motors', version: 1, problems: 0 });
    expect(brands).toContainEqual({ name: broken, file: `brands/${broken}/kit.yaml`, title: null, version: null, problems: 1 });
    expect(brands.map(({ name }) => name)).not.toContain('none');
  });

  test('shows a kit, or what is wrong with it', async () => {
    expect(BrandDetail.parse((await api('GET /api/brands/{name}', { name: 'voltaire' })).json)).toMatchObject({ sha256: sha256(kitBytes), kit: { name: 'Voltaire Motors', colours: [{ name: 'Midnight', role: 'primary' }, {}, {}] }, problems: [] });
    const broken = await kit('name: Acme\n');
    expect(BrandDetail.parse((await api('GET /api/brands/{name}', { name: broken })).json)).toMatchObject({ kit: null, problems: [{ field: 'version' }] });
  });

  test('answers 404 for a kit that is not there, with the nearest name', async () => {
    const answer = await api('GET /api/brands/{name}', { name: 'voltair' });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('did you mean \\"voltaire\\"?');
  });
});
