import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trustOf, type Trust } from '../../../core/agreement/trust.ts';
import { questionAgreement } from '../../../core/agreement/agreement.ts';
import { noConfusion } from '../../../core/agreement/confusion.ts';
import type { JudgementDocument } from '../../../core/documents.ts';
import { QuestionId } from '../../../core/documents.ts';
import type { Outlook } from '../../../core/judge/expectation.ts';
import { sentenceOf } from '../../../core/judge/expectation.ts';
import { judge, type JudgeRequest } from '../../../core/judge/judge.ts';
import { smallestChange } from '../../../core/judge/change.ts';
import { rewrittenConcept } from '../../../core/judge/concept.ts';
import { joinRound } from '../../../core/judge/outcome.ts';
import { speakerIn } from '../../../core/language/catalogues.ts';
import { modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { editInstruction } from '../../../core/prompt/edit.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import type { Direction } from '../../../core/workflow.ts';
import { briefWith } from '../support/briefs.ts';
import { englishIn } from '../support/english.ts';
import { answersWith, candidate, hash, inspectionOf, measure, runId } from '../support/runs.ts';

/** The judge in Spanish: the same verdict, in other words. */

const spanish = speakerIn('es');

const given = fc.record({
  answer: fc.constantFrom('pass' as const, 'pass' as const, 'fail' as const, 'unsure' as const),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  evidence: fc.constantFrom('Seis dedos en la mano izquierda', 'Un gato en un muro.'),
  suggestion: fc.constantFrom(null, ...(['subject', 'action', 'environment', 'lighting', 'style', 'camera', 'exclude', null] as const).map((slot) => ({ slot, text: 'sin niebla densa' }))),
});
const candidates = fc.array(fc.record({ concept: given, structure: given, lighting: given, style: given, emotion: given, helmet: given, gate: fc.constantFrom(null, null, null, 'blank', 'size') }), { minLength: 1, maxLength: 4 });
const trusted: Trust = { trusted: true, perQuestion: Object.fromEntries(QuestionId.options.map((id) => [id, true])), reason: 'sesenta decisiones' };
const outlook: Outlook = { counts: { editRounds: 31, editRise: 12_400, editHeadroom: 93_000, startOverRounds: 1, startOverRise: -300, startOverHeadroom: 5_000 }, modelUsd: 0.2, alternativeUsd: 260, unapprovedShare: 0.125, hourlyUsd: 60, reviewHours: 0.1 };
const edit: Direction = { kind: 'changes', note: 'x', candidate: hash('9'), by: 'judge', questions: ['structure', 'lighting'] };
const anew: Direction = { kind: 'startOver', note: 'y', by: 'judge' };

const requests = fc.record({
  candidates,
  round: fc.integer({ min: 1, max: 3 }),
  directions: fc.subarray([edit, anew]),
  brief: fc.record({ owner: fc.constantFrom('ana@example.com', undefined), automatic: fc.constantFrom('never' as const, 'when-trusted' as const), threshold: fc.constantFrom(0.5, 0.7, 0.95), helmet: fc.boolean() }),
  trust: fc.constantFrom(undefined, trusted, { ...trusted, perQuestion: { ...trusted.perQuestion, style: false } }),
  outlook: fc.constantFrom(null, outlook, { ...outlook, counts: {} }, { ...outlook, alternativeUsd: 5 }),
});
type Request = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

function requestIn(language: 'en' | 'es', { candidates: looks, round, directions, brief, trust, outlook: sums }: Request): JudgeRequest {
  const qa = { threshold: brief.threshold, ...(brief.helmet ? { questions: [{ id: 'casco', ask: '¿Lleva casco?', required: true }] } : {}) };
  return {
    inspection: inspectionOf(
      ...looks.map(({ gate, helmet, ...five }, index) =>
        candidate(String(index + 1), [...answersWith(five), ...(brief.helmet ? [{ question: 'own-casco', region: null, ...helmet }] : [])], gate === null ? [] : [measure({ id: gate, gate: true, passed: false, message: 'La imagen no sirve' })]),
      ),
    ),
    brief: briefWith({ language, qa, concept: { subject: 'un perro dorado', action: 'atrapando un disco rojo', environment: 'un parque soleado' }, review: { automatic: brief.automatic }, ...(brief.owner === undefined ? {} : { owner: brief.owner }) }),
    round,
    roundLimit: 3,
    directions,
    outlook: sums,
    ...(trust === undefined ? {} : { trust }),
  };
}

/** All that a judgement says in words, apart from what it decides. */
function wordsOf({ reasons, alternatives, expectation, trust, direction }: JudgementDocument): string[] {
  return [...reasons, ...alternatives.map(({ reason }) => reason), ...(expectation === null ? [] : [expectation.sentence]), trust?.reason ?? '', direction?.note ?? ''];
}

function withoutWords({ reasons, alternatives, expectation, trust, direction, ...rest }: JudgementDocument): object {
  return { ...rest, reasons: reasons.length, alternatives: alternatives.map(({ choice }) => choice), expectation: expectation === null ? null : { ...expectation, sentence: '' }, trusted: trust?.trusted, direction: direction === null ? null : { ...direction, note: '' } };
}

test('of the same findings the judge decides and counts the same in each language, and in Spanish says nothing in English', () => {
  const said = new Set<string>();
  fc.assert(
    fc.property(requests, (request) => {
      const [english, other] = [requestIn('en', request), requestIn('es', request)];
      const [there, here] = [judge(english), judge(other)];
      expect(withoutWords(here)).toEqual(withoutWords(there));
      for (const words of wordsOf(here)) {
        expect(englishIn(words), words).toEqual([]);
        expect(words).not.toMatch(/[{}]|\d\.\d/u);
        said.add(words);
      }
      const next = { direction: there.direction ?? anew, inspection: english.inspection, costMicroUsd: 1 };
      const at = '2026-11-28T10:00:00.000Z';
      expect(joinRound({ ...other, judgement: here }, { ...next, direction: here.direction ?? anew }, at)).toEqual(joinRound({ ...english, judgement: there }, next, at));
    }),
    { numRuns: 1500, seed: 20_261_128 },
  );
  // Every kind of reason came up.
  for (const words of ['Propuestas que superan', 'nadie ha mirado', 'Sigue adelante', 'merece otra ronda', 'basta con lo que hay', 'deciden las personas', 'Ya se hizo un retoque por estructura', 'volvió a fallar', 'La comprobación automática duda en', 'responsable', '(obligatoria)']) {
    expect([...said].some((each) => each.includes(words)), words).toBe(true);
  }
});

test('the expectation writes numbers, sums and rounds as Spanish does', () => {
  const sums = { gain: 0.05, worthUsd: 0.9, costUsd: 3.2, meanRise: 0.04, chance: { now: 0, after: 0 } };
  expect(sentenceOf({ ...sums, rounds: 31, weight: 0.8 }, 'good-enough', spanish)).toBe('Otra ronda de este tipo ha subido la mejor puntuación en 0,04 de media (31 rondas), lo que vale 0,90\u00A0US$ frente a un coste de 3,20\u00A0US$: basta con lo que hay.');
  expect(sentenceOf({ ...sums, rounds: 1, meanRise: -0.1, weight: 0.1 }, 'people', spanish)).toMatch(/ha bajado la mejor puntuación en 0,10 de media \(1 ronda; se espera 0,05\)/u);
  expect(sentenceOf({ ...sums, rounds: 0, weight: 0 }, 'another-round', spanish)).toMatch(/subiría la mejor puntuación en 0,05 \(todavía no se ha contado ninguna ronda\).+: merece otra ronda\.$/u);
});

describe('trust', () => {
  const table = (pass: number, fail: number) => ({ ...noConfusion, pass: { ...noConfusion.pass, pass }, fail: { ...noConfusion.fail, fail } });

  test('that nothing was counted for is the same sentence wherever it is said', () => {
    expect(trustOf([], spanish)).toMatchObject({ trusted: false, reason: 'La comprobación automática aún no se ha ganado la confianza: no se ha contado ninguna decisión.' });
    const { trust } = judge({ inspection: inspectionOf(candidate('1')), brief: briefWith(), round: 1, roundLimit: 3 });
    expect(trust).toEqual({ trusted: false, reason: trustOf([]).reason });
  });

  test('is told question by question, and is earned alike in each language', () => {
    const agreement = [questionAgreement('concept', table(60, 12)), questionAgreement('style', table(60, 2)), questionAgreement('lighting', table(10, 1))];
    const told = trustOf(agreement, spanish);
    expect(told.reason).toBe('La comprobación automática aún no se ha ganado la confianza: estructura: nadie la ha respondido todavía; iluminación: 11 de 50 decisiones a mano; estilo: las personas señalaron 2 fallos, y hacen falta 8 para saberlo; emoción: nadie la ha respondido todavía.');
    expect(told.perQuestion).toEqual(trustOf(agreement).perQuestion);
    expect(trustOf(QuestionId.options.map((id) => questionAgreement(id, table(60, 12))), spanish).reason).toContain('concepto: kappa 1,00 (de 1,00 a 1,00) con 72 decisiones; estructura: kappa');
  });
});

describe('a note in Spanish', () => {
  const brief = briefWith({ language: 'es', lighting: 'sol duro de mediodía', style: 'acuarela', camera: 'objetivo de 35 mm', concept: { subject: 'un perro dorado', action: 'atrapando un disco', environment: 'un parque' } });
  const prompt = buildPrompt({ runId, round: 1, brief, directions: [], template: templateFor(brief.kind), model: modelOf() });
  const fail = (slot: 'lighting' | 'camera' | 'style' | 'environment' | 'action' | 'subject' | 'exclude', text: string) => ({ question: 'style', answer: 'fail' as const, confidence: 0.9, evidence: 'Un gato', region: null, suggestion: { slot, text } });

  test('is in one language, and each label of it lets its line of the prompt give way', () => {
    const note = smallestChange([fail('lighting', 'niebla suave'), fail('exclude', 'sin correa'), fail('lighting', 'alba'), fail('action', 'sentado')], spanish);
    expect(note).toBe('iluminación: niebla suave y alba; quitar correa; acción: sentado.');
    expect(smallestChange([{ ...fail('style', ''), suggestion: null }], spanish)).toBe('Corregir esto: Un gato.');
    const yielding = (slot: Parameters<typeof fail>[0]) =>
      editInstruction({ prompt, brief, direction: { kind: 'changes', note: smallestChange([fail(slot, 'xyz')], spanish), candidate: hash('1'), by: 'judge' } })
        .text.split('\n')
        .filter((line) => line.endsWith('(apart from the change above)'))
        .map((line) => line.split(':')[0]);
    expect((['lighting', 'camera', 'style', 'environment', 'action'] as const).map(yielding)).toEqual([['Lighting'], ['Camera'], ['Style'], ['Setting'], ['Action']]);
  });

  test('rewrites a concept line by line, as the next prompt reads it', () => {
    const note = rewrittenConcept(brief, [fail('subject', 'sin duda un perro'), fail('lighting', 'desde atrás'), fail('exclude', 'sin correa')], spanish);
    expect(note.split('\n')).toEqual([
      'Motivo: un perro dorado, sin duda un perro',
      'Acción: atrapando un disco',
      'Entorno: un parque',
      'Iluminación: sol duro de mediodía, desde atrás',
      'Mostrar exactamente esto: un perro dorado, atrapando un disco, un parque. Dejar fuera correa. El intento anterior no lo mostró: Un gato.',
    ]);
    const { slots } = buildPrompt({ runId, round: 2, brief, directions: [{ kind: 'startOver', note, by: 'judge' }], template: templateFor(brief.kind), model: modelOf() });
    expect(Object.fromEntries(slots.filter(({ from }) => from === 'direction:1').map(({ slot, text }) => [slot, text]))).toEqual({
      subject: 'un perro dorado, sin duda un perro',
      action: 'atrapando un disco',
      environment: 'un parque',
      lighting: 'sol duro de mediodía, desde atrás',
    });
  });
});
