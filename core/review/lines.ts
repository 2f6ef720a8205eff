import type { LabelledLine } from '../prompt/labelled.ts';
import { fold } from '../words.ts';
import { takesBack } from './wishes/patterns.ts';

/**
 * Whether two labelled lines set one slot to different things. Lines of the same parts, in any order, say the same; one that has all parts
 * of the other and more only adds to it, as long as nothing of the more takes something back. Whatever cannot be told so differs.
 */
export function linesOppose(one: LabelledLine, other: LabelledLine): boolean {
  if (one.slot !== other.slot) return false;
  const [mine, theirs] = [partsOf(one.text), partsOf(other.text)];
  return !adds(mine, theirs) && !adds(theirs, mine);
}

function adds(more: readonly string[], less: readonly string[]): boolean {
  return less.every((part) => more.includes(part)) && more.every((part) => less.includes(part) || !takesBack.test(part));
}

/** "Soft light, from the left" → soft light; from the left */
function partsOf(text: string): string[] {
  return fold(text)
    .split(/[,.]|\b(?:and|y)\b/u)
    .map((part) => part.replace(/\s+/gu, ' ').trim())
    .filter((part) => part !== '');
}
