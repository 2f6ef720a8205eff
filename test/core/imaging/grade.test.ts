import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grade } from '../../../core/brief/schema.ts';
import { deltaE } from '../../../core/imaging/colour.ts';
import { decode } from '../../../core/imaging/decode.ts';
import { applyGrade } from '../../../core/imaging/grade.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { scene } from './pictures.ts';

const grade = (changes: Partial<Grade> = {}): Grade => Grade.parse(changes);
const one = (...channels: number[]): Pixels => ({ data: Buffer.from(channels), width: 1, height: 1, channels: channels.length === 4 ? 4 : 3 });
const graded = (changes: Partial<Grade>, ...channels: number[]): number[] => [...applyGrade(one(...channels), grade(changes)).pixels.data];
const level = fc.integer({ min: 0, max: 255 });

describe('a grade', () => {
  it('that is neutral gives the very same pixels back, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 4, maxLength: 4 }), (channels) => {
        const pixels = one(...channels);
        const result = applyGrade(pixels, grade());
        expect(result.pixels).toBe(pixels);
        expect(result.report).toEqual({ neutral: true, meanDeltaE: 0, clippedShare: 0 });
      }),
    );
  });

  it('never changes alpha', () => {
    fc.assert(
      fc.property(level, level, fc.double({ min: -2, max: 2, noNaN: true }), (alpha, value, exposure) => {
        expect(graded({ exposure, contrast: 1.3 }, value, 90, 10, alpha)[3]).toBe(alpha);
      }),
    );
  });

  it('of one stop more doubles the light of a mid-tone', () => {
    const [value = 0] = graded({ exposure: 1 }, 100, 100, 100);
    const light = (code: number): number => ((code / 255 + 0.055) / 1.055) ** 2.4;
    expect(light(value) / light(100)).toBeGreaterThan(1.85);
    expect(light(value) / light(100)).toBeLessThan(2.15);
  });

  it('of contrast leaves middle grey and spreads the rest', () => {
    expect(graded({ contrast: 1.5 }, 118, 118, 118)).toEqual([118, 118, 118]);
    expect(graded({ contrast: 1.5 }, 60, 60, 60)[0]).toBeLessThan(60);
    expect(graded({ contrast: 1.5 }, 180, 180, 180)[0]).toBeGreaterThan(180);
  });

  it('of no saturation is grey of the same brightness', () => {
    const [red = 0, green = 0, blue = 0] = graded({ saturation: 0 }, 200, 100, 50);
    expect(new Set([red, green, blue]).size).toBe(1);
    expect(red).toBe(Math.round(0.2126 * 200 + 0.7152 * 100 + 0.0722 * 50));
  });

  it('of a warmer temperature moves grey to red and away from blue, not its brightness', () => {
    const [red = 0, green = 0, blue = 0] = graded({ temperature: 50 }, 128, 128, 128);
    expect(red).toBeGreaterThan(green);
    expect(blue).toBeLessThan(green);
    expect(Math.abs(0.2126 * red + 0.7152 * green + 0.0722 * blue - 128)).toBeLessThan(1);
  });

  it('reports how far it went and what it cut off', async () => {
    const pixels = await decode(await scene(240, 160));
    const little = applyGrade(pixels, grade({ exposure: 0.1 })).report;
    const much = applyGrade(pixels, grade({ exposure: 1.5, contrast: 1.5 })).report;
    expect(little.meanDeltaE).toBeGreaterThan(0.5);
    expect(little.meanDeltaE).toBeLessThan(4);
    expect(little.clippedShare).toBe(0);
    expect(much.meanDeltaE).toBeGreaterThan(little.meanDeltaE);
    expect(much.clippedShare).toBeGreaterThan(0.2);
  });
});

it('CIEDE2000 knows black from white and a colour from itself', () => {
  expect(deltaE([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1);
  expect(deltaE([10, 200, 30], [10, 200, 30])).toBe(0);
});
