import { describe, expect, test } from 'vitest';

import { parseSchedule } from '../../../local/events/schedule.ts';

describe('a schedule expression', () => {
  test.each([
    ['rate(5 minutes)', '2026-11-24T03:00:10Z', '2026-11-24T03:05:10.000Z'],
    ['rate(1 hour)', '2026-11-24T03:00:00Z', '2026-11-24T04:00:00.000Z'],
    ['rate(7 days)', '2026-11-24T03:00:00Z', '2026-12-01T03:00:00.000Z'],
    ['cron(0 8 ? * MON-FRI *)', '2026-11-27T08:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-24T03:16:00Z', '2026-11-24T03:30:00.000Z'],
    ['cron(15,45 6-8 * * ? *)', '2026-11-24T08:45:00Z', '2026-11-25T06:15:00.000Z'],
    ['cron(0 0 1 1 ? *)', '2026-11-24T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2028-02-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 9 1W * ? *)', '2026-07-31T10:00:00Z', '2026-08-03T09:00:00.000Z'],
    ['cron(0 9 LW * ? *)', '2026-10-01T00:00:00Z', '2026-10-30T09:00:00.000Z'],
    ['cron(0 9 ? * 6L *)', '2026-11-01T00:00:00Z', '2026-11-27T09:00:00.000Z'],
    ['cron(0 9 ? * TUE#2 *)', '2026-11-01T00:00:00Z', '2026-11-10T09:00:00.000Z'],
    ['cron(0 9 29 2 ? *)', '2026-11-01T00:00:00Z', '2028-02-29T09:00:00.000Z'],
  ])('%s after %s is %s', (expression, after, next) => {
    expect(new Date(parseSchedule(expression).next(Date.parse(after))).toISOString()).toBe(next);
  });

  test('a year that has passed never comes', () => {
    expect(parseSchedule('cron(0 0 1 1 ? 2020)').next(Date.parse('2026-11-24T00:00:00Z'))).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['every 5 minutes', /rate\(n minutes/],
    ['rate(0 minutes)', /positive rate/],
    ['cron(0 8 * * MON *)', /"\?" for either/],
    ['cron(61 8 ? * MON *)', /from 0 to 59 for the minutes/],
    ['cron(0 8 ? * FOO *)', /days of the week/],
  ])('%s is refused', (expression, message) => {
    expect(() => parseSchedule(expression)).toThrow(message);
  });
});
