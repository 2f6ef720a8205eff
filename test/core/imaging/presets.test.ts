import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../core/errors.ts';
import { leastBudget, mostPixels, nearestPresets, presetNames, presetOf, resolveDeliverables } from '../../../core/imaging/presets.ts';
import { Deliverable, PrintSize } from '../../../core/imaging/recipe.ts';

const plan = (...deliverables: unknown[]) => resolveDeliverables(deliverables.map((deliverable) => Deliverable.parse(deliverable)));
const only = (deliverable: unknown) => plan(deliverable)[0]!;
const inPixels = (millimetres: number, dpi: number): number => Math.round((millimetres / 25.4) * dpi);

describe('presets', () => {
  it('cover every channel that the brief may name', () => {
    for (const wanted of ['instagram-square', 'instagram-portrait', 'instagram-story', 'open-graph', 'x-post', 'linkedin-post', 'pinterest-pin', 'youtube-thumbnail', 'hero-16x9', 'hero-21x9', 'web-640', 'web-1920', 'print-a4']) {
      expect(presetNames()).toContain(wanted);
    }
  });

  it.each(presetNames())('%s has a source and a date, and resolves to a rendition that can be made', (name) => {
    const { source, asOf, formats } = presetOf(name);
    expect(source.length).toBeGreaterThan(10);
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    const planned = only(name);
    expect(planned).toMatchObject({ name, preset: name, formats, crop: 'smart', focus: null, watermark: true });
    expect(planned.width).toBeGreaterThanOrEqual(16);
    expect(planned.width * (planned.height ?? planned.width)).toBeLessThanOrEqual(mostPixels);
    expect(planned).toEqual(only({ preset: name }));
  });

  it.each([
    ['hero-16x9', 16 / 9],
    ['hero-21x9', 21 / 9],
    ['instagram-square', 1],
    ['instagram-portrait', 4 / 5],
    ['instagram-story', 9 / 16],
    ['pinterest-pin', 2 / 3],
    ['youtube-thumbnail', 16 / 9],
    ['x-post', 16 / 9],
    ['open-graph', 1.91],
    ['linkedin-post', 1.91],
  ])('%s has the shape of its name or channel', (name, ratio) => {
    const { width, height } = only(name);
    expect(Math.abs(width / height! / ratio - 1)).toBeLessThan(0.005);
  });

  it.each(['a3', 'a4', 'a5', 'a6'])('on paper have the size in pixels that a print shop expects, both ways round: %s', (sheet) => {
    const [width, height] = { a3: [297, 420], a4: [210, 297], a5: [148, 210], a6: [105, 148] }[sheet]! as [number, number];
    expect(only(`print-${sheet}`)).toMatchObject({ width: inPixels(width, 300), height: inPixels(height, 300), dpi: 300, metadata: 'internal', formats: ['jpeg'] });
    expect(only(`print-${sheet}-landscape`)).toMatchObject({ width: inPixels(height, 300), height: inPixels(width, 300), dpi: 300 });
  });

  it('for the screen have no resolution, and of a web width the height is the master’s', () => {
    expect(only('open-graph')).toMatchObject({ dpi: null, metadata: 'public' });
    expect(only('web-1280')).toMatchObject({ width: 1280, height: null, dpi: null });
  });

  it.each([
    ['instagram-sqare', 'instagram-square'],
    ['opengraph', 'open-graph'],
    ['Hero 16x9', 'hero-16x9'],
    ['a4', 'print-a4'],
    ['', ''],
    ['constructor', ''],
    ['__proto__', ''],
  ])('of an unknown name such as "%s" are answered with the nearest', (wrong, right) => {
    expect(() => presetOf(wrong)).toThrow(InvalidInput);
    expect(() => presetOf(wrong)).toThrow(right);
    expect(() => presetOf(wrong)).toThrow(JSON.stringify(wrong));
    expect(nearestPresets(wrong)).toHaveLength(3);
  });
});

describe('a plan', () => {
  it('takes presets and sizes of one’s own, in their order', () => {
    expect(plan('open-graph', { name: 'banner', width: 970, height: 250, formats: ['png', 'png', 'avif'], maxBytes: 90_000 }, { name: 'card', width: 400 })).toMatchObject([
      { name: 'open-graph', preset: 'open-graph', width: 1200, height: 630, formats: ['jpeg'], maxBytes: 300_000, metadata: 'public' },
      { name: 'banner', preset: null, width: 970, height: 250, formats: ['png', 'avif'], maxBytes: 90_000, metadata: 'public', dpi: null },
      { name: 'card', preset: null, width: 400, height: null, formats: ['jpeg', 'webp'], maxBytes: null },
    ]);
  });

  it('lets a deliverable change what a preset says, and keeps the rest of it', () => {
    const story = only('instagram-story');
    expect(story.safeArea).toEqual({ x: 0, y: 0.14, width: 1, height: 0.66 });
    expect(only({ preset: 'instagram-story', maxBytes: 200_000, formats: ['webp'], metadata: 'internal', crop: 'entropy', focus: { x: 0.2, y: 0.8 }, watermark: false })).toEqual({
      ...story,
      maxBytes: 200_000,
      formats: ['webp'],
      metadata: 'internal',
      crop: 'entropy',
      focus: { x: 0.2, y: 0.8 },
      watermark: false,
    });
    expect(only({ preset: 'instagram-story', safeArea: { x: 0.1, y: 0.1, width: 0.8, height: 0.8 } }).safeArea).toEqual({ x: 0.1, y: 0.1, width: 0.8, height: 0.8 });
  });

  it('turns millimetres into pixels at the resolution, with the bleed on every side', () => {
    const length = fc.integer({ min: 10, max: 400 });
    fc.assert(
      fc.property(length, length, fc.integer({ min: 72, max: 600 }), fc.integer({ min: 0, max: 20 }), (width, height, dpi, bleed) => {
        const pixels = [inPixels(width + 2 * bleed, dpi), inPixels(height + 2 * bleed, dpi)] as const;
        fc.pre(pixels[0] * pixels[1] <= mostPixels);
        expect(only({ name: 'flyer', print: { width, height, dpi, bleed } })).toMatchObject({ width: pixels[0], height: pixels[1], dpi, metadata: 'internal', formats: ['jpeg'] });
      }),
    );
    expect(PrintSize.parse({ width: 210, height: 297 })).toMatchObject({ dpi: 300, bleed: 0 });
    expect(only({ name: 'flyer', print: { width: 210, height: 297, bleed: 3 } })).toMatchObject({ width: 2551, height: 3579 });
  });

  it('makes a preset that is named twice once, by its last word', () => {
    expect(plan('open-graph', 'open-graph')).toHaveLength(1);
    expect(plan('open-graph', { preset: 'open-graph', maxBytes: 90_000 })).toMatchObject([{ maxBytes: 90_000 }]);
  });

  it('refuses two deliverables that would write the same file', () => {
    expect(() => plan('open-graph', { name: 'open-graph', width: 100, height: 100 })).toThrow(/"open-graph" twice/);
    expect(() => plan({ name: 'a', width: 100 }, { name: 'a', width: 200 })).toThrow(/"a" twice/);
  });

  it.each([
    ['a size beyond what memory holds', { name: 'wall', width: 10_000, height: 5_000 }, /at most 40000000 pixels for deliverable wall but received 10000x5000/],
    ['paper beyond it', { name: 'wall', print: { width: 1_000, height: 1_000, dpi: 300 } }, /at most 40000000 pixels for deliverable wall/],
    ['a side that WebP has no number for', { name: 'strip', print: { width: 1_500, height: 20, dpi: 300 }, formats: ['webp'] }, /at most 16383 pixels a side for deliverable strip in webp but received 17717/],
    ['a side that AVIF has no number for', { name: 'strip', print: { width: 20, height: 1_500, dpi: 300 }, formats: ['jpeg', 'avif'] }, /at most 16384 pixels a side for deliverable strip in avif/],
    ['a budget that the metadata alone would fill', { name: 'tiny', width: 64, maxBytes: leastBudget - 1 }, /maxBytes of at least 4000 for deliverable tiny but received 3999/],
    ['the same on a preset', { preset: 'web-640', maxBytes: 900 }, /maxBytes of at least 4000 for deliverable web-640/],
  ])('refuses %s, by the name of the deliverable', (_, deliverable, message) => {
    expect(() => only(deliverable)).toThrow(InvalidInput);
    expect(() => only(deliverable)).toThrow(message);
  });

  it('allows a JPEG where WebP ends, and the least budget', () => {
    expect(only({ name: 'strip', print: { width: 1_500, height: 20, dpi: 300 } })).toMatchObject({ width: 17_717, formats: ['jpeg'] });
    expect(only({ name: 'tiny', width: 64, maxBytes: leastBudget })).toMatchObject({ maxBytes: 4_000 });
  });
});
