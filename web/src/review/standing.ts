import type { ReviewView } from '../../../core/api.ts';
import { serverWords } from './language/refusals.ts';
import type { Told } from './language/refusals.ts';
import type { Words } from './language/words.ts';

type Standing = NonNullable<ReviewView['standing']>;

/** The rule of a review, and what stands in its way. */
export function ruleWords({ rule, ruling }: Pick<Standing, 'rule' | 'ruling'>, words: Words): Told {
  if (ruling === undefined) return serverWords(rule, words);
  const { say, listed } = words;
  const { people, roles, needed, seats, split } = ruling;
  const said = {
    person: () => say('rule.person', { people: listed(people) }),
    first: () => say('rule.first', { seats: people.length }),
    sequence: () => say('rule.sequence', { people: people.join(' → ') }),
    roles: () => say('rule.roles', { roles: listed(roles) }),
    all: () => say('rule.all', { needed }),
    some: () => say('rule.some', { needed, seats }),
  }[ruling.rule]();
  return { text: split.length === 0 ? said : `${said} ${say('rule.split', { people: listed(split) })}` };
}

/** Why this approver cannot vote now; null when they can. */
export function closedWords({ closedForYou, closed }: Pick<Standing, 'closedForYou' | 'closed'>, words: Words): Told | null {
  if (closedForYou === null) return null;
  const { find, listed } = words;
  const said = closed ? find(`closed.${closed.why}`, { people: listed(closed.people), role: closed.role ?? '' }) : undefined;
  return said === undefined ? serverWords(closedForYou, words) : { text: said };
}

/** What two people disagree about. Its parts come from the notes and stay as they are. */
export function topicWords(about: string, { find, say }: Words): string {
  const [name = about, ...of] = about.split(' of the ');
  const topic = find(`topic.${name}`);
  if (topic === undefined) return about;
  return of.length === 0 ? topic : say('topic.of', { topic, what: of.join(' ') });
}
