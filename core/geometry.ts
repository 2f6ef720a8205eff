import { z } from 'zod';

const fraction = z.number().min(0).max(1);

/** A point of a picture, as fractions of its width and height from the top left. */
export const Point = z.strictObject({ x: fraction, y: fraction });
export type Point = z.infer<typeof Point>;

/** Part of a picture, as fractions of its width and height from the top left. */
export const Region = z.strictObject({ x: fraction, y: fraction, width: fraction, height: fraction });
export type Region = z.infer<typeof Region>;
