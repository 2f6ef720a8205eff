import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { InvalidInput, UnreadableImage } from '../../../core/errors.ts';
import { decode } from '../../../core/imaging/decode.ts';
import { perceptualFloor } from '../../../core/imaging/encode/encode.ts';
import { srgbProfile } from '../../../core/imaging/encode/icc-profile.ts';
import { type FinishOptions, type FinishRequest, type Finished, type FinishedRendition, finish, finishRenditions, useCores } from '../../../core/imaging/finish.ts';
import { parseCube } from '../../../core/imaging/grade/cube.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { resolveDeliverables } from '../../../core/imaging/presets.ts';
import { Deliverable, Grade, Watermark } from '../../../core/imaging/recipe.ts';
import { photographOf, readPhotograph } from '../../fixtures/photographs.ts';
import { facts } from './facts.ts';
import { at, differences, farthest } from './measures.ts';
import { noisePicture, scene } from './pictures.ts';

const original = await scene(768, 512);
const grade = (wish: object): Grade => Grade.parse(wish);
const request = (deliverables: unknown[], changes: Partial<FinishRequest> = {}): FinishRequest => ({
  original,
  grade: grade({}),
  encoding: 'fast',
  deliverables: resolveDeliverables(deliverables.map((deliverable) => Deliverable.parse(deliverable))),
  facts: facts(),
  ...changes,
});
const made = (deliverables: unknown[], changes: Partial<FinishRequest> = {}, options: FinishOptions = {}): Promise<Omit<Finished, 'master'>> => finishRenditions(request(deliverables, changes), options);
/** The one rendition of one deliverable in one format. */
async function one(deliverable: unknown, changes: Partial<FinishRequest> = {}, options: FinishOptions = {}): Promise<FinishedRendition> {
  const { renditions } = await made([deliverable], changes, options);
  expect(renditions).toHaveLength(1);
  return renditions[0]!;
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const disc = { x: 0.66, y: 0.38, width: 0.18, height: 0.24 };

describe('finishing', () => {
  it('makes each deliverable in each of its formats, in their order, with everything that it says of them', async () => {
    const deliverables = ['web-640', { name: 'badge', width: 64, height: 64, formats: ['png'] }, { name: 'wide', width: 500, height: 100, formats: ['webp', 'jpeg'], metadata: 'internal' }, { name: 'card', print: { width: 60, height: 40, dpi: 150 } }];
    const { renditions, warnings, ...rest } = await made(deliverables, {}, { lanes: 3 });
    expect(renditions.map(({ fileName, width, height, mediaType, preset, dpi, metadata }) => [fileName, width, height, mediaType, preset, dpi, metadata])).toEqual([
      ['web-640.avif', 640, 427, 'image/avif', 'web-640', null, 'public'],
      ['web-640.webp', 640, 427, 'image/webp', 'web-640', null, 'public'],
      ['web-640.jpg', 640, 427, 'image/jpeg', 'web-640', null, 'public'],
      ['badge.png', 64, 64, 'image/png', null, null, 'public'],
      ['wide.webp', 500, 100, 'image/webp', null, null, 'internal'],
      ['wide.jpg', 500, 100, 'image/jpeg', null, null, 'internal'],
      ['card.jpg', 354, 236, 'image/jpeg', null, 150, 'internal'],
    ]);
    expect(warnings).toEqual([]);
    expect(rest).not.toHaveProperty('master');
    for (const { bytes, width, height, format, metadata, dpi, trials, maxBytes } of renditions) {
      const found = await sharp(bytes).metadata();
      expect(found).toMatchObject({ width, height, format: format === 'avif' ? 'heif' : format });
      expect(found.icc!.equals(await srgbProfile())).toBe(true);
      expect(found.xmpAsString).toContain(facts().assetId);
      expect(found.xmpAsString!.includes('AIPromptInformation>')).toBe(metadata === 'internal');
      if (format === 'jpeg') expect(found.density).toBe(dpi ?? 72);
      expect({ trials, maxBytes }).toEqual({ trials: 1, maxBytes: null });
    }
  });

  it('leaves the original untouched and, without a grade, gives the master the same pixels and every fact', async () => {
    const copy = Buffer.from(original);
    const { master, grade: report } = await finish(request(['open-graph'], { original: copy }));
    expect(sha256(copy)).toBe(sha256(original));
    expect(report.neutral).toBe(true);
    expect(master).toMatchObject({ width: 768, height: 512, mediaType: 'image/png' });
    expect((await decode(master.bytes)).data.equals((await decode(original)).data)).toBe(true);
    expect((await sharp(master.bytes).metadata()).xmpAsString).toContain('AIPromptInformation');
  });

  it('shows the part of the master that its window says, pixel by pixel', async () => {
    const square = await one({ name: 'square', width: 512, height: 512, formats: ['png'] });
    expect(square.crop.window).toMatchObject({ top: 0, width: 512, height: 512 });
    expect(square.enlargement).toBe(1);
    const cut = await sharp(original).extract(square.crop.window).raw().toBuffer();
    expect((await decode(square.bytes)).data.equals(cut)).toBe(true);
  });

  it('grades the master and all renditions alike', async () => {
    const { master, renditions, grade: report } = await finish(request([{ name: 'half', width: 384, height: 256, formats: ['png', 'jpeg'] }], { grade: grade({ saturation: 0 }), palette: ['#808080'] }));
    expect(report).toMatchObject({ neutral: false, correction: null });
    expect(report.meanDeltaE).toBeGreaterThan(5);
    expect(report.palette!.after).toBeLessThan(report.palette!.before);
    for (const bytes of [master.bytes, ...renditions.map((rendition) => rendition.bytes)]) {
      const { data } = await decode(bytes);
      let farthestFromGrey = 0;
      for (let index = 0; index < data.length; index += 3) farthestFromGrey = Math.max(farthestFromGrey, Math.abs(data[index]! - data[index + 1]!), Math.abs(data[index + 2]! - data[index + 1]!));
      expect(farthestFromGrey).toBeLessThanOrEqual(1);
    }
  });

  it('applies the look that the grade names', async () => {
    const negative = parseCube('LUT_1D_SIZE 2\n1 1 1\n0 0 0\n', 'negative.cube');
    const size = { name: 'same', width: 768, height: 512, formats: ['png'] };
    const [plain, inverted] = await Promise.all([one(size), one(size, { grade: grade({ lut: { file: 'negative.cube' } }), lut: negative })]);
    const [before, after] = [await decode(plain.bytes), await decode(inverted.bytes)];
    expect(farthest(Buffer.from(before.data.map((value) => 255 - value)), after.data)).toBeLessThanOrEqual(1);
  });

  it('keeps transparency where the format has it', async () => {
    const ghost = await sharp({ create: { width: 60, height: 60, channels: 4, background: { r: 200, g: 20, b: 20, alpha: 0.4 } } }).png().toBuffer();
    const { renditions, master } = await finish(request([{ name: 'ghost', width: 30, height: 30, formats: ['png', 'webp', 'avif', 'jpeg'] }], { original: ghost, grade: grade({ exposure: 0.5 }) }));
    for (const { bytes, format } of renditions) {
      const alpha = at(await decode(bytes), 15, 15)[3];
      if (format === 'jpeg') expect(alpha).toBeUndefined();
      else expect(Math.abs(alpha! - 102)).toBeLessThanOrEqual(2);
    }
    expect(at(await decode(master.bytes), 30, 30)[3]).toBe(102);
  });

  it('takes pictures that cameras and printers make: turned, CMYK, deep and grey ones', async () => {
    const base = sharp(await scene(300, 200));
    for (const [bytes, width, height] of [
      [await base.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(), 100, 150],
      [await base.clone().toColourspace('cmyk').jpeg().toBuffer(), 100, 67],
      [await base.clone().toColourspace('rgb16').png().toBuffer(), 100, 67],
      [await base.clone().toColourspace('b-w').png().toBuffer(), 100, 67],
    ] as const) {
      const rendition = await one({ name: 'small', width: 100, formats: ['webp'] }, { original: bytes });
      expect(await sharp(rendition.bytes).metadata()).toMatchObject({ width, height, space: 'srgb' });
    }
  });
});

describe('the place of a crop', () => {
  const square = { name: 'square', width: 100, height: 100, formats: ['jpeg'] };

  it('is the request’s focal point’s, and a deliverable’s own before it', async () => {
    const focus = { x: 0.1, y: 0.5 };
    expect((await one(square, { focus, subject: disc })).crop).toMatchObject({ by: 'focus', window: { left: 0 } });
    expect((await one({ ...square, focus: { x: 0.95, y: 0.5 } }, { focus, subject: disc })).crop).toMatchObject({ by: 'focus', window: { left: 256 } });
  });

  it('is the subject’s where no focal point is given, and keeps it out of what the channel covers', async () => {
    expect((await one({ ...square, crop: 'centre' }, { subject: { x: 0.9, y: 0.4, width: 0.1, height: 0.2 } })).crop).toMatchObject({ by: 'subject', window: { left: 256 }, subjectKept: expect.closeTo(1, 9) as number, subjectSafe: null });
    const covered = { ...square, crop: 'centre', safeArea: { x: 0, y: 0, width: 0.5, height: 1 } };
    // The disc ends at 645 pixels: 645 - 256 would be the start, 256 is the last one possible.
    expect((await one(covered, { subject: disc })).crop).toMatchObject({ window: { left: 256 }, subjectSafe: false });
    expect((await one(covered, { subject: { ...disc, x: 0.1 } })).crop).toMatchObject({ by: 'subject', subjectSafe: true });
  });

  it.each(['smart', 'attention', 'entropy', 'centre'] as const)('is the strategy’s otherwise: %s', async (crop) => {
    expect((await one({ ...square, crop })).crop).toMatchObject({ by: crop, subjectKept: null, subjectSafe: null });
  });
});

describe('a watermark', () => {
  const mark: Pixels = { data: Buffer.from(Array.from({ length: 200 * 100 }, () => [255, 0, 255, 255]).flat()), width: 200, height: 100, channels: 4 };
  const watermark = { mark, settings: Watermark.parse({ file: 'mark.png', width: 0.25, margin: 0.1 }) };
  const wish = { name: 'card', width: 400, height: 200, formats: ['png'] };

  it('lies on every rendition that does not refuse it, and never on the master', async () => {
    const { renditions, master } = await finish(request([wish, { ...wish, name: 'clean', watermark: false }, { ...wish, name: 'small', width: 200, height: 100 }], { watermark }));
    const [card, clean, small] = await Promise.all(renditions.map(({ bytes }) => decode(bytes)));
    expect(at(card!, 379, 179)).toEqual([255, 0, 255]);
    expect(at(small!, 189, 89)).toEqual([255, 0, 255]);
    const elsewhere = Buffer.from(card!.data);
    for (let y = 130; y < 180; y += 1) clean!.data.copy(elsewhere, (y * 400 + 280) * 3, (y * 400 + 280) * 3, (y * 400 + 380) * 3);
    expect(elsewhere.equals(clean!.data)).toBe(true);
    expect((await decode(master.bytes)).data.equals((await decode(original)).data)).toBe(true);
  });

  it('that is too small a file is a warning', async () => {
    const tiny = { ...watermark, mark: { ...mark, data: mark.data.subarray(0, 20 * 10 * 4), width: 20, height: 10 } };
    expect((await one(wish, { watermark: tiny })).warnings).toEqual(['Expected a watermark of at least 100 pixels\' width for card but received one of 20; supply a larger file']);
    expect((await one(wish, { watermark })).warnings).toEqual([]);
  });
});

describe('warnings', () => {
  it('name enlargements of more than twice, and only those', async () => {
    const { renditions, warnings } = await made([
      { name: 'poster', width: 1700, height: 1134, formats: ['jpeg', 'webp'] },
      { name: 'page', width: 1500, height: 1000, formats: ['jpeg'] },
    ]);
    expect(renditions.map(({ enlargement }) => Number(enlargement.toFixed(2)))).toEqual([2.21, 2.21, 1.95]);
    expect(warnings).toEqual(['Expected poster to enlarge pixels at most 2 times but its size needs 2.2 times; ask the model for a larger picture']);
    expect(renditions.map((rendition) => rendition.warnings.length)).toEqual([1, 1, 0]);
  });

  it('name the crop whose shape loses a part of the subject, with the part', async () => {
    const { warnings, renditions } = await made([{ name: 'strip', width: 700, height: 100, formats: ['jpeg'] }, { name: 'square', width: 100, height: 100, formats: ['jpeg'] }], { subject: { x: 0.4, y: 0.2, width: 0.2, height: 0.6 } });
    expect(renditions[0]!.crop.subjectKept).toBeCloseTo(110 / 307.2, 2);
    expect(warnings).toEqual(['Expected strip to show the whole subject but its shape cuts off 64 % of it; set a focal point, or choose a wider or taller shape']);
  });

  it('name a subject that reaches out of the safe area', async () => {
    const story = { name: 'story', width: 90, height: 160, formats: ['jpeg'], safeArea: { x: 0, y: 0.4, width: 1, height: 0.2 } };
    const { warnings } = await made([story], { subject: { x: 0.4, y: 0.3, width: 0.1, height: 0.6 } });
    expect(warnings).toEqual(['Expected the subject of story inside its safe area but it reaches out; the channel may cover that part']);
    // Whoever sets a focal point has seen what it leaves out.
    expect((await made([{ ...story, focus: { x: 0.1, y: 0.5 } }], { subject: { x: 0.4, y: 0.3, width: 0.1, height: 0.6 } })).warnings).toEqual([]);
  });

  it('name a grade that cuts off detail, and a correction that its limits held back', async () => {
    const { warnings, grade: report } = await made(['web-640'], { grade: grade({ contrast: 2, saturation: 2, exposure: 1.5, correct: { whiteBalance: 'grey-world', exposure: 'measured', maxCast: 0.01, maxStops: 0 } }) });
    expect(report.clippedShare).toBeGreaterThan(0.02);
    expect(report.correction!.limited).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/^The grade cuts off detail in \d+ % of the picture/), expect.stringMatching(/^The measured correction was held back by its limits/)]);
  });

  it('name a budget that no allowed quality keeps, and the file is there all the same, above the floor', async () => {
    const noise = await noisePicture(512, 512);
    const { renditions, warnings } = await made([{ name: 'tiny', width: 400, height: 400, formats: ['jpeg', 'webp', 'avif'], maxBytes: 4_000 }], { original: noise });
    for (const { bytes, score, fileName, warnings: own } of renditions) {
      expect(bytes.length).toBeGreaterThan(4_000);
      expect(score).toBeGreaterThanOrEqual(perceptualFloor);
      expect(own).toEqual([expect.stringMatching(/^Expected .*; raise maxBytes or make it smaller$/)]);
      for (const fact of [`${fileName} within 4000 bytes`, String(bytes.length), score!.toFixed(3), String(perceptualFloor)]) expect(own[0]).toContain(fact);
    }
    expect(warnings).toEqual(renditions.flatMap((rendition) => rendition.warnings));
    const [png] = (await made([{ name: 'tiny', width: 100, height: 100, formats: ['png'], maxBytes: 4_000 }], { original: noise })).renditions;
    expect(png!.warnings).toEqual([expect.stringMatching(/^Expected tiny\.png within 4000 bytes but .*\d{4}/)]);
  });

  it('are none where everything is well', async () => {
    const { warnings } = await made(['instagram-square', 'hero-21x9', 'web-640'], { original: await readPhotograph(photographOf('large/river-otter')), grade: grade({ contrast: 1.05, temperature: 5 }) }, { lanes: 2 });
    expect(warnings).toEqual([]);
  });
});

describe('the options', () => {
  it('measure how every file looks, when asked', async () => {
    const wish = [{ name: 'card', width: 400, height: 300, formats: ['png', 'avif', 'webp', 'jpeg'] }];
    expect((await made(wish)).renditions.map(({ score }) => score)).toEqual([null, null, null, null]);
    const scores = (await made(wish, {}, { scores: true })).renditions.map(({ score }) => score!);
    expect(scores[0]).toBe(1);
    for (const score of scores.slice(1)) {
      expect(score).toBeGreaterThan(0.97);
      expect(score).toBeLessThan(1);
    }
  });

  it('put another upscaler in the place of the built-in one', async () => {
    const painted: string[] = [];
    const { renditions } = await made([{ name: 'big', width: 1000, height: 1000, formats: ['png'] }, { name: 'small', width: 100, height: 100, formats: ['png'] }], {}, {
      upscaler: (picture, width, height) => {
        painted.push(`${String(picture.width)} to ${String(width)}`);
        return Promise.resolve({ data: Buffer.alloc(width * height * 3, 77), width, height, channels: 3 });
      },
    });
    expect(painted).toEqual(['512 to 1000']);
    expect(at(await decode(renditions[0]!.bytes), 500, 500)).toEqual([77, 77, 77]);
    expect(at(await decode(renditions[1]!.bytes), 50, 50)).not.toEqual([77, 77, 77]);
  });

  it('of lanes change no byte where no budget binds, and keep every budget where one does', async () => {
    const sizes = ['web-640', { name: 'square', width: 300, height: 300, formats: ['png', 'webp', 'jpeg'] }, { name: 'strip', width: 600, height: 200 }];
    const wish = request(sizes, { grade: grade({ exposure: 0.2 }) });
    const [first, again, three] = await Promise.all([finish(wish), finish(wish), finish(wish, { lanes: 3 })]);
    for (const other of [again, three]) {
      expect(other.master.bytes.equals(first.master.bytes)).toBe(true);
      expect(other.renditions.map(({ bytes }) => sha256(bytes))).toEqual(first.renditions.map(({ bytes }) => sha256(bytes)));
      expect(other.grade).toEqual(first.grade);
    }
    const pressed = ['web-640', { name: 'square', width: 300, height: 300, formats: ['webp', 'jpeg'] }].map((size) => (typeof size === 'string' ? { preset: size, maxBytes: 26_000 } : { ...size, maxBytes: 13_000 }));
    const photograph = await readPhotograph(photographOf('labelled/osprey'));
    for (const lanes of [1, 3]) {
      const { renditions, warnings } = await made(pressed, { original: photograph }, { lanes });
      for (const { bytes, maxBytes } of renditions) expect(bytes.length).toBeLessThanOrEqual(maxBytes!);
      expect(warnings).toEqual([]);
    }
    const twice = await Promise.all([made(pressed, { original: photograph }), made(pressed, { original: photograph })]);
    expect(twice[0].renditions.map(({ bytes }) => sha256(bytes))).toEqual(twice[1].renditions.map(({ bytes }) => sha256(bytes)));
  });

  it('of cores give one lane more than there are', () => {
    const before = sharp.concurrency();
    expect(useCores(2)).toBe(3);
    expect(sharp.concurrency()).toBe(2);
    sharp.concurrency(before);
  });
});

describe('what cannot be finished', () => {
  it('is refused before anything is made: what is no picture, or a damaged one', async () => {
    await expect(finish(request(['open-graph'], { original: Buffer.from('not a picture') }))).rejects.toThrow(UnreadableImage);
    await expect(finish(request(['open-graph'], { original: original.subarray(0, original.length / 2) }))).rejects.toThrow(/damaged one .*768x512/);
  });

  it('is refused by its name: a width that the master’s shape makes too large', async () => {
    const column = await sharp({ create: { width: 40, height: 4000, channels: 3, background: '#456' } }).png().toBuffer();
    await expect(made([{ name: 'scroll', width: 1000 }], { original: column })).rejects.toThrow(InvalidInput);
    await expect(made([{ name: 'scroll', width: 1000 }], { original: column })).rejects.toThrow('deliverable scroll but received 1000x100000; lower its resolution or size');
  });

  it('is refused by its name: a height that the master’s shape gives and a format has no number for', async () => {
    const column = await sharp({ create: { width: 8, height: 3200, channels: 3, background: '#456' } }).png().toBuffer();
    for (const [format, width] of [['webp', 44], ['avif', 44], ['jpeg', 180]] as const) {
      const error: unknown = await made([{ name: 'scroll', width, formats: [format] }], { original: column }).catch((cause: unknown) => cause);
      expect(error, format).toBeInstanceOf(InvalidInput);
      expect(String(error)).toContain('scroll');
    }
  });

  it('ends the whole when one file fails, and starts no more', async () => {
    let calls = 0;
    const broken = made([{ name: 'a', width: 800, height: 800 }, { name: 'b', width: 900, height: 900 }, { name: 'c', width: 1000, height: 1000 }], {}, {
      upscaler: () => {
        calls += 1;
        return Promise.reject(new Error('no memory'));
      },
    });
    await expect(broken).rejects.toThrow('no memory');
    expect(calls).toBe(1);
  });
});

it('the colours of patches that nothing edits stay true in every format', async () => {
  // Twenty-four patches of 64 pixels: greys, skin, sky, foliage, primaries.
  const colours = [[115, 82, 68], [194, 150, 130], [98, 122, 157], [87, 108, 67], [133, 128, 177], [103, 189, 170], [214, 126, 44], [80, 91, 166], [193, 90, 99], [94, 60, 108], [157, 188, 64], [224, 163, 46], [56, 61, 150], [70, 148, 73], [175, 54, 60], [231, 199, 31], [187, 86, 149], [8, 133, 161], [243, 243, 242], [200, 200, 200], [160, 160, 160], [122, 122, 121], [85, 85, 85], [52, 52, 52]];
  const data = Buffer.alloc(6 * 64 * 4 * 64 * 3);
  for (let y = 0; y < 256; y += 1) for (let x = 0; x < 384; x += 1) data.set(colours[Math.floor(y / 64) * 6 + Math.floor(x / 64)]!, (y * 384 + x) * 3);
  const chart = await sharp(data, { raw: { width: 384, height: 256, channels: 3 } }).png().toBuffer();
  const { renditions } = await made([{ name: 'chart', width: 384, height: 256, formats: ['png', 'avif', 'webp', 'jpeg'] }, { name: 'half', width: 192, height: 128, formats: ['jpeg'] }, { name: 'twice', width: 768, height: 512, formats: ['jpeg'] }], { original: chart });
  for (const { bytes, width } of renditions) {
    const patch = width / 6;
    const pixels = await decode(bytes);
    for (const [index, colour] of colours.entries()) {
      const middle = at(pixels, Math.round(((index % 6) + 0.5) * patch), Math.round((Math.floor(index / 6) + 0.5) * patch));
      expect(differences({ data: Buffer.from(colour), width: 1, height: 1, channels: 3 }, { data: Buffer.from(middle), width: 1, height: 1, channels: 3 }).mean).toBeLessThanOrEqual(2);
    }
  }
});
