import { costRows, sensitivityRows, sentenceOf, signalName } from '../assessment/words.ts';
import type { Brief } from '../brief/schema.ts';
import { dollars, leastCapUsd } from '../budget.ts';
import type { Deliverable } from '../imaging/recipe.ts';
import type { Outcome, SpendingRefusal } from '../workflow.ts';
import type { Block, Letter } from './blocks.ts';
import { htmlOf } from './html.ts';
import { plainText } from './plain.ts';
import type { DelegationFacts, DigestFacts, EscalationFacts, GoAheadFacts, MailContent, OpenReview, OutcomeFacts, RejectionFacts, ReminderFacts, ReopenFacts, ReviewRequestFacts, SpendingFacts } from './types.ts';

export type { DelegationFacts, DigestFacts, EscalationFacts, GoAheadFacts, MailContent, OpenReview, OutcomeFacts, RejectionFacts, ReminderFacts, ReopenFacts, ReviewRequestFacts, SpendingFacts } from './types.ts';

/** Content id of the inline contact sheet in the review request. */
export const contactSheetCid = 'contact-sheet';

/** Asks an approver to look at a round of candidates. The contact sheet is shown as `cid:contact-sheet`. */
export function reviewRequestMail({ brief, link, dueAt, round, roundLimit, candidates, reasons, direction, inPlaceOf, votes = [] }: ReviewRequestFacts): MailContent {
  const lastRound = round >= roundLimit;
  return compose({
    subject: `Review: ${brief.title} (round ${String(round)} of ${String(roundLimit)})`,
    preheader: `${several(candidates, 'candidate')} to judge by ${moment(dueAt)}`,
    eyebrow: `Review, round ${String(round)} of ${String(roundLimit)}`,
    title: brief.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: `${several(candidates, 'candidate')} ${candidates === 1 ? 'is' : 'are'} ready for your decision: approve one, ask for changes, start over or reject.` },
      ...(inPlaceOf === undefined ? [] : [{ kind: 'text', text: `You decide in place of ${inPlaceOf}.` } as const]),
      ...(votes.length === 0 ? [] : [{ kind: 'list', title: 'Decided before you', items: votes.map(voteWords) } as const]),
      ...(direction === undefined ? [] : [{ kind: 'quote', label: 'This round was to do', text: direction } as const]),
      { kind: 'picture', cid: contactSheetCid, alt: `Contact sheet: ${several(candidates, 'candidate')} for ${brief.title}` },
      { kind: 'button', label: 'Open the review', url: link },
      { kind: 'small', text: `Due ${moment(dueAt)}. ${lastRound ? 'This is the last round: without an approval the brief ends here.' : `After this one, ${several(roundLimit - round, 'more round')} can follow.`}` },
      ...(reasons.length === 0 ? [] : [{ kind: 'list', title: 'What the automatic check says', items: reasons } as const]),
      ...briefBlocks(brief),
    ],
    footer: reviewFooter,
  });
}

const voteDeeds = { approve: 'approved', changes: 'asked for changes to', startOver: 'asked to start over from', reject: 'rejected' } as const;

function voteWords({ by, decision, candidate, note }: NonNullable<ReviewRequestFacts['votes']>[number]): string {
  return `${by} ${voteDeeds[decision]} ${candidate}${note === '' ? '' : `: “${note}”`}`;
}

const reviewFooter = 'You are an approver of this brief. The link is yours alone: whoever has it decides in your name, once. Opening it decides nothing.';

/** Asks the owner whether a doubtful brief is to be generated: what was found, the sums, and what they hang on. */
export function goAheadMail({ brief, link, dueAt, reasons, assessment, advice = [] }: GoAheadFacts): MailContent {
  const { signals, returnOnInvestment: roi } = assessment;
  const told = new Set(signals.map(sentenceOf));
  const others = reasons.filter((reason) => !told.has(reason));
  const hangsOn = sensitivityRows(roi, 3);
  return compose({
    subject: `Go ahead? ${brief.title}`,
    preheader: reasons[0] ?? 'The brief has a doubt that only you can settle',
    eyebrow: 'Your answer is needed',
    title: brief.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: 'Before anything is spent, the brief raised a question. Say whether to generate it as it is, or decline it and send a better one.' },
      ...(signals.length === 0 ? [] : [{ kind: 'problems', items: signals.map((signal) => ({ where: `${signalName(signal.id)} (${signal.field})`, message: sentenceOf(signal) })) } as const]),
      ...(others.length === 0 ? [] : [{ kind: 'list', title: 'What to know before you answer', items: others } as const]),
      { kind: 'button', label: 'Answer: go ahead or decline', url: link },
      { kind: 'small', text: `Due ${moment(dueAt)}. Without an answer the brief ends then, and nothing is spent.` },
      ...(advice.length === 0 ? [] : [{ kind: 'list', title: 'What would make a better brief', items: advice } as const]),
      { kind: 'facts', title: 'What it would cost', rows: costRows(roi) },
      ...(hangsOn.length === 0 ? [] : [{ kind: 'facts', title: 'The saving, with one figure 30 % lower and 30 % higher', rows: hangsOn } as const]),
      ...briefBlocks(brief),
    ],
    footer: 'You own this brief, or decide for its owner. The link is yours alone. Opening it decides nothing.',
  });
}

/** Asks the owner what to do about a call that a cap does not allow. */
export function spendingMail({ brief, link, dueAt, round, refusal }: SpendingFacts): MailContent {
  const { kind, candidates, fewer, capMicroUsd, committedMicroUsd, amountMicroUsd } = refusal;
  const cap = capWords(refusal);
  return compose({
    subject: `Over budget: ${brief.title} waits for your decision`,
    preheader: `The next call needs ${spent(amountMicroUsd)}; ${cap} has ${spent(Math.max(0, capMicroUsd - committedMicroUsd))} left`,
    eyebrow: 'Your answer is needed',
    title: brief.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: `Round ${String(round)} would pass ${cap}, so the call was not made and nothing was spent on it.` },
      {
        kind: 'facts',
        title: 'The account in the way',
        rows: [
          ['Cap', `${spent(capMicroUsd)}, ${cap}`],
          ['Spent and reserved', spent(committedMicroUsd)],
          ['The next call', `about ${spent(amountMicroUsd)} for ${several(candidates, 'candidate')}`],
        ],
      },
      {
        kind: 'list',
        title: 'What you can do',
        items: [
          kind === 'brief' ? `Raise the brief’s cap to $${leastCapUsd(refusal).toFixed(2)} or more.` : `Wait until there is room under ${cap}, then try again; a brief cannot raise it.`,
          ...(fewer === null ? [] : [`Go on with ${several(fewer, 'candidate')}, for which there is room.`]),
          'Stop here.',
        ],
      },
      { kind: 'button', label: 'Decide', url: link },
      { kind: 'small', text: `Due ${moment(dueAt)}. Without an answer the brief ends then as over budget.` },
      ...briefBlocks(brief),
    ],
    footer: 'You own this brief, or decide for its owner. The link is yours alone. Opening it decides nothing.',
  });
}

function capWords({ kind, name }: Pick<SpendingRefusal, 'kind' | 'name'>): string {
  if (kind === 'brief') return 'the cap of this brief';
  return kind === 'campaign' ? `the cap of the campaign ${name}` : `the cap of the month ${name}`;
}

/** Tells the sender what is wrong with a brief, field by field, and how to go on. */
export function briefRejectedMail({ fileName, problems, keptAt }: RejectionFacts): MailContent {
  return compose({
    subject: `Brief not accepted: ${fileName} (${several(problems.length, 'problem')})`,
    preheader: problems[0]?.message ?? 'The brief could not be read',
    eyebrow: 'Brief not accepted',
    title: fileName,
    tone: 'bad',
    blocks: [
      { kind: 'text', text: `The brief was not started, and nothing was spent. ${problems.length === 1 ? 'One thing has to be put right:' : `${String(problems.length)} things have to be put right:`}` },
      {
        kind: 'problems',
        items: problems.map(({ field, line, message }) => ({ where: `${field === '' ? 'The document' : field}${line === undefined ? '' : `, line ${String(line)}`}`, message })),
      },
      { kind: 'text', text: 'Correct the file and upload it to the inbox again, under the same name or another.' },
      ...(keptAt === undefined ? [] : [{ kind: 'small', text: `Your upload is kept, with this report beside it: ${keptAt}` } as const]),
    ],
    footer: 'You get this because your address stands in the brief as its owner.',
  });
}

const endings: Readonly<Record<Outcome, { readonly label: string; readonly tone: Letter['tone']; readonly lead: string; readonly next: string }>> = {
  completed: { label: 'Published', tone: 'good', lead: 'The picture is approved, finished and archived.', next: 'Its files are in the archive, with everything that is needed to make it again.' },
  declined: { label: 'Declined', tone: 'plain', lead: 'The brief was not generated, and nothing was spent on pictures.', next: 'Change what is named here and send the brief again, or take the other route.' },
  rejected: { label: 'Rejected', tone: 'plain', lead: 'The reviewer rejected the candidates.', next: 'Send a new brief that says what was missing.' },
  expired: { label: 'Expired', tone: 'plain', lead: 'Nobody decided in time, so the brief ended.', next: 'Send the brief again, with a longer review.dueHours or other approvers.' },
  exhausted: { label: 'Out of rounds', tone: 'plain', lead: 'All rounds are used and none of the candidates was approved.', next: 'Send the brief again with what you learned in it, or with more review.rounds.' },
  'over-budget': { label: 'Over budget', tone: 'bad', lead: 'The next round would have passed the cap, so it was not made.', next: 'Raise budget.cap (or the cap of the campaign), or ask for fewer candidates or a lower quality.' },
  failed: { label: 'Failed', tone: 'bad', lead: 'Something went wrong on the way, and the run stopped.', next: 'Nothing that you uploaded is lost. Send the brief again, or show this message to whoever runs Galley.' },
};

/** Tells the owner what became of a brief. */
export function outcomeMail(facts: OutcomeFacts): MailContent {
  const { label, tone, lead, next } = endings[facts.outcome];
  const rows: (readonly [string, string])[] = [
    ['Outcome', label],
    ...(facts.asset === undefined ? [] : ([['Approved by', facts.asset.approvedBy], ['Check score', `${String(Math.round(facts.asset.score * 100))} of 100`]] as const)),
    ['Rounds', String(facts.rounds)],
    ['Model calls', spent(facts.costMicroUsd)],
    ['Ended', moment(facts.endedAt)],
    ['Run', facts.runId],
    ...(facts.asset === undefined ? [] : ([['Asset', facts.asset.assetId]] as const)),
    ...(facts.failure === undefined ? [] : ([['Failed in', `${facts.failure.state} (${facts.failure.error})`]] as const)),
  ];
  return compose({
    subject: `${label}: ${facts.title}`,
    preheader: facts.reasons[0] ?? lead,
    eyebrow: label,
    title: facts.title,
    tone,
    blocks: [
      { kind: 'text', text: lead },
      ...(facts.reasons.length === 0 ? [] : [{ kind: 'list', title: 'Why', items: facts.reasons } as const]),
      ...(facts.link === undefined ? [] : [{ kind: 'button', label: facts.asset === undefined ? 'See the run' : 'See the asset', url: facts.link } as const]),
      { kind: 'facts', title: '', rows },
      ...(facts.asset === undefined || facts.asset.renditions.length === 0
        ? []
        : [
            {
              kind: 'list',
              title: 'Renditions',
              items: facts.asset.renditions.map(({ name, width, height, format, bytes }) => `${name}: ${String(width)} × ${String(height)}, ${format}, ${size(bytes)}`),
            } as const,
          ]),
      { kind: 'small', text: next },
    ],
    footer: 'You get this because you are the owner of the brief.',
  });
}

/** Reminds an approver of an open review. */
export function reminderMail({ title, question, link, dueAt, round, roundLimit }: ReminderFacts): MailContent {
  const what = questionWords({ question, round, roundLimit });
  const label = { candidates: 'Open the review', 'go-ahead': 'Answer: go ahead or decline', budget: 'Decide about the budget' }[question];
  return compose({
    subject: `Reminder: ${title} waits for your decision`,
    preheader: `Due ${moment(dueAt)}`,
    eyebrow: 'Reminder',
    title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: `Nobody has decided yet on ${what}. Without a decision the brief ends ${moment(dueAt)}.` },
      ...(link === undefined
        ? [{ kind: 'text', text: 'Open the link in the first mail about it: it is yours alone and still valid.' } as const]
        : [{ kind: 'button', label, url: link } as const]),
    ],
    footer: 'This is the only reminder. Opening a link decides nothing.',
  });
}

/** Reminds an approver of everything that waits for them, in one mail. */
export function digestMail({ reviews }: DigestFacts): MailContent {
  const first = reviews[0];
  return compose({
    subject: reviews.length === 1 && first !== undefined ? `Reminder: ${first.title} waits for your decision` : `Reminder: ${several(reviews.length, 'review')} wait for your decision`,
    preheader: first === undefined ? '' : `The first is due ${moment(first.dueAt)}`,
    eyebrow: 'Reminder',
    title: `${several(reviews.length, 'review')} for you`,
    tone: 'ask',
    blocks: reviews.flatMap((review): Block[] => [
      { kind: 'text', text: `${review.title}: ${questionWords(review)}. Due ${moment(review.dueAt)}; without a decision it expires then.` },
      { kind: 'button', label: 'Open the review', url: review.link },
    ]),
    footer: 'Each link is yours alone. Opening a link decides nothing.',
  });
}

/** Asks somebody else to decide, because those who were asked have not. */
export function escalationMail({ review, waitingFor }: EscalationFacts): MailContent {
  return compose({
    subject: `Undecided: ${review.title} needs a decision`,
    preheader: `Due ${moment(review.dueAt)}`,
    eyebrow: 'Escalation',
    title: review.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: `Nobody has decided on ${questionWords(review)} since ${moment(review.openedAt)}. Asked so far: ${waitingFor.join(', ')}.` },
      { kind: 'button', label: 'Open the review', url: review.link },
      { kind: 'small', text: `Due ${moment(review.dueAt)}; without a decision it expires then.` },
    ],
    footer: 'The brief names you for reviews that stay undecided. The link is yours alone. Opening it decides nothing.',
  });
}

/** Asks the owner whether an expired review is opened again. */
export function reopenMail({ title, link, round, roundLimit, expiredAt, reopenUntil, waitedFor }: ReopenFacts): MailContent {
  return compose({
    subject: `Expired: ${title} was not decided`,
    preheader: `It can be reopened until ${moment(reopenUntil)}`,
    eyebrow: 'Review expired',
    title,
    tone: 'bad',
    blocks: [
      { kind: 'text', text: `Nobody decided on round ${String(round)} of ${String(roundLimit)} by ${moment(expiredAt)}. Asked: ${waitedFor.join(', ')}. The candidates are kept.` },
      { kind: 'button', label: 'Reopen or end it', url: link },
      { kind: 'small', text: `Without an answer the brief ends ${moment(reopenUntil)}.` },
    ],
    footer: 'You own this brief, or decide for its owner. The link is yours alone. Opening it decides nothing.',
  });
}

/** Hands a review on to a delegate. */
export function delegationMail({ from, note, ...review }: DelegationFacts): MailContent {
  return compose({
    subject: `${from} asks you to decide: ${review.title}`,
    preheader: `Due ${moment(review.dueAt)}`,
    eyebrow: 'Review in place of somebody',
    title: review.title,
    tone: 'ask',
    blocks: [
      { kind: 'text', text: `${from} has handed ${questionWords(review)} on to you.` },
      ...(note === undefined ? [] : [{ kind: 'quote', label: from, text: note } as const]),
      { kind: 'button', label: 'Open the review', url: review.link },
      { kind: 'small', text: `Due ${moment(review.dueAt)}.` },
    ],
    footer: 'The link is yours alone: whoever has it decides in your name, once. Opening it decides nothing.',
  });
}

function questionWords({ question, round, roundLimit }: Pick<OpenReview, 'question' | 'round' | 'roundLimit'>): string {
  return { candidates: `the candidates of round ${String(round)} of ${String(roundLimit)}`, 'go-ahead': 'the question whether to go ahead', budget: 'the call that the budget has no room for', reopen: `whether to reopen the expired review of round ${String(round)}` }[question];
}

function briefBlocks(brief: Brief): Block[] {
  const { concept } = brief;
  const rows: (readonly [string, string | undefined])[] = [
    ['Subject', concept.subject],
    ['Action', concept.action],
    ['Setting', [concept.environment, concept.weather, concept.background].filter((part) => part !== undefined).join('; ') || undefined],
    ['Lighting', brief.lighting],
    ['Style', brief.style],
    ['Camera', brief.camera],
    ['Mood', brief.mood],
    ['Message', brief.message],
    ['Audience', brief.audience],
    ['Not wanted', [...brief.exclude, ...brief.brand.banned].join(', ') || undefined],
    ['For', brief.deliverables.map(deliverableWords).join(', ')],
    ['Deadline', brief.deadline],
  ];
  return [
    { kind: 'facts', title: 'The brief', rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])) },
    ...(brief.brand.colours.length === 0 ? [] : [{ kind: 'colours', colours: brief.brand.colours } as const]),
  ];
}

/** "hero-16x9", "teaser (640 × 360)", "banner (640 px wide)", "poster (210 × 297 mm, 300 dpi)" */
function deliverableWords(deliverable: Deliverable): string {
  if ('preset' in deliverable) return deliverable.preset;
  if ('print' in deliverable) return `${deliverable.name} (${String(deliverable.print.width)} × ${String(deliverable.print.height)} mm, ${String(deliverable.print.dpi)} dpi)`;
  const { name, width, height } = deliverable;
  return height === undefined ? `${name} (${String(width)} px wide)` : `${name} (${String(width)} × ${String(height)})`;
}

function compose(letter: Letter): MailContent {
  // A line break in a subject would begin another header.
  const subject = letter.subject.replace(/\s+/gu, ' ').trim();
  return { subject, preheader: letter.preheader, text: plainText(letter), html: htmlOf({ ...letter, subject }) };
}

const momentFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** "Tuesday 24 November 2026, 14:00 UTC": readers sit in many time zones, so it is named. */
function moment(iso: string): string {
  const part = Object.fromEntries(momentFormat.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${part['weekday'] ?? ''} ${part['day'] ?? ''} ${part['month'] ?? ''} ${part['year'] ?? ''}, ${part['hour'] ?? ''}:${part['minute'] ?? ''} UTC`;
}

/** Cents where there are any, else as exact as the ledger. */
function spent(microUsd: number): string {
  return microUsd >= 10_000 ? `$${(microUsd / 1_000_000).toFixed(2)}` : dollars(microUsd);
}

function several(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${String(Math.max(1, Math.round(bytes / 1000)))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
