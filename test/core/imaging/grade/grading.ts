import { gradeInPlace } from '../../../../core/imaging/grade/grade.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { Grade } from '../../../../core/imaging/recipe.ts';

const inputs = (grade: object, changes: Partial<Parameters<typeof gradeInPlace>[1]> = {}) => ({ grade: Grade.parse(grade), lut: null, palette: [], ...changes });

/** A copy of the pixels, graded, and the report. */
export async function graded(pixels: Pixels, ...wish: Parameters<typeof inputs>) {
  const copy = { ...pixels, data: Buffer.from(pixels.data) };
  const report = await gradeInPlace(copy, inputs(...wish));
  return { pixels: copy, report };
}

/** Colours through a grade. */
export async function coloursAfter(grade: object, colours: readonly (readonly number[])[]): Promise<number[][]> {
  const { data } = (await graded({ data: Buffer.from(colours.flat()), width: colours.length, height: 1, channels: 3 }, grade)).pixels;
  return colours.map((_, index) => [...data.subarray(index * 3, index * 3 + 3)]);
}

export async function colourAfter(grade: object, ...colour: number[]): Promise<number[]> {
  return (await coloursAfter(grade, [colour]))[0]!;
}

export const grey = (value: number): number[] => [value, value, value];
