import { shared } from '../../shared/language/en.ts';
import { deciding } from './en/deciding.ts';
import { looking } from './en/looking.ts';
import { telling } from './en/telling.ts';

/**
 * What the review page says, in English: keys by the part of the page, names between braces are filled in, and where the words
 * follow a number there is a form for each plural. Another language is one more file beside this one.
 */
export const page = {
  dates: shared.dates,
  numbers: shared.numbers,
  messages: {
    ...shared.messages,
    ...looking,
    ...deciding,
    ...telling,
  },
} as const;

export type PageMessages = typeof page.messages;
