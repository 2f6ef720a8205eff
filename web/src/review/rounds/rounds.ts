import type { ReviewView, RoundOrigin } from '../../../../core/api.ts';
import type { AnnotationsDocument } from '../../../../core/documents.ts';
import type { Region } from '../../../../core/geometry.ts';
import { drawnRegions, thirdOf } from '../../../../core/review/places.ts';
import type { PlacedCandidate } from '../candidates.ts';
import type { Words } from '../language/words.ts';

/** A round in the tree: below it the rounds that edit one of its candidates. */
export interface Step {
  readonly origin: RoundOrigin;
  /** The round that is under review. */
  readonly current: boolean;
  readonly parent: PlacedCandidate | null;
  readonly candidates: readonly PlacedCandidate[];
  readonly below: readonly Step[];
}

type History = Pick<ReviewView, 'earlierRounds' | 'thisRound'>;

/** What led to each round, the oldest first. */
export function originsOf({ earlierRounds, thisRound }: History): readonly RoundOrigin[] {
  return thisRound ? [...earlierRounds, thisRound] : earlierRounds;
}

/** The rounds as a tree. One whose parent is not shown stands at the top: nothing is left out. */
export function treeOf(view: History, all: readonly PlacedCandidate[]): readonly Step[] {
  const placed = (origin: RoundOrigin): PlacedCandidate | null => all.find(({ candidate, round }) => candidate.sha256 === origin.parent && round < origin.round) ?? null;
  const under = (round: number | null): readonly Step[] =>
    originsOf(view)
      .filter((origin) => (placed(origin)?.round ?? null) === round)
      .map((origin) => ({
        origin,
        current: origin === view.thisRound,
        parent: placed(origin),
        candidates: all.filter((one) => one.round === origin.round),
        below: under(origin.round),
      }));
  return under(null);
}

/** `1A`: round and letter of the contact sheet. */
export function shortName({ round, letter }: Pick<PlacedCandidate, 'round' | 'letter'>): string {
  return `${String(round)}${letter}`;
}

/** The rounds that people asked for by pinning something to a candidate, or drawing on it. */
export function drawnOn(view: History, sha256: string): readonly RoundOrigin[] {
  return originsOf(view).filter((origin) => drawingsOn(origin, sha256).length > 0);
}

/** What those who asked for a round put on a candidate, each person's own. */
export function drawingsOn({ drawings }: RoundOrigin, sha256: string): readonly AnnotationsDocument[] {
  return drawings.filter(({ candidate }) => candidate === sha256);
}

/** What led from one of two candidates to the other; null where neither is an edit of the other. */
export function between(view: History, [one, other]: readonly [PlacedCandidate, PlacedCandidate]): { readonly origin: RoundOrigin; readonly parent: PlacedCandidate } | null {
  for (const [child, parent] of [[other, one], [one, other]] as const) {
    const origin = originsOf(view).find(({ round }) => round === child.round);
    if (origin?.operation === 'edit' && origin.parent === parent.candidate.sha256) return { origin, parent };
  }
  return null;
}

/**
 * A drawing in words, for whoever does not see it.
 *
 * @param aspect width to height of the picture that was drawn on
 * @param before pins of others that are numbered before these
 */
export function drawingWords({ pins, markup, brush }: Pick<AnnotationsDocument, 'pins' | 'markup' | 'brush'>, aspect: number, words: Pick<Words, 'say' | 'percent' | 'find'>, before = 0): readonly string[] {
  const { say, percent } = words;
  return [
    ...pins.map((pin, index) => say('drawn.pin', { number: before + index + 1, left: percent(pin.x), top: percent(pin.y), text: pin.text.replaceAll(/\s+/gu, ' ').replace(/[. ]+$/u, '') })),
    ...drawnRegions(markup, aspect).map((region) => say('drawn.pen', { region: regionWords(region, words) })),
    ...drawnRegions(brush, aspect).map((region) => say('drawn.brush', { region: regionWords(region, words) })),
  ];
}

function regionWords({ x, y, width, height }: Region, { say, percent, find }: Pick<Words, 'say' | 'percent' | 'find'>): string {
  const third = thirdOf(x + width / 2, y + height / 2);
  return say('region', { left: percent(x), right: percent(x + width), top: percent(y), bottom: percent(y + height), third: find(`third.${third}`) ?? third });
}
