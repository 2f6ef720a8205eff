import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApiError, PromptPreview, TemplateDetail, TemplateList } from '../../core/api.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { PromptDocument } from '../../core/documents.ts';
import { briefKeys } from '../../core/keys.ts';
import { drawOf } from '../../core/prompt/draw.ts';
import type { PromptTemplate } from '../../core/prompt/template.ts';
import { shippedTemplate } from '../../core/prompt/templates.ts';
import { createHandler as createApi } from '../../lambdas/api/handler.ts';
import { createHandler as createBuildPrompt } from '../../lambdas/build-prompt/handler.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, RecordedExecutions } from './support/doubles.ts';
import { ask, type TestRequest } from './support/http.ts';
import { placeRun } from './support/runs.ts';

const cloud = await cloudForThisFile();

const ana = 'arn:aws:iam::000000000000:user/ana';
const clock = new HeldClock();
const api = (route: string, request: TestRequest = {}) =>
  ask(
    createApi({
      ...cloud,
      executions: new RecordedExecutions(),
      clock,
      makeId: () => 'id',
      briefsBucket: buckets.briefs,
      assetsBucket: buckets.assets,
      publicUrl: 'https://galley.example.com',
      defaultModel: 'gpt-image-2',
      monthlyCapUsd: 500,
      defaultApprovers: ['team@example.com'],
    }),
    route,
    { caller: ana, ...request },
  );
const change = (what: 'labels' | 'shares' | 'rollback', name: string, body: object) => api(`POST /api/templates/{name}/${what}`, { parameters: { name }, body: JSON.stringify(body) });
const messageOf = (json: unknown): string => ApiError.parse(json).error.message;

let teams = 0;
/** A template of the team's own, so that no test meets the labels of another. */
const newName = (): string => `poster-${String((teams += 1))}`;
const product = shippedTemplate('product', '1.0.0')!.template;
const upload = async (name: string, version: string, changes: Partial<PromptTemplate> = {}): Promise<string> => {
  const bytes = Buffer.from(JSON.stringify({ ...product, name, version, ...changes }));
  await cloud.objects.write(buckets.briefs, briefKeys.template(name, version), bytes, 'application/json');
  return createHash('sha256').update(bytes).digest('hex');
};
const choose = (name: string, runId: string | null = null, at: { version?: string; label?: string } = {}) => cloud.templates.choose({ name, version: at.version ?? null, label: at.label ?? null }, runId);

const buildPrompt = async (changes: Partial<BriefInput>, at: HeldClock = clock) => {
  const { runId, refs } = await placeRun(cloud, changes);
  const handle = createBuildPrompt({ ...cloud, clock: at, assetsBucket: buckets.assets, defaultModel: 'gpt-image-2' });
  const build = async (round = 1): Promise<PromptDocument> => cloud.objects.readJson((await handle({ runId, brief: refs.brief, round, directions: [] })).prompt, PromptDocument);
  return { runId, build };
};

describe('labels over the API', () => {
  test('a team’s version is read, checked, pointed at, and moved back, with who and when', async () => {
    const name = newName();
    const [first, second] = [await upload(name, '1.0.0'), await upload(name, '1.1.0', { notes: 'another' })];
    expect((await change('labels', name, { label: 'production', version: '1.0.0' })).status).toBe(200);
    expect((await change('labels', name, { label: 'production', version: '1.1.0' })).status).toBe(200);
    const { status, json } = await change('rollback', name, { label: 'production' });
    expect(status).toBe(200);
    const by = { at: '2026-11-24T12:00:00.000Z', by: ana, label: 'production' };
    expect(TemplateDetail.parse(json)).toEqual({
      name,
      versions: [
        { version: '1.0.0', shipped: false },
        { version: '1.1.0', shipped: false },
      ],
      labels: { production: { version: '1.0.0', sha256: first } },
      shares: {},
      history: [
        { action: 'move', ...by, from: null, to: { version: '1.0.0', sha256: first } },
        { action: 'move', ...by, from: { version: '1.0.0', sha256: first }, to: { version: '1.1.0', sha256: second } },
        { action: 'rollback', ...by, from: { version: '1.1.0', sha256: second }, to: { version: '1.0.0', sha256: first } },
      ],
    });
    expect((await api('GET /api/templates/{name}', { parameters: { name } })).json).toEqual(json);
  });

  test('ten moves at once are all recorded, each from where the one before it left off', async () => {
    const name = newName();
    const versions = Array.from({ length: 10 }, (_, index) => `1.${String(index)}.0`);
    for (const version of versions) await upload(name, version);
    const answers = await Promise.all(versions.map((version) => change('labels', name, { label: 'production', version })));
    expect(answers.map(({ status }) => status)).toEqual(versions.map(() => 200));
    const { history, labels } = await cloud.templates.labels(name);
    expect(history).toHaveLength(versions.length);
    const steps = history.flatMap((each) => (each.action === 'share' ? [] : [each]));
    expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to));
    expect(labels['production']).toEqual(steps.at(-1)?.to);
  });

  test('the list has the eight kinds that ship, their versions, and the team’s own', async () => {
    const name = newName();
    await upload(name, '0.1.0');
    const { templates } = TemplateList.parse((await api('GET /api/templates')).json);
    expect(templates.find((each) => each.name === name)?.versions).toEqual([{ version: '0.1.0', shipped: false }]);
    expect(templates.find((each) => each.name === 'product')).toMatchObject({ versions: [{ version: '1.0.0', shipped: true }, { version: '1.1.0', shipped: true }], labels: { candidate: { version: '1.1.0' } } });
    expect(templates.filter(({ versions }) => versions.some(({ shipped }) => shipped))).toHaveLength(8);
  });

  test.each([
    ['labels', 'product', { label: 'production', version: '9.9.9' }, 404, /Expected the template product@9\.9\.9 but it neither ships nor lies at s3:\/\/briefs\/templates\/product\/9\.9\.9\.json/u],
    ['labels', 'product', { label: 'Production', version: '1.0.0' }, 422, /each problem names its field/u],
    ['labels', '../accepted', { label: 'production', version: '1.0.0' }, 400, /Expected the name of a template/u],
    ['shares', 'product', { shares: { production: 80, candidate: 30 } }, 400, /add up to 100 for shares but received 110/u],
    ['shares', 'nobody', { shares: { production: 100 } }, 404, /Expected the name of a template but received "nobody"/u],
    ['rollback', 'food', { label: 'production' }, 400, /Expected an earlier version to roll food@production back to/u],
  ] as const)('%s of %s with %o is refused with %i', async (what, name, body, status, message) => {
    const answer = await change(what, name, body);
    expect({ status: answer.status, message: messageOf(answer.json) }).toEqual({ status, message: expect.stringMatching(message) as unknown });
  });

  test('no label is moved to a file that is no template, or another one', async () => {
    const name = newName();
    await upload(name, '1.0.0', { slots: { ...product.slots, action: '' } });
    await upload(name, '1.1.0', { version: '1.2.0' });
    expect(messageOf((await change('labels', name, { label: 'production', version: '1.0.0' })).json)).toContain('slots.action');
    expect(messageOf((await change('labels', name, { label: 'production', version: '1.1.0' })).json)).toContain(`the file says ${name}@1.2.0`);
    expect((await cloud.templates.labels(name)).history).toEqual([]);
  });
});

describe('the template of a run', () => {
  test('is recorded with version, label and SHA-256', async () => {
    const { build } = await buildPrompt({ kind: 'product' });
    expect((await build()).template).toEqual({ name: 'product', version: '1.0.0', label: 'production', sha256: shippedTemplate('product', '1.0.0')?.sha256 });
  });

  test.each([
    ['product@1.1.0', { version: '1.1.0', label: null }],
    ['product@candidate', { version: '1.1.0', label: 'candidate' }],
  ])('is %s where the brief says so', async (template, expected) => {
    const { build } = await buildPrompt({ kind: 'product', template });
    expect((await build()).template).toMatchObject(expected);
  });

  test('follows its own draw between labels that share the traffic', async () => {
    const name = newName();
    await upload(name, '1.0.0');
    await upload(name, '2.0.0');
    await change('labels', name, { label: 'production', version: '1.0.0' });
    await change('labels', name, { label: 'candidate', version: '2.0.0' });
    await change('shares', name, { shares: { production: 50, candidate: 50 } });
    const seen = new Set<string | null>();
    for (let run = 0; run < 12; run += 1) {
      const { runId, build } = await buildPrompt({ template: name });
      const { label } = (await build()).template;
      expect(label).toBe(drawOf(name, runId) < 0.5 ? 'production' : 'candidate');
      seen.add(label);
    }
    expect(seen.size).toBe(2);
  });

  test('stays as it was when the label moves and the file changes under it', async () => {
    const name = newName();
    await upload(name, '1.0.0');
    await upload(name, '2.0.0', { slots: { ...product.slots, lighting: 'neon' } });
    await change('labels', name, { label: 'production', version: '1.0.0' });
    const { build } = await buildPrompt({ template: name });
    const first = await build();
    await change('labels', name, { label: 'production', version: '2.0.0' });
    await upload(name, '1.0.0', { slots: { ...product.slots, lighting: 'candles' } });
    expect({ ...(await build(2)), round: 1 }).toEqual(first);
    expect((await choose(name)).version).toBe('2.0.0');
  });

  test('is refused to a new run when the file under a label is not what it was', async () => {
    const name = newName();
    await upload(name, '1.0.0');
    await change('labels', name, { label: 'production', version: '1.0.0' });
    await upload(name, '1.0.0', { notes: 'changed in place' });
    await expect(choose(name)).rejects.toThrow(/received other bytes; put the file back, and publish the change as a new version/u);
  });

  test('is never one that was put in the place of a version that ships', async () => {
    await upload('product', '1.0.0', { slots: { ...product.slots, lighting: 'neon' } });
    expect(await choose('product', null, { version: '1.0.0' })).toMatchObject({ sha256: shippedTemplate('product', '1.0.0')?.sha256, slots: product.slots });
  });

  test('tells a model near its shutdown, and takes none after it', async () => {
    const { build } = await buildPrompt({ kind: 'food' });
    expect((await build()).warnings).toEqual([]);
    const late = await buildPrompt({ model: 'gpt-image-1.5' }, new HeldClock('2026-12-01T00:00:00.000Z'));
    await expect(late.build()).rejects.toThrow(/shut down on 2026-12-01 and is succeeded by gpt-image-2; write model: gpt-image-2/u);
  });
});

describe('POST /api/prompts', () => {
  const brief = 'title: Mug\nkind: product\nconcept:\n  subject: a stoneware mug\nseed: 7\naspect: "16:9"\n';
  const preview = (body: string, query: Readonly<Record<string, string>> = {}) => api('POST /api/prompts', { body, query, headers: { 'content-type': 'application/yaml' } });

  test('shows slots, parameters, size, price and what is not sent, and keeps nothing', async () => {
    const before = await cloud.keys(buckets.assets, '');
    const { status, json } = await preview(brief);
    expect(status).toBe(200);
    const shown = PromptPreview.parse(json);
    expect(shown.prompt.slots.slice(0, 2).map(({ from }) => from)).toEqual(['brief:concept.subject', 'template:product@1.0.0:action']);
    expect(shown.size).toMatchObject({ aspect: '16:9', width: 1792, height: 1008, reason: expect.stringContaining('it is 16:9 exactly') as unknown });
    expect(shown.prompt.notSent.map(({ parameter }) => parameter)).toEqual(['seed']);
    expect(shown.price.callMicroUsd).toBe(shown.prompt.estimateMicroUsd);
    expect(shown.price.pictureMicroUsd * shown.price.pictures).toBeGreaterThanOrEqual(shown.price.callMicroUsd);
    expect(await cloud.keys(buckets.assets, '')).toEqual(before);
  });

  test('shows an edit as its instruction, which costs the picture it starts from', async () => {
    const [plain, edit] = [PromptPreview.parse((await preview(brief)).json), PromptPreview.parse((await preview(brief, { changes: 'warmer light' })).json)];
    expect(edit.operation).toBe('edit');
    expect(edit.text).toMatch(/^Change only this: warmer light\./u);
    expect(edit.price.callMicroUsd).toBeGreaterThan(plain.price.callMicroUsd);
  });

  test('shows a start over as its new concept', async () => {
    expect(PromptPreview.parse((await preview(brief, { startOver: 'the mug on a raft' })).json).text).toMatch(/^New concept direction: the mug on a raft/u);
  });

  test.each([
    ['template: product@blue', 'template', /Expected a label of product/u],
    ['template: nobody', 'template', /Expected a template with labels/u],
    ['template: Product', 'template', /Expected a template as product, product@1\.0\.0 or product@candidate but received "Product"/u],
    ['quality: best', 'quality', /Expected one of/u],
  ])('%s is refused by its field', async (line, field, message) => {
    const answer = await preview(`${brief}${line}\n`);
    expect(answer.status).toBe(422);
    expect(ApiError.parse(answer.json).error.problems?.find((problem) => problem.field === field)?.message).toMatch(message);
  });
});
