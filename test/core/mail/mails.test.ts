import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from '../../../core/assessment/assess.ts';
import { briefRejectedMail, contactSheetCid, digestMail, goAheadMail, outcomeMail, reopenMail, reviewRequestMail, spendingMail } from '../../../core/mail/mails.ts';
import type { MailContent } from '../../../core/mail/mails.ts';
import { modelOf } from '../../../core/models/models.ts';
import { Outcome } from '../../../core/workflow.ts';
import { briefWith } from '../support/briefs.ts';
import { runId } from '../support/runs.ts';

const link = 'https://galley.example.com/review/abc#token';
const dueAt = '2026-11-27T12:00:00.000Z';
const brief = briefWith({ mood: 'joyful', exclude: ['leashes'], brand: { colours: ['#ff8800'] } });
const waiting = { title: brief.title, question: 'candidates', link, dueAt, round: 1, roundLimit: 3, openedAt: '2026-11-24T12:00:00.000Z' } as const;
const outcome = { runId, title: brief.title, reasons: ['The note said so.'], endedAt: dueAt, costMicroUsd: 123_456, rounds: 2 };

const mails: Readonly<Record<string, MailContent>> = {
  review: reviewRequestMail({ brief, link, dueAt, round: 2, roundLimit: 3, candidates: 3, reasons: ['2 of 3 candidates passed.'], direction: 'warmer light' }),
  goAhead: goAheadMail({ brief, link, dueAt, reasons: ['Too vague.'], assessment: assess(brief, { model: modelOf() }), advice: ['Name the breed.'] }),
  spending: spendingMail({ brief, link, dueAt, round: 2, refusal: { kind: 'brief', name: runId, capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060, candidates: 3, fewer: 1 } }),
  rejected: briefRejectedMail({ fileName: 'x.yaml', problems: [{ field: 'concept.subject', message: 'Expected a subject', line: 4 }, { field: '', message: 'Expected YAML' }], keptAt: 's3://briefs/rejected/x' }),
  published: outcomeMail({
    ...outcome,
    outcome: 'completed',
    link: 'https://galley.example.com/',
    asset: { assetId: runId, score: 0.914, approvedBy: 'art@example.com', renditions: [{ name: 'hero-16x9', width: 1920, height: 1080, format: 'webp', bytes: 182_345 }] },
  }),
  digest: digestMail({ language: 'en', reviews: [waiting] }),
};

/** Words that a reader sees. */
function seen(html: string): string[] {
  return (
    html
      .replace(/<head>[\s\S]*?<\/head>/u, ' ')
      .replace(/<div style="display:none[\s\S]*?<\/div>/u, ' ')
      .replace(/<[^>]+>/gu, ' ')
      .replace(/&(?:nbsp|#\d+);/gu, ' ')
      .replace(/&quot;/gu, '"')
      .replace(/&lt;/gu, '<')
      .replace(/&gt;/gu, '>')
      .replace(/&amp;/gu, '&')
      .toLowerCase()
      .match(/[\p{L}\p{N}#.@-]*[\p{L}\p{N}]/gu) ?? []
  );
}

test('what two people asked for stands on lines of its own', () => {
  const { html, text } = reviewRequestMail({ brief, link, dueAt, round: 2, roundLimit: 3, candidates: 3, reasons: [], direction: 'A darker sky\nA brighter sky' });
  expect(html).toMatch(/>A darker sky<\/p><p [^>]*>A brighter sky<\/p>/u);
  expect(text).toContain('> A darker sky\n> A brighter sky\n');
});

describe.each(Object.entries(mails))('the mail "%s"', (_, mail) => {
  test('says the same as text and as HTML', () => {
    const text = new Set(mail.text.toLowerCase().match(/[\p{L}\p{N}#.@-]*[\p{L}\p{N}]/gu));
    expect(seen(mail.html).filter((word) => !text.has(word))).toEqual([]);
  });

  test('has at most one link, no script and nothing remote', () => {
    expect(mail.html.match(/<a /gu)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(mail.html).not.toMatch(/<script|src="http|url\(|@import/iu);
  });

  test('keeps its lines short enough for mail', () => {
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(Math.max(...mail.html.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThan(40_000);
  });
});

test('a review request shows the contact sheet, the round, the due time and the link', () => {
  const { subject, html, text } = reviewRequestMail({ brief, link, dueAt, round: 2, roundLimit: 3, candidates: 3, reasons: [] });
  expect(subject).toBe('Review: Frisbee in the park (round 2 of 3)');
  expect(html).toContain(`src="cid:${contactSheetCid}"`);
  for (const fact of [link, 'Friday 27 November 2026, 12:00 UTC', 'a golden retriever', 'leashes']) expect(text).toContain(fact);
});

test('the last round says that it is the last', () => {
  expect(reviewRequestMail({ brief, link, dueAt, round: 3, roundLimit: 3, candidates: 1, reasons: [] }).text).toContain('This is the last round');
});

test.each([
  ['en' as const, 'ana@example.com asks you to decide this review, which expired unanswered.'],
  ['es' as const, 'ana@example.com solicita una decisión sobre esta revisión, que caducó sin respuesta.'],
])('who was named when a review was opened again reads first who named them: %s', (language, words) => {
  const facts = { brief: briefWith({ language }), link, dueAt, round: 1, roundLimit: 3, candidates: 2, reasons: [] };
  expect(reviewRequestMail({ ...facts, namedBy: 'ana@example.com' }).text.replace(/\s+/gu, ' ')).toContain(words);
  expect(reviewRequestMail(facts).text).not.toContain('ana@example.com');
});

test.each([
  ['en' as const, 'Whoever opens it again can name other people to decide'],
  ['es' as const, 'Al reabrirla se puede nombrar a otras personas para que decidan'],
])('the question whether to reopen says that others can be named, where its run takes them: %s', (language, words) => {
  const facts = { language, title: brief.title, link, round: 1, roundLimit: 3, expiredAt: dueAt, reopenUntil: '2026-12-11T12:00:00.000Z', waitedFor: ['rui@example.com'] };
  expect(reopenMail({ ...facts, takesOthers: true }).text.replace(/\s+/gu, ' ')).toContain(words);
  expect(reopenMail({ ...facts, takesOthers: false }).text.replace(/\s+/gu, ' ')).not.toContain(words);
});

test('every way to write a deliverable is told by its name and size', () => {
  const deliverables = [
    'open-graph',
    { preset: 'hero-16x9', crop: 'entropy' as const },
    { name: 'teaser', width: 640, height: 360 },
    { name: 'banner', width: 640 },
    { name: 'poster', print: { width: 210, height: 297 } },
  ];
  const { text } = reviewRequestMail({ brief: briefWith({ deliverables }), link, dueAt, round: 1, roundLimit: 3, candidates: 1, reasons: [] });
  expect(text.replace(/\s+/gu, ' ')).toContain('For: open-graph, hero-16x9, teaser (640 × 360), banner (640 px wide), poster (210 × 297 mm, 300 dpi)');
});

test('the owner who is asked reads the signals with their words, the sums, where they turn and what they hang on', () => {
  const doubtful = briefWith({ concept: { subject: 'our CEO in a grey suit', action: 'leaning on a rail', environment: 'a roof terrace' } });
  const assessment = assess(doubtful, { model: modelOf(), history: { runs: 12, unapproved: 3, rounds: 24 } });
  const text = goAheadMail({ brief: doubtful, link, dueAt, reasons: assessment.reasons, assessment }).text.replace(/\s+/gu, ' ');
  expect(text).toContain('Exact likeness (concept.subject): The subject seems to be a real person');
  expect(text.match(/The subject seems to be a real person/gu)).toHaveLength(1);
  for (const fact of ['“our CEO”', 'Describe a person by age', 'Generating is expected to cost', 'Risk: $', 'Otherwise: a stock photograph $', 'Saving: $', 'Stops paying: beyond', '12 finished runs of this kind and team', 'Hours of the other route: $']) expect(text).toContain(fact);
});

test('a rejection names each field with its line', () => {
  expect(mails['rejected']?.text).toContain('- concept.subject, line 4: Expected a subject');
  expect(mails['rejected']?.text).toContain('- The document: Expected YAML');
});

test.each(Outcome.options)('the outcome "%s" has a mail of its own, with its reasons', (ending) => {
  const { subject, text } = outcomeMail({ ...outcome, outcome: ending });
  expect(subject).toMatch(/^[A-Z][a-z ]+: Frisbee in the park$/u);
  expect(text).toContain('The note said so.');
  expect(text).toContain('Model calls: $0.12');
});

test('the question to the owner tells the other warnings after the reasons', () => {
  expect(mails['goAhead']?.text).toMatch(/Too vague\.[\s\S]+What would make a better brief[\s\S]+Name the breed\./u);
  expect(goAheadMail({ brief, link, dueAt, reasons: ['Too vague.'], assessment: assess(brief, { model: modelOf() }) }).text).not.toContain('better brief');
});

test('a failure names the state and the error', () => {
  expect(outcomeMail({ ...outcome, outcome: 'failed', failure: { state: 'Generate', error: 'ModerationBlocked' } }).text).toContain('Failed in: Generate (ModerationBlocked)');
});

test('a line break in a title begins no header, and no field becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 80 }).filter((title) => title.trim() !== ''), (noise) => {
      const title = `${noise}\r\nBcc: all@example.com <img src=x onerror=1> "quoted'`;
      const { subject, html } = digestMail({ language: 'en', reviews: [{ ...waiting, title }] });
      expect(subject).not.toMatch(/[\r\n]/u);
      expect(html).not.toContain('<img');
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['left' as const, 'the left third', 'el tercio izquierdo'],
  [{ x: 0, y: 0.1, width: 0.4, height: 0.5 }, '0–40 % of the width, 10–60 % of the height', '0–40 % del ancho, 10–60 % de la altura'],
])('the brief in a mail says where room for text is wanted: %o', (copySpace, english, spanish) => {
  for (const [language, words] of [['en', english], ['es', spanish]] as const) {
    const mail = reviewRequestMail({ brief: briefWith({ copySpace, language }), link: 'https://galley.example/review/1#k', dueAt: '2026-12-01T12:00:00.000Z', round: 1, roundLimit: 3, candidates: 2, reasons: [] });
    expect(mail.text).toContain(words);
    expect(mail.html).toContain(words);
  }
});
