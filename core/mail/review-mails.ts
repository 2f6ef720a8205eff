import type { Brief } from '../brief/schema.ts';
import { speakerIn } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Block } from './blocks.ts';
import { briefBlocks } from './brief-blocks.ts';
import { compose, subjectLine } from './compose.ts';
import type { DelegationFacts, DigestFacts, EscalationFacts, MailContent, OpenReview, ReopenFacts, ReviewRequestFacts } from './types.ts';

/** Mails that ask people for a decision on a review, the first time and again. */

/** Content id of the inline contact sheet in the review request. */
export const contactSheetCid = 'contact-sheet';

/** Asks an approver to look at a round of candidates. The contact sheet is shown as `cid:contact-sheet`. */
export function reviewRequestMail({ brief, link, dueAt, round, roundLimit, candidates, reasons, direction, sheet = [], inPlaceOf, namedBy, votes = [] }: ReviewRequestFacts): MailContent {
  const speaker = speakerIn(brief.language);
  const { say } = speaker;
  const due = speaker.moment(dueAt);
  const { title } = brief;
  return compose(brief.language, {
    subject: subjectLine(title, (short) => say('review.subject', { title: short, round, limit: roundLimit })),
    preheader: say('review.preheader', { count: candidates, due }),
    eyebrow: say('review.eyebrow', { round, limit: roundLimit }),
    title,
    tone: 'ask',
    blocks: [
      ...(namedBy === undefined ? [] : [{ kind: 'text', text: say('review.named', { by: namedBy }) } as const]),
      { kind: 'text', text: say('review.lead', { count: candidates }) },
      ...(inPlaceOf === undefined ? [] : [{ kind: 'text', text: say('review.in-place-of', { person: inPlaceOf }) } as const]),
      ...(votes.length === 0 ? [] : [{ kind: 'list', title: say('review.before'), items: votes.map(({ by, letter, note }) => `${say('review.approved', { by, letter })}${note === '' ? '' : `: “${note}”`}`) } as const]),
      ...(direction === undefined ? [] : [{ kind: 'quote', label: say('review.direction'), text: direction } as const]),
      { kind: 'picture', cid: contactSheetCid, alt: sheetWords(brief, candidates, sheet, say) },
      { kind: 'button', label: say('open.review'), url: link },
      { kind: 'small', text: round >= roundLimit ? say('review.last', { due }) : say('review.more', { count: roundLimit - round, due }) },
      ...(reasons.length === 0 ? [] : [{ kind: 'list', title: say('review.reasons'), items: reasons } as const]),
      ...briefBlocks(brief, speaker),
    ],
    footer: say('review.footer'),
  });
}

/** Many clients show no picture until they are told to: these words stand in its place. */
function sheetWords({ title }: Brief, count: number, sheet: NonNullable<ReviewRequestFacts['sheet']>, say: Speaker['say']): string {
  if (sheet.length === 0) return say('review.sheet', { count, title });
  const each = sheet.map(({ letter, score, ruledOut }) => say(ruledOut ? 'review.sheet.ruled-out' : 'review.sheet.candidate', { letter, score: Math.round(score * 100) }));
  return say('review.sheet.candidates', { title, candidates: each.join(', ') });
}

/** More would pass what mail clients show; whoever has so many has their first mails too. */
const mostInDigest = 40;

/** Reminds an approver of everything that waits for them, in one mail. */
export function digestMail({ language, reviews }: DigestFacts): MailContent {
  const { say, moment } = speakerIn(language);
  const first = reviews[0];
  const count = reviews.length;
  return compose(language, {
    subject: count === 1 && first !== undefined ? subjectLine(first.title, (title) => say('reminder.subject', { title })) : say('digest.subject', { count }),
    preheader: first === undefined ? '' : say('digest.preheader', { due: moment(first.dueAt) }),
    eyebrow: say('reminder.eyebrow'),
    title: say('digest.title', { count }),
    tone: 'ask',
    blocks: [
      ...reviews.slice(0, mostInDigest).flatMap((review): Block[] => [
        { kind: 'text', text: say('digest.item', { title: review.title, what: questionWords(review, say), due: moment(review.dueAt) }) },
        { kind: 'button', label: say(openLabels[review.question]), url: review.link },
      ]),
      ...(count <= mostInDigest ? [] : [{ kind: 'small', text: say('digest.more', { count: count - mostInDigest }) } as const]),
    ],
    footer: say('digest.footer'),
  });
}

/** Asks somebody else to decide, because those who were asked have not. */
export function escalationMail({ language, review, waitingFor }: EscalationFacts): MailContent {
  const { say, moment } = speakerIn(language);
  const due = moment(review.dueAt);
  return compose(language, {
    subject: subjectLine(review.title, (title) => say('escalation.subject', { title })),
    preheader: say('due', { due }),
    eyebrow: say('escalation.eyebrow'),
    title: review.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: say('escalation.lead', { what: questionWords(review, say), since: moment(review.openedAt), people: waitingFor.join(', ') }) },
      { kind: 'button', label: say(openLabels[review.question]), url: review.link },
      { kind: 'small', text: say('escalation.due', { due }) },
    ],
    footer: say('escalation.footer'),
  });
}

/** Asks the owner whether an expired review is opened again. */
export function reopenMail({ language, title, link, round, roundLimit, expiredAt, reopenUntil, waitedFor, takesOthers }: ReopenFacts): MailContent {
  const { say, moment } = speakerIn(language);
  const until = moment(reopenUntil);
  return compose(language, {
    subject: subjectLine(title, (short) => say('reopen.subject', { title: short })),
    preheader: say('reopen.preheader', { until }),
    eyebrow: say('reopen.eyebrow'),
    title,
    tone: 'bad',
    blocks: [
      { kind: 'text', text: say('reopen.lead', { round, limit: roundLimit, expired: moment(expiredAt), people: waitedFor.join(', ') }) },
      ...(takesOthers ? [{ kind: 'text', text: say('reopen.others') } as const] : []),
      { kind: 'button', label: say('reopen.button'), url: link },
      { kind: 'small', text: say('reopen.until', { until }) },
    ],
    footer: say('footer.owner'),
  });
}

/** Hands a review on to a delegate. */
export function delegationMail({ language, from, note, ...review }: DelegationFacts): MailContent {
  const { say, moment } = speakerIn(language);
  const due = say('due', { due: moment(review.dueAt) });
  return compose(language, {
    subject: subjectLine(review.title, (title) => say('delegation.subject', { from, title })),
    preheader: due,
    eyebrow: say('delegation.eyebrow'),
    title: review.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: say('delegation.lead', { from, what: questionWords(review, say) }) },
      ...(note === undefined ? [] : [{ kind: 'quote', label: from, text: note } as const]),
      { kind: 'button', label: say(openLabels[review.question]), url: review.link },
      { kind: 'small', text: due },
    ],
    footer: say('delegation.footer'),
  });
}

const openLabels = { candidates: 'open.review', 'go-ahead': 'open.go-ahead', budget: 'open.budget', reopen: 'reopen.button' } as const;

function questionWords({ question, round, roundLimit }: Pick<OpenReview, 'question' | 'round' | 'roundLimit'>, say: Speaker['say']): string {
  if (question === 'candidates') return say('question.candidates', { round, limit: roundLimit });
  return question === 'reopen' ? say('question.reopen', { round }) : say(`question.${question}`);
}
