import { describe, expect, test } from 'vitest';
import { DecisionRequest } from '../../../core/api.ts';
import { checkDecision, checklistOf, decisionState, ownersOf, tokenSha256 } from '../../../core/review/review.ts';
import { briefWith } from '../support/briefs.ts';
import { hash } from '../support/runs.ts';

const review = { question: 'candidates', candidates: [hash('1'), hash('2')] } as const;
const checklist = { concept: 'pass', structure: 'pass', lighting: 'unsure', style: 'pass', emotion: 'pass' };
const fieldsOf = (request: unknown, facts: Parameters<typeof checkDecision>[1] = review): string[] => checkDecision(request, facts).map(({ field }) => field);

describe('a decision', () => {
  test.each([
    [{ decision: 'approve', candidate: hash('1'), checklist }],
    [{ decision: 'approve', candidate: hash('1'), checklist, focus: { x: 0, y: 1 } }],
    [{ decision: 'changes', candidate: hash('2'), note: 'warmer' }],
    [{ decision: 'startOver', note: 'a boat instead' }],
    [{ decision: 'reject' }],
  ])('%j may be acted on', (request) => {
    expect(checkDecision(request, review)).toEqual([]);
    expect(DecisionRequest.safeParse(request).success).toBe(true);
  });

  test.each([
    ['an approval without a candidate', { decision: 'approve', checklist }, ['candidate']],
    ['an approval of a candidate of another review', { decision: 'approve', candidate: hash('9'), checklist }, ['candidate']],
    ['an approval with the checklist half answered', { decision: 'approve', candidate: hash('1'), checklist: { concept: 'pass' } }, ['checklist.structure', 'checklist.lighting', 'checklist.style', 'checklist.emotion']],
    ['changes without saying which', { decision: 'changes', candidate: hash('1'), note: '  x ' }, ['note']],
    ['changes to nothing', { decision: 'changes', note: 'warmer' }, ['candidate']],
    ['a start over without a word', { decision: 'startOver' }, ['note']],
    ['an answer to another question', { decision: 'proceed' }, ['decision']],
    ['a question that is not on the list', { decision: 'reject', checklist: { price: 'pass' } }, ['checklist.price']],
    ['an untouched answer to a question that is not on the list', { decision: 'approve', candidate: hash('1'), checklist, untouched: ['style', 'price'] }, ['untouched[1]']],
    ['a pin beside the picture', { decision: 'changes', candidate: hash('1'), note: 'warmer', pins: [{ x: 0, y: 0, text: 'here' }, { x: 2, y: 0, text: 'here' }] }, ['pins[1].x']],
    ['a focus for a picture that is to change', { decision: 'changes', candidate: hash('1'), note: 'warmer', focus: { x: 0.5, y: 0.5 } }, ['focus']],
    ['a focus for no picture', { decision: 'reject', focus: { x: 0.5, y: 0.5 } }, ['focus']],
    ['a focus outside of the picture', { decision: 'approve', candidate: hash('1'), checklist, focus: { x: 1.2, y: -0.1 } }, ['focus.x', 'focus.y']],
    ['a hash that is none', { decision: 'approve', candidate: 'first', checklist }, ['candidate']],
    ['a field that is not known', { decision: 'reject', force: true }, ['']],
    ['no choice at all', {}, ['decision']],
    ['no document', 'approve', ['']],
  ])('%s is refused, by field', (_, request, fields) => {
    expect(fieldsOf(request)).toEqual(fields);
  });

  test('an unknown id in untouched is told with those that there are', () => {
    expect(checkDecision({ decision: 'reject', untouched: ['helmets'] }, { ...review, checklist: ['concept', 'helmet'] })).toEqual([
      { field: 'untouched[0]', message: 'Expected a question of the checklist (concept, helmet) for untouched[0] but received "helmets"; leave it out' },
    ]);
  });

  test('a go-ahead is answered with proceed or decline only', () => {
    const goAhead = { question: 'go-ahead', candidates: [] } as const;
    expect(fieldsOf({ decision: 'proceed' }, goAhead)).toEqual([]);
    expect(fieldsOf({ decision: 'decline', note: 'too dear' }, goAhead)).toEqual([]);
    expect(fieldsOf({ decision: 'approve', candidate: hash('1'), checklist }, goAhead)).toEqual(['decision']);
    expect(fieldsOf({ decision: 'proceed', focus: { x: 0.5, y: 0.5 } }, goAhead)).toEqual(['focus']);
  });

  test('an expired review is reopened, for a time of the owner’s, or ended', () => {
    const reopen = { question: 'reopen', candidates: [] } as const;
    for (const request of [{ decision: 'reopen' }, { decision: 'reopen', dueHours: 24 }, { decision: 'end', note: 'too late' }]) expect(fieldsOf(request, reopen)).toEqual([]);
    expect(fieldsOf({ decision: 'end', dueHours: 24 }, reopen)).toEqual(['dueHours']);
    expect(fieldsOf({ decision: 'reopen', dueHours: 0.5 }, reopen)).toEqual(['dueHours']);
    expect(fieldsOf({ decision: 'approve' }, reopen)).toEqual(['decision']);
    expect(fieldsOf({ decision: 'reopen' })).toEqual(['decision']);
  });

  const spending = { kind: 'brief', name: 'r', capMicroUsd: 2_000_000, committedMicroUsd: 1_900_000, amountMicroUsd: 151_234, candidates: 3, fewer: 2 } as const;

  test('a budget is answered by its owner’s choices, and raised far enough for the next call', () => {
    const budget = { question: 'budget', candidates: [], spending } as const;
    for (const request of [{ decision: 'raise', capUsd: 2.06 }, { decision: 'fewer' }, { decision: 'stop', note: 'too dear' }]) expect(fieldsOf(request, budget)).toEqual([]);
    expect(checkDecision({ decision: 'raise', capUsd: 2.05 }, budget)[0]?.message).toContain('at least 2.06 US dollars');
    expect(fieldsOf({ decision: 'raise' }, budget)).toEqual(['capUsd']);
    expect(fieldsOf({ decision: 'stop', capUsd: 3 }, budget)).toEqual(['capUsd']);
    expect(fieldsOf({ decision: 'retry' }, budget)).toEqual(['decision']);
  });

  test.each(['campaign', 'month'] as const)('nobody raises the cap of a %s from a mail', (kind) => {
    const budget = { question: 'budget', candidates: [], spending: { ...spending, kind, fewer: null } } as const;
    expect(fieldsOf({ decision: 'retry' }, budget)).toEqual([]);
    expect(fieldsOf({ decision: 'raise', capUsd: 9 }, budget)).toEqual(['decision']);
    expect(fieldsOf({ decision: 'fewer' }, budget)).toEqual(['decision']);
  });

  test('a focus that does not belong is told with the way out', () => {
    const [problem] = checkDecision({ decision: 'startOver', note: 'a boat', focus: { x: 0.5, y: 0.5 } }, review);
    expect(problem?.message).toBe('Expected a focus for an approval only but received one for "startOver"; leave it out, it can be set for the candidate that is approved');
  });
});

describe('time', () => {
  const now = new Date('2026-11-24T12:00:00.000Z');

  test('what is overdue has expired whatever the record says, and a decision stays one', () => {
    const dueAt = now.toISOString();
    expect(decisionState({ state: 'open', dueAt }, new Date(now.getTime() - 1))).toBe('open');
    expect(decisionState({ state: 'open', dueAt }, now)).toBe('expired');
    expect(decisionState({ state: 'decided', dueAt }, new Date(now.getTime() + 1e9))).toBe('decided');
  });
});

describe('a go-ahead, a budget and a reopening are asked of', () => {
  const defaults = ['team@example.com'];
  const byRole = { approval: 'roles' as const, roles: { brand: ['art@example.com'], legal: ['li@example.com', 'Art@example.com'] } };

  test('the owner, where the brief names one', () => {
    expect(ownersOf(briefWith({ owner: 'me@example.com', review: { ...byRole, approvers: ['a@example.com'] } }), defaults)).toEqual(['me@example.com']);
  });

  test('else its approvers, each once', () => {
    expect(ownersOf(briefWith({ review: { approvers: ['a@example.com', 'A@example.com'] } }), defaults)).toEqual(['a@example.com']);
  });

  test('else the people of its roles, who decide about its candidates', () => {
    expect(ownersOf(briefWith({ review: byRole }), defaults)).toEqual(['art@example.com', 'li@example.com']);
  });

  test('else the deployment’s approvers', () => {
    expect(ownersOf(briefWith(), defaults)).toEqual(defaults);
  });
});

test('the checklist asks the five questions, worded for the brief', () => {
  const list = checklistOf(briefWith({ mood: 'joyful' }));
  expect(list.map(({ id }) => id)).toEqual(['concept', 'structure', 'lighting', 'style', 'emotion']);
  expect(list[0]?.text).toContain('a golden retriever, catching a red frisbee mid-air');
  expect(list[4]?.text).toContain('Asked for: joyful.');
});

test('a token is stored as its SHA-256', () => {
  expect(tokenSha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
