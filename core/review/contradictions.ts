import type { Contradiction } from '../api.ts';
import type { ReviewerNote } from '../workflow.ts';
import { distinctAddresses, sameAddress } from './vote.ts';
import { labelledLines, type LabelledLine } from '../prompt/labelled.ts';
import { slotLabels } from '../prompt/slots.ts';
import { linesOppose } from './lines.ts';
import { clausesOf, opposed, wishesOf, wishesOfTags, type Wish } from './wishes.ts';

/** A note as far as it says what somebody wants. */
export type Said = Pick<ReviewerNote, 'by' | 'note' | 'tags'>;

interface Opposition {
  readonly about: string;
  readonly sides: readonly [Side, Side];
}

interface Side {
  readonly by: string;
  /** The clauses that ask for it, as written. */
  readonly clauses: readonly string[];
}

/**
 * What two people ask for that cannot both be had: brighter and darker, with the dog and without it, one slot of the prompt set to
 * two things. Notes in English and Spanish; the latest note of a person counts with all their earlier ones, and nobody contradicts themselves.
 */
export function contradictionsIn(notes: readonly Said[]): Contradiction[] {
  return oppositionsIn(notes).map(({ about, sides: [one, other] }) => ({ about, sides: [spoken(one), spoken(other)] }));
}

/** What a review shows: what those who led to its round could not agree about, and what those who have voted in it cannot. */
export function contradictionsShown(before: readonly Said[], votes: readonly Said[]): Contradiction[] {
  return [...contradictionsIn(before), ...contradictionsIn(votes)];
}

/** The wishes of a direction that everybody can live with, and those that others oppose. */
export interface Reconciled {
  /** Clauses to act on, in the order in which they were said, each once. */
  readonly clauses: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

/**
 * What of a direction's words an edit can follow: contradicting clauses are left out, on both sides.
 *
 * @param note the words that decided
 * @param notes what each reviewer said
 */
export function reconcile(note: string, notes: readonly Said[]): Reconciled {
  const oppositions = oppositionsIn(notes);
  const left = oppositions.flatMap(({ sides }) => sides.flatMap(({ clauses }) => clauses));
  const said = [note, ...notes.map((each) => each.note)].flatMap(clausesOf);
  const clauses = said.filter((clause, index) => !left.some((words) => clause.includes(words)) && said.findIndex((other) => same(other, clause)) === index);
  return { clauses, contradictions: contradictionsIn(notes) };
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function oppositionsIn(notes: readonly Said[]): Opposition[] {
  const people = distinctAddresses(notes.map(({ by }) => by)).map((person) => {
    const own = notes.filter(({ by }) => sameAddress(by, person));
    return { by: person, lines: own.flatMap(({ note }) => labelledLines(note)), wishes: own.flatMap(({ note, tags }) => [...wishesOf(note), ...wishesOfTags(tags)]) };
  });
  return people.flatMap((one, index) => people.slice(index + 1).flatMap((other) => between(one, other)));
}

interface Person {
  readonly by: string;
  readonly lines: readonly LabelledLine[];
  readonly wishes: readonly Wish[];
}

/** Two clauses that cannot both be followed. */
interface Pair {
  readonly about: string;
  readonly mine: string;
  readonly theirs: string;
}

/** One opposition for each thing that two people disagree about. */
function between(one: Person, other: Person): Opposition[] {
  const pairs = [...linePairs(one, other), ...wishPairs(one, other)];
  return [...new Set(pairs.map(({ about }) => about))].map((name) => {
    const these = pairs.filter(({ about }) => about === name);
    const clauses = (of: (pair: Pair) => string): string[] => [...new Set(these.map(of))];
    return { about: name, sides: [{ by: one.by, clauses: clauses(({ mine }) => mine) }, { by: other.by, clauses: clauses(({ theirs }) => theirs) }] };
  });
}

function pairsOf<Said>(one: readonly Said[], other: readonly Said[], oppose: (mine: Said, theirs: Said) => boolean, about: (mine: Said, theirs: Said) => string, words: (said: Said) => string): Pair[] {
  return one.flatMap((mine) => other.filter((theirs) => oppose(mine, theirs)).map((theirs) => ({ about: about(mine, theirs), mine: words(mine), theirs: words(theirs) })));
}

function linePairs(one: Person, other: Person): Pair[] {
  return pairsOf(one.lines, other.lines, linesOppose, ({ slot }) => slotLabels[slot].toLowerCase(), ({ words }) => words);
}

function wishPairs(one: Person, other: Person): Pair[] {
  const slotOf = ({ lines }: Person, { words }: Wish): string | undefined => lines.find((line) => line.words === words)?.slot;
  // Two lines of one slot are compared as a whole.
  const lineByLine = (mine: Wish, theirs: Wish): boolean => slotOf(one, mine) !== undefined && slotOf(one, mine) === slotOf(other, theirs);
  return pairsOf(one.wishes, other.wishes, (mine, theirs) => opposed(mine, theirs) && !lineByLine(mine, theirs), aboutBoth, ({ words }) => words);
}

function aboutBoth(mine: Wish, theirs: Wish): string {
  const shared = mine.target.filter((word) => theirs.target.includes(word)).join(' ');
  return mine.about === 'what is in the picture' ? shared : [mine.about, shared].filter((part) => part !== '').join(' of the ');
}

function spoken({ by, clauses }: Side): { by: string; words: string } {
  return { by, words: clauses.join('; ') };
}
