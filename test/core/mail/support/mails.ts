import { assess } from '../../../../core/assessment/assess.ts';
import type { Language } from '../../../../core/brief/schema.ts';
import {
  briefRejectedMail,
  delegationMail,
  digestMail,
  escalationMail,
  goAheadMail,
  outcomeMail,
  reopenMail,
  reviewRequestMail,
  spendingMail,
  type MailContent,
} from '../../../../core/mail/mails.ts';
import { speakerIn } from '../../../../core/language/catalogues.ts';
import { modelOf } from '../../../../core/models/models.ts';
import { briefWith } from '../../support/briefs.ts';
import { runId } from '../../support/runs.ts';

export const link = 'https://galley.example.com/review/0123456789abcdef01234567#0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
const dueAt = '2026-11-27T12:00:00.000Z';
const openedAt = '2026-11-24T12:00:00.000Z';

/** Every kind of mail in one language, about a brief with this title. */
export function everyMail(language: Language, title = 'Frisbee in the park'): Readonly<Record<string, MailContent>> {
  const brief = briefWith({
    title,
    language,
    lighting: 'soft morning light',
    style: 'photorealistic',
    mood: 'joyful',
    exclude: ['leashes', 'text'],
    deadline: '2026-12-24',
    brand: { colours: ['#ff8800', '#0b1f33'] },
    deliverables: ['hero-16x9', { name: 'teaser', width: 640, height: 360 }],
  });
  const doubtful = { ...brief, concept: { ...brief.concept, subject: 'our CEO in a grey suit' } };
  const assessment = assess(doubtful, { model: modelOf(), history: { runs: 12, unapproved: 3, rounds: 24 } });
  const outcome = { language, runId, title, reasons: ['The note said so.'], endedAt: dueAt, costMicroUsd: 123_456, rounds: 2 };
  const sheet = [
    { letter: 'A', score: 0.724, ruledOut: false },
    { letter: 'B', score: 0.68, ruledOut: false },
    { letter: 'C', score: 0.31, ruledOut: true },
  ];
  const open = { title, question: 'candidates', link, dueAt, round: 1, roundLimit: 3, openedAt } as const;
  return {
    review: reviewRequestMail({ brief, link, dueAt, round: 2, roundLimit: 3, candidates: 3, sheet, reasons: [speakerIn(language).say('judge.passed', { good: 2, count: 3, standing: speakerIn(language).say('judge.best', { score: '72 / 100' }) })], direction: 'Warmer light, and the dog further to the left.' }),
    'review, named': reviewRequestMail({ brief, link, dueAt, round: 1, roundLimit: 3, candidates: 3, sheet, reasons: [], namedBy: 'ana@example.com' }),
    'go-ahead': goAheadMail({ brief: doubtful, link, dueAt, reasons: [...assessment.reasons, 'Too vague.'], assessment, advice: ['Name the breed.'] }),
    spending: spendingMail({ brief, link, dueAt, round: 2, refusal: { kind: 'brief', name: runId, capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060, candidates: 3, fewer: 1 } }),
    campaign: spendingMail({ brief, link, dueAt, round: 2, refusal: { kind: 'campaign', name: 'spring-2027', capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060, candidates: 1, fewer: null } }),
    rejected: briefRejectedMail({ language, fileName: 'x.yaml', problems: [{ field: 'concept.subject', message: 'Expected a subject', line: 4 }, { field: '', message: 'Expected YAML' }], keptAt: 's3://briefs/rejected/x' }),
    published: outcomeMail({
      ...outcome,
      outcome: 'completed',
      link: 'https://galley.example.com/#/assets/a',
      asset: { assetId: runId, score: 0.914, approvedBy: 'art@example.com', renditions: [{ name: 'hero-16x9', width: 1920, height: 1080, format: 'webp', bytes: 182_345 }, { name: 'master', width: 3840, height: 2160, format: 'png', bytes: 12_345_678 }] },
    }),
    'published by the check': outcomeMail({ ...outcome, outcome: 'completed', reasons: [], asset: { assetId: runId, score: 0.914, approvedBy: null, renditions: [] } }),
    failed: outcomeMail({ ...outcome, outcome: 'failed', link: 'https://galley.example.com/#/runs/a', failure: { state: 'Generate', error: 'ModerationBlocked' } }),
    digest: digestMail({ language, reviews: [open, { ...open, question: 'go-ahead', link: `${link}2` }, { ...open, question: 'budget', link: `${link}3` }] }),
    escalation: escalationMail({ language, review: open, waitingFor: ['rui@example.com', 'li@example.com'] }),
    reopen: reopenMail({ language, title, link, round: 1, roundLimit: 3, expiredAt: dueAt, reopenUntil: '2026-12-04T12:00:00.000Z', waitedFor: ['rui@example.com'], takesOthers: true }),
    delegation: delegationMail({ ...open, language, from: 'rui@example.com', note: 'I am away until Thursday.' }),
  };
}
