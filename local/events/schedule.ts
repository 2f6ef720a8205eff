/** EventBridge schedule expressions, in UTC. */

export interface Schedule {
  /** The first moment after the given one, both in milliseconds since the epoch. */
  next(after: number): number;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY = 86_400_000;
const LAST_YEAR = 2199;

/**
 * Parses `rate(5 minutes)` or `cron(0 8 ? * MON-FRI *)`.
 * @throws Error naming the expression and the field that is wrong
 */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const period = Number(rate[1]) * (UNITS[rate[2] ?? ''] ?? 0);
    if (period <= 0) throw new Error(`Expected a positive rate for a schedule but received "${expression}"`);
    return { next: (after) => after + period };
  }
  const cron = /^cron\((.+)\)$/.exec(expression);
  const fields = cron?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6) {
    throw new Error(`Expected rate(n minutes|hours|days) or cron(with 6 fields) for a schedule but received "${expression}"`);
  }
  return parseCron(fields as [string, string, string, string, string, string], expression);
}

function parseCron([minutes, hours, days, months, weekdays, years]: [string, string, string, string, string, string], expression: string): Schedule {
  if ((days === '?') === (weekdays === '?')) {
    throw new Error(`Expected "?" for either the day of the month or the day of the week but received "${expression}"`);
  }
  const numbers = (field: string, name: string, least: number, most: number, names: readonly string[] = [], base = 0): number[] =>
    parseField(field, { least, most, names, base, where: `the ${name} of "${expression}"` });
  const atMinutes = numbers(minutes, 'minutes', 0, 59);
  const atHours = numbers(hours, 'hours', 0, 23);
  const inMonths = new Set(numbers(months, 'months', 1, 12, MONTHS, 1));
  const inYears = new Set(numbers(years, 'years', 1970, LAST_YEAR));
  const onDay =
    weekdays === '?'
      ? dayOfMonth(days, (field) => numbers(field, 'days', 1, 31))
      : dayOfWeek(weekdays, (field) => numbers(field, 'days of the week', 1, 7, WEEKDAYS, 1));
  return {
    next(after) {
      const start = new Date(after);
      for (let day = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()); ; day += DAY) {
        const date = new Date(day);
        if (date.getUTCFullYear() > LAST_YEAR) return Number.POSITIVE_INFINITY;
        if (!inYears.has(date.getUTCFullYear()) || !inMonths.has(date.getUTCMonth() + 1) || !onDay(date)) continue;
        for (const hour of atHours) {
          for (const minute of atMinutes) {
            const moment = day + hour * 3_600_000 + minute * 60_000;
            if (moment > after) return moment;
          }
        }
      }
    },
  };
}

interface FieldRange {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
  /** Number of the first name. */
  readonly base: number;
  readonly where: string;
}

function parseField(field: string, range: FieldRange): number[] {
  const wrong = (): Error => new Error(`Expected numbers from ${String(range.least)} to ${String(range.most)} for ${range.where} but received "${field}"`);
  const numberOf = (text: string): number => {
    const named = range.names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + range.base : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= range.least && value <= range.most)) throw wrong();
    return value;
  };
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [span = '', step] = part.split('/');
    const [from = '', to] = span.split('-');
    const first = span === '*' ? range.least : numberOf(from);
    const last = span === '*' ? range.most : to !== undefined ? numberOf(to) : step !== undefined ? range.most : first;
    const every = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(every) || every < 1 || last < first) throw wrong();
    for (let value = first; value <= last; value += every) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** Days of the month: numbers, `L` (the last), `LW` (the last weekday), `15W` (the weekday nearest to the 15th). */
function dayOfMonth(field: string, numbers: (field: string) => number[]): (date: Date) => boolean {
  if (field === 'L') return (date) => date.getUTCDate() === lengthOfMonth(date);
  const nearest = /^(?:(\d+)|L)W$/.exec(field);
  if (nearest !== null) {
    const [wanted] = nearest[1] === undefined ? [undefined] : numbers(nearest[1]);
    return (date) => date.getUTCDate() === nearestWeekday(date, wanted ?? lengthOfMonth(date));
  }
  const days = new Set(numbers(field));
  return (date) => days.has(date.getUTCDate());
}

function nearestWeekday(date: Date, wanted: number): number {
  const length = lengthOfMonth(date);
  const day = Math.min(wanted, length);
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < length ? day + 1 : day - 2;
  return day;
}

/** Days of the week: numbers from 1 (Sunday) or names, `6L` (the last Friday), `3#2` (the second Tuesday). */
function dayOfWeek(field: string, numbers: (field: string) => number[]): (date: Date) => boolean {
  const special = /^(\w+?)(?:L|#([1-5]))$/.exec(field);
  if (special !== null) {
    const [wanted] = numbers(special[1] ?? '');
    const nth = special[2];
    return (date) => {
      if (date.getUTCDay() + 1 !== wanted) return false;
      return nth === undefined ? date.getUTCDate() + 7 > lengthOfMonth(date) : Math.ceil(date.getUTCDate() / 7) === Number(nth);
    };
  }
  const days = new Set(numbers(field));
  return (date) => days.has(date.getUTCDay() + 1);
}
