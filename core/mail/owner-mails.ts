import { costRows, sensitivityRows, sentenceOf, signalName } from '../assessment/words.ts';
import { leastCapUsd } from '../budget.ts';
import { speakerIn } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Outcome, SpendingRefusal } from '../workflow.ts';
import type { Letter } from './blocks.ts';
import { briefBlocks } from './brief-blocks.ts';
import { compose, subjectLine } from './compose.ts';
import type { GoAheadFacts, MailContent, OutcomeFacts, RejectionFacts, SpendingFacts } from './types.ts';

/** Mails to whoever owns a brief: questions that only they answer, and what became of it. */

/** Asks the owner whether a doubtful brief is to be generated: what was found, the sums, and what they hang on. */
export function goAheadMail({ brief, link, dueAt, reasons, assessment, advice = [] }: GoAheadFacts): MailContent {
  const speaker = speakerIn(brief.language);
  const { say, find, moment } = speaker;
  const { signals, returnOnInvestment: roi } = assessment;
  const told = new Set(signals.map(sentenceOf));
  const others = reasons.filter((reason) => !told.has(reason));
  const hangsOn = sensitivityRows(roi, 3, speaker);
  return compose(brief.language, {
    subject: subjectLine(brief.title, (title) => say('go-ahead.subject', { title })),
    preheader: brief.language === 'en' ? (reasons[0] ?? say('go-ahead.preheader')) : say('go-ahead.preheader'),
    eyebrow: say('answer.needed'),
    title: brief.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: say('go-ahead.lead') },
      ...(signals.length === 0
        ? []
        : [
            {
              kind: 'problems',
              items: signals.map((signal) => ({ where: say('go-ahead.signal', { name: find(`signal.${signal.id}`) ?? signalName(signal.id), field: signal.field }), message: sentenceOf(signal) })),
              english: true,
            } as const,
          ]),
      ...(others.length === 0 ? [] : [{ kind: 'list', title: say('go-ahead.others'), items: others, english: true } as const]),
      { kind: 'button', label: say('open.go-ahead'), url: link },
      { kind: 'small', text: say('go-ahead.due', { due: moment(dueAt) }) },
      ...(advice.length === 0 ? [] : [{ kind: 'list', title: say('go-ahead.advice'), items: advice, english: true } as const]),
      { kind: 'facts', title: say('go-ahead.costs'), rows: costRows(roi, speaker) },
      ...(hangsOn.length === 0 ? [] : [{ kind: 'facts', title: say('go-ahead.sensitivity'), rows: hangsOn } as const]),
      ...briefBlocks(brief, speaker),
    ],
    footer: say('footer.owner'),
  });
}

/** Asks the owner what to do about a call that a cap does not allow. */
export function spendingMail({ brief, link, dueAt, round, refusal }: SpendingFacts): MailContent {
  const speaker = speakerIn(brief.language);
  const { say, spent, usd, moment } = speaker;
  const { kind, candidates, fewer, capMicroUsd, committedMicroUsd, amountMicroUsd } = refusal;
  const cap = capWords(refusal, say);
  const amount = spent(amountMicroUsd);
  return compose(brief.language, {
    subject: subjectLine(brief.title, (title) => say('spending.subject', { title })),
    preheader: say('spending.preheader', { amount, cap, left: spent(Math.max(0, capMicroUsd - committedMicroUsd)) }),
    eyebrow: say('answer.needed'),
    title: brief.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: say('spending.lead', { round, cap }) },
      {
        kind: 'facts',
        title: say('spending.account'),
        rows: [
          [say('spending.cap'), say('spending.cap.sum', { sum: spent(capMicroUsd), cap })],
          [say('spending.committed'), spent(committedMicroUsd)],
          [say('spending.next'), say('spending.next.sum', { amount, count: candidates })],
        ],
      },
      {
        kind: 'list',
        title: say('spending.choices'),
        items: [
          kind === 'brief' ? say('spending.raise', { sum: usd(leastCapUsd(refusal)) }) : say('spending.wait', { cap }),
          ...(fewer === null ? [] : [say('spending.fewer', { count: fewer })]),
          say('spending.stop'),
        ],
      },
      { kind: 'button', label: say('spending.decide'), url: link },
      { kind: 'small', text: say('spending.due', { due: moment(dueAt) }) },
      ...briefBlocks(brief, speaker),
    ],
    footer: say('footer.owner'),
  });
}

function capWords({ kind, name }: Pick<SpendingRefusal, 'kind' | 'name'>, say: Speaker['say']): string {
  return kind === 'brief' ? say('cap.brief') : say(`cap.${kind}`, { name });
}

/** Tells the sender what is wrong with a brief, field by field, and how to go on. */
export function briefRejectedMail({ fileName, problems, keptAt, language = 'en' }: RejectionFacts): MailContent {
  const { say } = speakerIn(language);
  const count = problems.length;
  return compose(language, {
    subject: subjectLine(fileName, (title) => say('rejected.subject', { title, count })),
    preheader: language === 'en' ? (problems[0]?.message ?? say('rejected.preheader')) : say('rejected.lead', { count }),
    eyebrow: say('rejected.eyebrow'),
    title: fileName,
    tone: 'bad',
    blocks: [
      { kind: 'text', text: say('rejected.lead', { count }) },
      {
        kind: 'problems',
        items: problems.map(({ field, line, message }) => {
          const place = field === '' ? say('rejected.document') : field;
          return { where: line === undefined ? place : say('rejected.line', { field: place, line }), message };
        }),
        english: true,
      },
      { kind: 'text', text: say('rejected.next') },
      ...(keptAt === undefined ? [] : [{ kind: 'small', text: say('rejected.kept', { place: keptAt }) } as const]),
    ],
    footer: say('rejected.footer'),
  });
}

const tones: Readonly<Record<Outcome, Letter['tone']>> = { completed: 'good', declined: 'plain', rejected: 'plain', expired: 'plain', exhausted: 'plain', 'over-budget': 'bad', failed: 'bad' };

/** Tells the owner what became of a brief. */
export function outcomeMail({ outcome, title, reasons, asset, failure, link, language = 'en', ...facts }: OutcomeFacts): MailContent {
  const { say, spent, moment, size } = speakerIn(language);
  const label = say(`outcome.${outcome}.label`);
  const lead = say(`outcome.${outcome}.lead`);
  const rows: (readonly [string, string])[] = [
    [say('outcome.outcome'), label],
    ...(asset === undefined ? [] : ([[say('outcome.approved-by'), asset.approvedBy ?? say('outcome.by-check')], [say('outcome.score'), say('outcome.score.of', { score: Math.round(asset.score * 100) })]] as const)),
    [say('outcome.rounds'), String(facts.rounds)],
    [say('outcome.spent'), spent(facts.costMicroUsd)],
    [say('outcome.ended'), moment(facts.endedAt)],
    [say('outcome.run'), facts.runId],
    ...(asset === undefined ? [] : ([[say('outcome.asset'), asset.assetId]] as const)),
    ...(failure === undefined ? [] : ([[say('outcome.failed-in'), `${failure.state} (${failure.error})`]] as const)),
  ];
  return compose(language, {
    subject: subjectLine(title, (short) => say('outcome.subject', { label, title: short })),
    preheader: language === 'en' ? (reasons[0] ?? lead) : lead,
    eyebrow: label,
    title,
    tone: tones[outcome],
    blocks: [
      { kind: 'text', text: lead },
      ...(reasons.length === 0 ? [] : [{ kind: 'list', title: say('outcome.why'), items: reasons, english: true } as const]),
      ...(link === undefined ? [] : [{ kind: 'button', label: say(asset === undefined ? 'outcome.see-run' : 'outcome.see-asset'), url: link } as const]),
      { kind: 'facts', title: '', rows },
      ...(asset === undefined || asset.renditions.length === 0
        ? []
        : [
            {
              kind: 'list',
              title: say('outcome.renditions'),
              items: asset.renditions.map(({ name, width, height, format, bytes }) => say('outcome.rendition', { name, width, height, format, size: size(bytes) })),
            } as const,
          ]),
      { kind: 'small', text: say(`outcome.${outcome}.next`) },
    ],
    footer: say('outcome.footer'),
  });
}
