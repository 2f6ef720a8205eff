import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunDetail } from '../../core/api.ts';
import { GenerationDocument, PromptDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { EmbeddedGalley } from './support/embedded-galley.ts';
import { Mailbox } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { forgetOrders, tellJudge } from './support/stand-in.ts';

/** What the judge does by itself, with a stand-in that is told what it sees: edits, new concepts, and when it stops. */

let galley: EmbeddedGalley;
beforeAll(async () => {
  galley = await EmbeddedGalley.start();
});
afterEach(async () => forgetOrders(galley));
afterAll(async () => {
  await galley.dispose();
});

async function submit(title: string): Promise<string> {
  const Bucket = galley.output('BriefsBucketName');
  const Key = `inbox/${title.toLowerCase().replaceAll(' ', '-')}.yaml`;
  const Body = `title: ${title}
owner: ana@example.com
concept: { subject: a potter with clay on her hands, action: shaping a tall vase, environment: a small workshop with a north window }
lighting: soft window light
quality: low
candidates: 1
deliverables: [instagram-square]
review: { approvers: [rui@example.com], rounds: 5 }
`;
  await galley.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return galley.runOf(`s3://${Bucket}/${Key}`);
}

async function documentOf<Output>(key: string, schema: { parse(value: unknown): Output }): Promise<Output> {
  const { Body } = await galley.s3.send(new GetObjectCommand({ Bucket: galley.output('AssetsBucketName'), Key: key }));
  return schema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
}

/** Until people are asked about `round`. */
async function reviewOf(runId: string, round: number): Promise<RunDetail> {
  return galley.runWhen(runId, `the review of round ${String(round)}`, ({ state, rounds }) => state === 'waiting' && rounds.length === round);
}

const verdicts = ({ rounds }: RunDetail) => rounds.map(({ operation, judgement }) => [operation, judgement?.verdict]);

test('a sixth finger is edited away with the smallest change, and the picture that is good enough goes to people', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'structure', answer: 'fail', evidence: 'The left hand has six fingers.', suggestion: { slot: 'exclude', text: 'the sixth finger' }, match: 'Potter one', times: 1 });
  const runId = await submit('Potter one');
  const run = await reviewOf(runId, 2);
  expect(verdicts(run)).toEqual([['generate', 'iterate'], ['edit', 'review']]);
  const { direction } = await documentOf(runKeys.generation(runId, 2), GenerationDocument);
  expect(direction).toMatchObject({ kind: 'changes', by: 'judge', note: 'remove the sixth finger.', questions: ['structure'] });

  const view = await openReview(Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Potter one')));
  expect(view.candidates[0]?.answers.map(({ answer }) => answer)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  expect((await decide(Mailbox.reviewLink(await galley.mailbox.message('rui@example.com', 'Potter one')), approval(view))).status).toBe(200);
  await galley.runWhen(runId, 'the end', ({ state }) => state === 'completed');
});

test('what an edit did not mend is not edited again: the concept is rewritten, once, and then people decide', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'lighting', answer: 'fail', evidence: 'The shadows fall towards the window.', suggestion: { slot: 'lighting', text: 'soft light from the window on the left' } });
  const run = await reviewOf(await submit('Potter two'), 4);
  expect(verdicts(run)).toEqual([['generate', 'iterate'], ['edit', 'startOver'], ['generate', 'iterate'], ['edit', 'review']]);
  expect(run.rounds.map(({ judgement }) => judgement?.reasons[0])).toMatchObject({ 1: 'An edit for lighting was made already, and it failed again.', 3: expect.stringMatching(/failed again\. The concept was rewritten once already\.$/u) as unknown });
});

test('a concept that every candidate misses is rewritten, with what was missed in the new prompt', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'concept', answer: 'fail', evidence: 'There is no vase in the picture.', suggestion: { slot: 'action', text: 'both hands on the tall vase' }, match: 'Potter three', times: 1 });
  const runId = await submit('Potter three');
  const run = await reviewOf(runId, 2);
  expect(verdicts(run)).toEqual([['generate', 'startOver'], ['generate', 'review']]);
  const prompt = await documentOf(runKeys.prompt(runId, 2), PromptDocument);
  expect(prompt.slots.find(({ slot }) => slot === 'action')).toMatchObject({ text: 'shaping a tall vase, both hands on the tall vase', from: 'direction:1' });
  expect(prompt.text).toContain('There is no vase in the picture');
});
