import type { z } from 'zod';
import type { AnnotationsDocument, NotSent } from '../documents.ts';
import { mostPins, mostStrokes, type Drawing, type Pin } from '../geometry.ts';
import type { Direction } from '../workflow.ts';
import { mostPoints } from './annotations.ts';
import { reconcile } from './contradictions.ts';
import { pinText } from './places.ts';
import { distinctAddresses, sameAddress } from './vote.ts';
import { clausesOf } from './wishes.ts';

/** What those who asked for an edit put on the candidate that it goes on from, as one. */
export interface United {
  readonly pins: readonly Pin[];
  /** Pen lines that fit one drawing, and those that do not. */
  readonly markup: Drawing;
  readonly markupBeyond: Drawing;
  /** Brush strokes of all: any of these areas may change. */
  readonly brush: Drawing;
  /** How many people drew. */
  readonly people: number;
  /** Beside somebody's brush, who asked for changes and drew none: for them the whole picture may change. */
  readonly unconfined: readonly string[];
  /** Pins beyond the limit, and what lies on other candidates. */
  readonly notSent: readonly z.infer<typeof NotSent>[];
}

type Asking = Pick<Direction, 'kind' | 'note' | 'notes'>;
type Put = Pick<AnnotationsDocument, 'by' | 'candidate' | 'pins' | 'markup' | 'brush'>;

/**
 * Unites the pins and drawings of several people for one edit. The limits of one person hold for all together: where there is
 * more, everybody's first pin or line goes, then everybody's second, as long as there is room, and the rest is told.
 *
 * @param direction whose words the edit follows
 * @param documents one a person, in the order of their votes
 * @param candidate SHA-256 of the candidate that is edited
 */
export function unite(direction: Asking, documents: readonly Put[], candidate: string): United {
  const here = documents.filter((each) => each.candidate === candidate);
  const elsewhere = documents.filter((each) => each.candidate !== candidate);
  const pins = inTurns(here.map((each) => each.pins.map((pin) => ({ by: each.by, pin }))), mostPins);
  const markup = inTurns(here.map((each) => each.markup), mostStrokes, ({ points }) => points.length, mostPoints);
  return {
    pins: pins.kept.map(({ pin }) => pin),
    markup: markup.kept,
    markupBeyond: markup.left,
    brush: here.flatMap(({ brush }) => brush),
    people: here.length,
    unconfined: unconfinedIn(direction, here),
    notSent: [
      ...(pins.left.length === 0 ? [] : [{ parameter: 'pins', value: pins.left.map(({ by, pin }) => `${by}: ${pinText(pin)}`), reason: `an edit takes ${String(mostPins)} pins; these are beyond` }]),
      ...elsewhere.map((each) => ({ parameter: 'annotations', value: summaryOf(each), reason: 'they lie on another candidate than the one that is edited' })),
    ],
  };
}

/** Whose wishes the edit follows beside somebody's brush, though they drew none. Who is opposed in every word and put nothing on the picture is not followed. */
function unconfinedIn({ kind, note, notes = [] }: Asking, here: readonly Put[]): string[] {
  const confined = here.filter(({ brush }) => brush.length > 0).map(({ by }) => by);
  if (confined.length === 0) return [];
  const said = notes.filter(({ decision }) => decision === kind);
  const followed = new Set(reconcile(note, said).clauses.map((clause) => clause.toLowerCase()));
  const heard = said.filter((each) => clausesOf(each.note).some((clause) => followed.has(clause.toLowerCase())));
  return distinctAddresses([...heard, ...here].map(({ by }) => by)).filter((person) => !confined.some((other) => sameAddress(other, person)));
}

function summaryOf({ by, candidate, pins, markup, brush }: Put): z.infer<typeof NotSent>['value'] {
  return { by, candidate, pins: pins.map(pinText), markup: markup.length, brush: brush.length };
}

/**
 * Everybody's first, then everybody's second and so on, as far as there is room; each person's own together and in their order.
 *
 * @param most how many fit
 * @param weigh how heavy one is; together they weigh `mostWeight` at most
 */
function inTurns<Item>(people: readonly (readonly Item[])[], most: number, weigh: (item: Item) => number = () => 0, mostWeight = 0): { readonly kept: Item[]; readonly left: Item[] } {
  const kept = new Set<Item>();
  let weight = 0;
  for (let turn = 0; people.some((own) => own.length > turn); turn += 1) {
    for (const item of people.flatMap((own) => own.slice(turn, turn + 1))) {
      if (kept.size >= most || weight + weigh(item) > mostWeight) continue;
      kept.add(item);
      weight += weigh(item);
    }
  }
  return { kept: people.flat().filter((item) => kept.has(item)), left: people.flat().filter((item) => !kept.has(item)) };
}
