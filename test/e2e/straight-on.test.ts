import { expect, test } from 'vitest';
import { AdviceReport, AgreementReport, AssetDetail } from '../../core/api.ts';
import { QuestionId } from '../../core/documents.ts';
import { automaticCheck } from '../../core/judge/straight-on.ts';
import { dynamoAgreement } from '../../lambdas/shared/agreement.ts';
import { submit as submitBrief, type Fields } from './support/briefs.ts';
import { statusOf } from './support/command-line.ts';
import { openReview } from './support/review.ts';
import { tellJudge } from './support/stand-in.ts';
import { tableNamed, withTables } from './support/tables.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** `review.automatic: when-trusted` on the whole stack: a check that nobody trusts yet asks people, one that has earned it goes on. */

const galley = galleyForThisFile();
const submit = (title: string, more: Fields = {}) =>
  submitBrief(galley, title, { team: 'press', candidates: 2, deliverables: ['instagram-square'], review: { approvers: ['rui@example.com'], automatic: 'when-trusted' }, ...more });

/** Sixty reviews of a month, as the adapter counts them: people and the check said the same, and failed every fifth. */
async function earnTrust(): Promise<void> {
  const runs = await tableNamed(galley, 'Runs');
  await withTables(galley, async (tables) => {
    const agreement = dynamoAgreement(tables, runs);
    for (let review = 0; review < 60; review += 1) {
      const answer = review % 5 === 0 ? 'fail' : 'pass';
      await agreement.count({ id: `earlier-${String(review)}`, model: 'gpt-5.4-mini', at: new Date().toISOString(), comparisons: QuestionId.options.map((question) => ({ question, origin: 'hand', check: answer, person: answer })) });
    }
  });
}

test('the check decides nothing until it has earned trust, and then a brief that allows it ends without people', async () => {
  await tellJudge(galley, { answer: 'pass' });
  const asking = await galley.asks(await submit('Untrusted boat'));
  expect((await openReview(await galley.mailbox.link('rui@example.com', 'Untrusted boat'))).state).toBe('open');
  expect(asking.rounds[0]?.judgement).toMatchObject({ verdict: 'review', trust: { trusted: false } });
  expect(asking.rounds[0]?.judgement?.alternatives.find(({ choice }) => choice === 'approve')?.reason).toMatch(/^The check has not earned trust yet: concept 0 of 50 decisions by hand/u);

  await earnTrust();
  expect((await galley.api.get(AgreementReport, '/api/agreement')).models).toMatchObject([{ model: 'gpt-5.4-mini', trusted: true }]);

  const runId = await submit('Trusted boat');
  const done = await galley.ends(runId, 'completed');
  expect(done.rounds[0]?.judgement).toMatchObject({ verdict: 'approve', trust: { trusted: true } });
  expect(done.steps.map(({ state }) => state)).not.toContain('Review');
  expect(await statusOf(galley, runId)).toContain(`Approved by ${automaticCheck}, without people. The check has earned trust in all five questions`);

  const told = await galley.mailbox.message('ana@example.com', 'Trusted boat');
  expect(told.text.replace(/\s+/gu, ' ')).toContain(`${automaticCheck}, without people, as the brief allows it (review.automatic)`);
  const { asset } = await galley.api.get(AssetDetail, `/api/assets/${runId}`);
  expect(asset.decision).toMatchObject({ decision: 'approve', decidedBy: automaticCheck, approvals: [] });
  expect(done.rounds[0]?.candidates.map(({ sha256 }) => sha256)).toContain(asset.decision.candidate?.sha256);
  const { verdicts } = await galley.api.get(AdviceReport, '/api/advice', { team: 'press' });
  expect(verdicts.approve).toEqual({ given: 1 });
  // The owner was told after everything else, and nobody was asked before.
  expect(await galley.mailbox.count('rui@example.com', 'Trusted boat')).toBe(0);

  // One question of the brief's own that the check cannot tell, and people are asked again.
  await tellJudge(galley, { question: 'own-1', answer: 'unsure', confidence: 0.3 });
  const doubtful = await galley.asks(await submit('Doubtful boat', { qa: { questions: [{ id: 'oars', ask: 'Are both oars in the boat?', required: true }] } }));
  expect(doubtful.rounds[0]?.judgement?.alternatives.find(({ choice }) => choice === 'approve')?.reason).toBe('The check is unsure about own-oars.');
  expect((await openReview(await galley.mailbox.link('rui@example.com', 'Doubtful boat'))).state).toBe('open');
});
