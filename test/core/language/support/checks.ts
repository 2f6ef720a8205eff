import { expect, test } from 'vitest';
import type { CatalogueOf, Message, Messages } from '../../../../core/language/messages.ts';

export const formsOf = (message: Message | undefined): readonly string[] => (message === undefined ? [] : typeof message === 'string' ? [message] : Object.values(message));
const placesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].toSorted();

/**
 * What holds for a catalogue in another language than English.
 *
 * @param sameOnPurpose keys of messages that are places and nothing else, or words that are the same in both languages
 */
export function checkCatalogue(english: Messages, { messages, numbers }: CatalogueOf<Messages>, sameOnPurpose: readonly string[]): void {
  const keys = Object.keys(english);

  test('has every key of the English one, and no other', () => {
    expect(Object.keys(messages).toSorted()).toEqual(keys.toSorted());
  });

  test.each(keys)('%s fills the same places', (key) => {
    const expected = new Set(formsOf(english[key]).flatMap(placesOf));
    const here = new Set(formsOf(messages[key]).flatMap(placesOf));
    // A form may leave the number out, "One thing has to be put right", as long as another has it.
    const countLeftOut = expected.has('count') && typeof messages[key] !== 'string' ? ['count'] : [];
    expect([...new Set([...here, ...countLeftOut])].toSorted()).toEqual([...expected].toSorted());
    for (const form of formsOf(messages[key])) expect(placesOf(form).concat('count')).toEqual(expect.arrayContaining([...expected].filter((place) => place !== 'count')));
  });

  test('has a form for each plural that its numbers have', () => {
    const rules = new Intl.PluralRules(numbers).resolvedOptions().pluralCategories.toSorted();
    for (const key of keys) {
      const message = messages[key];
      if (message !== undefined && typeof message !== 'string') expect(Object.keys(message).toSorted(), key).toEqual(rules);
    }
  });

  test('leaves nothing in English', () => {
    const same = keys.filter((key) => formsOf(messages[key]).some((form) => formsOf(english[key]).includes(form)));
    expect(same.filter((key) => !sameOnPurpose.includes(key))).toEqual([]);
    expect(sameOnPurpose.filter((key) => !same.includes(key))).toEqual([]);
  });
}

/** Spanish marks that a keyboard of another language leaves out. */
export function expectSpanishMarks(messages: Messages): void {
  for (const text of Object.values(messages).flatMap(formsOf)) {
    const marks = text.replaceAll('(?)', '');
    expect((marks.match(/¿/g) ?? []).length, text).toBe((marks.match(/\?/g) ?? []).length);
    expect(text).not.toMatch(/\b(?:revision|decision|ultima|dias|mas baja|segun|tambien|aqui|numero|puntuacion|iluminacion|comprobacion|edicion|pagina|direccion|lapiz|imagenes? esta)\b/i);
  }
}
