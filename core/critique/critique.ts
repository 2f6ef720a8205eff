import type { Brief } from '../brief/schema.ts';
import { findCrops, findListed, findOffPalette, findPast } from './finders/limits.ts';
import type { Found, Reading } from './finders/found.ts';
import { findGenericNoun, findNoPlace, findSeveral } from './finders/subject.ts';
import { findAbsence, findArtist, findFamilies, findFewWords, findLettering, findPairs, findTerms } from './finders/wording.ts';
import { Severity, type Finding } from './finding.ts';
import type { Find, Rule } from './rule.ts';
import { shippedRules } from './rules.ts';
import { isEnglish } from './texts.ts';

export interface CritiqueOptions {
  /** ISO date, for rules about dates. */
  readonly today?: string | undefined;
  readonly rules?: readonly Rule[];
}

const gravity = Severity.options;

/** What an art director would say of a brief: the gravest first, then in the order of the rules. */
export function critique(brief: Brief, { today, rules = shippedRules }: CritiqueOptions = {}): Finding[] {
  const reading: Reading = { brief, today };
  const english = isEnglish(brief);
  return rules
    .filter(({ anyLanguage }) => english || anyLanguage)
    .flatMap((rule) => findBy(rule.find, reading).map((found) => findingOf(rule, found)))
    .sort((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity));
}

function findBy(find: Find, reading: Reading): Found[] {
  switch (find.by) {
    case 'terms':
      return findTerms(find, reading);
    case 'pairs':
      return findPairs(find, reading);
    case 'families':
      return findFamilies(find, reading);
    case 'absent':
      return findAbsence(find, reading);
    case 'no-place':
      return findNoPlace(find, reading);
    case 'few-words':
      return findFewWords(find, reading);
    case 'generic-noun':
      return findGenericNoun(find, reading);
    case 'several':
      return findSeveral(find, reading);
    case 'artist':
      return findArtist(find, reading);
    case 'quoted':
      return findLettering(find, reading);
    case 'listed':
      return findListed(find, reading);
    case 'off-palette':
      return findOffPalette(find, reading);
    case 'crops':
      return findCrops(find, reading);
    case 'past':
      return findPast(find, reading);
  }
}

function findingOf({ id, severity, expected, reason, mend, example, asks }: Rule, { field, received, detail }: Found): Finding {
  const message = `Expected ${expected} for ${field} but received ${received}; ${mend.replace('{detail}', detail ?? '')}`;
  return { rule: id, severity, field, message, reason, example: { before: inOneLine(example.before), after: inOneLine(example.after) }, asks };
}

/** A brief as a line: its subject alone, or "subject: …; lighting: …". */
export function inOneLine(brief: Readonly<Record<string, unknown>>): string {
  const parts = leavesOf(brief);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only[1] : parts.map(([name, text]) => `${name}: ${text}`).join('; ');
}

function leavesOf(value: Readonly<Record<string, unknown>>, above = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    if (Array.isArray(inner)) return [[`${above}${name}`, `[${inner.map(String).join(', ')}]`]];
    if (typeof inner === 'object' && inner !== null) return leavesOf(inner as Record<string, unknown>, name === 'concept' ? '' : `${name}.`);
    return [[`${above}${name}`, String(inner)]];
  });
}
