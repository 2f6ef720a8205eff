import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { hashDistance, perceptualHash } from '../../../core/inspection/perceptual-hash.ts';
import { scene } from '../imaging/pictures.ts';

const picture = await scene(600, 400);
const hashOf = async (bytes: Buffer) => perceptualHash(await decode(bytes));

it('the hash is 16 hexadecimal digits with half of its bits set', async () => {
  const hash = await hashOf(picture);
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(hashDistance(hash, '0'.repeat(16))).toBe(32);
});

it.each([
  ['encoded as a small JPEG', (image: Sharp) => image.resize(300).jpeg({ quality: 50 })],
  ['encoded as AVIF', (image: Sharp) => image.avif({ quality: 40, effort: 0 })],
  ['graded', (image: Sharp) => image.linear(1.1, 6).modulate({ saturation: 1.2 }).png()],
])('a picture that was %s keeps it, but for a few bits', async (_, change) => {
  expect(hashDistance(await hashOf(picture), await hashOf(await change(sharp(picture)).toBuffer()))).toBeLessThanOrEqual(4);
});

it('a mirrored picture has another', async () => {
  expect(hashDistance(await hashOf(picture), await hashOf(await sharp(picture).flop().png().toBuffer()))).toBeGreaterThan(14);
});

it('the distance counts bits', () => {
  expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(hashDistance('00000000000000f0', '0000000000000000')).toBe(4);
});
