import { describe, expect, test } from 'vitest';
import { digestsOf, escalationDue, escalationOf, reminderDue, reviewSchedule, type ScheduledReview } from '../../../core/review/schedule.ts';
import { waitedFor } from '../../../core/review/policy.ts';
import { briefWith } from '../support/briefs.ts';

const opened = new Date('2026-11-24T12:00:00.000Z');
const after = (hours: number): Date => new Date(opened.getTime() + hours * 3_600_000);
const at = (hours: number): string => after(hours).toISOString();
/** Hours from the opening. */
const hoursOf = (iso: string): number => (Date.parse(iso) - opened.getTime()) / 3_600_000;

describe('the moments of a review', () => {
  test.each([
    ['half and nine tenths by default', { dueHours: 100 }, [50, 90]],
    ['the one that the policy names', { dueHours: 72, remindHours: 24 }, [24]],
    ['those that the policy names, in their order and once', { dueHours: 72, remindHours: [48, 24, 24, 70] }, [24, 48, 70]],
    ['none where the policy wants none', { dueHours: 72, remindHours: [] }, []],
    ['none in the last hour', { dueHours: 8 }, [4]],
    ['none in the first hour, and none in an hour that is both', { dueHours: 1 }, []],
    ['on the edges of the quiet hours', { dueHours: 4, remindHours: [1, 3] }, [1, 3]],
    ['those that fit into a shorter time', { dueHours: 30, remindHours: [24, 48] }, [24]],
    ['the default where none fits', { dueHours: 10, remindHours: [24, 48] }, [5, 9]],
  ])('reminders: %s', (_, policy, hours) => {
    expect(reviewSchedule(policy, opened).remindAt.map(hoursOf)).toEqual(hours);
  });

  test.each([
    ['nobody without a name', { dueHours: 72 }, undefined],
    ['after three quarters by default', { dueHours: 72, escalateTo: ['h@example.com'] }, 54],
    ['when the policy says', { dueHours: 72, escalateTo: ['h@example.com'], escalateHours: 24 }, 24],
    ['after three quarters where the policy’s hour lies outside', { dueHours: 20, escalateTo: ['h@example.com'], escalateHours: 24 }, 15],
  ])('escalation: %s', (_, policy, hours) => {
    const { escalateAt } = reviewSchedule(policy, opened);
    expect(escalateAt === undefined ? undefined : hoursOf(escalateAt)).toBe(hours);
  });

  test('nights and weekends count: 72 hours from a Friday noon are Monday noon', () => {
    expect(reviewSchedule({ dueHours: 72 }, new Date('2026-11-27T12:00:00.000Z')).dueAt).toBe('2026-11-30T12:00:00.000Z');
  });
});

const review = (changes: Partial<ScheduledReview> = {}): ScheduledReview => ({
  reviewId: 'r1',
  question: 'candidates',
  approval: 'one',
  seats: [],
  delegations: [],
  votes: [],
  approvers: ['a@example.com'],
  dueAt: at(100),
  remindAt: [at(50), at(90)],
  mailedAt: { 'a@example.com': at(0) },
  reminded: {},
  escalateTo: [],
  escalatedTo: [],
  ...changes,
});
const reminded = (moment: number, when = moment): ScheduledReview['reminded'] => ({ 'a@example.com': { moment: at(moment), at: at(when) } });

describe('a reminder', () => {
  test.each([
    ['before its moment', 49.9, {}, null],
    ['at its moment', 50, {}, 50],
    ['some time after it', 60, {}, 50],
    ['of a moment that was reminded for', 60, { reminded: reminded(50) }, null],
    ['of the second moment', 90, { reminded: reminded(50) }, 90],
    ['of two moments that were missed, as one', 95, {}, 90],
    ['in the last hour', 99.5, {}, null],
    ['a sweep after the last moment that is allowed', 99.1, { remindAt: [at(99)] }, 99],
    ['after the due moment', 101, {}, null],
    ['within an hour of the first mail', 50.2, { mailedAt: { 'a@example.com': at(49.9) } }, null],
    ['an hour after a first mail that came just before', 50.9, { mailedAt: { 'a@example.com': at(49.9) } }, 50],
    ['of a moment before the approver was asked', 60, { mailedAt: { 'a@example.com': at(55) } }, null],
    ['of an approver whom the first mail did not reach', 50, { mailedAt: {} }, 50],
  ] as const)('%s', (_, hours, changes, moment) => {
    const due = reminderDue(review(changes), 'a@example.com', after(hours));
    expect(due === null ? null : hoursOf(due)).toBe(moment);
  });
});

describe('a digest', () => {
  const of = (reviewId: string, changes: Partial<ScheduledReview> = {}): ScheduledReview => review({ ...changes, reviewId });
  const told = (open: readonly ScheduledReview[], hours: number) =>
    digestsOf(open, after(hours)).map(({ address, reviews, due }) => [address, reviews.map((each) => each.review.reviewId), due.map((each) => each.review.reviewId)]);

  test('is one for each approver, whatever the case of the address, and lists all that waits, the first due first', () => {
    const two = ['A@Example.com', 'b@example.com'];
    expect(told([of('late', { dueAt: at(200), remindAt: [at(150)] }), of('r2'), of('r1', { approvers: two, mailedAt: {}, dueAt: at(99) })], 50)).toEqual([
      ['A@Example.com', ['r1', 'r2', 'late'], ['r1', 'r2']],
      ['b@example.com', ['r1'], ['r1']],
    ]);
  });

  test('is not sent for reviews whose moment has not come', () => {
    expect(told([of('r1'), of('r2')], 49)).toEqual([]);
  });

  test('is not sent within an hour of the last one, and makes up for it after', () => {
    const open = [of('r1', { reminded: reminded(50) }), of('r2', { remindAt: [at(50.5)] })];
    expect(told(open, 50.5)).toEqual([]);
    expect(told(open, 51)).toEqual([['a@example.com', ['r1', 'r2'], ['r2']]]);
  });

  test('leaves out what is overdue', () => {
    expect(told([of('r1', { dueAt: at(40), remindAt: [at(20)] }), of('r2')], 50)).toEqual([['a@example.com', ['r2'], ['r2']]]);
  });
});

describe('an escalation', () => {
  const asked = { escalateAt: at(75), escalateTo: ['h@example.com', 'A@example.com'] };
  const done = { ...asked, approvers: ['a@example.com', 'h@example.com'], escalatedAt: at(75), escalatedTo: ['h@example.com'] };
  test.each([
    ['before its moment', 74, asked, []],
    ['at its moment, of those who are not asked already', 75, asked, ['h@example.com']],
    ['long after its moment, while the review is open', 99.9, asked, ['h@example.com']],
    ['at the due moment', 100, asked, []],
    ['without anybody to ask', 90, {}, []],
    ['that was made', 80, { ...done, mailedAt: { 'h@example.com': at(75) } }, []],
    ['that was made, of somebody whom the mail did not reach', 80, done, ['h@example.com']],
  ])('%s', (_, hours, changes, addresses) => {
    expect(escalationDue(review(changes), after(hours))).toEqual(addresses);
  });
});

test('all approvers of a review are waited for', () => {
  expect(waitedFor(review({ approvers: ['a@example.com', 'b@example.com'] }))).toEqual(['a@example.com', 'b@example.com']);
});

test('a policy escalates to each of its names once, to no approver, and to the owner only where the owner may approve', () => {
  const policy = { approvers: ['A@example.com'], escalateTo: ['x@example.com', 'X@example.com', 'a@example.com', 'Me@example.com'] };
  const escalation = (ownApproval: boolean) => escalationOf(briefWith({ owner: 'me@example.com', review: { ...policy, ownApproval } }), policy.approvers);
  expect(escalation(false)).toEqual(['x@example.com']);
  expect(escalation(true)).toEqual(['x@example.com', 'Me@example.com']);
});
