import { z } from 'zod';

const fraction = z.number().min(0).max(1);

/** A point of a picture, as fractions of its width and height from the top left. */
export const Point = z.strictObject({ x: fraction.describe('Share of the width, from the left.'), y: fraction.describe('Share of the height, from the top.') });
export type Point = z.infer<typeof Point>;

/** Part of a picture, as fractions of its width and height from the top left. */
export const Region = Point.extend({ width: fraction.describe('Share of the width.'), height: fraction.describe('Share of the height.') });
export type Region = z.infer<typeof Region>;
