import { Language } from '../../../../core/brief/schema.ts';
import { page as english } from './en.ts';
import { wordsOf } from './words.ts';
import type { PageCatalogue, Words } from './words.ts';

/**
 * A new language is a file beside this one, its name, and a line here. English, which most briefs speak, comes with the page: one
 * request less before it can be used. Every other one is a file of its own for the browser too, and comes when it is spoken.
 */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly page: PageCatalogue }>>> = {
  en: () => Promise.resolve({ page: english }),
  es: () => import('./es.ts'),
};

/** Each language by its own name, as those look for it who speak it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

export const languages = Language.options;

/** @throws TypeError when the words cannot be fetched */
export async function wordsIn(language: Language): Promise<Words> {
  const { page } = await catalogues[language]();
  return wordsOf(language, page);
}

const key = 'galley-language';

/** The language that the reader has chosen on the page, for this tab; undefined when they have not. */
export function chosenLanguage(): Language | undefined {
  try {
    return Language.safeParse(sessionStorage.getItem(key)).data;
  } catch {
    return undefined;
  }
}

/** A forbidden storage costs the choice at the next reload, no more. */
export function chooseLanguage(language: Language): void {
  try {
    sessionStorage.setItem(key, language);
  } catch {
    return;
  }
}

/**
 * The first of the browser's languages that the page speaks. It counts only where no brief can be read that names one:
 * a brief's own language is that of its mail, of its notes and of those who decide together.
 */
export function browserLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const spoken = Language.safeParse(tag.toLowerCase().split('-')[0]);
    if (spoken.success) return spoken.data;
  }
  return 'en';
}
