/** Which silhouette stands for a subject, found by its words. */
import { ANIMALS } from './subjects-animals.ts';
import { sculpture } from './subjects-sculpture.ts';
import { mentions } from './slots.ts';
import { PEOPLE } from './subjects-people.ts';
import { PLACES } from './subjects-places.ts';
import { THINGS } from './subjects-things.ts';
import { VEHICLES } from './subjects-vehicles.ts';
import type { Subject, SubjectRule } from './subject.ts';

export type { Subject, SubjectContext } from './subject.ts';

const RULES: readonly SubjectRule[] = [...ANIMALS, ...PEOPLE, ...VEHICLES, ...THINGS, ...PLACES];

/** The subject whose word stands first in the subject slot; a seeded sculpture for nouns that are not known. */
export function subjectOf(subject: string, action: string, words: string): Subject {
  const head = subject.split(/[,;.]/u)[0] ?? subject;
  for (const text of [head, subject]) {
    const hits = RULES.flatMap((rule) => {
      const at = new RegExp(`\\b(?:${rule.words})`, 'iu').exec(text)?.index;
      return at === undefined ? [] : [{ rule, at }];
    });
    const first = hits.sort((a, b) => a.at - b.at)[0];
    if (first !== undefined) return first.rule.make({ subject, action, words });
  }
  if (mentions(subject, 'abstract|gradient|background|texture|pattern|landscape|view|skyline|sunset over')) return { kind: 'none', width: 0, height: 30, airborne: false, lift: 0, draw: () => undefined };
  return sculpture();
}
