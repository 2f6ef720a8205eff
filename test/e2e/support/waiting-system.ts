import { handIn, upload, type Fields } from './briefs.ts';
import { until, type EmbeddedGalley } from './embedded-galley.ts';
import type { Message } from './mailbox.ts';
import { approval, decide, handOn, openReview } from './review.ts';
import { sweepLate, timeOut } from './time.ts';

/** A system in which every kind of mail that Galley sends has been sent, and every question still waits for its answer. */

const askedOf = (...approvers: string[]) => ({ candidates: 1, review: { approvers } });

/** One brief for each way that people come to be asked, with the state in which its run then waits. */
const questions = {
  'Harbour at dawn': ['Review', { candidates: 2, review: { approvers: ['rui@example.com', 'li@example.com'], escalateTo: ['head@example.com'] } }],
  'Puerto al alba': ['Review', { candidates: 1, language: 'es', review: { approvers: ['luz@example.com'], escalateTo: ['jefa@example.com'] } }],
  'For the delegate': ['Review', { candidates: 1, review: { approvers: ['bo@example.com'], delegates: { 'bo@example.com': 'eva@example.com' } } }],
  'Handed on': ['Review', askedOf('tom@example.com')],
  'In sequence': ['Review', { candidates: 1, review: { approvers: ['sam@example.com', 'kim@example.com'], approval: 'sequence' } }],
  'Nobody came': ['Review', askedOf('noa@example.com')],
  'Too dear': ['AskBudget', { budget: { cap: 0.0001 } }],
  Doubtful: ['AskOwner', { concept: { subject: 'a dog', environment: 'in a park' } }],
} as const satisfies Readonly<Record<string, readonly [stage: string, fields: Fields]>>;
export type Title = keyof typeof questions;

/** The kinds of mails, each by an address that gets it and its subject. */
export const kindsOfMail: Readonly<Record<string, readonly [address: string, subject: RegExp]>> = {
  'review request': ['rui@example.com', /^Review: Harbour at dawn/u],
  'review request in Spanish': ['luz@example.com', /^Revisión: Puerto al alba/u],
  'go-ahead': ['ana@example.com', /Doubtful/u],
  budget: ['ana@example.com', /Too dear/u],
  outcome: ['ana@example.com', /Refused/u],
  'brief not accepted': ['ana@example.com', /not-a-brief\.yaml/u],
  'delegation by the brief': ['eva@example.com', /^Review: For the delegate/u],
  'delegation by hand': ['ines@example.com', /^tom@example\.com asks you to decide: Handed on/u],
  'the next in a sequence': ['kim@example.com', /^Review: In sequence/u],
  expired: ['ana@example.com', /^Expired: Nobody came/u],
  escalation: ['head@example.com', /^Undecided: Harbour at dawn/u],
  'escalation in Spanish': ['jefa@example.com', /^Sin decidir: Puerto al alba/u],
  digest: ['li@example.com', /^Reminder: Harbour at dawn/u],
  'digest of several': ['ana@example.com', /^Reminder: 3 reviews/u],
  'digest in Spanish': ['luz@example.com', /^Recordatorio: Puerto al alba/u],
};

export interface WaitingSystem {
  /** Runs that wait, by the title of their brief. */
  readonly runs: ReadonlyMap<Title, string>;
  readonly mails: readonly Message[];
}

export async function waitingSystem(galley: EmbeddedGalley): Promise<WaitingSystem> {
  const titles = Object.keys(questions) as Title[];
  const [sources] = await Promise.all([
    Promise.all(titles.map(async (title) => [title, await handIn(galley, title, questions[title][1])] as const)),
    handIn(galley, 'Refused', { mood: 'calm [[fault:moderation]]' }),
    upload(galley, 'not-a-brief.yaml', 'title: Not a brief\nowner: ana@example.com\ncolour: blue\n'),
  ]);
  const runs = new Map<Title, string>();
  for (const [title, source] of sources) {
    const runId = await galley.runOf(source);
    await galley.asks(runId, questions[title][0]);
    runs.set(title, runId);
  }

  await handOn(await galley.mailbox.link('tom@example.com', 'Handed on'), 'ines@example.com');
  const first = await galley.mailbox.link('sam@example.com', 'In sequence');
  await decide(first, approval(await openReview(first)));
  await timeOut(galley, (await galley.mailbox.link('noa@example.com', 'Nobody came')).reviewId);
  await galley.asks(runs.get('Nobody came') ?? '', 'AskReopen');
  const kinds = Object.entries(kindsOfMail);
  for (const [kind, [address, subject]] of kinds) if (!/^(?:escalation|digest)/u.test(kind)) await mailOf(galley, address, subject);

  await sweepLate(galley);
  for (const [, [address, subject]] of kinds) await mailOf(galley, address, subject);
  return { runs, mails: await galley.mailbox.messagesTo() };
}

function mailOf(galley: EmbeddedGalley, address: string, subject: RegExp): Promise<Message> {
  return until(`a mail to ${address} like ${String(subject)}`, async () => (await galley.mailbox.messagesTo(address)).find((message) => subject.test(message.subject)));
}
