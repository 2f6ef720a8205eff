import { PutObjectCommand } from '@aws-sdk/client-s3';
import { until, type EmbeddedGalley } from './embedded-galley.ts';
import { Mailbox, type Message } from './mailbox.ts';
import { approval, decide, handOn, openReview } from './review.ts';
import { sweepLate, tablesOf, timeOut } from './time.ts';

/** A system in which every kind of mail that Galley sends has been sent, and every question still waits for its answer. */

/** One brief for each way that mails come about. */
const briefs = {
  'Harbour at dawn': 'candidates: 2\nreview: { approvers: [rui@example.com, li@example.com], escalateTo: [head@example.com] }\n',
  'Puerto al alba': 'candidates: 1\nlanguage: es\nreview: { approvers: [luz@example.com], escalateTo: [jefa@example.com] }\n',
  'For the delegate': 'candidates: 1\nreview: { approvers: [bo@example.com], delegates: { bo@example.com: eva@example.com } }\n',
  'Handed on': 'candidates: 1\nreview: { approvers: [tom@example.com] }\n',
  'In sequence': 'candidates: 1\nreview: { approvers: [sam@example.com, kim@example.com], approval: sequence }\n',
  'Nobody came': 'candidates: 1\nreview: { approvers: [noa@example.com] }\n',
  'Too dear': 'budget: { cap: 0.0001 }\n',
  Refused: 'mood: calm [[fault:moderation]]\n',
  'Not a brief': 'colour: blue\n',
} as const;
export type Title = keyof typeof briefs | 'Doubtful';

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
  const sources = await Promise.all(Object.entries(briefs).map(async ([title, more]) => [title as Title, await handIn(galley, title, `${owned}${concept}${more}`)] as const));
  sources.push(['Doubtful', await handIn(galley, 'Doubtful', `${owned}concept: { subject: a dog, environment: in a park }\n`)]);
  const runs = new Map<Title, string>();
  for (const [title, source] of sources) {
    if (title === 'Refused' || title === 'Not a brief') continue;
    const runId = await galley.runOf(source);
    await galley.runWhen(runId, 'its question', ({ state }) => state === 'waiting');
    runs.set(title, runId);
  }
  const mail = (kind: keyof typeof kindsOfMail): Promise<Message> => mailOf(galley, ...(kindsOfMail[kind] ?? fail(kind)));

  await handOn(Mailbox.reviewLink(await galley.mailbox.message('tom@example.com', 'Handed on')), 'ines@example.com');
  const first = Mailbox.reviewLink(await galley.mailbox.message('sam@example.com', 'In sequence'));
  await decide(first, approval(await openReview(first)));
  await timeOut(galley, Mailbox.reviewLink(await galley.mailbox.message('noa@example.com', 'Nobody came')).reviewId);
  for (const kind of Object.keys(kindsOfMail)) if (!/^(?:escalation|digest)/u.test(kind)) await mail(kind);
  await galley.runWhen(runs.get('Nobody came') ?? '', 'the question to reopen', ({ state, stage }) => state === 'waiting' && stage === 'AskReopen');
  await settled(galley);

  await sweepLate(galley);
  for (const kind of Object.keys(kindsOfMail)) await mail(kind);
  await settled(galley);
  return { runs, mails: await galley.mailbox.messagesTo() };
}

const owned = 'owner: ana@example.com\nquality: low\n';
const concept = 'concept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\n';

async function handIn(galley: EmbeddedGalley, title: string, body: string): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title.toLowerCase().replaceAll(' ', '-')}.yaml`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body: `title: ${title}\n${body}` }));
  return `s3://${Bucket}/${Key}`;
}

function mailOf(galley: EmbeddedGalley, address: string, subject: RegExp): Promise<Message> {
  return until(`a mail to ${address} like ${String(subject)}`, async () => (await galley.mailbox.messagesTo(address)).find((message) => subject.test(message.subject)));
}

/** What was mailed is written down after the mail: waits until two readings are the same. */
async function settled(galley: EmbeddedGalley): Promise<void> {
  let last = '';
  await until('tables that stand still', async () => {
    const now = JSON.stringify(await tablesOf(galley));
    const same = now === last;
    last = now;
    return same || undefined;
  });
}

function fail(kind: string): never {
  throw new Error(`Expected a kind of mail but received ${kind}`);
}
