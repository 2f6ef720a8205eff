import { createContext, use } from 'react';
import type { Language } from '../../../../core/brief/schema.ts';
import type { CatalogueOf } from '../../../../core/language/messages.ts';
import { speakerOf } from '../../../../core/language/speaker.ts';
import type { Speaker } from '../../../../core/language/speaker.ts';
import type { PageMessages } from './en.ts';

/** Says what the page says, in one language. */
export interface Words extends Speaker<PageMessages> {
  readonly language: Language;
  /** "28 Nov, 14:02" in the reader's zone: the page is read where its clock is. @param iso a moment */
  readonly when: (iso: string) => string;
  /** Time left until a moment, "2 days" or "3 hours". @param now in milliseconds */
  readonly left: (iso: string, now: number) => string;
  /** What a round cost, to a tenth of a cent: "$0.123". */
  readonly cost: (microUsd: number) => string;
  /** A sum as exact as the ledger is, at least to the cent: "$0.041". */
  readonly exact: (microUsd: number) => string;
  /** "ana, bo and li" */
  readonly listed: (names: readonly string[]) => string;
}

export type PageCatalogue = CatalogueOf<PageMessages>;

export function wordsOf(language: Language, catalogue: PageCatalogue): Words {
  const speaker = speakerOf<PageMessages>(catalogue);
  const { say } = speaker;
  const { dates, numbers } = catalogue;
  const short = new Intl.DateTimeFormat(dates, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const dollars = (microUsd: number, least: number, most: number): string => new Intl.NumberFormat(numbers, { style: 'currency', currency: 'USD', minimumFractionDigits: least, maximumFractionDigits: most }).format(microUsd / 1_000_000);
  return {
    ...speaker,
    language,
    // With a space that does not break: a line of a narrow screen does not end between a number and its sign.
    percent: (share) => speaker.percent(share).replace(' ', '\u00a0'),
    when: (iso) => short.format(new Date(iso)),
    left: (iso, now) => {
      const minutes = Math.max(0, Math.round((Date.parse(iso) - now) / 60_000));
      if (minutes < 60) return say('left.minutes', { count: minutes });
      const hours = Math.round(minutes / 60);
      return hours < 48 ? say('left.hours', { count: hours }) : say('left.days', { count: Math.round(hours / 24) });
    },
    cost: (microUsd) => dollars(microUsd, 3, 3),
    exact: (microUsd) => dollars(microUsd, 2, 6),
    listed: (names) => new Intl.ListFormat(dates).format(names),
  };
}

export const WordsContext = createContext<Words | null>(null);

/** The words of the language that the page speaks now. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error('Expected the words of a language around this part of the page but found none');
  return words;
}
