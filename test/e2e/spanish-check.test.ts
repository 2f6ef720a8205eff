import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InspectionDocument, GenerationDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { englishIn } from '../core/support/english.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { tellJudge } from './support/stand-in.ts';

/** A brief in Spanish on the whole of Galley, with a stand-in that finds faults. */

let galley: EmbeddedGalley;
beforeAll(async () => {
  galley = await EmbeddedGalley.start();
});
afterAll(async () => {
  await galley.dispose();
});

async function documentOf<Output>(key: string, schema: { parse(value: unknown): Output }): Promise<Output> {
  const { Body } = await galley.s3.send(new GetObjectCommand({ Bucket: galley.output('AssetsBucketName'), Key: key }));
  return schema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
}

test('the check speaks Spanish: in the mail, in what is kept, and in what it asks of the next round', async () => {
  await tellJudge(galley, { question: 'structure', answer: 'fail', evidence: 'Una pata se funde con el disco.', suggestion: { slot: 'exclude', text: 'la pata que sobra' } });
  const [Bucket, Key] = [galley.output('BriefsBucketName'), 'inbox/perro-al-alba.yaml'];
  const Body = `title: Perro al alba
owner: ana@example.com
language: es
concept: { subject: un perro dorado, action: atrapando un disco rojo, environment: un parque soleado junto al puerto }
lighting: luz de mañana
quality: low
candidates: 2
copySpace: left
brand: { colours: ['#00ff00'], inspection: { noise: 0, palette: 0, copySpace: 0, nearlyBlank: 64 } }
deliverables: [instagram-square]
review: { approvers: [rui@example.com], rounds: 2 }
`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const runId = await galley.runOf(`s3://${Bucket}/${Key}`);
  const { rounds } = await galley.runWhen(runId, 'the review of round 2', (run) => run.state === 'waiting' && run.rounds.length === 2);
  expect(rounds.map(({ judgement }) => judgement?.verdict)).toEqual(['iterate', 'review']);
  expect((await documentOf(runKeys.generation(runId, 2), GenerationDocument)).direction?.note).toBe('quitar la pata que sobra.');

  const { candidates } = await documentOf(runKeys.inspection(runId, 2), InspectionDocument);
  expect(candidates[0]?.measures.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual(expect.arrayContaining(['noise', 'palette', 'copy-space']));
  const said = candidates.flatMap(({ measures, answers }) => [...measures.map(({ message }) => message), ...answers.flatMap(({ evidence, suggestion }) => [evidence, suggestion?.text ?? ''])]);
  const judged = rounds.flatMap(({ judgement }) => [...(judgement?.reasons ?? []), ...(judgement?.alternatives ?? []).map(({ reason }) => reason), judgement?.trust?.reason ?? '']);
  for (const text of [...said, ...judged]) expect(englishIn(text), text).toEqual([]);
  expect(judged).toContainEqual(expect.stringMatching(/^Otra ronda de este tipo subiría la mejor puntuación en 0,\d\d .+ frente a un coste de \d+,\d\d\u00A0US\$: merece otra ronda\.$/u));

  const { text, html } = await galley.mailbox.message('rui@example.com', 'Perro al alba');
  const told = text.replace(/https?:\S+/gu, '').replace(/\s+/gu, ' ');
  expect(told).toContain('Qué dice la comprobación automática: - Ninguna propuesta superó la comprobación automática, y es la última ronda. - Propuesta en el puesto 1: estructura: Una pata se funde con el disco.');
  expect(englishIn(told)).toEqual([]);
  expect(html).not.toContain('lang="en"');
});
