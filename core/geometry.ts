import { z } from 'zod';

const fraction = z.number().min(0).max(1);

/** A point of a picture, as fractions of its width and height from the top left. */
export const Point = z.strictObject({ x: fraction.describe('Share of the width, from the left.'), y: fraction.describe('Share of the height, from the top.') });
export type Point = z.infer<typeof Point>;

/** Part of a picture, as fractions of its width and height from the top left. */
export const Region = Point.extend({ width: fraction.describe('Share of the width.'), height: fraction.describe('Share of the height.') });
export type Region = z.infer<typeof Region>;

/** A note that is stuck to a place of a picture. */
export const Pin = Point.extend({ text: z.string().trim().min(1).max(500) });
export type Pin = z.infer<typeof Pin>;

/** Pins that one person sets, and that one edit takes. */
export const mostPins = 20;

/** Points of one line. */
export const mostLinePoints = 2000;

/** Lines of one drawing, and of what one person draws with pen and brush together. */
export const mostStrokes = 200;

/** A line drawn over a picture: its points as fractions of width and height, its width as a fraction of the short side. */
export const Stroke = z.strictObject({
  points: z.array(z.tuple([fraction, fraction])).min(1).max(mostLinePoints),
  width: z.number().min(0.001).max(0.5),
});
export type Stroke = z.infer<typeof Stroke>;

/** All lines of one drawing. */
export const Drawing = z.array(Stroke).max(mostStrokes);
export type Drawing = z.infer<typeof Drawing>;
