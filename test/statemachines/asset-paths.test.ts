import { describe, expect, test } from 'vitest';
import type { Naming, Outcome } from '../../core/workflow.ts';
import { candidate, decisionOn, document, failing, ownDecision, runAssetWorkflow, timeOut } from './support/asset-workflow.ts';

/** The states that a run went through, without its parameters. */
const happyPath = [
  'Begin', 'Assess', 'Feasible', 'BuildPrompt', 'Generate', 'Generated', 'Inspect', 'Inspected', 'Judge', 'Verdict', 'Review', 'Decision',
  'Finish', 'Archive', 'Completed', 'RecordOutcome', 'Publish', 'End', 'Done',
];

describe('the ways through', () => {
  test('a clear brief, approved in its first round, is finished, archived and published', async () => {
    const run = await runAssetWorkflow({});
    expect(run.states).toEqual(happyPath);
    expect(run.status).toBe('SUCCEEDED');
    expect(run.output).toMatchObject({ outcome: 'completed', assetId: run.runId });
    expect(run.published).toEqual([expect.objectContaining({ DetailType: 'Asset Published', Source: 'galley' })]);
    expect(run.inputsOf('archive')[0]).toMatchObject({ round: 1, directions: [], decision: { decision: 'approve' } });
  });

  test('a brief that is not worth generating ends as declined, with its reasons, and no model call', async () => {
    const run = await runAssetWorkflow({ assess: { verdict: 'decline', reasons: ['A photographer is cheaper.'] } });
    expect(run.outcome).toBe('declined');
    expect(run.reasons).toEqual(['A photographer is cheaper.']);
    expect(run.inputsOf('generate')).toEqual([]);
  });

  test('a doubtful brief goes on when its owner says so', async () => {
    const run = await runAssetWorkflow({ assess: { verdict: 'ask', reasons: ['Abstract.'] }, goAhead: 'proceed' });
    expect(run.states.slice(0, 6)).toEqual(['Begin', 'Assess', 'Feasible', 'AskOwner', 'OwnerAnswer', 'BuildPrompt']);
    expect(run.outcome).toBe('completed');
    expect(run.inputsOf('request-review')[0]).toMatchObject({ question: 'go-ahead', reasons: ['Abstract.'] });
  });

  test('a doubtful brief ends as declined when its owner says no', async () => {
    const run = await runAssetWorkflow({ assess: { verdict: 'ask', reasons: ['Abstract.'] }, goAhead: 'decline' });
    expect(run.outcome).toBe('declined');
    expect(run.states).toContain('DeclinedByOwner');
  });

  test('a doubtful brief expires when its owner says nothing', async () => {
    const run = await runAssetWorkflow({ assess: { verdict: 'ask', reasons: ['Abstract.'] }, goAhead: timeOut });
    expect(run.outcome).toBe('expired');
    expect(run.reasons.at(-1)).toContain('whether to go ahead');
    expect(run.states).not.toContain('AskReopen');
  });

  test('a close miss is edited before anybody is asked', async () => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'iterate' }, { verdict: 'review' }] });
    expect(run.inputsOf('generate').map((input) => [input.round, input.reference])).toEqual([[1, null], [2, candidate(1)]]);
    expect(run.inputsOf('build-prompt')).toHaveLength(1);
    expect(run.outcome).toBe('completed');
  });

  test('a missed concept starts over with a new prompt before anybody is asked', async () => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'startOver' }, { verdict: 'review' }] });
    expect(run.inputsOf('build-prompt').map((input) => (input.directions as unknown[]).length)).toEqual([0, 1]);
    expect(run.inputsOf('generate').map((input) => input.reference)).toEqual([null, null]);
  });

  test.each(['iterate', 'startOver'] as const)('in the last round a judge who says "%s" leaves it to people', async (verdict) => {
    const run = await runAssetWorkflow({ roundLimit: 1, judge: [{ verdict }] });
    expect(run.states).toEqual(happyPath);
  });

  test('what the check approves goes straight on, with its decision, and nobody is asked', async () => {
    const decision = ownDecision(1);
    const run = await runAssetWorkflow({ judge: [{ verdict: 'approve', decision }] });
    expect(run.states).toEqual(happyPath.filter((state) => state !== 'Review' && state !== 'Decision'));
    expect(run.inputsOf('request-review')).toEqual([]);
    expect(run.inputsOf('finish')[0]).toMatchObject({ candidate: candidate(1), decision });
    expect(run.inputsOf('archive')[0]).toMatchObject({ decision: { decidedBy: 'Galley’s automatic check' } });
    expect(run.outcome).toBe('completed');
  });

  test('what the check approves in a later round is that round’s candidate', async () => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'iterate' }, { verdict: 'approve', decision: ownDecision(2) }], roundLimit: 2 });
    expect(run.inputsOf('finish')[0]).toMatchObject({ candidate: candidate(2) });
    expect(run.inputsOf('archive')[0]).toMatchObject({ round: 2, directions: [{ by: 'judge' }] });
  });

  test.each([
    ['without a decision', null],
    ['with a decision on another round’s candidate', ownDecision(7)],
  ] as const)('an approval of the check %s is for people', async (_, decision) => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'approve', decision }] });
    expect(run.states).toEqual(happyPath);
    expect(run.inputsOf('archive')[0]).toMatchObject({ decision: { decidedBy: 'rui@example.com' } });
  });

  test('an approval of an earlier round does not outlive it', async () => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'iterate', decision: ownDecision(1) }, { verdict: 'review' }], review: [decisionOn(2, 'reject')] });
    expect(run.outcome).toBe('rejected');
  });

  test('the judge is told what was tried before', async () => {
    const run = await runAssetWorkflow({ judge: [{ verdict: 'iterate' }, { verdict: 'startOver' }, { verdict: 'review' }] });
    expect(run.inputsOf('judge').map(({ directions }) => (directions as { kind: string }[]).map(({ kind }) => kind))).toEqual([[], ['changes'], ['changes', 'startOver']]);
  });

  test('requested changes edit the chosen candidate with the note, and keep the prompt', async () => {
    const run = await runAssetWorkflow({ review: [decisionOn(1, 'changes', 'warmer'), decisionOn(2, 'approve')] });
    const [, second] = run.inputsOf('generate');
    expect(second).toMatchObject({
      round: 2,
      reference: candidate(1),
      directions: [{ kind: 'changes', note: 'warmer', candidate: candidate(1).sha256, by: 'reviewer' }],
    });
    expect(run.inputsOf('build-prompt')).toHaveLength(1);
    expect(run.outcome).toBe('completed');
  });

  test('what a reviewer tagged, pinned and drew, and what each of them said, goes with the direction, one of a kind or none', async () => {
    const annotations = ['a', 'b'].map((name) => ({ bucket: 'assets', key: `runs/r/annotations/${name}.json`, sha256: name.repeat(64), bytes: 9 }));
    const notes = [{ by: 'ana@example.com', decision: 'changes', note: 'warmer', tags: ['too-dark' as const], at: '2026-11-24T10:00:00.000Z' }];
    const run = await runAssetWorkflow({ review: [decisionOn(1, 'changes', 'warmer', { tags: ['too-dark'], notes, annotations }), decisionOn(2, 'changes', 'cooler'), decisionOn(3, 'approve')] });
    const given = { kind: 'changes', note: 'warmer', candidate: candidate(1).sha256, by: 'reviewer', tags: ['too-dark'], notes, annotations };
    const bare = { kind: 'changes', note: 'cooler', candidate: candidate(2).sha256, by: 'reviewer', tags: [], notes: [], annotations: [] };
    expect(run.inputsOf('generate')[2]).toMatchObject({ directions: [given, bare] });
    expect(run.inputsOf('archive')[0]).toMatchObject({ directions: [given, bare] });
  });

  test('a start over builds a new prompt from every direction so far, without a reference', async () => {
    const run = await runAssetWorkflow({
      review: [decisionOn(1, 'changes', 'warmer'), decisionOn(2, 'startOver', 'at night'), decisionOn(3, 'approve')],
    });
    const [, second] = run.inputsOf('build-prompt');
    expect(second).toMatchObject({ round: 3, directions: [{ note: 'warmer' }, { kind: 'startOver', note: 'at night' }] });
    expect(run.inputsOf('generate')[2]).toMatchObject({ round: 3, reference: null });
    expect(run.inputsOf('archive')[0]).toMatchObject({ round: 3 });
  });

  test('an edit of a candidate of an earlier concept goes on with that concept’s prompt', async () => {
    const run = await runAssetWorkflow({
      roundLimit: 4,
      review: [decisionOn(1, 'startOver', 'at night'), decisionOn(1, 'changes', 'warmer'), decisionOn(3, 'approve')],
      conceptOf: () => document('prompt', 1),
    });
    expect(run.inputsOf('generate').map((input) => [input.prompt, input.reference])).toEqual([[document('prompt', 1), null], [document('prompt', 2), null], [document('prompt', 2), candidate(1)]]);
    for (const name of ['inspect', 'request-review', 'finish', 'archive'] as const) expect(run.inputsOf(name).at(-1)?.prompt).toEqual(document('prompt', 1));
  });

  test('a rejection ends the run with the reviewer’s words', async () => {
    const run = await runAssetWorkflow({ review: [decisionOn(1, 'reject', 'wrong season')] });
    expect(run.outcome).toBe('rejected');
    expect(run.reasons.join(' ')).toContain('wrong season');
    expect(run.inputsOf('finish')).toEqual([]);
  });

  test.each(['changes', 'startOver'] as const)('"%s" in the last round ends the run as exhausted', async (decision) => {
    const run = await runAssetWorkflow({ roundLimit: 1, review: [decisionOn(1, decision, 'once more')] });
    expect(run.outcome).toBe('exhausted');
    expect(run.inputsOf('generate')).toHaveLength(1);
  });

  describe('a review that nobody answers', () => {
    const reviewSeconds = 72 * 3600;
    const reopenSeconds = 14 * 24 * 3600;
    const asked = (run: { inputsOf(name: 'request-review'): readonly Readonly<Record<string, unknown>>[] }) => run.inputsOf('request-review').map(({ question, ask }) => [question, ask]);

    test('expires when its owner opens it again neither, fourteen days later', async () => {
      const run = await runAssetWorkflow({ review: [timeOut], reopen: [timeOut] });
      expect(run.outcome).toBe('expired');
      expect(run.reasons).toEqual(['Nobody decided before the review was due.', 'Nobody opened the review again in time.']);
      expect(run.seconds).toBe(reviewSeconds + reopenSeconds);
      expect(run.published).toEqual([expect.objectContaining({ DetailType: 'Run Ended' })]);
    });

    test('is opened again with the same candidates, under an ask of its own, and can be approved then', async () => {
      const run = await runAssetWorkflow({ review: [timeOut, decisionOn(1, 'approve')], reopen: ['reopen'] });
      expect(run.outcome).toBe('completed');
      expect(run.states.slice(10, 17)).toEqual(['Review', 'Reopenable', 'AskReopen', 'ReopenAnswer', 'Review', 'Decision', 'Finish']);
      expect(asked(run)).toEqual([['candidates', 1], ['reopen', 1], ['candidates', 2]]);
      const [first, question, again] = run.inputsOf('request-review');
      expect(question).toMatchObject({ reopensLeft: 3, reviewSeconds: reopenSeconds });
      const { ask: _one, taskToken: _token, ...same } = first ?? {};
      expect(again).toMatchObject(same);
      expect(again?.taskToken).not.toBe(first?.taskToken);
      expect(run.inputsOf('generate')).toHaveLength(1);
    });

    test('waits as long as its owner says when it is opened again', async () => {
      const run = await runAssetWorkflow({ review: [timeOut, timeOut], reopen: [7200, timeOut] });
      expect(run.inputsOf('request-review').map((input) => input.reviewSeconds)).toEqual([reviewSeconds, reopenSeconds, 7200, reopenSeconds]);
      expect(run.seconds).toBe(reviewSeconds + 7200 + reopenSeconds);
    });

    test('asks whom its owner names, in this round and those that follow, until others are named', async () => {
      const named = (who: string): Naming => ({ approvers: [who], roles: {}, by: 'ana@example.com', at: '2026-11-28T10:00:00.000Z' });
      const [eva, bo] = [named('eva@example.com'), named('bo@example.com')];
      const run = await runAssetWorkflow({
        review: [timeOut, decisionOn(1, 'changes', 'warmer', { naming: eva }), timeOut, timeOut, decisionOn(2, 'approve', '', { naming: bo })],
        reopen: [eva, 'reopen', bo],
      });
      expect(run.outcome).toBe('completed');
      expect(run.inputsOf('request-review').map(({ question, round, naming }) => [question, round, naming])).toEqual([
        ['candidates', 1, null], ['reopen', 1, null], ['candidates', 1, eva],
        ['candidates', 2, eva], ['reopen', 2, eva], ['candidates', 2, eva], ['reopen', 2, eva], ['candidates', 2, bo],
      ]);
      expect(run.inputsOf('generate')[1]).toMatchObject({ directions: [{ note: 'warmer', naming: eva }] });
      expect(run.inputsOf('archive')[0]).toMatchObject({ decision: { naming: bo }, directions: [{ naming: eva }] });
    });

    test('ends when its owner says so, with the owner’s words', async () => {
      const run = await runAssetWorkflow({ review: [timeOut], reopen: ['end'] });
      expect(run.outcome).toBe('expired');
      expect(run.reasons).toEqual(['Nobody decided before the review was due.', 'Ended by ana@example.com: the campaign is over']);
    });

    test('is opened again three times at the most, and nobody is asked a fourth time', async () => {
      const run = await runAssetWorkflow({ review: [timeOut, timeOut, timeOut, timeOut], reopen: ['reopen', 'reopen', 'reopen', 'reopen'] });
      expect(run.outcome).toBe('expired');
      expect(run.reasons.at(-1)).toBe('The review was opened again 3 times, which is the most.');
      expect(asked(run)).toEqual([1, 2, 3].flatMap((ask) => [['candidates', ask], ['reopen', ask]]).concat([['candidates', 4]]));
      expect(run.inputsOf('request-review').flatMap(({ reopensLeft }) => reopensLeft ?? [])).toEqual([3, 2, 1]);
    });

    test('leaves the next round its own three times', async () => {
      const run = await runAssetWorkflow({ review: [timeOut, timeOut, timeOut, decisionOn(1, 'changes', 'warmer'), timeOut, decisionOn(2, 'approve')], reopen: ['reopen', 'reopen', 'reopen', 'reopen'] });
      expect(run.outcome).toBe('completed');
      expect(asked(run).slice(-3)).toEqual([['candidates', 1], ['reopen', 1], ['candidates', 2]]);
    });
  });

  test.each(['raise', 'fewer', 'retry'] as const)('a call that a cap refuses is made when its owner answers "%s"', async (decision) => {
    const run = await runAssetWorkflow({ spending: [decision] });
    expect(run.outcome).toBe('completed');
    expect(run.inputsOf('request-review')[0]).toMatchObject({ question: 'budget', round: 1, ask: 1, refusal: { kind: 'brief', fewer: 2 } });
    expect(run.inputsOf('generate').map((input) => input.spending)).toEqual([null, expect.objectContaining({ decision, decidedBy: 'ana@example.com' })]);
  });

  test('each refusal is a question of its own', async () => {
    const run = await runAssetWorkflow({ spending: ['retry', 'retry', 'raise'] });
    expect(run.outcome).toBe('completed');
    expect(run.inputsOf('request-review').flatMap((input) => (input.question === 'budget' ? [input.ask] : []))).toEqual([1, 2, 3]);
  });

  test.each([
    ['when its owner stops it', 'stop', 'Stopped by ana@example.com'],
    ['when its owner says nothing', timeOut, 'Nobody decided'],
  ] as const)('a call that a cap refuses ends the run as over budget %s', async (_, answer, reason) => {
    const run = await runAssetWorkflow({ spending: ['retry', answer] });
    expect(run.outcome).toBe('over-budget');
    expect(run.reasons.join(' ')).toContain(reason);
    expect(run.status).toBe('SUCCEEDED');
    expect(run.inputsOf('inspect')).toEqual([]);
  });
});

describe('retries by cause', () => {
  test.each([
    ['generate', 'ImageApiUnavailable', 3],
    ['generate', 'OutcomeUnknown', 1],
    ['inspect', 'ImageApiUnavailable', 4],
  ] as const)('%s goes on after %s, %i times', async (name, error, times) => {
    const survived = await runAssetWorkflow({ failures: { [name]: Array.from({ length: times }, () => failing(error)) } });
    expect(survived.outcome).toBe('completed');
    expect(survived.inputsOf(name)).toHaveLength(times + 1);

    const lost = await runAssetWorkflow({ failures: { [name]: Array.from({ length: times + 1 }, () => failing(error)) } });
    expect(lost.outcome).toBe('failed');
    expect(lost.failure).toMatchObject({ error });
  });

  test('inspect is told which try is its last, so that an outage of the vision model leaves its questions to people', async () => {
    const run = await runAssetWorkflow({ failures: { inspect: Array.from({ length: 4 }, () => failing('ImageApiUnavailable')) } });
    expect(run.inputsOf('inspect').map((input) => input.lastTry)).toEqual([false, false, false, false, true]);
  });

  test('a call without room in the rate limits waits, asks again with its ticket, and starts its next round without', async () => {
    const run = await runAssetWorkflow({ turns: { generate: 3, inspect: 2 }, review: [decisionOn(1, 'changes', 'warmer'), decisionOn(2, 'approve')] });
    expect(run.outcome).toBe('completed');
    const refusals = (name: 'generate' | 'inspect') => run.inputsOf(name).map((input) => (input.ticket as { refusals: number } | null)?.refusals ?? null);
    expect(refusals('generate')).toEqual([null, 1, 2, 3, null, 1, 2, 3]);
    expect(refusals('inspect')).toEqual([null, 1, 2, null, 1, 2]);
    expect(run.states.filter((state) => state.startsWith('Await'))).toHaveLength(10);
  });

  test.each(['RateLimited', 'ModerationBlocked', 'ImageApiRefused', 'InvalidInput', 'NotFound'])('%s is never retried', async (error) => {
    const run = await runAssetWorkflow({ failures: { generate: [failing(error)] } });
    expect(run.inputsOf('generate')).toHaveLength(1);
    expect(run.failure).toMatchObject({ state: 'Generate', error });
  });

  const tasks = ['assess', 'build-prompt', 'generate', 'inspect', 'judge', 'request-review', 'finish', 'archive', 'record-outcome'] as const;
  test.each(tasks)('%s goes on after three of Lambda’s own errors', async (name) => {
    const run = await runAssetWorkflow({ failures: { [name]: Array.from({ length: 3 }, () => failing('Lambda.TooManyRequestsException')) } });
    expect(run.outcome).toBe('completed');
    expect(run.inputsOf(name)).toHaveLength(4);
  });
});

describe('every task’s way out', () => {
  test.each([
    ['assess', 'Assess'],
    ['build-prompt', 'BuildPrompt'],
    ['generate', 'Generate'],
    ['inspect', 'Inspect'],
    ['judge', 'Judge'],
    ['request-review', 'Review'],
    ['finish', 'Finish'],
    ['archive', 'Archive'],
  ] as const)('an unforeseen error of %s is recorded and published, and the execution fails by its name', async (name, state) => {
    const run = await runAssetWorkflow({ failures: { [name]: [failing('TypeError')] } });
    expect(run.outcome).toBe('failed' satisfies Outcome);
    expect(run.failure).toMatchObject({ state, error: 'TypeError' });
    expect(run.published).toEqual([expect.objectContaining({ DetailType: 'Run Ended' })]);
    expect([run.status, run.error]).toEqual(['FAILED', 'TypeError']);
  });

  test('an error while asking the owner is recorded too', async () => {
    const run = await runAssetWorkflow({ assess: { verdict: 'ask', reasons: [] }, failures: { 'request-review': [failing('TypeError')] } });
    expect(run.failure).toMatchObject({ state: 'AskOwner', error: 'TypeError' });
  });

  test('an end that cannot be recorded fails the execution by name', async () => {
    const run = await runAssetWorkflow({ failures: { 'record-outcome': [failing('TypeError')] } });
    expect([run.status, run.error]).toEqual(['FAILED', 'OutcomeNotRecorded']);
  });

  test('an end that cannot be published fails the execution by name', async () => {
    const run = await runAssetWorkflow({ publishFails: true });
    expect([run.status, run.error]).toEqual(['FAILED', 'OutcomeNotPublished']);
  });
});
