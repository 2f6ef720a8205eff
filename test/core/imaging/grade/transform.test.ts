import { describe, expect, it } from 'vitest';
import { rgbOf } from '../../../../core/imaging/colour.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { hueBetween, lchOf, luminanceOf } from '../measures.ts';
import { photograph } from '../pictures.ts';
import { colourAfter, coloursAfter, graded, grey } from './grading.ts';

const lumaOf = ([red = 0, green = 0, blue = 0]: readonly number[]): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const toucan = await photograph('labelled/toucan', 240);
const koala = await photograph('labelled/koala', 240);

describe('exposure', () => {
  it.each([[1, 2], [-1, 0.5], [0.5, Math.SQRT2]])('of %d stops multiplies the light of mid-tones by %d', async (exposure, factor) => {
    const values = [50, 80, 120];
    for (const [index, after] of (await coloursAfter({ exposure }, values.map(grey))).entries()) expect(luminanceOf(after) / luminanceOf(grey(values[index]!))).toBeCloseTo(factor, 1);
  });

  it('upwards bends light before white instead of cutting it, and leaves black and white', async () => {
    const values = (await coloursAfter({ exposure: 0.7 }, [200, 215, 230, 240, 250, 255].map(grey))).map(([red]) => red!);
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    expect(new Set(values).size).toBeGreaterThan(4);
    expect(values.at(-1)).toBe(255);
    expect(await colourAfter({ exposure: 2 }, 0, 0, 0)).toEqual([0, 0, 0]);
  });
});

describe('contrast', () => {
  it('leaves black, white and middle grey', async () => {
    const fixed = [0, 118, 255].map(grey);
    for (const contrast of [0.5, 0.8, 1.3, 2]) expect(await coloursAfter({ contrast }, fixed)).toEqual(fixed);
  });

  it('spreads what lies between, or brings it together, and never reverses an order', async () => {
    for (const contrast of [0.5, 1.5, 2]) {
      const ramp = (await coloursAfter({ contrast }, Array.from({ length: 256 }, (_, value) => grey(value)))).map(([red]) => red!);
      expect(ramp.toSorted((a, b) => a - b)).toEqual(ramp);
      const [dark, bright] = [ramp[60]! - 60, ramp[180]! - 180];
      expect(Math.sign(dark)).toBe(contrast > 1 ? -1 : 1);
      expect(Math.sign(bright)).toBe(contrast > 1 ? 1 : -1);
    }
  });
});

describe('saturation', () => {
  it('of 0 leaves greys alone, within a level, and as bright as the eye sees the colours', async () => {
    const { pixels } = await graded(toucan, { saturation: 0 });
    for (let at = 0; at < pixels.data.length; at += 3) {
      const [after, before] = [pixels.data.subarray(at, at + 3), toucan.data.subarray(at, at + 3)];
      expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
      // Near black, one level is a wide step of lightness.
      const { lightness } = lchOf([...before]);
      if (lightness > 0.3) expect(Math.abs(lchOf([...after]).lightness - lightness)).toBeLessThan(0.012);
    }
  });

  it('of 2 raises chroma and keeps hue and lightness, even of colours that sRGB has no room for', async () => {
    const { pixels } = await graded(toucan, { saturation: 2 });
    const turns: number[] = [];
    let weaker = 0;
    for (let at = 0; at < pixels.data.length; at += 3) {
      const [before, after] = [lchOf([...toucan.data.subarray(at, at + 3)]), lchOf([...pixels.data.subarray(at, at + 3)])];
      // Below this, a hue is a matter of rounding.
      if (before.chroma < 0.04) continue;
      if (after.chroma < before.chroma - 0.01) weaker += 1;
      turns.push(hueBetween(before.hue, after.hue));
      expect(Math.abs(after.lightness - before.lightness)).toBeLessThan(0.03);
    }
    turns.sort((a, b) => a - b);
    expect(weaker).toBe(0);
    expect(turns[Math.floor(turns.length * 0.99)]).toBeLessThan(2);
    expect(turns.at(-1)).toBeLessThan(6);
  });

  it('leaves greys grey', async () => {
    const greys = Array.from({ length: 256 }, (_, value) => grey(value));
    for (const saturation of [0, 0.5, 1.6, 2]) expect(await coloursAfter({ saturation }, greys)).toEqual(greys);
  });
});

describe('temperature and tint', () => {
  it('warmer raises red against blue, cooler lowers it, and grey keeps its luminance', async () => {
    const values = [40, 90, 128, 180];
    for (const temperature of [-100, -40, 40, 100]) {
      for (const [index, [red = 0, green = 0, blue = 0]] of (await coloursAfter({ temperature }, values.map(grey))).entries()) {
        const value = values[index]!;
        expect(Math.sign(red - blue)).toBe(Math.sign(temperature));
        expect(Math.abs(green - value)).toBeLessThan(Math.abs(red - blue));
        expect(luminanceOf([red, green, blue]) / luminanceOf(grey(value))).toBeCloseTo(1, 1);
      }
    }
  });

  it('warm a photograph as a whole, by more the further they go', async () => {
    const ratioOf = ({ data }: Pixels): number => {
      const sum = (channel: number): number => data.reduce((total, value, at) => total + (at % 3 === channel ? value : 0), 0);
      return sum(0) / sum(2);
    };
    const ratios = await Promise.all([-60, -20, 0, 20, 60].map(async (temperature) => ratioOf((await graded(koala, { temperature })).pixels)));
    expect(ratios.toSorted((a, b) => a - b)).toEqual(ratios);
    expect(ratios[4]! / ratios[2]!).toBeGreaterThan(1.1);
  });

  it('more tint is more magenta, less is greener', async () => {
    for (const tint of [-80, 80]) {
      const [red = 0, green = 0, blue = 0] = await colourAfter({ tint }, 128, 128, 128);
      expect(Math.sign(green - 128)).toBe(-Math.sign(tint));
      expect(Math.sign(red - green)).toBe(Math.sign(tint));
      expect(Math.abs(red - blue)).toBeLessThanOrEqual(1);
    }
  });
});

describe('colour balance', () => {
  const zones = { shadows: 46, midtones: 128, highlights: 210 } as const;

  it.each(Object.keys(zones) as (keyof typeof zones)[])('of the %s moves greys of that zone most, keeps their luma, and leaves the far ones', async (zone) => {
    for (const channel of ['red', 'green', 'blue'] as const) {
      for (const amount of [-60, 60]) {
        const far = zone === 'shadows' ? [140, 200, 240] : zone === 'highlights' ? [10, 60, 115] : [0, 3, 252, 255];
        const values = [zones[zone], ...far];
        const after = await coloursAfter({ balance: { [zone]: { [channel]: amount } } }, values.map(grey));
        const index = ['red', 'green', 'blue'].indexOf(channel);
        const [inZone, ...elsewhere] = after.map((colour) => (colour[index]! - colour[(index + 1) % 3]!) * Math.sign(amount));
        expect(inZone).toBeGreaterThan(12);
        expect(Math.max(...elsewhere.map(Math.abs))).toBeLessThanOrEqual(zone === 'midtones' ? 2 : 0);
        for (const [at, colour] of after.entries()) expect(Math.abs(lumaOf(colour) - values[at]!)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('leaves black and white', async () => {
    const full = { red: 100, green: -100, blue: 100 };
    for (const value of [0, 255]) expect(await colourAfter({ balance: { shadows: full, midtones: full, highlights: full } }, ...grey(value))).toEqual(grey(value));
  });
});

describe('a brand tint', () => {
  it('draws every colour towards the hue of the brand, the further the stronger, and keeps black and white', async () => {
    const colour = '#0055aa';
    const brand = lchOf(rgbOf(colour));
    for (const start of [[200, 100, 50], [90, 140, 60], [128, 128, 128], [180, 60, 160]]) {
      const distances = await Promise.all(
        [0, 0.2, 0.5, 1].map(async (strength) => {
          const { chroma, hue } = lchOf(await colourAfter({ brandTint: { colour, strength } }, ...start));
          const angle = (hueBetween(hue, brand.hue) * Math.PI) / 180;
          return { across: chroma * Math.sin(angle), along: chroma * Math.cos(angle) };
        }),
      );
      const along = distances.map((distance) => distance.along);
      expect(along.toSorted((a, b) => a - b)).toEqual(along);
      expect(Math.abs(distances[3]!.across)).toBeLessThan(0.01);
      expect(distances[3]!.along).toBeGreaterThan(0.05);
    }
    for (const value of [0, 255]) expect(await colourAfter({ brandTint: { colour, strength: 1 } }, ...grey(value))).toEqual(grey(value));
  });

  it('brings a photograph closer to the palette that it comes from', async () => {
    const palette = ['#0b2d4f', '#1f6fb2', '#9cc3e6'];
    const { report } = await graded(koala, { brandTint: { colour: '#1f6fb2', strength: 0.5 } }, { palette });
    expect(report.palette!.after).toBeLessThan(report.palette!.before * 0.85);
    expect(report.meanDeltaE).toBeGreaterThan(3);
  });
});
