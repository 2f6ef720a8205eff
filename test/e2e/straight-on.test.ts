import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printStatus } from '../../bin/cli/watch.ts';
import { AdviceReport, AgreementReport, AssetDetail } from '../../core/api.ts';
import { QuestionId } from '../../core/documents.ts';
import { automaticCheck } from '../../core/judge/straight-on.ts';
import { dynamoAgreement } from '../../lambdas/shared/agreement.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { Mailbox } from './support/mailbox.ts';
import { openReview } from './support/review.ts';
import { tellJudge } from './support/stand-in.ts';

/** `review.automatic: when-trusted` on the whole stack: a check that nobody trusts yet asks people, one that has earned it goes on. */

let galley: EmbeddedGalley;
beforeAll(async () => {
  galley = await EmbeddedGalley.start();
  await tellJudge(galley, { answer: 'pass' });
});
afterAll(async () => {
  await galley.dispose();
});

async function submit(title: string, more = ''): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title.toLowerCase().replaceAll(' ', '-')}.yaml`;
  const Body = `title: ${title}
owner: ana@example.com
team: press
concept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }
quality: low
candidates: 2
deliverables: [instagram-square]
review: { approvers: [rui@example.com], automatic: when-trusted }
${more}`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return galley.runOf(`s3://${Bucket}/${Key}`);
}

/** Sixty reviews of a month, as the adapter counts them: people and the check said the same, and failed every fifth. */
async function earnTrust(): Promise<void> {
  const client = new DynamoDBClient({ region: galley.endpoints.region, endpoint: galley.endpoints.aws, credentials: { accessKeyId: 'galley', secretAccessKey: 'galley' } });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const runsTable = TableNames.find((name) => /runs/iu.test(name));
  if (runsTable === undefined) throw new Error(`Expected a table of runs but found ${TableNames.join(', ')}`);
  const agreement = dynamoAgreement(DynamoDBDocumentClient.from(client), runsTable);
  for (let review = 0; review < 60; review += 1) {
    const answer = review % 5 === 0 ? 'fail' : 'pass';
    await agreement.count({ id: `earlier-${String(review)}`, model: 'gpt-5.4-mini', at: new Date().toISOString(), comparisons: QuestionId.options.map((question) => ({ question, origin: 'hand', check: answer, person: answer })) });
  }
  client.destroy();
}

const reviewMails = async (title: string): Promise<number> => (await galley.mailbox.messagesTo('rui@example.com')).filter(({ subject }) => subject.includes(title)).length;

test('the check decides nothing until it has earned trust, and then a brief that allows it ends without people', async () => {
  const asking = await submit('Untrusted boat');
  const link = Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Untrusted boat'));
  expect((await openReview(link)).state).toBe('open');
  const waiting = await galley.runWhen(asking, 'the review', ({ state }) => state === 'waiting');
  expect(waiting.rounds[0]?.judgement).toMatchObject({ verdict: 'review', trust: { trusted: false } });
  expect(waiting.rounds[0]?.judgement?.alternatives.find(({ choice }) => choice === 'approve')?.reason).toMatch(/^The check has not earned trust yet: concept 0 of 50 decisions by hand/u);

  await earnTrust();
  expect((await galley.api.get(AgreementReport, '/api/agreement')).models).toMatchObject([{ model: 'gpt-5.4-mini', trusted: true }]);

  const runId = await submit('Trusted boat');
  const done = await galley.runWhen(runId, 'the end', ({ state }) => state === 'completed');
  expect(done.rounds[0]?.judgement).toMatchObject({ verdict: 'approve', trust: { trusted: true } });
  expect(done.steps.map(({ state }) => state)).not.toContain('Review');
  const lines: string[] = [];
  await printStatus({ api: galley.api, runId, print: (line) => lines.push(line) });
  expect(lines.join('\n')).toContain(`Approved by ${automaticCheck}, without people. The check has earned trust in all five questions`);

  const told = await galley.mailbox.message('ana@example.com', 'Trusted boat');
  expect(told.text.replace(/\s+/gu, ' ')).toContain(`${automaticCheck}, without people, as the brief allows it (review.automatic)`);
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision).toMatchObject({ decision: 'approve', decidedBy: automaticCheck, approvals: [] });
  expect(done.rounds[0]?.candidates.map(({ sha256 }) => sha256)).toContain(asset.decision.candidate?.sha256);
  const { verdicts } = await galley.api.get(AdviceReport, '/api/advice', { team: 'press' });
  expect(verdicts.approve).toEqual({ given: 1 });
  expect(await reviewMails('Trusted boat')).toBe(0);

  // One question of the brief's own that the check cannot tell, and people are asked again.
  await tellJudge(galley, { question: 'own-1', answer: 'unsure', confidence: 0.3 });
  const doubtful = await submit('Doubtful boat', 'qa: { questions: [{ id: oars, ask: Are both oars in the boat?, required: true }] }\n');
  await galley.runWhen(doubtful, 'the review', ({ state }) => state === 'waiting');
  const [round] = (await galley.runWhen(doubtful, 'the judgement', ({ rounds }) => rounds[0]?.judgement !== undefined)).rounds;
  expect(round?.judgement?.alternatives.find(({ choice }) => choice === 'approve')?.reason).toBe('The check is unsure about own-oars.');
  const asked = Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Doubtful boat'));
  expect((await openReview(asked)).state).toBe('open');
});
