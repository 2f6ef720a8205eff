import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rgb, deltaE, hexOf, rgbOf } from '../../../core/imaging/colour.ts';
import { type Triple, linearOfByte, linearToOklab, oklabOf, oklabToLinear, oklabToLinearInGamut, toEncoded, toLinear } from '../../../core/imaging/colour-spaces.ts';
import { hueBetween } from './measures.ts';

const byte = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(byte, byte, byte);

describe('CIEDE2000', () => {
  it('knows black from white and a colour from itself, either way round', () => {
    expect(deltaE([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1);
    fc.assert(
      fc.property(colour, colour, (one, other) => {
        expect(deltaE(one, one)).toBe(0);
        expect(deltaE(one, other)).toBeCloseTo(deltaE(other, one), 9);
      }),
    );
  });

  it('is about as far for one level of grey as an eye can just tell', () => {
    const steps = Array.from({ length: 255 }, (_, value): number => deltaE([value, value, value], [value + 1, value + 1, value + 1]));
    expect(Math.max(...steps)).toBeLessThan(0.8);
    expect(Math.min(...steps)).toBeGreaterThan(0.1);
  });
});

it('a colour written as #rrggbb is read as it was', () => {
  fc.assert(fc.property(colour, (rgb: Rgb) => hexOf(rgbOf(hexOf(rgb))) === hexOf(rgb) && rgbOf(hexOf(rgb)).every((value, channel) => value === rgb[channel])));
  expect(rgbOf('#1A2b3C')).toEqual([26, 43, 60]);
});

describe('colour spaces', () => {
  it('have light and its stored value undo each other, at the points that the standard gives', () => {
    expect([0, 0.5, 1].map(toLinear)).toEqual([0, expect.closeTo(0.21404, 5), 1]);
    for (let value = 0; value < 256; value += 1) {
      expect(toEncoded(linearOfByte[value]!) * 255).toBeCloseTo(value, 9);
      expect(linearOfByte[value]).toBe(toLinear(value / 255));
    }
  });

  it('know the OKLab of white, black, greys and the red of its author', () => {
    const near = (expected: Triple): unknown => expected.map((value) => expect.closeTo(value, 3) as unknown);
    expect(oklabOf([255, 255, 255])).toEqual(near([1, 0, 0]));
    expect(oklabOf([0, 0, 0])).toEqual(near([0, 0, 0]));
    expect(oklabOf([128, 128, 128])).toEqual(near([0.5999, 0, 0]));
    expect(oklabOf([255, 0, 0])).toEqual(near([0.628, 0.2249, 0.1258]));
  });

  it('come back from OKLab as they went', () => {
    fc.assert(
      fc.property(colour, ([red, green, blue]) => {
        for (const back of [oklabToLinear, oklabToLinearInGamut]) {
          const light: Triple = [toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)];
          linearToOklab(light);
          back(light);
          for (const [channel, value] of [red, green, blue].entries()) expect(Math.abs(toEncoded(Math.max(0, light[channel as 0])) * 255 - value)).toBeLessThan(0.5);
        }
      }),
    );
  });

  it('bring a colour that sRGB cannot show inside along its own hue and lightness', () => {
    const hundredths = fc.integer({ min: 2, max: 98 });
    fc.assert(
      fc.property(hundredths, fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (lightness, a, b) => {
        const mapped: Triple = [lightness / 100, a / 100, b / 100];
        oklabToLinearInGamut(mapped);
        for (const value of mapped) {
          expect(value).toBeGreaterThanOrEqual(-1e-3);
          expect(value).toBeLessThanOrEqual(1 + 1e-3);
        }
        const [l, mappedA, mappedB]: Triple = [...mapped];
        const lab: Triple = [l, mappedA, mappedB];
        linearToOklab(lab);
        expect(Math.abs(lab[0] - lightness / 100)).toBeLessThan(0.01);
        const chroma = Math.hypot(lab[1], lab[2]);
        expect(chroma).toBeLessThanOrEqual(Math.hypot(a, b) / 100 + 1e-3);
        const hue = (y: number, x: number): number => (Math.atan2(y, x) * 180) / Math.PI;
        if (chroma > 0.03) expect(hueBetween(hue(lab[2], lab[1]), hue(b, a))).toBeLessThan(1);
      }),
      { numRuns: 500 },
    );
  });
});
