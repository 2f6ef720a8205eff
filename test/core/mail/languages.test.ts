import { describe, expect, test } from 'vitest';
import { Language } from '../../../core/brief/schema.ts';
import { judge } from '../../../core/judge/judge.ts';
import { reviewRequestMail } from '../../../core/mail/mails.ts';
import { briefWith } from '../support/briefs.ts';
import { englishIn } from '../support/english.ts';
import { answersWith, candidate, inspectionOf, measure } from '../support/runs.ts';
import { everyMail, link } from './support/mails.ts';

const others = Language.options.filter((language) => language !== 'en');

/** Mails in which something is still written in English, whatever their language: findings, problems, and why a run ended. */
const withEnglish = ['go-ahead', 'rejected', 'published', 'failed'];

describe.each(others)('in "%s"', (language) => {
  test('what is in English is marked, for people and for screen readers, and nothing else is', () => {
    for (const [name, { html, text }] of Object.entries(everyMail(language))) {
      expect(html.includes(' lang="en"'), name).toBe(withEnglish.includes(name));
      expect(/en inglés/u.test(text), name).toBe(withEnglish.includes(name));
    }
  });
});

test('a review request in Spanish holds no English reason: those of a judge who found faults, and its note', () => {
  const words = { language: 'es' as const, title: 'Perro en el parque', concept: { subject: 'un perro dorado', action: 'atrapando un disco rojo', environment: 'un parque soleado' }, deliverables: ['instagram-square' as const] };
  const brief = briefWith(words);
  const failed = answersWith({ structure: { answer: 'fail', confidence: 0.95, evidence: 'Seis dedos en la mano izquierda', suggestion: { slot: 'exclude', text: 'el sexto dedo' } } });
  const faulty = candidate('1', failed, [measure({ id: 'size', gate: true, passed: false, message: 'Se pidió 480x320, pero se recibió 100x50' })]);
  const outlook = { counts: {}, modelUsd: 0.2, alternativeUsd: 0.5, unapprovedShare: 0.125, hourlyUsd: 60, reviewHours: 0.1 };
  const { verdict, reasons } = judge({ inspection: inspectionOf(candidate('2', failed), faulty), brief, round: 1, roundLimit: 3, outlook });
  expect(verdict).toBe('review');
  const { direction } = judge({ inspection: inspectionOf(candidate('2', failed)), brief, round: 1, roundLimit: 3 });
  const { text, html, subject, preheader } = reviewRequestMail({ brief, link, dueAt: '2026-11-27T12:00:00.000Z', round: 2, roundLimit: 3, candidates: 2, reasons, direction: direction!.note });
  const plain = text.replace(/\s+/gu, ' ');
  for (const fact of ['Qué dice la comprobación automática:', 'La mejor propuesta obtiene', 'estructura: Seis dedos en la mano izquierda.', 'Propuesta en el puesto 2: Se pidió 480x320', 'todavía no se ha contado ninguna ronda', 'Lo que se pidió para esta ronda: > quitar el sexto dedo.']) expect(plain).toContain(fact);
  expect(englishIn([subject, preheader, plain.replaceAll(link, '')].join(' '))).toEqual([]);
  expect(html).not.toContain('lang="en"');
});

test.each([
  ['en' as const, 'Approved by: Galley’s automatic check, without people, as the brief allows it (review.automatic)'],
  ['es' as const, 'Aprobado por: La comprobación automática de Galley, sin intervención de nadie, como permite el brief (review.automatic)'],
])('the owner reads that the check approved: %s', (language, words) => {
  expect(everyMail(language)['published by the check']!.text.replace(/\s+/gu, ' ')).toContain(words);
});
