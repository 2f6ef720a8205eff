import { beforeEach, describe, expect, test } from 'vitest';

import { ApiError, DecisionAnswer, DelegationAnswer, ReviewView } from '../../core/api.ts';
import type { BriefInput } from '../../core/brief/schema.ts';
import { outcomeOf } from '../../core/review/policy.ts';
import { tokenSha256 } from '../../core/review/review.ts';
import type { CandidatesDecision } from '../../core/workflow.ts';
import { createHandler } from '../../lambdas/request-review/handler.ts';
import { hash } from '../core/support/runs.ts';
import { cloudForThisFile, tables } from './support/cloud.ts';
import { ask } from './support/http.ts';
import { checklist, reviewDesk, type ReviewDesk } from './support/reviews.ts';

const cloud = await cloudForThisFile();
let desk: ReviewDesk;
beforeEach(() => {
  desk = reviewDesk(cloud);
});

const [ana, bo, li, eva] = ['ana@example.com', 'bo@example.com', 'li@example.com', 'eva@example.com'] as const;
const approve = (digit = '1', note?: string) => ({ decision: 'approve', candidate: hash(digit), checklist, ...(note === undefined ? {} : { note }) });
const changes = (digit = '1', note = 'warmer light') => ({ decision: 'changes', candidate: hash(digit), note });

const keyed = (key: string, body?: object) => ({ headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const post = (what: 'decision' | 'delegate', reviewId: string, key: string, body: object) => ask(desk.review, `POST /api/reviews/{reviewId}/${what}`, { parameters: { reviewId }, ...keyed(key, body) });
const messageOf = (json: unknown): string => ApiError.parse(json).error.message;
const outputs = () => desk.executions.answers.map(({ output }) => output as CandidatesDecision);

/** A review under a policy: what its people can do, by address. */
async function under(review: BriefInput['review'], more: Partial<BriefInput> = {}) {
  const asked = await desk.question({ ...more, review });
  await desk.requestReview(asked.event);
  const { reviewId } = asked;
  const keyOf = (who: string): string => desk.mailer.keyFor(who);
  return {
    ...asked,
    keyOf,
    decide: (who: string, body: object, key = keyOf(who)) => post('decision', reviewId, key, body),
    handOn: (who: string, body: object) => post('delegate', reviewId, keyOf(who), body),
    view: async (who: string, key = keyOf(who)) => ReviewView.parse((await ask(desk.review, 'GET /api/reviews/{reviewId}', { parameters: { reviewId }, ...keyed(key) })).json),
  };
}

const mailedTo = (): string[] => desk.mailer.sent.map(({ to }) => to);

describe('two of three', () => {
  const policy = { approvers: [ana, bo, li], approval: { atLeast: 2 } };

  test('approve the same candidate: the first vote is kept, the second settles it', async () => {
    const { decide, view, runId, reviewId } = await under(policy);
    expect(mailedTo()).toEqual([ana, bo, li]);
    const first = await decide(ana, approve('2', 'the leap'));
    expect([first.status, DecisionAnswer.parse(first.json)]).toMatchObject([200, { outcome: 'recorded', by: ana, waitingFor: [bo, li] }]);
    expect(outputs()).toEqual([]);
    expect((await view(bo)).standing).toMatchObject({ rule: '2 of 3 approvers approve the same candidate.', waitingFor: [bo, li], closedForYou: null, votes: [{ by: ana, decision: 'approve', candidate: hash('2'), note: 'the leap' }] });
    expect((await cloud.runs.get(runId)).review).toMatchObject({ waitingFor: [bo, li], votes: [{ by: ana }], version: 1 });

    desk.clock.pass(1);
    const second = await decide(li, approve('2'));
    expect(DecisionAnswer.parse(second.json)).toMatchObject({ outcome: 'decided', waitingFor: [] });
    expect(outputs()).toMatchObject([{ decision: 'approve', candidate: { sha256: hash('2') }, decidedBy: `${ana}, ${li}`, decidedAt: '2026-11-24T13:00:00.000Z', approvals: [{ by: ana, role: null }, { by: li, role: null }], notes: [{ by: ana, decision: 'approve', note: 'the leap' }] }]);
    expect((await cloud.runs.get(runId)).review).toBeUndefined();

    const late = await decide(bo, changes());
    expect(late.status).toBe(409);
    expect(messageOf(late.json)).toBe('This review is over: approved by ana@example.com, li@example.com at 13:00 UTC on 24 November 2026: “the leap”. Nothing was changed.');
    expect(await view(bo)).toMatchObject({ state: 'decided', decided: { decision: 'approve', by: `${ana}, ${li}` }, standing: { waitingFor: [], closedForYou: null } });
    expect((await cloud.reviews.find(reviewId))?.votes).toHaveLength(2);
  });

  test('are outvoted by two who want something else, whose words all go to the next round', async () => {
    const { decide } = await under(policy);
    await decide(ana, approve('1', 'fine as it is'));
    await decide(bo, { ...changes('1', 'darker'), tags: ['too-bright'] });
    await decide(li, changes('2', 'brighter'));
    expect(outputs()).toMatchObject([
      {
        decision: 'changes',
        candidate: { sha256: hash('1') },
        note: 'darker',
        tags: ['too-bright'],
        approvals: [],
        decidedBy: `${bo}, ${li}`,
        notes: [{ by: ana, note: 'fine as it is' }, { by: bo, note: 'darker', tags: ['too-bright'] }, { by: li, note: 'brighter' }],
      },
    ]);
  });

  test('who approve different candidates are asked to agree, and a changed vote ends it', async () => {
    const { decide, view } = await under(policy);
    await decide(ana, approve('1'));
    await decide(bo, approve('2'));
    await decide(li, { decision: 'reject' });
    const { standing } = await view(ana);
    expect(standing?.waitingFor).toEqual([ana, bo]);
    expect(standing?.rule).toContain('have to agree on one');
    expect(DecisionAnswer.parse((await decide(ana, approve('2'))).json).outcome).toBe('decided');
    expect(outputs()).toMatchObject([{ decision: 'approve', candidate: { sha256: hash('2') }, decidedBy: `${ana}, ${bo}` }]);
  });

  test('the same vote sent twice is one vote', async () => {
    const { decide, reviewId } = await under(policy);
    await decide(ana, approve());
    desk.clock.pass(1);
    expect((await decide(ana, approve())).status).toBe(200);
    expect(await cloud.reviews.find(reviewId)).toMatchObject({ version: 1, votes: [{ at: '2026-11-24T12:00:00.000Z' }] });
  });

  test('long words of many share the room that a workflow has; the record keeps them whole', async () => {
    const { decide, reviewId } = await under(policy);
    await decide(ana, approve('1', 'a'.repeat(4000)));
    await decide(bo, changes('1', 'b'.repeat(4000)));
    await decide(li, changes('1', 'c'.repeat(3999)));
    expect(outputs()[0]?.notes.map(({ note }) => [note.length, note.at(-1)])).toEqual([[2000, '…'], [2000, '…'], [2000, '…']]);
    expect(outputs()[0]?.note).toHaveLength(4000);
    expect((await cloud.reviews.find(reviewId))?.votes.map(({ note }) => note.length)).toEqual([4000, 4000, 3999]);
  });
});

describe('in sequence', () => {
  const policy = { approvers: [ana, bo, li], approval: 'sequence' as const };

  test('each is mailed when the one before has approved, and reads who did', async () => {
    const { decide, view } = await under(policy);
    expect(mailedTo()).toEqual([ana]);
    await decide(ana, approve('2', 'the second, please'));
    expect(mailedTo()).toEqual([ana, bo]);
    expect(desk.mailer.sent.at(-1)?.text.replace(/\s+/gu, ' ')).toContain('ana@example.com approved candidate B: “the second, please”');
    const wrong = await decide(bo, approve('1'));
    expect([wrong.status, ApiError.parse(wrong.json).error.problems?.[0]?.field]).toEqual([422, 'candidate']);
    await decide(bo, approve('2'));
    const closed = await decide(ana, changes());
    expect([closed.status, messageOf(closed.json)]).toEqual([409, 'Your vote stands: bo@example.com has voted after you. Nothing was changed.']);
    expect(ApiError.parse(closed.json).error.facts).toEqual({ why: 'vote-stands', people: 'bo@example.com', role: '' });
    expect((await view(ana)).standing?.closedForYou).toContain('has voted after you');
    await decide(li, approve('2'));
    expect(outputs()).toMatchObject([{ decision: 'approve', approvals: [{ by: ana }, { by: bo }, { by: li }] }]);
  });

  test('anything else ends it at once, and the rest are never mailed', async () => {
    const { decide } = await under(policy);
    await decide(ana, { decision: 'startOver', note: 'a boat instead' });
    expect(mailedTo()).toEqual([ana]);
    expect(outputs()).toMatchObject([{ decision: 'startOver', note: 'a boat instead', decidedBy: ana }]);
  });

  test('a next approver whose mail failed is mailed by the sweep, once', async () => {
    const { decide } = await under(policy);
    desk.mailer.refused.add(bo);
    expect((await decide(ana, approve())).status).toBe(200);
    expect(mailedTo()).toEqual([ana]);
    desk.mailer.refused.clear();
    await Promise.all([desk.remind({}), desk.remind({}), desk.remind({})]);
    await desk.remind({});
    expect(mailedTo()).toEqual([ana, bo]);
    expect((await decide(bo, approve())).status).toBe(200);
  });

  test('an address that refuses every mail is not tried for ever', async () => {
    const { decide, reviewId } = await under(policy);
    desk.mailer.refused.add(bo);
    await decide(ana, approve());
    for (let sweep = 0; sweep < 8; sweep += 1) await desk.remind({}).catch(() => undefined);
    expect((await cloud.reviews.find(reviewId))?.mailTries[bo]?.tries).toBe(6);
    await expect(desk.remind({})).resolves.toMatchObject({ expired: expect.any(Number) as number });
  });
});

describe('by role', () => {
  test('all roles are heard before it is decided, one person for each', async () => {
    const { decide, view } = await under({ approval: 'roles', roles: { brand: [ana, bo], legal: [li] } });
    expect(mailedTo().toSorted()).toEqual([ana, bo, li].toSorted());
    await decide(ana, changes('1', 'bring back the blue'));
    expect((await view(bo)).standing?.closedForYou).toBe('ana@example.com has spoken for brand.');
    expect((await decide(bo, approve())).status).toBe(409);
    await decide(li, approve());
    expect(outputs()).toMatchObject([{ decision: 'changes', notes: [{ by: ana }] }]);
  });

  test('the approvals name the role that each was given for', async () => {
    const { decide } = await under({ approval: 'roles', roles: { brand: [ana, bo], legal: [li] } });
    await decide(bo, approve());
    await decide(li, approve());
    expect(outputs()[0]?.approvals.map(({ by, role }) => [by, role])).toEqual([[bo, 'brand'], [li, 'legal']]);
  });
});

describe('the owner of a brief', () => {
  const own = { owner: ana };

  test('named as an approver is not asked, unless the policy says so', async () => {
    await under({ approvers: [ana, bo] }, own);
    expect(mailedTo()).toEqual([bo]);
    const { decide } = await under({ approvers: [ana], ownApproval: true }, own);
    expect((await decide(ana, approve())).status).toBe(200);
  });

  test('who is asked later may send the picture back but not pass it', async () => {
    const { decide, reviewId } = await under({ approvers: [bo] }, own);
    const key = 'k'.repeat(43);
    await cloud.reviews.addLink(reviewId, tokenSha256(key), { approver: ana, expiresAt: '2026-11-27T12:00:00.000Z' });
    expect((await decide(ana, approve(), key)).status).toBe(409);
    const record = (await cloud.reviews.find(reviewId))!;
    await cloud.reviews.handOn(record, { ...record, escalatedTo: [ana] }, desk.clock.now().toISOString());
    const refused = await decide(ana, approve(), key);
    expect([refused.status, ApiError.parse(refused.json).error.name]).toEqual([403, 'OwnApproval']);
    expect((await decide(ana, changes(), key)).status).toBe(200);
    expect(outputs()).toMatchObject([{ decision: 'changes', decidedBy: ana }]);
  });

  test('alone as the deployment’s approver is refused before anything waits for nobody', async () => {
    const { event } = await desk.question({ owner: ana, review: {} });
    await expect(createHandler({ ...desk, defaultApprovers: [ana] })(event)).rejects.toThrow(/not the brief's owner for review\.approvers/);
    expect(mailedTo()).toEqual([]);
  });
});

describe('a delegate', () => {
  test('of the brief gets the mail in place of the approver, and says so', async () => {
    const { decide } = await under({ approvers: [ana, bo], approval: 'all', delegates: { [ana]: eva } });
    expect(mailedTo()).toEqual([eva, bo]);
    expect(desk.mailer.sent[0]?.text).toContain('in place of ana@example.com');
    await decide(eva, approve());
    await decide(bo, approve());
    expect(outputs()[0]?.decidedBy).toBe(`${eva}, ${bo}`);
  });

  test('by hand gets a link of their own; the old one shows and decides no more', async () => {
    const { decide, handOn, view, keyOf, reviewId } = await under({ approvers: [ana, bo], approval: 'all' });
    const oldKey = keyOf(ana);
    const answer = await handOn(ana, { to: li, note: 'I am on holiday' });
    expect([answer.status, DelegationAnswer.parse(answer.json)]).toMatchObject([200, { from: ana, to: li }]);
    expect(mailedTo()).toEqual([ana, bo, li]);
    expect(desk.mailer.sent.at(-1)?.text).toContain('I am on holiday');
    expect(keyOf(li)).not.toBe(oldKey);
    expect((await handOn(ana, { to: li, note: 'again' })).status).toBe(200);
    expect(mailedTo()).toHaveLength(3);

    expect((await view(ana, oldKey)).standing?.closedForYou).toBe('You handed this review on to li@example.com, who decides in your place.');
    expect((await decide(ana, approve(), oldKey)).status).toBe(409);
    expect((await handOn(ana, { to: eva })).status).toBe(409);
    await decide(li, approve());
    await decide(bo, approve());
    expect(outputs()[0]?.decidedBy).toBe(`${li}, ${bo}`);
    expect((await cloud.reviews.find(reviewId))?.delegations).toMatchObject([{ from: ana, to: li, byHand: true, note: 'I am on holiday' }]);
  });

  test('is not somebody with a vote, not the owner, not after a vote, and not for a third time', async () => {
    const { decide, handOn } = await under({ approvers: [ana, bo], approval: 'all' }, { owner: eva });
    const refused = async (who: string, to: string) => (await handOn(who, { to })).status;
    expect(await refused(ana, bo)).toBe(422);
    expect(await refused(ana, eva)).toBe(422);
    const wrong = await handOn(ana, { to: 'not an address' });
    expect([wrong.status, wrong.json]).toMatchObject([422, { error: { problems: [{ field: 'to', message: 'Expected an e-mail address but received "not an address"' }] } }]);
    const long = await handOn(ana, { to: `${'a'.repeat(65)}@example.com` });
    expect([long.status, JSON.stringify(long.json)]).toEqual([422, expect.stringContaining('64 of them before the @') as string]);
    expect((await handOn(ana, { to: ' c0@example.com ' })).json).toMatchObject({ to: 'c0@example.com' });
    expect(await refused('c0@example.com', 'c1@example.com')).toBe(200);
    expect(await refused('c1@example.com', 'c2@example.com')).toBe(422);
    await decide(bo, approve());
    expect(await refused(bo, 'c4@example.com')).toBe(409);
  });

  test('keeps the turn in a sequence, and is mailed when it comes', async () => {
    const { decide, handOn } = await under({ approvers: [ana, bo], approval: 'sequence' });
    await handOn(ana, { to: eva });
    expect(mailedTo()).toEqual([ana, eva]);
    await decide(eva, approve());
    expect(mailedTo()).toEqual([ana, eva, bo]);
  });

  test('nobody hands on the owner’s own question', async () => {
    const { runId, event } = await desk.question();
    const refusal = { kind: 'brief', name: runId, capMicroUsd: 2_000_000, committedMicroUsd: 1_950_000, amountMicroUsd: 126_060, candidates: 3, fewer: 1 } as const;
    const { reviewId } = await desk.requestReview({ question: 'budget', runId, brief: event.brief, round: 2, refusal, ask: 1, reviewSeconds: 3600, taskToken: desk.taskToken() });
    expect((await post('delegate', reviewId, desk.mailer.keyFor('owner@example.com'), { to: li })).status).toBe(422);
  });
});

describe('who is asked because others have not decided', () => {
  const escalateTo = async (reviewId: string, who: string) => {
    const record = (await cloud.reviews.find(reviewId))!;
    await cloud.reviews.handOn(record, { ...record, escalatedTo: [who] }, desk.clock.now().toISOString());
    const key = 'e'.repeat(42) + String(record.version % 10);
    await cloud.reviews.addLink(reviewId, tokenSha256(key), { approver: who, expiresAt: record.dueAt });
    return key;
  };

  test('fills a seat that is empty, and is not mailed as if they had been approvers from the beginning', async () => {
    const { decide, reviewId } = await under({ approvers: [ana, bo], approval: 'all' });
    const key = await escalateTo(reviewId, eva);
    await decide(ana, approve());
    await desk.remind({});
    expect(mailedTo()).toEqual([ana, bo]);
    expect(DecisionAnswer.parse((await decide(eva, approve(), key)).json).outcome).toBe('decided');
    expect(outputs()).toMatchObject([{ decision: 'approve', approvals: [{ by: ana }, { by: eva }] }]);
  });

  test('is not lost when a seat changes hands at the same moment', async () => {
    const { reviewId } = await under({ approvers: [ana, bo], approval: 'all' });
    const stale = (await cloud.reviews.find(reviewId))!;
    await escalateTo(reviewId, eva);
    const now = (await cloud.reviews.find(reviewId))!;
    expect(await cloud.reviews.handOn({ ...now, escalatedTo: stale.escalatedTo }, { ...stale, approvers: [li, bo] }, desk.clock.now().toISOString())).toBeNull();
    expect((await cloud.reviews.find(reviewId))?.escalatedTo).toEqual([eva]);
  });
});

describe('more than a hundred votes at once', () => {
  const people = [ana, bo, li, eva];
  test.each([
    ['one', { approvers: people }],
    ['all', { approvers: people, approval: 'all' as const }],
    ['two of four', { approvers: people, approval: { atLeast: 2 } }],
    ['by role', { approval: 'roles' as const, roles: { brand: [ana, bo], legal: [li], press: [eva] } }],
  ])('%s: exactly one outcome, of the votes that were taken, told to the workflow once', async (_, policy) => {
    const { decide, keyOf, reviewId, event } = await under(policy);
    const bodies = [approve('1'), approve('2'), approve('1', 'so be it'), changes('1'), changes('2', 'a wider crop'), { decision: 'reject' }];
    const keys = people.map((who) => keyOf(who));
    const answers = await Promise.all(
      Array.from({ length: 120 }, (__, index) => decide(people[index % people.length] ?? '', bodies[(index * 7 + (index >> 3)) % bodies.length] ?? {}, keys[index % people.length])),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const taken = answers.filter(({ status }) => status === 200).map(({ json }) => DecisionAnswer.parse(json));
    const record = (await cloud.reviews.find(reviewId))!;
    expect(taken.filter(({ outcome }) => outcome === 'decided')).toHaveLength(1);
    expect(record.state).toBe('decided');
    expect(desk.executions.answers.filter(({ taskToken }) => taskToken === event.taskToken)).toHaveLength(1);

    // The record's votes are the last that each person was told of, and they alone make the decision.
    const voters = new Set(taken.map(({ by }) => by));
    expect(record.votes.map(({ by }) => by).toSorted()).toEqual([...voters].toSorted());
    for (const { by, decision } of record.votes) expect(taken.filter((answer) => answer.by === by).map((answer) => answer.decision)).toContain(decision);
    const outcome = outcomeOf(record)!;
    expect(outputs()[0]).toMatchObject({ decision: outcome.decision, decidedBy: outcome.by.join(', ') });
    expect(outputs()[0]?.candidate?.sha256 ?? null).toBe(outcome.candidate);
  });

  test('in sequence: exactly one outcome, and each was asked once', async () => {
    const { decide, keyOf, reviewId } = await under({ approvers: [ana, bo, li], approval: 'sequence' });
    for (const who of [ana, bo, li]) {
      const key = keyOf(who);
      const answers = await Promise.all(Array.from({ length: 40 }, () => decide(who, approve('1'), key)));
      expect(answers.some(({ status }) => status === 200)).toBe(true);
    }
    expect(mailedTo()).toEqual([ana, bo, li]);
    expect(outputs()).toHaveLength(1);
    expect(await cloud.reviews.find(reviewId)).toMatchObject({ state: 'decided', version: 3 });
  });

  test('a vote and a hand-on of the same seat: one of them wins, never both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { decide, handOn, reviewId, keyOf } = await under({ approvers: [ana, bo], approval: 'all' });
      const key = keyOf(ana);
      await Promise.all([decide(ana, approve(), key), handOn(ana, { to: li })]);
      const record = (await cloud.reviews.find(reviewId))!;
      expect(record.votes.length + record.delegations.length).toBe(1);
    }
  });
});

describe('after a crash', () => {
  test('a vote that settled it reaches the workflow by the next sweep', async () => {
    const { decide, runId } = await under({ approvers: [ana, bo], approval: 'all' });
    await decide(ana, approve());
    desk.executions.crash = true;
    expect((await decide(bo, approve())).status).toBe(500);
    expect(outputs()).toEqual([]);
    await desk.remind({});
    expect(outputs()).toMatchObject([{ decision: 'approve', approvals: [{ by: ana }, { by: bo }] }]);
    expect((await cloud.runs.get(runId)).state).toBe('running');
  });

  test('votes that make a decision nobody wrote are settled by the sweep', async () => {
    const { reviewId, keyOf } = await under({ approvers: [ana, bo], approval: 'all' });
    expect(keyOf(ana)).not.toBe(keyOf(bo));
    const at = desk.clock.now().toISOString();
    const votes = [ana, bo].map((by) => ({ by, decision: 'approve' as const, candidate: hash('1'), note: '', tags: [], at }));
    await cloud.reviews.vote(reviewId, 0, votes, null, at);
    await Promise.all([desk.remind({}), desk.remind({})]);
    expect(outputs()).toHaveLength(1);
    expect((await cloud.reviews.find(reviewId))?.decision).toBe('approve');
  });

  test('no vote is taken after the due time, and none without a key', async () => {
    const { decide } = await under({ approvers: [ana, bo], approval: 'all' });
    await decide(ana, approve());
    expect((await decide(bo, approve(), 'x'.repeat(43))).status).toBe(401);
    desk.clock.pass(72);
    expect((await decide(bo, approve())).status).toBe(410);
    expect(outputs()).toEqual([]);
    expect(JSON.stringify(await cloud.items(tables.runs))).not.toContain('task-token');
  });
});
