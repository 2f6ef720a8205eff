import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { encode } from '../../../core/imaging/encode.ts';
import { fileMetadata } from '../../../core/imaging/metadata.ts';
import { noisePicture, scene } from './pictures.ts';
import { facts } from './facts.ts';

const metadata = fileMetadata(facts(), 'public', null);
const picture = await decode(await scene(480, 320));
const formats = ['jpeg', 'webp', 'avif', 'png'] as const;

describe('encoding', () => {
  it.each(formats)('%s carries the sRGB profile and looks like the pixels it was made from', async (format) => {
    const { bytes, withinBudget } = await encode(picture, format, metadata, null);
    const found = await sharp(bytes).metadata();
    expect(found).toMatchObject({ format: format === 'avif' ? 'heif' : format, width: 480, height: 320, space: 'srgb' });
    expect(found.icc).toBeDefined();
    expect(withinBudget).toBe(true);
    const back = await decode(bytes);
    const error = picture.data.reduce((sum, value, index) => sum + Math.abs(value - (back.data[index] ?? 0)), 0) / picture.data.length;
    expect(error).toBeLessThan(format === 'png' ? 1e-9 : 4);
  });

  it('gives a lossless PNG no quality and every other file one', async () => {
    expect((await encode(picture, 'png', metadata, null)).quality).toBeNull();
    expect((await encode(picture, 'jpeg', metadata, null)).quality).toBeGreaterThan(70);
  });

  it('lays transparency on white in a JPEG', async () => {
    const clear = { data: Buffer.alloc(16 * 16 * 4, 0), width: 16, height: 16, channels: 4 } as const;
    const back = await decode((await encode(clear, 'jpeg', metadata, null)).bytes);
    expect(Math.min(...back.data)).toBeGreaterThan(250);
  });

  it('samples colour fully and writes the resolution for paper', async () => {
    const { bytes } = await encode(picture, 'jpeg', { ...metadata, dpi: 300 }, null);
    expect(await sharp(bytes).metadata()).toMatchObject({ density: 300, chromaSubsampling: '4:4:4' });
  });
});

describe('a byte budget', () => {
  it.each(['jpeg', 'webp', 'avif'] as const)('is kept by %s, at the best quality within a few trials', async (format) => {
    const free = await encode(picture, format, metadata, null);
    const budget = Math.round(free.bytes.length * 0.7);
    const fitted = await encode(picture, format, metadata, budget);
    expect(fitted.withinBudget).toBe(true);
    expect(fitted.bytes.length).toBeLessThanOrEqual(budget);
    expect(fitted.bytes.length).toBeGreaterThan(budget * 0.75);
    expect(fitted.quality).toBeLessThan(free.quality ?? 0);
    expect(fitted.trials).toBeLessThanOrEqual(6);
  });

  it('is never passed without saying so, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('jpeg', 'webp', 'png'), fc.integer({ min: 2_000, max: 120_000 }), async (format, budget) => {
        const { bytes, withinBudget, trials } = await encode(picture, format, metadata, budget);
        expect(withinBudget).toBe(bytes.length <= budget);
        expect(trials).toBeLessThanOrEqual(7);
      }),
      { numRuns: 20 },
    );
  });

  it('that cannot be met leaves the file at the lowest allowed quality', async () => {
    const noise = await decode(await noisePicture(200, 200));
    const { quality, withinBudget, bytes } = await encode(noise, 'jpeg', metadata, 2_000);
    expect(withinBudget).toBe(false);
    expect(quality).toBe(45);
    expect(bytes.length).toBeLessThan((await encode(noise, 'jpeg', metadata, null)).bytes.length);
  });

  it('turns a PNG into a palette before it gives up', async () => {
    const free = await encode(picture, 'png', metadata, null);
    const fitted = await encode(picture, 'png', metadata, Math.round(free.bytes.length * 0.6));
    expect(fitted.withinBudget).toBe(true);
    expect(fitted.quality).toBe(90);
  });
});
