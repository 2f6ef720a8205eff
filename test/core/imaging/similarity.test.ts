import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { type Pixels, sharpOf } from '../../../core/imaging/pixels.ts';
import { similarity } from '../../../core/imaging/similarity.ts';
import { photograph, randomPixels, withAlpha } from './pictures.ts';

const giraffe = await photograph('labelled/giraffe', 400);
const asJpeg = async (picture: Pixels, quality: number): Promise<Pixels> => decode(await sharpOf(picture).jpeg({ quality }).toBuffer());

describe('similarity', () => {
  it('is 1 for equal pictures, whatever they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), fc.constantFrom(3, 4), (width, height, channels) => {
        const picture = randomPixels(width, height, channels, width * 71 + height);
        expect(similarity(picture, { ...picture, data: Buffer.from(picture.data) })).toBeCloseTo(1, 12);
      }),
    );
    expect(similarity(giraffe, giraffe)).toBeCloseTo(1, 12);
  });

  it.each(['labelled/giraffe', 'labelled/eiffel-tower', 'labelled/astronaut', 'labelled/fig-in-bowl'])('of %s falls with the quality of a JPEG', async (name) => {
    const picture = await photograph(name, 400);
    const scores = await Promise.all([95, 80, 60, 40, 20, 8, 3].map(async (quality) => similarity(picture, await asJpeg(picture, quality))));
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    expect(scores[0]).toBeGreaterThan(0.99);
    expect(scores.at(-1)).toBeLessThan(0.95);
  });

  it('is the same either way round', async () => {
    const worse = await asJpeg(giraffe, 15);
    expect(similarity(worse, giraffe)).toBeCloseTo(similarity(giraffe, worse), 12);
  });

  it('ranks blur, noise and shifts below a good JPEG, and strangers at the bottom', async () => {
    const good = similarity(giraffe, await asJpeg(giraffe, 85));
    const blurred = similarity(giraffe, await decode(await sharpOf(giraffe).blur(2.5).png().toBuffer()));
    const shifted = similarity(giraffe, await decode(await sharpOf(giraffe).extract({ left: 0, top: 0, width: giraffe.width - 4, height: giraffe.height }).extend({ left: 4, extendWith: 'copy' }).png().toBuffer()));
    const noise = randomPixels(giraffe.width, giraffe.height, 3);
    const grainy = similarity(giraffe, { ...giraffe, data: Buffer.from(giraffe.data.map((value, at) => value + (noise.data[at]! - 128) / 3)) });
    for (const score of [blurred, shifted, grainy]) expect(score).toBeLessThan(good - 0.02);
    const stranger = await sharp(await sharpOf(await photograph('labelled/osprey')).resize(giraffe.width, giraffe.height, { fit: 'fill' }).png().toBuffer()).toBuffer();
    expect(similarity(giraffe, await decode(stranger))).toBeLessThan(0.5);
  });

  it('notices a change of brightness and one small place that is damaged', () => {
    const darker = { ...giraffe, data: Buffer.from(giraffe.data.map((value) => value * 0.6)) };
    expect(similarity(giraffe, darker)).toBeLessThan(0.97);
    const torn = { ...giraffe, data: Buffer.from(giraffe.data) };
    for (let y = 100; y < 150; y += 1) torn.data.fill(0, (y * giraffe.width + 100) * 3, (y * giraffe.width + 150) * 3);
    const score = similarity(giraffe, torn);
    expect(score).toBeLessThan(0.99);
    expect(score).toBeGreaterThan(0.8);
  });

  it('does not look at alpha, and compares three channels with four', () => {
    expect(similarity(giraffe, withAlpha(giraffe))).toBeCloseTo(1, 12);
  });

  it.each([[1, 1], [3, 200], [7, 7], [8, 8], [15, 16], [31, 33]])('measures tiny pictures too (%d x %d), from 0 to 1', (width, height) => {
    const [one, other] = [randomPixels(width, height, 3, 5), randomPixels(width, height, 3, 6)];
    const score = similarity(one, other);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThan(1);
    const near = { ...one, data: Buffer.from(one.data.map((value) => Math.min(255, value + 2))) };
    expect(similarity(one, near)).toBeGreaterThan(score);
  });

  it('of two sizes is an error that names them', () => {
    expect(() => similarity(randomPixels(10, 10, 3), randomPixels(10, 11, 3))).toThrow(RangeError);
    expect(() => similarity(randomPixels(10, 10, 3), randomPixels(10, 11, 3))).toThrow('10x10 and 10x11');
  });
});
