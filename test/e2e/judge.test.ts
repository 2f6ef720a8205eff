import { afterEach, expect, test } from 'vitest';
import type { RunDetail } from '../../core/api.ts';
import { GenerationDocument, PromptDocument } from '../../core/documents.ts';
import { runKeys } from '../../core/keys.ts';
import { submit as submitBrief, type Fields } from './support/briefs.ts';
import { Mailbox } from './support/mailbox.ts';
import { approval, decide, openReview } from './support/review.ts';
import { forgetOrders, tellJudge } from './support/stand-in.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** What the judge does by itself, with a stand-in that is told what it sees: edits, new concepts, and when it stops. */

const galley = galleyForThisFile();
afterEach(() => forgetOrders(galley));

const submit = (title: string, more: Fields = {}) =>
  submitBrief(galley, title, {
    concept: { subject: 'a potter with clay on her hands', action: 'shaping a tall vase', environment: 'a small workshop with a north window' },
    lighting: 'soft window light',
    candidates: 1,
    deliverables: ['instagram-square'],
    review: { approvers: ['rui@example.com'], rounds: 5 },
    ...more,
  });

/** What the check made of each round. */
const verdicts = ({ rounds }: RunDetail) => rounds.map(({ operation, judgement }) => [operation, judgement?.verdict]);

test('a sixth finger is edited away with the smallest change, and the picture that is good enough goes to people', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'structure', answer: 'fail', evidence: 'The left hand has six fingers.', suggestion: { slot: 'exclude', text: 'the sixth finger' }, match: 'Potter one', times: 1 });
  const runId = await submit('Potter one');
  const run = await galley.asks(runId);
  expect(verdicts(run)).toEqual([['generate', 'iterate'], ['edit', 'review']]);
  const { direction } = await galley.document(runKeys.generation(runId, 2), GenerationDocument);
  expect(direction).toMatchObject({ kind: 'changes', by: 'judge', note: 'remove the sixth finger.', questions: ['structure'] });

  const link = await galley.mailbox.link('rui@example.com', 'Potter one');
  const view = await openReview(link);
  expect(view.candidates[0]?.answers.map(({ answer }) => answer)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  expect((await decide(link, approval(view))).status).toBe(200);
  await galley.ends(runId, 'completed');
});

test('what an edit did not mend is not edited again: the concept is rewritten, once, and then people decide', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'lighting', answer: 'fail', evidence: 'The shadows fall towards the window.', suggestion: { slot: 'lighting', text: 'soft light from the window on the left' } });
  const run = await galley.asks(await submit('Potter two'));
  expect(verdicts(run)).toEqual([['generate', 'iterate'], ['edit', 'startOver'], ['generate', 'iterate'], ['edit', 'review']]);
  expect(run.rounds.map(({ judgement }) => judgement?.reasons[0])).toMatchObject({ 1: 'An edit for lighting was made already, and it failed again.', 3: expect.stringMatching(/failed again\. The concept was rewritten once already\.$/u) as unknown });
});

test('a concept that every candidate misses is rewritten, with what was missed in the new prompt', async () => {
  await tellJudge(galley, { answer: 'pass' });
  await tellJudge(galley, { question: 'concept', answer: 'fail', evidence: 'There is no vase in the picture.', suggestion: { slot: 'action', text: 'both hands on the tall vase' }, match: 'Potter three', times: 1 });
  const runId = await submit('Potter three');
  const run = await galley.asks(runId);
  expect(verdicts(run)).toEqual([['generate', 'startOver'], ['generate', 'review']]);
  const prompt = await galley.document(runKeys.prompt(runId, 2), PromptDocument);
  expect(prompt.slots.find(({ slot }) => slot === 'action')).toMatchObject({ text: 'shaping a tall vase, both hands on the tall vase', from: 'direction:1' });
  expect(prompt.text).toContain('There is no vase in the picture');
});

test('the same doubt is edited where a round costs little, and goes to people, who read why, where one more is expected to gain less than it costs', async () => {
  await tellJudge(galley, { answer: 'pass', confidence: 0.6 });
  await tellJudge(galley, { question: 'structure', answer: 'fail', confidence: 0.3, evidence: 'One handle may be bent.', suggestion: { slot: 'exclude', text: 'the bent handle' } });
  // A team of its own: what the other tests' rounds brought counts for nothing here.
  const doubted = { team: 'kiln', qa: { threshold: 0.6 } };
  const dear = await galley.asks(await submit('Potter four', { ...doubted, quality: 'high', candidates: 8, budget: { cap: 20 } }));
  const cheap = await galley.asks(await submit('Potter five', doubted));

  expect(verdicts(cheap)).toEqual([['generate', 'iterate'], ['edit', 'review']]);
  expect(cheap.rounds[0]?.judgement?.expectation?.sentence).toMatch(/: worth another round\.$/u);

  expect(verdicts(dear)).toEqual([['generate', 'review']]);
  const { expectation, reasons, alternatives } = dear.rounds[0]?.judgement ?? {};
  expect(expectation?.worthUsd).toBeLessThan(expectation?.costUsd ?? 0);
  expect(expectation?.sentence).toMatch(/^One more round of this kind is expected to raise the best score by 0\.\d\d \(no rounds counted yet\), worth \$\d\.\d\d against \$\d\.\d\d: good enough\.$/u);
  expect(reasons).toContain(expectation?.sentence);
  expect(alternatives).toContainEqual({ choice: 'iterate', reason: 'One more round is expected to gain less than it costs.' });
  const mail = await galley.mailbox.message('rui@example.com', 'Potter four');
  expect(mail.text.replace(/\s+/gu, ' ')).toContain(expectation?.sentence);
  expect((await openReview(Mailbox.reviewLink(mail))).judgement?.reasons).toContain(expectation?.sentence);
});
