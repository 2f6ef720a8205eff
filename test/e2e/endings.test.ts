import { PutObjectCommand } from '@aws-sdk/client-s3';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { BriefAssessed, RunList } from '../../core/api.ts';
import { submit as submitBrief, upload, type Fields } from './support/briefs.ts';
import { until } from './support/embedded-galley.ts';
import { decide, openReview } from './support/review.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** Every way in which a run ends without an asset: recorded, with a reason, and told to its owner. */

const galley = galleyForThisFile();
const submit = (title: string, more: Fields = {}) => submitBrief(galley, title, { candidates: 1, review: { approvers: ['rui@example.com'] }, ...more });

test('a prompt that the model refuses ends as failed after one call, and its owner reads why', async () => {
  const runId = await submit('Refused', { mood: 'calm [[fault:moderation]]' });
  const run = await galley.ends(runId, 'failed');
  expect(run.failure).toMatchObject({ state: 'Generate', error: 'ModerationBlocked' });
  expect(run.steps.filter((step) => step.state === 'Generate')).toHaveLength(1);
  expect(run.costMicroUsd).toBe(0);
  expect((await galley.mailbox.message('ana@example.com', 'Refused')).text).toContain('moderation_blocked');
});

test('a call that its cap does not allow is not made, and ends the run when its owner says stop', async () => {
  const runId = await submit('Too dear', { budget: { cap: 0.0001 } });
  const link = await galley.mailbox.link('ana@example.com', 'Over budget: Too dear');
  expect((await openReview(link)).spending).toMatchObject({ kind: 'brief', capMicroUsd: 100, committedMicroUsd: 0 });
  expect((await decide(link, { decision: 'stop', note: 'a stock photograph will do' })).status).toBe(200);
  const run = await galley.ends(runId, 'over-budget');
  expect(run.costMicroUsd).toBe(0);
  expect(run.rounds).toEqual([]);
  expect(run.reasons?.join(' ')).toContain('a stock photograph will do');
});

test('a call that its cap does not allow is made when its owner raises the cap', async () => {
  const runId = await submit('Worth it', { budget: { cap: 0.0001 } });
  const link = await galley.mailbox.link('ana@example.com', 'Over budget: Worth it');
  expect(await decide(link, { decision: 'raise', capUsd: 0.0001 })).toMatchObject({ status: 422 });
  expect((await decide(link, { decision: 'raise', capUsd: 1 })).status).toBe(200);
  expect((await galley.asks(runId)).costMicroUsd).toBeGreaterThan(0);
  expect((await openReview(await galley.mailbox.link('rui@example.com', 'Worth it'))).state).toBe('open');
});

test('a doubtful brief asks its owner before anything is spent, and ends when the owner says no', async () => {
  const runId = await galley.runOf(await upload(galley, 'doubt.yaml', 'title: Doubtful\nowner: ana@example.com\nconcept: { subject: a dog, environment: in a park }\n'));
  const link = await galley.mailbox.link('ana@example.com', 'Doubtful');
  const view = await openReview(link);
  expect(view.question).toBe('go-ahead');
  expect(view.assessment?.reasons.length).toBeGreaterThan(0);
  expect(view.assessment?.returnOnInvestment.sensitivity.length).toBeGreaterThan(3);
  expect((await decide(link, { decision: 'decline', note: 'I will write it better' })).status).toBe(200);
  const run = await galley.ends(runId, 'declined');
  expect(run.costMicroUsd).toBe(0);
  expect(run.reasons?.join(' ')).toContain('I will write it better');
});

test('a team’s own figures count, what its runs took is learned once, and an assessment starts nothing', async () => {
  await galley.s3.send(new PutObjectCommand({ Bucket: galley.output('BriefsBucketName'), Key: 'teams/harbour/constants.yaml', Body: 'asOf: 2026-11-01\nhourlyUsd: { designer: 70 }\n' }));
  const assessed = async (): Promise<BriefAssessed> => {
    const response = await fetch(`${galley.endpoints.api}/api/assessments`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: 'title: Boats\nteam: harbour\nconcept: { subject: a wooden rowing boat, action: resting on still water, environment: a mountain lake at dawn }\n',
    });
    expect(response.status).toBe(200);
    return BriefAssessed.parse(await response.json());
  };
  expect((await assessed()).assessment.returnOnInvestment).toMatchObject({ team: 'harbour', constantsAsOf: '2026-11-01', history: { runs: 0 } });

  const runId = await submit('Harbour one', { team: 'harbour' });
  const link = await galley.mailbox.link('rui@example.com', 'Harbour one');
  expect((await decide(link, { decision: 'reject' })).status).toBe(200);
  const run = await galley.ends(runId, 'rejected');
  expect(run.assessment?.returnOnInvestment.team).toBe('harbour');
  // An end is recorded first, and counted then.
  const counted = await until('the run to be counted', async () => {
    const { history } = (await assessed()).assessment.returnOnInvestment;
    return history.runs === 0 ? undefined : history;
  });
  expect(counted).toMatchObject({ runs: 1, unapproved: 1, rounds: 1 });
  expect((await galley.api.get(RunList, '/api/runs')).runs.map(({ title }) => title)).not.toContain('Boats');
});

test('an execution that somebody stops is recorded and told all the same, and its link says that it is over', async () => {
  const runId = await submit('Stopped by hand');
  await galley.asks(runId);
  const link = await galley.mailbox.link('rui@example.com', 'Stopped by hand');
  await galley.sfn.send(new StopExecutionCommand({ executionArn: galley.executionOf(runId), error: 'Operator', cause: 'not needed any more' }));
  const run = await galley.ends(runId, 'failed');
  expect(run.failure).toMatchObject({ error: 'Operator' });
  await galley.mailbox.message('ana@example.com', 'Stopped by hand');
  expect(await decide(link, { decision: 'reject' })).toMatchObject({ status: 410 });
});
