import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Crop, type CropGuides, type CropWindow, type Croppable, chooseCrop, enlargementOf } from '../../../../core/imaging/crop/window.ts';
import { decode } from '../../../../core/imaging/decode.ts';
import type { Region } from '../../../../core/geometry.ts';
import { type Pixels, proxyOf } from '../../../../core/imaging/pixels.ts';
import { CropStrategy } from '../../../../core/imaging/recipe.ts';
import { scene } from '../pictures.ts';

async function croppable(pixels: Pixels): Promise<Croppable> {
  return { width: pixels.width, height: pixels.height, proxy: await proxyOf(pixels, 256) };
}

/** A landscape with a red disc right of its middle. */
const picture = await croppable(await decode(await scene(900, 600)));
const disc: Region = { x: 0.63, y: 0.32, width: 0.24, height: 0.36 };
const crop = (width: number, height: number | null, guides: Partial<CropGuides> = {}, of = picture): Promise<Crop> => chooseCrop(of, width, height, { strategy: 'smart', ...guides });

/** A grey picture of any size: where a window has to be does not depend on what is in it. */
const blank = (width: number, height: number): Croppable => {
  const scale = Math.min(1, 32 / Math.max(width, height));
  const small = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  return { width, height, proxy: { ...small, channels: 3, data: Buffer.alloc(small.width * small.height * 3, 90) } };
};

const side = fc.integer({ min: 16, max: 4000 });
const strategy = fc.constantFrom(...CropStrategy.options);
/** Sides of the master: small, so that every window can be tried. */
const edge = fc.integer({ min: 20, max: 320 });
/** A box somewhere in a picture, in thousandths so that it seldom ends on whole pixels. */
const boxOf = (least: number, most: number): fc.Arbitrary<Region> =>
  fc.tuple(fc.nat(960), fc.nat(960), fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most })).map(([x, y, width, height]) => ({
    x: Math.min(x, 1000 - least) / 1000,
    y: Math.min(y, 1000 - least) / 1000,
    width: Math.min(width, 1000 - Math.min(x, 1000 - least)) / 1000,
    height: Math.min(height, 1000 - Math.min(y, 1000 - least)) / 1000,
  }));
const box = boxOf(20, 1000);

interface Span {
  readonly start: number;
  readonly end: number;
}
const spanOf = (region: Region, { width, height }: { width: number; height: number }, axis: 'x' | 'y'): Span =>
  axis === 'x' ? { start: region.x * width, end: (region.x + region.width) * width } : { start: region.y * height, end: (region.y + region.height) * height };
/** By how much a span reaches out of another, in pixels; 0 or less when it lies inside. */
const reach = (inner: Span, outer: Span): number => Math.max(outer.start - inner.start, inner.end - outer.end);

/** The least reach that any place of the window along one axis can have. */
function leastReach(length: number, whole: number, subject: Span, room: Span): number {
  let least = Infinity;
  for (let start = 0; start <= whole - length; start += 1) least = Math.min(least, reach(subject, { start: start + room.start, end: start + room.end }));
  return least;
}

const axes = [['x', 'left', 'width'], ['y', 'top', 'height']] as const;

describe('a crop window', () => {
  it('has the ratio asked for, lies inside, in whole pixels, and is as large as can be', async () => {
    await fc.assert(
      fc.asyncProperty(side, side, edge, edge, strategy, async (width, height, across, down, by) => {
        const { window } = await crop(width, height, { strategy: by }, blank(across, down));
        expect(Object.values(window).every(Number.isInteger)).toBe(true);
        expect(Math.min(window.left, window.top)).toBeGreaterThanOrEqual(0);
        expect(window.left + window.width).toBeLessThanOrEqual(across);
        expect(window.top + window.height).toBeLessThanOrEqual(down);
        expect(window.width === across || window.height === down).toBe(true);
        // Half a pixel of rounding on the shorter side is all that the ratio may be off.
        const scale = Math.min(across / width, down / height);
        expect(Math.abs(window.width - Math.max(1, width * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(window.height - Math.max(1, height * scale))).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('is the whole picture when the ratio is the same or none is asked for', async () => {
    const whole = { window: { left: 0, top: 0, width: 900, height: 600 }, by: 'whole', subjectKept: null, subjectSafe: null };
    expect(await crop(300, 200)).toEqual(whole);
    expect(await crop(640, null)).toEqual(whole);
    expect(await crop(640, null, { subject: disc, focus: { x: 0, y: 0 }, safeArea: { x: 0.5, y: 0, width: 0.5, height: 1 } })).toEqual({ ...whole, subjectKept: 1, subjectSafe: true });
  });

  it('can be cut from a strip one pixel high, for every strategy', async () => {
    const strip = await croppable({ data: Buffer.alloc(3000, 9), width: 1000, height: 1, channels: 3 });
    for (const by of CropStrategy.options) expect((await crop(1, 1, { strategy: by }, strip)).window).toMatchObject({ width: 1, height: 1 });
  });

  it('says by how much its pixels grow', () => {
    const window: CropWindow = { left: 5, top: 5, width: 400, height: 200 };
    expect(enlargementOf(window, 800, 400)).toBe(2);
    expect(enlargementOf(window, 200, 150)).toBe(0.75);
  });
});

describe('a subject', () => {
  it('is kept whole whenever any window holds it whole, whatever the strategy would rather have', async () => {
    let held = 0;
    await fc.assert(
      fc.asyncProperty(edge, edge, side, side, box, strategy, async (across, down, width, height, subject, by) => {
        const master = blank(across, down);
        const { window, subjectKept } = await crop(width, height, { subject, strategy: by }, master);
        let holds = true;
        for (const [axis, start, length] of axes) {
          const span = spanOf(subject, master, axis);
          const possible = leastReach(window[length], master[length], span, { start: 0, end: window[length] });
          const reached = reach(span, { start: window[start], end: window[start] + window[length] });
          // What does not fit fills the window, or is off by less than the pixel that windows are placed by.
          if (possible <= 0) expect(reached).toBeLessThanOrEqual(1e-6);
          else if (span.end - span.start <= window[length]) expect(reached).toBeLessThan(1);
          else expect(reach({ start: window[start], end: window[start] + window[length] }, span)).toBeLessThan(1);
          holds &&= possible <= 0;
        }
        if (holds) {
          expect(subjectKept).toBeCloseTo(1, 9);
          held += 1;
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(held).toBeGreaterThan(100);
  });

  it('is told by the share that stays', async () => {
    // A window of 200 x 600 in a subject that fills the right 540 pixels.
    const { window, by, subjectKept } = await crop(1, 3, { subject: { x: 0.4, y: 0, width: 0.6, height: 1 } });
    expect(window).toMatchObject({ top: 0, width: 200, height: 600 });
    expect(window.left).toBeGreaterThanOrEqual(360);
    expect(by).toBeOneOf(['subject', 'smart']);
    expect(subjectKept).toBeCloseTo(200 / 540, 6);
  });

  it('moves the window no further than it needs', async () => {
    const { window: free } = await crop(1, 1, { strategy: 'centre' });
    expect(free.left).toBe(150);
    expect(await crop(1, 1, { strategy: 'centre', subject: { x: 0.4, y: 0.4, width: 0.1, height: 0.1 } })).toMatchObject({ window: { left: 150 }, by: 'centre' });
    expect(await crop(1, 1, { strategy: 'centre', subject: { x: 0.8, y: 0.4, width: 0.1, height: 0.1 } })).toMatchObject({ window: { left: 210 }, by: 'subject' });
    expect(await crop(1, 1, { strategy: 'centre', subject: { x: 0.05, y: 0.4, width: 0.1, height: 0.1 } })).toMatchObject({ window: { left: 45 }, by: 'subject' });
  });

  it('without a size is a point, and kept', async () => {
    expect(await crop(1, 3, { subject: { x: 0.99, y: 0.5, width: 0, height: 0 } })).toMatchObject({ subjectKept: 1 });
  });
});

describe('a focal point', () => {
  it('is in the middle as far as the edges allow, before the subject and every strategy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100), fc.nat(100), side, side, strategy, async (x, y, width, height, by) => {
        const focus = { x: x / 100, y: y / 100 };
        const result = await crop(width, height, { focus, subject: disc, strategy: by });
        const { window } = result;
        if (result.by === 'whole') return;
        expect(result.by).toBe('focus');
        for (const [axis, start, length] of axes) {
          const wished = focus[axis] * picture[length] - window[length] / 2;
          const slack = picture[length] - window[length];
          expect(Math.abs(window[start] - Math.min(slack, Math.max(0, wished)))).toBeLessThanOrEqual(0.5);
        }
      }),
      { numRuns: 60 },
    );
    expect(await crop(1, 1, { focus: { x: 0, y: 0 }, subject: disc })).toMatchObject({ window: { left: 0 }, by: 'focus', subjectKept: expect.closeTo((600 - 567) / 216, 6) as number });
  });
});

describe('a safe area', () => {
  it('has the subject inside it wherever any window would, and is never said to when it has not', async () => {
    let safe = 0;
    let unsafe = 0;
    await fc.assert(
      fc.asyncProperty(edge, edge, side, side, boxOf(20, 300), boxOf(400, 1000), async (across, down, width, height, subject, safeArea) => {
        const master = blank(across, down);
        const { window, subjectSafe } = await crop(width, height, { subject, safeArea }, master);
        const reaches = axes.map(([axis, start, length]) => {
          const span = spanOf(subject, master, axis);
          const room = spanOf(safeArea, window, axis);
          return {
            possible: leastReach(window[length], master[length], span, room),
            reached: reach(span, { start: window[start] + room.start, end: window[start] + room.end }),
            kept: leastReach(window[length], master[length], span, { start: 0, end: window[length] }) > 0 || reach(span, { start: window[start], end: window[start] + window[length] }) <= 1e-6,
          };
        });
        const most = Math.max(...reaches.map(({ reached }) => reached));
        // A window lies on whole pixels, a subject need not: one pixel is no fault.
        expect(subjectSafe).toBe(most <= 1);
        for (const { possible, reached, kept } of reaches) {
          if (possible <= 0) expect(reached).toBeLessThanOrEqual(1e-6);
          // Where the safe area is out of reach, the subject is not given up for it.
          expect(kept).toBe(true);
        }
        if (subjectSafe === true) safe += 1;
        else unsafe += 1;
      }),
      { numRuns: 500, seed: 11 },
    );
    expect(Math.min(safe, unsafe)).toBeGreaterThan(30);
  });

  it('pulls the window so that the subject leaves what the channel covers', async () => {
    const story: Region = { x: 0, y: 0.14, width: 1, height: 0.66 };
    const tall = blank(300, 900);
    // The subject's foot would lie under the lower bar of a centred window.
    const subject: Region = { x: 0.2, y: 0.55, width: 0.5, height: 0.12 };
    const { window: without } = await crop(300, 500, { strategy: 'centre', subject }, tall);
    const { window, subjectSafe } = await crop(300, 500, { strategy: 'centre', subject, safeArea: story }, tall);
    expect(without.top).toBe(200);
    expect(window.top).toBe(203);
    expect(subjectSafe).toBe(true);
    expect(0.67 * 900).toBeLessThanOrEqual(window.top + 0.8 * 500 + 1e-9);
  });

  it('says nothing without a subject, and the subject nothing of it without a safe area', async () => {
    expect(await crop(1, 1, { safeArea: { x: 0, y: 0, width: 0.5, height: 1 } })).toMatchObject({ subjectKept: null, subjectSafe: null });
    expect(await crop(1, 1, { subject: disc })).toMatchObject({ subjectKept: 1, subjectSafe: null });
  });
});

describe('a strategy', () => {
  it.each(['smart', 'attention'] as const)('by the name of %s finds the one thing in a quiet picture', async (by) => {
    for (const x of [0.2, 0.5, 0.8]) {
      const master = await croppable(await decode(await scene(900, 500, { x, y: 0.5 })));
      const result = await crop(1, 1, { strategy: by }, master);
      expect(result.by).toBe(by);
      expect(result.window.left).toBeLessThanOrEqual((x - 0.03) * 900);
      expect(result.window.left + 500).toBeGreaterThanOrEqual((x + 0.03) * 900);
    }
  });

  it('by the name of entropy goes where there is detail', async () => {
    const data = Buffer.alloc(600 * 200 * 3, 128);
    for (let y = 0; y < 200; y += 1) for (let x = 400; x < 600; x += 1) data.fill((x * 7919 + y * 104_729) % 251, (y * 600 + x) * 3, (y * 600 + x) * 3 + 3);
    const master = await croppable({ data, width: 600, height: 200, channels: 3 });
    expect((await crop(1, 1, { strategy: 'entropy' }, master)).window.left).toBeGreaterThan(300);
  });

  it('by the name of centre is the middle, and none depends on what was cropped before', async () => {
    expect(await crop(1, 1, { strategy: 'centre' })).toMatchObject({ window: { left: 150, top: 0 }, by: 'centre' });
    const first = await crop(2, 3);
    await crop(2, 3, { strategy: 'attention' });
    await crop(200, 300, { focus: { x: 0, y: 0 } });
    expect(await crop(200, 300)).toEqual(first);
  });
});
