import { expect, test } from 'vitest';
import { GenerationDocument, InspectionDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { englishIn } from '../core/support/english.ts';
import { submit } from './support/briefs.ts';
import { tellJudge } from './support/stand-in.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** A brief in Spanish on the whole of Galley, with a stand-in that finds faults. */

const galley = galleyForThisFile();

test('the check speaks Spanish: in the mail, in what is kept, and in what it asks of the next round', async () => {
  await tellJudge(galley, { question: 'structure', answer: 'fail', evidence: 'Una pata se funde con el disco.', suggestion: { slot: 'exclude', text: 'la pata que sobra' } });
  const runId = await submit(galley, 'Perro al alba', {
    language: 'es',
    concept: { subject: 'un perro dorado', action: 'atrapando un disco rojo', environment: 'un parque soleado junto al puerto' },
    lighting: 'luz de mañana',
    candidates: 2,
    copySpace: 'left',
    brand: { colours: ['#00ff00'], inspection: { noise: 0, palette: 0, copySpace: 0, nearlyBlank: 64 } },
    deliverables: ['instagram-square'],
    review: { approvers: ['rui@example.com'], rounds: 2 },
  });
  const { rounds } = await galley.runWhen(runId, 'the review of round 2', (run) => run.state === 'waiting' && run.rounds.length === 2);
  expect(rounds.map(({ judgement }) => judgement?.verdict)).toEqual(['iterate', 'review']);
  expect((await galley.document(runKeys.generation(runId, 2), GenerationDocument)).direction?.note).toBe('quitar la pata que sobra.');

  const { candidates } = await galley.document(runKeys.inspection(runId, 2), InspectionDocument);
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
