import { describe, expect, it } from 'vitest';
import { deltaE, rgbOf } from '../../../../core/imaging/colour.ts';
import { paletteReport } from '../../../../core/imaging/grade/palette.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { photograph } from '../pictures.ts';

/** A picture of stripes: each colour with its number of pixels. */
function stripes(...colours: readonly [hex: string, pixels: number][]): Pixels {
  const data = Buffer.from(colours.flatMap(([hex, count]) => Array.from({ length: count }, () => rgbOf(hex)).flat()));
  return { data, width: data.length / 3, height: 1, channels: 3 };
}

describe('a palette report', () => {
  it('weighs each dominant colour by its area and holds it against the nearest of the brand', () => {
    const before = stripes(['#ff0000', 60], ['#0000ff', 40]);
    const after = stripes(['#ff0000', 60], ['#00ff00', 40]);
    const { before: was, after: is, colours } = paletteReport(before, after, ['#00f000', '#ff0000', '#00ff00']);
    expect(was).toBeCloseTo(0.4 * Math.min(deltaE(rgbOf('#0000ff'), rgbOf('#ff0000')), deltaE(rgbOf('#0000ff'), rgbOf('#00ff00')), deltaE(rgbOf('#0000ff'), rgbOf('#00f000'))), 6);
    expect(is).toBe(0);
    expect(colours).toEqual([
      { colour: '#ff0000', share: 0.6, nearest: '#ff0000', deltaE: 0 },
      { colour: '#00ff00', share: 0.4, nearest: '#00ff00', deltaE: 0 },
    ]);
  });

  it('leaves out colours that fill less than a hundredth', () => {
    const picture = stripes(['#ffffff', 995], ['#123456', 5]);
    expect(paletteReport(picture, picture, ['#ffffff']).colours.map(({ colour }) => colour)).toEqual(['#ffffff']);
  });

  it('of a photograph names at most eight colours, the largest first', async () => {
    const picture = await photograph('labelled/osprey', 200);
    const { colours, before, after } = paletteReport(picture, picture, ['#808080', '#204020']);
    expect(colours.length).toBeGreaterThan(2);
    expect(colours.length).toBeLessThanOrEqual(8);
    expect(colours.map(({ share }) => share)).toEqual(colours.map(({ share }) => share).toSorted((a, b) => b - a));
    expect(after).toBe(before);
  });
});
