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

/** The rule whose word stands first: of "a violin maker's bench" it is the violin. */
function ruleOf(text: string): SubjectRule | undefined {
  const hits = RULES.flatMap((rule) => {
    const at = new RegExp(`\\b(?:${rule.words})`, 'iu').exec(text)?.index;
    return at === undefined ? [] : [{ rule, at }];
  });
  return hits.sort((a, b) => a.at - b.at)[0]?.rule;
}

/** The silhouette of the subject slot; a seeded sculpture for nouns that are not known. */
export function subjectOf(subject: string, action: string, words: string): Subject {
  const head = subject.split(/[,;.]/u)[0] ?? subject;
  const rule = ruleOf(head) ?? ruleOf(subject);
  if (rule !== undefined) return rule.make({ subject, action, words });
  if (isPlace(subject)) return { kind: 'none', width: 0, height: 30, airborne: false, lift: 0, draw: () => undefined };
  return sculpture();
}

const PLACE_WORDS = 'abstract|gradient|background|backdrop|texture|pattern|landscape|view\\b|skyline|waves|lines|shapes|sunset over|coast|beach|desert|forest|meadow|field|valley|city\\b|street|room|interior|kitchen|garden|park\\b|sky\\b|ocean|sea\\b';

/** A subject that is the place itself: the picture needs nothing in front of it. */
export function isPlace(subject: string): boolean {
  const head = subject.split(/[,;.]/u)[0] ?? subject;
  return ruleOf(head) === undefined && mentions(head, PLACE_WORDS);
}

/** The silhouette that an edit adds; undefined for what has none. */
export function addedSubject(words: string): Subject | undefined {
  return ruleOf(words)?.make({ subject: words, action: '', words });
}

/** Whether "the dog" means "a golden retriever". */
export function meansSubject(words: string, subject: string): boolean {
  if (subject.toLowerCase().includes(words) || mentions(words, 'subject|main object')) return true;
  const rule = ruleOf(subject);
  return rule !== undefined && ruleOf(words) === rule;
}
