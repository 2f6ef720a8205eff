/** A brief in Spanish through Inspect and Judge: the handlers, the real client, and a stand-in that finds faults. */
import { describe, expect, test } from 'vitest';

import { assess } from '../../core/assessment/assess.ts';
import { trustOf } from '../../core/agreement/trust.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { InspectionDocument, JudgementDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { speakerIn } from '../../core/language/catalogues.ts';
import { modelOf } from '../../core/models/models.ts';
import { InspectOutput, type Direction } from '../../core/workflow.ts';
import { createHandler as createInspect } from '../../lambdas/inspect/handler.ts';
import { createHandler as createJudge } from '../../lambdas/judge/handler.ts';
import { sha256 } from '../../lambdas/shared/hash.ts';
import type { TrustNow } from '../../lambdas/shared/trust.ts';
import type { VisionModel } from '../../lambdas/shared/vision.ts';
import { plain, scene } from '../core/imaging/pictures.ts';
import { englishIn } from '../core/support/english.ts';
import { buckets, cloudForThisFile } from './support/cloud.ts';
import { HeldClock, notYetTrusted } from './support/doubles.ts';
import { openAiForThisFile } from './support/openai.ts';
import { newRunId, placeRun } from './support/runs.ts';

const [cloud, openai, picture] = await Promise.all([cloudForThisFile(), openAiForThisFile(), scene(1024, 1024)]);

const spanish: Partial<BriefInput> = {
  language: 'es',
  title: 'Perro en el parque',
  concept: { subject: 'un perro dorado', action: 'atrapando un disco rojo', environment: 'un parque soleado' },
  lighting: 'neon',
  style: 'monochrome',
  mood: 'calma',
  copySpace: 'left',
  brand: { colours: ['#00ff00'], inspection: { noise: 0, blur: 0.3, subjectBlur: 0.3, motionBlur: 0.3, palette: 0, copySpace: 0, banding: 0, nearlyBlank: 64, clippedShadows: 0, clippedHighlights: 0 } },
};

async function inspected(pictures: readonly Buffer[], changes: Partial<BriefInput> = {}, vision: VisionModel = openai.vision, round = 1) {
  const placed = await placeRun(cloud, { ...spanish, ...changes });
  const { runId, refs, brief } = placed;
  await cloud.objects.writeJson(buckets.assets, runKeys.assessment(runId), assess(brief, { model: modelOf() }));
  const candidates = await Promise.all(pictures.map((bytes) => cloud.objects.writeImage(buckets.assets, runKeys.candidate(runId, round, sha256(bytes), 'png'), bytes, { width: 1024, height: 1024, mediaType: 'image/png' })));
  const inspect = createInspect({ objects: cloud.objects, runs: cloud.runs, archive: cloud.archive, ledger: cloud.ledger, rateGate: cloud.rateGate, vision, clock: new HeldClock(), assetsBucket: buckets.assets, judgeModel: 'gpt-5.4-mini', monthlyCapUsd: 500 });
  const { inspection } = InspectOutput.parse(await inspect({ runId, brief: refs.brief, prompt: refs.prompt, round, candidates, lastTry: false, ticket: null }));
  const document = await cloud.objects.readJson(inspection, InspectionDocument);
  const judged = async (trust: TrustNow = notYetTrusted, directions: readonly Direction[] = []) => {
    const judge = createJudge({ ...cloud, clock: new HeldClock(), trust, briefsBucket: buckets.briefs, assetsBucket: buckets.assets });
    await judge({ runId, brief: refs.brief, inspection, candidates, round, roundLimit: 3, directions });
    return cloud.objects.readJson({ bucket: buckets.assets, key: runKeys.judgement(runId, round) }, JudgementDocument);
  };
  return { ...placed, document, judged };
}

/** Words of the brief stand between quotation marks, as its author wrote them. */
const ours = (text: string): string => text.replace(/«[^»]*»/gu, '').replaceAll('monochrome', '');

test('inspection and judgement speak the language of the brief throughout', async () => {
  const { document, judged } = await inspected([picture, await plain(1024, 1024, '#808080')]);
  const [found, blank] = document.candidates;
  expect(found?.measures.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual(expect.arrayContaining(['nearly-blank', 'noise', 'palette', 'copy-space']));
  expect(blank?.passedGates).toBe(false);
  expect(found?.answers.find(({ question }) => question === 'style')).toMatchObject({ answer: 'fail', evidence: expect.stringMatching(/^Se pide «monochrome», pero la croma media es 0,\d\d\.$/u) as unknown, suggestion: { slot: 'style', text: 'monochrome, sin ningún color' } });

  const { reasons, alternatives, expectation, trust, direction } = await judged();
  const said = [
    ...document.candidates.flatMap(({ measures, answers }) => [...measures.map(({ message }) => message), ...answers.flatMap(({ evidence, suggestion }) => [evidence, suggestion?.text ?? ''])]),
    ...reasons,
    ...alternatives.map(({ reason }) => reason),
    expectation?.sentence ?? '',
    trust?.reason ?? '',
    direction?.note ?? '',
  ];
  for (const text of said) expect(englishIn(ours(text)), text).toEqual([]);
  expect(trust?.reason).toBe('La comprobación automática aún no se ha ganado la confianza: no se ha contado ninguna decisión.');
  expect(direction).toMatchObject({ kind: 'changes', note: 'estilo: monochrome, sin ningún color.', questions: ['style'] });
  expect(reasons[0]).toMatch(/^La mejor propuesta obtiene \d+ de 100 y necesita una corrección\.$/u);
});

test('what the check does is the same in each language', async () => {
  const [one, other] = await Promise.all([inspected([picture]), inspected([picture], { language: 'en' })]);
  const facts = ({ document }: typeof one) =>
    document.candidates.map(({ measures, answers, subject, score, passedGates }) => ({ measures: measures.map((measure) => ({ ...measure, message: '' })), answers: answers.map((answer) => ({ ...answer, evidence: '', suggestion: answer.suggestion?.slot })), subject, score, passedGates }));
  expect(facts(one)).toEqual(facts(other));
  const [here, there] = await Promise.all([one.judged(), other.judged()]);
  expect([here.verdict, here.direction?.questions, here.threshold, here.expectation?.worthUsd]).toEqual([there.verdict, there.direction?.questions, there.threshold, there.expectation?.worthUsd]);
  expect(there.reasons[0]).toMatch(/^The best candidate scores \d+ of 100 and needs one correction\.$/u);
});

test('trust is asked for in the language, and nobody is asked where no model has looked', async () => {
  const asked: unknown[] = [];
  const trust: TrustNow = (model, language) => {
    asked.push([model, language]);
    return Promise.resolve(trustOf([], speakerIn(language)));
  };
  await (await inspected([picture])).judged(trust);
  expect(asked).toEqual([['gpt-5.4-mini', 'es']]);
});

describe('why the questions are left to people', () => {
  const refusing: VisionModel = { look: () => Promise.resolve({ answers: null, usage: { inputTokens: 1000, outputTokens: 10 } }) };

  test.each([
    ['the file is no picture', () => inspected([Buffer.from('no picture at all')]), 'La imagen no se puede leer.'],
    ['the budget has no room', () => inspected([picture], { budget: { cap: 0.001 } }), 'El presupuesto no alcanza para el modelo de visión.'],
    ['the model refuses to answer', () => inspected([picture], {}, refusing), 'El modelo de visión se negó a responder.'],
    ['the service refuses the request', async () => (await openai.fault({ kind: 'moderation', operation: 'responses' }), inspected([picture])), 'El modelo de visión rechazó la petición.'],
    ['the answer gets lost', async () => (await openai.fault({ kind: 'dropped', operation: 'responses' }), inspected([picture])), 'La respuesta del modelo de visión se perdió por el camino.'],
  ])('%s', async (_, inspect, reason) => {
    const { document } = await inspect();
    expect(new Set(document.candidates[0]?.answers.map(({ evidence }) => evidence))).toEqual(new Set([reason]));
  });
});

test('a twin in the archive is named in the language', async () => {
  const first = await inspected([picture]);
  const assetId = newRunId();
  const { perceptualHash, preview } = first.document.candidates[0]!;
  await cloud.archive.put({ assetId, title: 'Perro de otoño', kind: 'editorial', template: { name: 'editorial', version: '1.0.0' }, model: { name: 'gpt-image-2', snapshot: 'gpt-image-2-2026-04-21' }, archivedAt: '2026-11-20T12:00:00.000Z', thumbnail: preview, companion: first.refs.brief, terms: [], perceptualHash }, new Map());
  const { document } = await inspected([picture]);
  expect(document.candidates[0]?.measures.find(({ id }) => id === 'archive-duplicate')?.message).toBe(`Es casi la misma imagen que la archivada «Perro de otoño» (${assetId}): usar la imagen archivada, o pedir otra vista`);
});
