import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../../core/imaging/decode.ts';
import { type EncodeRequest, type Encoded, encode, overheadOf, perceptualFloor } from '../../../../core/imaging/encode/encode.ts';
import { type LossyFormat, encodeAt, encoderOf } from '../../../../core/imaging/encode/encoders.ts';
import { SizeModel, probeOf } from '../../../../core/imaging/encode/size-model.ts';
import { fileMetadata } from '../../../../core/imaging/metadata.ts';
import { type Pixels, pixelsOf, sharpOf } from '../../../../core/imaging/pixels.ts';
import { EncodingProfile, ImageFormat } from '../../../../core/imaging/recipe.ts';
import { similarity } from '../../../../core/imaging/similarity.ts';
import { labelled } from '../../../fixtures/photographs.ts';
import { facts } from '../facts.ts';
import { differences } from '../measures.ts';
import { lehmer, photograph, randomPixels, scene, withAlpha } from '../pictures.ts';

const lossy = ['jpeg', 'webp', 'avif'] as const;
const metadata = fileMetadata(facts(), 'public', null);
const forPrint = fileMetadata(facts(), 'public', 300);
const request = (pixels: Pixels, format: ImageFormat, changes: Partial<EncodeRequest> = {}): EncodeRequest => ({ pixels, format, profile: 'fast', metadata, maxBytes: null, score: false, ...changes });
const encoded = (pixels: Pixels, format: ImageFormat, changes: Partial<EncodeRequest> = {}, model = new SizeModel()): Promise<Encoded> => encode(request(pixels, format, changes), model);

const giraffe = await photograph('labelled/giraffe', 360);
/** Fine texture all over: the first to look worse. */
const fig = await photograph('labelled/fig-in-bowl', 360);

/** Film grain, as the eye sees it: brightness alone. */
function grainy(pixels: Pixels, deviation: number): Pixels {
  const random = lehmer(9);
  const data = Buffer.from(pixels.data);
  for (let at = 0; at < data.length; at += 3) {
    const grain = deviation * (random() + random() + random() + random() - 2) * Math.sqrt(3);
    for (let channel = 0; channel < 3; channel += 1) data[at + channel] = Math.max(0, Math.min(255, data[at + channel]! + grain));
  }
  return { ...pixels, data };
}

/** How a file looks beside its pixels, measured anew. */
async function lookOf(pixels: Pixels, bytes: Buffer): Promise<number> {
  const onWhite = (pipeline: Sharp): Promise<Pixels> => pixelsOf(pipeline.flatten({ background: '#ffffff' }));
  return similarity(await onWhite(sharpOf(pixels)), await onWhite(sharp(bytes, { ignoreIcc: true })));
}

describe('encoding', () => {
  it.each(ImageFormat.options)('%s looks like the pixels it was made from', async (format) => {
    for (const profile of EncodingProfile.options) {
      const { bytes, withinBudget, trials, score } = await encoded(giraffe, format, { profile, score: true });
      expect(await sharp(bytes).metadata()).toMatchObject({ format: format === 'avif' ? 'heif' : format, width: giraffe.width, height: giraffe.height, space: 'srgb' });
      expect({ withinBudget, trials }).toEqual({ withinBudget: true, trials: 1 });
      expect(score).toBeCloseTo(await lookOf(giraffe, bytes), 9);
      expect(score).toBeGreaterThan(0.99);
      const back = await decode(bytes);
      if (format === 'png') expect(back.data.equals(giraffe.data)).toBe(true);
      else expect(differences(giraffe, back, 7).mean).toBeLessThan(2.5);
    }
  });

  it('gives a lossless PNG no quality and every other file one; looks are measured where they are asked for', async () => {
    expect(await encoded(giraffe, 'png')).toMatchObject({ quality: null, score: null });
    expect(await encoded(giraffe, 'png', { score: true })).toMatchObject({ quality: null, score: 1 });
    for (const format of lossy) expect(await encoded(giraffe, format)).toMatchObject({ quality: encoderOf(format, 'fast', false).ceiling, score: null });
  });

  it('is the same bytes each time', async () => {
    for (const format of ImageFormat.options) expect((await encoded(giraffe, format)).bytes.equals((await encoded(giraffe, format)).bytes)).toBe(true);
  });

  it('makes smaller files with the profile of quality than with the fast one, for the same look', async () => {
    for (const format of lossy) {
      const [quality, fast] = [await encoded(giraffe, format, { profile: 'quality', score: true }), await encoded(giraffe, format, { profile: 'fast', score: true })];
      expect(quality.bytes.length).toBeLessThan(fast.bytes.length);
      expect(Math.abs(quality.score! - fast.score!)).toBeLessThan(0.005);
    }
  });

  it('lays transparency on white in a JPEG, and keeps it elsewhere', async () => {
    const clear: Pixels = { data: Buffer.alloc(16 * 16 * 4, 0), width: 16, height: 16, channels: 4 };
    expect(Math.min(...(await decode((await encoded(clear, 'jpeg')).bytes)).data)).toBeGreaterThan(250);
    const ghost = withAlpha(giraffe);
    for (const format of ['png', 'webp', 'avif'] as const) {
      const back = await decode((await encoded(ghost, format)).bytes);
      expect(back.channels).toBe(4);
      const error = back.data.reduce((sum, value, at) => sum + (at % 4 === 3 ? Math.abs(value - ghost.data[at]!) : 0), 0) / (back.data.length / 4);
      expect(error).toBeLessThan(format === 'png' ? 1e-9 : 2);
    }
  });

  it('makes progressive JPEGs, with both profiles', async () => {
    for (const profile of EncodingProfile.options) expect((await sharp((await encoded(giraffe, 'jpeg', { profile })).bytes).metadata()).isProgressive).toBe(true);
  });

  it('for the screen halves the colour’s resolution, for paper keeps it and writes the dots per inch', async () => {
    /** From the configuration of an AVIF: two bits say whether colour is halved across and down (AV1 in ISOBMFF, 2.3.3). */
    const halvedIn = (avif: Buffer): number => (avif[avif.indexOf('av1C', 0, 'latin1') + 6]! >> 2) & 3;
    for (const profile of EncodingProfile.options) {
      const [screen, paper] = await Promise.all([metadata, forPrint].map(async (about) => ({ jpeg: (await encoded(giraffe, 'jpeg', { profile, metadata: about })).bytes, avif: (await encoded(giraffe, 'avif', { profile, metadata: about })).bytes })));
      expect((await sharp(screen!.jpeg).metadata()).chromaSubsampling).toBe('4:2:0');
      expect((await sharp(paper!.jpeg).metadata()).chromaSubsampling).toBe('4:4:4');
      expect(halvedIn(screen!.avif)).toBe(3);
      expect(halvedIn(paper!.avif)).toBe(0);
    }
    expect(await sharp((await encoded(giraffe, 'jpeg', { metadata: forPrint })).bytes).metadata()).toMatchObject({ density: 300 });
    expect((await encoded(giraffe, 'jpeg', { metadata: forPrint })).quality).toBeGreaterThan((await encoded(giraffe, 'jpeg')).quality!);
  });
});

describe('a byte budget', () => {
  it('is kept at the best quality that fits it, in few trials, on one photograph after another', async () => {
    const random = lehmer(12);
    const trials: number[] = [];
    for (const [profile, formats, count] of [['fast', lossy, 14], ['quality', ['jpeg', 'webp'], 8]] as const) {
      for (const { file } of labelled.slice(0, count)) {
        const whole = await photograph(file, 320);
        const side = Math.min(whole.width, whole.height);
        const square = await pixelsOf(sharpOf(whole).extract({ left: (whole.width - side) >> 1, top: (whole.height - side) >> 1, width: side, height: side }));
        // One model for one master, as finishing has it.
        const model = new SizeModel();
        for (const pixels of [whole, square]) {
          for (const format of formats) {
            const { ceiling } = encoderOf(format, profile, false);
            const free = (await encodeAt(pixels, encoderOf(format, profile, false), ceiling, metadata)).length;
            // Of the bytes of pixels, 60 to 95 %.
            const maxBytes = Math.round(free - (free - overheadOf(metadata)) * (0.05 + 0.35 * random()));
            const found = await encoded(pixels, format, { profile, maxBytes }, model);
            trials.push(found.trials);
            expect(found.withinBudget, `${file} in ${format} within ${String(maxBytes)}`).toBe(true);
            expect(found.bytes.length).toBeLessThanOrEqual(maxBytes);
            if (found.bytes.length < maxBytes * 0.8 && found.quality !== ceiling) {
              expect((await encodeAt(pixels, encoderOf(format, profile, false), found.quality! + 1, metadata)).length).toBeGreaterThan(maxBytes);
            }
          }
        }
      }
    }
    expect(trials.length).toBeGreaterThanOrEqual(60);
    expect(Math.max(...trials)).toBeLessThanOrEqual(5);
    // What must hold is 2.3, on pictures that the model has never seen; these it was fitted to.
    expect(trials.reduce((sum, count) => sum + count, 0) / trials.length).toBeLessThanOrEqual(1.4);
  });

  it('that does not bind costs one trial and nothing of the quality', async () => {
    for (const format of lossy) {
      const free = await encoded(giraffe, format);
      const roomy = await encoded(giraffe, format, { maxBytes: free.bytes.length * 2 });
      expect(roomy.bytes.equals(free.bytes)).toBe(true);
      expect(roomy.trials).toBe(1);
    }
  });

  it('is used well even where the model has learnt wrong, and each trial helps the next', async () => {
    const probe = await probeOf(giraffe);
    for (const format of lossy) {
      const encoder = encoderOf(format, 'fast', false);
      const free = (await encodeAt(giraffe, encoder, encoder.ceiling, metadata)).length;
      for (const factor of [0.25, 4]) {
        const model = new SizeModel();
        for (let time = 0; time < 5; time += 1) model.learn(encoder, 50, probe, factor * Math.exp(new SizeModel().expectation(encoder, probe)(50)));
        const maxBytes = Math.round(overheadOf(metadata) + (free - overheadOf(metadata)) * 0.7);
        const { bytes, withinBudget, trials, quality } = await encoded(giraffe, format, { maxBytes }, model);
        expect(withinBudget).toBe(true);
        expect(trials).toBeGreaterThan(1);
        expect(trials).toBeLessThanOrEqual(4);
        if (bytes.length < maxBytes * 0.8) expect((await encodeAt(giraffe, encoder, quality! + 1, metadata)).length).toBeGreaterThan(maxBytes);
      }
    }
  });

  it.each(['noise', 'a drawing', 'the scene', 'text', 'alpha'])('is never passed without saying so, and few trials are made, whatever the picture: %s', async (name) => {
    const picture = await {
      noise: () => Promise.resolve(randomPixels(72, 72, 3)),
      'a drawing': async () => pixelsOf(sharpOf(await decode(await scene(200, 150))).blur(3).threshold(120).toColourspace('srgb')),
      'the scene': async () => decode(await scene(200, 150)),
      text: () => pixelsOf(sharpOf(randomPixels(40, 40, 3)).threshold(128).resize(240, 240, { kernel: 'nearest' })),
      alpha: () => Promise.resolve(withAlpha(randomPixels(60, 60, 3))),
    }[name]!();
    const model = new SizeModel();
    const random = lehmer(3);
    for (const format of ImageFormat.options) {
      for (let round = 0; round < 4; round += 1) {
        const maxBytes = 4_000 + Math.round(random() ** 2 * 30_000);
        const { bytes, withinBudget, trials, score, quality } = await encoded(picture, format, { maxBytes }, model);
        expect(withinBudget).toBe(bytes.length <= maxBytes);
        expect(trials).toBeLessThanOrEqual(14);
        if (score !== null) expect(score).toBeCloseTo(await lookOf(picture, bytes), 9);
        if (!withinBudget && format !== 'png') expect(score! >= perceptualFloor || quality === encoderOf(format, 'fast', false).ceiling).toBe(true);
      }
    }
  });

  it.each(lossy)('that no good-looking %s keeps gives the smallest file above the floor, and says so', async (format) => {
    for (const [pixels, profile] of [[fig, 'quality'], [grainy(fig, 6), 'fast']] as const) {
      const encoder = encoderOf(format, profile, false);
      const { bytes, withinBudget, quality, score } = await encoded(pixels, format, { profile, maxBytes: 4_000 });
      expect(withinBudget).toBe(false);
      expect(bytes.length).toBeGreaterThan(4_000);
      expect(score).toBeGreaterThanOrEqual(perceptualFloor);
      expect(score).toBeCloseTo(await lookOf(pixels, bytes), 9);
      expect(quality).toBeGreaterThan(encoder.lowest);
      expect(await lookOf(pixels, await encodeAt(pixels, encoder, quality! - 1, metadata))).toBeLessThan(perceptualFloor);
    }
  });

  it('of which no quality above the lowest is worth anything ends there, and says so', async () => {
    const soft = await pixelsOf(sharpOf(giraffe).resize(600).blur(1.5));
    for (const format of lossy) {
      const { quality, withinBudget, score } = await encoded(soft, format, { maxBytes: 4_000 });
      expect({ quality, withinBudget }).toEqual({ quality: encoderOf(format, 'fast', false).lowest, withinBudget: false });
      expect(score).toBeGreaterThanOrEqual(perceptualFloor);
    }
  });

  it.each(lossy)('never pushes a %s below the perceptual floor and calls it kept, on a grainy photograph', async (format: LossyFormat) => {
    const grain = grainy(await photograph('labelled/kingfisher', 240), format === 'avif' ? 5 : 9);
    const profile = format === 'avif' ? 'fast' : 'quality';
    const encoder = encoderOf(format, profile, false);
    const looks: number[] = [];
    for (let quality = encoder.ceiling - 2; quality > encoder.lowest; quality -= 6) {
      const maxBytes = (await encodeAt(grain, encoder, quality, metadata)).length;
      const { bytes, withinBudget } = await encoded(grain, format, { profile, maxBytes });
      if (withinBudget) looks.push(await lookOf(grain, bytes));
    }
    expect(looks.length).toBeGreaterThan(0);
    expect(Math.min(...looks)).toBeGreaterThanOrEqual(perceptualFloor);
  });

  it('counts profile and metadata', async () => {
    const long = fileMetadata(facts({ prompt: { text: 'x'.repeat(20_000) } }), 'internal', null);
    const maxBytes = 40_000;
    const { bytes, withinBudget } = await encoded(giraffe, 'jpeg', { metadata: long, maxBytes });
    expect(withinBudget).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    expect((await sharp(bytes).metadata()).xmp!.length).toBeGreaterThan(20_000);
  });

  it('is kept by every random picture, format and limit, or declared as missed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }), fc.constantFrom(3, 4), fc.constantFrom(...ImageFormat.options), fc.integer({ min: 4_000, max: 14_000 }), async (width, height, channels, format, maxBytes) => {
        const pixels = randomPixels(width, height, channels, width * 7 + height);
        const { bytes, withinBudget } = await encoded(pixels, format, { maxBytes });
        expect(withinBudget).toBe(bytes.length <= maxBytes);
        expect(await sharp(bytes).metadata()).toMatchObject({ width, height });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a PNG with a budget', () => {
  it('becomes one with a palette before it gives up, the finest that fits', async () => {
    const picture = await photograph('labelled/giraffe', 200);
    const free = await encoded(picture, 'png');
    expect(await encoded(picture, 'png', { maxBytes: free.bytes.length })).toMatchObject({ quality: null, withinBudget: true, trials: 1 });
    const fitted = await encoded(picture, 'png', { maxBytes: Math.round(free.bytes.length * 0.6) });
    expect(fitted).toMatchObject({ withinBudget: true, quality: 90, trials: 2 });
    expect(fitted.score).toBeCloseTo(await lookOf(picture, fitted.bytes), 9);
    expect(fitted.score).toBeGreaterThanOrEqual(perceptualFloor);
  });

  it('that nothing keeps gives the smallest file above the floor', async () => {
    const picture = await photograph('labelled/giraffe', 120);
    const free = await encoded(picture, 'png');
    const { bytes, withinBudget, score, trials } = await encoded(picture, 'png', { maxBytes: 4_000 });
    expect(withinBudget).toBe(false);
    expect(trials).toBeLessThanOrEqual(6);
    expect(score).toBeGreaterThanOrEqual(perceptualFloor);
    expect(bytes.length).toBeLessThan(free.bytes.length * 0.6);
  });

  it('never loses its transparency', async () => {
    const { bytes } = await encoded(withAlpha(await photograph('labelled/giraffe', 120)), 'png', { maxBytes: 12_000 });
    const back = await decode(bytes);
    expect(back.channels).toBe(4);
    expect(back.data[3]).toBeLessThan(20);
  });
});
