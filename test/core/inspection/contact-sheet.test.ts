import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { contactSheet, contactSheetBytes, roundWords } from '../../../core/inspection/contact-sheet.ts';
import { speakerIn } from '../../../core/language/catalogues.ts';
import { briefWith } from '../support/briefs.ts';
import { candidateLetter } from '../../../core/review/letters.ts';
import { drawText, fitText, textWidth } from '../../../core/sheet/lettering.ts';
import { previewOf } from '../../../core/inspection/preview.ts';
import { noisePicture, plain, scene } from '../imaging/pictures.ts';

const landscape = await scene(480, 320);
const upright = await scene(320, 480);

describe('a contact sheet', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of %d candidates fits into a mail, lying or upright', async (count) => {
    for (const bytes of [landscape, upright]) {
      const sheet = await contactSheet({ candidates: Array.from({ length: count }, () => ({ bytes, score: 0.7, note: 'all gates passed' })), caption: 'A title' });
      expect(sheet.width).toBe(1200);
      expect(sheet.height).toBeLessThan(1500);
      expect(sheet.bytes.length).toBeLessThan(contactSheetBytes);
      expect(await sharp(sheet.bytes).metadata()).toMatchObject({ format: 'jpeg', width: sheet.width, height: sheet.height });
    }
  });

  it('shows every candidate in its place', async () => {
    const colours = ['#d03020', '#2050c0', '#20a040'];
    const sheet = await contactSheet({ candidates: await Promise.all(colours.map(async (colour) => ({ bytes: await plain(300, 450, colour) }))) });
    const { data, width, channels } = await decode(sheet.bytes);
    // Three upright pictures stand side by side.
    const seen = [200, 600, 1000].map((x) => [...data.subarray((400 * width + x) * channels, (400 * width + x) * channels + 3)]);
    expect(seen.map(([red = 0, green = 0, blue = 0]) => [red, green, blue].indexOf(Math.max(red, green, blue)))).toEqual([0, 2, 1]);
  });

  it('stays below its size even when no picture can be compressed', async () => {
    const bytes = await noisePicture(600, 600);
    const sheet = await contactSheet({ candidates: Array.from({ length: 4 }, () => ({ bytes })) });
    expect(sheet.bytes.length).toBeLessThan(contactSheetBytes);
  });

  it('keeps the place of a candidate that cannot be read', async () => {
    const sheet = await contactSheet({ candidates: [{ bytes: landscape }, { bytes: Buffer.from('gone'), ruledOut: true, note: 'cannot be read' }] });
    expect(sheet).toMatchObject({ width: 1200 });
    expect((await contactSheet({ candidates: [{ bytes: Buffer.from('gone') }] })).width).toBe(1200);
  });

  it('is the same for the same candidates', async () => {
    const wish = { candidates: [{ bytes: landscape, score: 0.4 }], caption: 'Zürich <&> "quoted"' };
    const [one, two] = await Promise.all([contactSheet(wish), contactSheet(wish)]);
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });
});

describe('lettering', () => {
  const style = { face: 'sans', size: 20 } as const;

  it('names candidates A to H', () => {
    expect(Array.from({ length: 8 }, (_, index) => candidateLetter(index)).join('')).toBe('ABCDEFGH');
  });

  it('is drawn as outlines, never as text that needs a font', () => {
    const svg = drawText('A 82', style, 10, 20, '#000');
    expect(svg).not.toContain('<text');
    expect(svg.match(/<path/g)).toHaveLength(3);
  });

  it('measures what it draws and cuts what is too wide', () => {
    expect(textWidth('WW', style)).toBeCloseTo(2 * textWidth('W', style));
    expect(textWidth('iii', style)).toBeLessThan(textWidth('WWW', style));
    const cut = fitText('a long note that does not fit', style, 100);
    expect(cut).toMatch(/^a long.*…$/);
    expect(textWidth(cut, style)).toBeLessThanOrEqual(100);
    expect(fitText('short', style, 100)).toBe('short');
  });

  it('takes the accent off a letter it lacks and leaves out what it cannot draw', () => {
    expect(textWidth('ő', style)).toBe(textWidth('o', style));
    expect(textWidth('日本', style)).toBe(0);
  });
});

describe('a preview', () => {
  it('is a JPEG of at most 1600 pixels on its long side', async () => {
    const preview = await previewOf(await plain(3000, 1000, '#335577'));
    expect(preview).toMatchObject({ width: 1600, height: 533, mediaType: 'image/jpeg' });
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1600, height: 533 });
  });

  it('never enlarges', async () => {
    expect(await previewOf(landscape)).toMatchObject({ width: 480, height: 320 });
  });
});

it.each([
  ['en' as const, 'Round 2 of 3'],
  ['es' as const, 'Ronda 2 de 3'],
])('names its round in the language of the brief: %s', (language, words) => {
  expect(roundWords(briefWith({ language }), 2)).toBe(words);
});

it('writes nothing in another language: a ruled out candidate, and the headline where none is given', async () => {
  const candidates = [{ bytes: upright, score: 0.4, ruledOut: true }];
  const { bytes } = await contactSheet({ candidates, speaker: speakerIn('es') });
  const spelledOut = await contactSheet({ candidates: [{ ...candidates[0]!, note: 'descartada' }], caption: 'Hoja de contactos', detail: '1 propuesta' });
  expect(bytes.equals(spelledOut.bytes)).toBe(true);
  expect(bytes.equals((await contactSheet({ candidates })).bytes)).toBe(false);
});
