import type { FieldProblem } from '../errors.ts';
import { Region } from '../geometry.ts';
import { fieldName } from './paths.ts';
import type { Lines, Path } from './paths.ts';
import { problemAt } from './problems.ts';

/** Fractions such as 0.7 and 0.3 add up to one, but for the last bits. */
const rounding = 1e-6;

/** A part of the picture that is nowhere in it, or reaches over its edge, is a mistake of units more often than of aim. */
export function regionProblems(path: Path, written: unknown, lineOf: Lines): FieldProblem[] {
  const { success, data } = Region.safeParse(written);
  if (!success) return [];
  return ([['x', 'width'], ['y', 'height']] as const).flatMap(([start, extent]) => {
    const at = (message: string): FieldProblem[] => [problemAt([...path, extent], message, lineOf)];
    const field = `${fieldName(path)}.${extent}`;
    if (data[extent] === 0) return at(`Expected a number above 0 for ${field} but received 0`);
    const most = 1 - data[start];
    return data[extent] <= most + rounding ? [] : at(`Expected at most ${String(Number(most.toFixed(4)))} for ${field}, where ${start} is ${String(data[start])}, but received ${String(data[extent])}; fractions end at the picture's edge, which is 1`);
  });
}
