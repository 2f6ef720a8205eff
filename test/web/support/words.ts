import { page as en } from '../../../web/src/review/language/en.ts';
import { page as es } from '../../../web/src/review/language/es.ts';
import { wordsOf } from '../../../web/src/review/language/words.ts';

/** The words of the review page, without a browser that fetches them. */
export const english = wordsOf('en', en);
export const spanish = wordsOf('es', es);
