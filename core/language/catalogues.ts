import type { Language } from '../brief/schema.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Catalogue } from './messages.ts';
import { speakerOf, type Speaker } from './speaker.ts';

/** A new language is a file beside these, a value of `Language`, and a line here. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, es };

const speakers: Readonly<Record<Language, Speaker>> = { en: speakerOf<typeof en.messages>(en), es: speakerOf<typeof en.messages>(es) };

/** Who speaks the language. */
export function speakerIn(language: Language): Speaker {
  return speakers[language];
}

/** Who speaks where nobody has asked for a language. */
export const english = speakers.en;
