import { describe, expect, it } from 'vitest';
import { encodeAt, encoderOf } from '../../../../core/imaging/encode/encoders.ts';
import { SizeModel, SizeTable, probeOf } from '../../../../core/imaging/encode/size-model.ts';
import table from '../../../../core/imaging/encode/size-model.json' with { type: 'json' };
import { fileMetadata } from '../../../../core/imaging/metadata.ts';
import { overheadOf } from '../../../../core/imaging/encode/encode.ts';
import { EncodingProfile } from '../../../../core/imaging/recipe.ts';
import { labelled } from '../../../fixtures/photographs.ts';
import { facts } from '../facts.ts';
import { photograph, randomPixels } from '../pictures.ts';

const lossy = ['jpeg', 'webp', 'avif'] as const;
const metadata = fileMetadata(facts(), 'public', null);
const encoders = lossy.flatMap((format) => EncodingProfile.options.map((profile) => encoderOf(format, profile, false)));

describe('the size model', () => {
  it('knows every encoder, from its lowest quality to its ceiling, and says when it was measured', () => {
    const { models, asOf, encoders: versions } = SizeTable.parse(table);
    expect(asOf).toMatch(/^20\d\d-/);
    expect(versions).toMatch(/mozjpeg.*webp.*aom/u);
    for (const { format, profile, lowest, ceiling } of encoders) {
      const rows = models[`${format} ${profile}`]!.map(({ quality }) => quality);
      expect(rows).toEqual(rows.toSorted((a, b) => a - b));
      expect(rows[0]).toBeLessThanOrEqual(lowest);
      expect(rows.at(-1)).toBeGreaterThanOrEqual(ceiling);
    }
  });

  it('expects more bytes of a better quality, all the way', async () => {
    const probe = await probeOf(await photograph('labelled/koala', 400));
    for (const encoder of encoders) {
      const sizes = Array.from({ length: encoder.ceiling - encoder.lowest + 1 }, (_, step) => new SizeModel().expectation(encoder, probe)(encoder.lowest + step));
      for (const [index, size] of sizes.slice(1).entries()) expect(size).toBeGreaterThan(sizes[index]!);
    }
  });

  it('is near enough on photographs that most files fit at the first trial', async () => {
    const errors: number[] = [];
    for (const { file } of labelled.slice(12, 20)) {
      const pixels = await photograph(file, 300);
      const probe = await probeOf(pixels);
      for (const encoder of encoders.filter(({ profile, format }) => profile === 'fast' || format !== 'avif')) {
        const quality = Math.round((encoder.lowest + encoder.ceiling) / 2);
        const bytes = (await encodeAt(pixels, encoder, quality, metadata)).length - overheadOf(metadata);
        errors.push(Math.abs(Math.log(bytes) - new SizeModel().expectation(encoder, probe)(quality)));
      }
    }
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.15);
  });

  it('learns from each file what it was wrong by, and only for that encoder', async () => {
    const probe = await probeOf(randomPixels(64, 64, 3));
    const [jpeg, webp] = [encoderOf('jpeg', 'fast', false), encoderOf('webp', 'fast', false)];
    const model = new SizeModel();
    const taken = model.expectation(jpeg, probe);
    const [first, other] = [taken(60), model.expectation(webp, probe)(60)];
    const truth = first + Math.LN2;
    const errors = [1, 2, 3, 4].map(() => {
      model.learn(jpeg, 60, probe, Math.exp(truth));
      return truth - model.expectation(jpeg, probe)(60);
    });
    expect(errors[0]).toBeLessThan(Math.LN2 / 2);
    expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
    expect(errors.at(-1)).toBeGreaterThan(0);
    expect(model.expectation(webp, probe)(60)).toBe(other);
    expect(new SizeModel().expectation(jpeg, probe)(60)).toBe(first);
    // What was taken before stays as it was: a search is not to be corrected twice.
    expect(taken(60)).toBe(first);
  });
});
