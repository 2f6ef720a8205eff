import type { RequestRefused } from '../../shared/http.ts';
import type { Words } from './words.ts';

/** A sentence, with its language where that is not the page's. */
export interface Told {
  readonly text: string;
  readonly lang?: 'en';
}

/**
 * A refusal in the page's language, worded from its name and its facts; a name that the page does not know, or one whose facts
 * are missing, is told in the server's own words.
 */
export function refusalWords({ title, message, facts }: Pick<RequestRefused, 'title' | 'message' | 'facts'>, words: Words): Told {
  const { find, when, say } = words;
  const moments = Object.fromEntries(['at', 'dueAt', 'reopenedAt'].flatMap((name) => (facts[name] === undefined ? [] : [[name, when(facts[name])]])));
  const deed = find(`${facts['decision'] ?? ''}.deed`, facts);
  const closed = find(`closed.${facts['why'] ?? ''}`, facts);
  const known = { ...facts, ...moments, ...(deed === undefined ? {} : { deed }), ...(closed === undefined ? {} : { closed }) };
  const told = (deed === undefined ? undefined : find(`refused.${title}.late`, known)) ?? find(`refused.${title}`, known);
  if (told === undefined) return serverWords(message, words);
  const note = facts['note'] ?? '';
  return { text: note === '' ? told : say('refused.said', { told, note }) };
}

/** What is wrong with one field. The server's own words are more exact, and English. */
export function problemWords({ field, message, reason = '' }: RequestRefused['problems'][number], words: Words): Told {
  const { find, language } = words;
  const [name = ''] = field.split(/[.[]/u);
  const told = language === 'en' ? undefined : (find(`problem.${name}.${reason}`) ?? find(`problem.${name}`));
  return told === undefined ? serverWords(message, words) : { text: told };
}

/** What the server says, marked where it is not the page's language: the server composes its sentences in English. */
export function serverWords(text: string, { language }: Pick<Words, 'language'>): Told {
  return language === 'en' ? { text } : { text, lang: 'en' };
}
