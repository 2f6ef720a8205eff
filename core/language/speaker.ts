import type { facts } from './facts/en.ts';
import type { en } from './en.ts';
import type { CatalogueOf, Message, Messages, ValuesIn } from './messages.ts';

/**
 * Says messages, dates, sums and sizes in one language. Who speaks by a larger catalogue stands in for who speaks by
 * a part of it.
 */
export interface Speaker<English extends Messages = typeof en.messages> {
  readonly say: <Key extends keyof English>(key: Key, ...values: ValuesIn<English[Key]>) => string;
  /** "Tuesday 24 November 2026, 14:00 UTC": readers sit in many time zones, so it is named. @param iso a moment */
  readonly moment: (iso: string) => string;
  /** "24 December 2026". @param iso a day, `2026-12-24` */
  readonly day: (iso: string) => string;
  /** US dollars with cents: "$56.20", "-$3.10" */
  readonly usd: (amount: number) => string;
  /** A sum of the ledger: with cents where there are any, else as exact as the ledger is. */
  readonly spent: (microUsd: number) => string;
  /** "182 kB", "1.2 MB" */
  readonly size: (bytes: number) => string;
  readonly number: (value: number, fractionDigits?: number) => string;
  /** "30 %". @param share 0 to 1 */
  readonly percent: (share: number) => string;
  /** A message whose key is made from data; undefined when there is none, as for a name that a team made up, or when a place of it is left open. */
  readonly find: (key: string, values?: Values) => string | undefined;
}

/** Who says what mails and pages share. */
export type FactsSpeaker = Speaker<typeof facts>;

/** Sums of the ledger are exact to a millionth of a dollar. */
const ledgerDigits = 6;
const microUsdPerCent = 10_000;

/** Speaks by a catalogue. */
export function speakerOf<English extends Messages & Pick<typeof facts, 'day' | 'moment'>>({ dates, numbers, messages }: CatalogueOf<English>): Speaker<English> {
  const all: Messages = messages;
  const said = (key: string): Message => all[key] ?? key;
  const plurals = new Intl.PluralRules(numbers);
  const named = new Intl.DateTimeFormat(dates, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat(dates, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC', timeZoneName: 'short' });
  const number = (value: number, fractionDigits = 0): string => new Intl.NumberFormat(numbers, { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits }).format(value === 0 ? 0 : value); // −0 is written as 0
  const filled = (message: Message, values: Values = {}): string => fill(message, values, plurals, number);
  /** Names come from the language, their order from the catalogue: the data of two versions of a runtime differ in commas. */
  const dated = (message: Message, iso: string): string => {
    const parts = [named, clock].flatMap((format) => format.formatToParts(new Date(iso)));
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? '';
    return filled(message, { weekday: part('weekday'), day: part('day'), month: part('month'), year: part('year'), time: `${part('hour')}:${part('minute')}`, zone: part('timeZoneName') });
  };
  const money = (amount: number, most: number): string => new Intl.NumberFormat(numbers, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: most }).format(amount);
  return {
    say: (key, ...[values]) => filled(said(String(key)), values),
    find: (key, values) => {
      const found = Object.hasOwn(all, key) ? filled(said(key), values) : undefined;
      return found === undefined || openPlace.test(found) ? undefined : found;
    },
    moment: (iso) => dated(said('moment'), iso),
    day: (iso) => dated(said('day'), iso),
    usd: (amount) => money(amount, 2),
    spent: (microUsd) => money(microUsd / 1_000_000, microUsd >= microUsdPerCent ? 2 : ledgerDigits),
    size: (bytes) => (bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)))} kB` : `${number(bytes / 1_000_000, 1)} MB`),
    number,
    percent: (share) => `${number(Math.round(share * 100))} %`,
  };
}

/** What fills the places of a message. */
export type Values = Readonly<Record<string, string | number>>;

const openPlace = /\{\w+\}/u;

function fill(message: Message, values: Values, plurals: Intl.PluralRules, number: (value: number) => string): string {
  const { count } = values;
  const text = typeof message === 'string' ? message : (message[typeof count === 'number' ? plurals.select(count) : 'other'] ?? message.other);
  return text.replace(/\{(\w+)\}/gu, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : typeof value === 'string' ? isolated(value) : name === 'count' ? number(value) : String(value);
  });
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const directionControls = /[\u202A-\u202E\u2066-\u2069]/gu;

/** A name that runs right to left keeps to itself, so that the sentence around it stays in order (Unicode, UAX #9: FSI and PDI). */
function isolated(value: string): string {
  const plain = value.replace(directionControls, '');
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}
