import { z } from 'zod';

/** SHA-256 of an object's bytes, as 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'Expected a SHA-256 as 64 hexadecimal digits');
export type Sha256 = z.infer<typeof Sha256>;

/** Where an object lies and what its bytes are. References travel between states, contents do not. */
export const ObjectRef = z.strictObject({
  bucket: z.string().min(1),
  key: z.string().min(1),
  sha256: Sha256,
  bytes: z.number().int().nonnegative(),
});
export type ObjectRef = z.infer<typeof ObjectRef>;

/** A reference to a picture, with its size in pixels. */
export const ImageRef = ObjectRef.extend({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/avif']),
});
export type ImageRef = z.infer<typeof ImageRef>;
