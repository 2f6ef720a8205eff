import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UnreadableImage } from '../../../core/errors.ts';
import { decode, readHeader } from '../../../core/imaging/decode.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { lehmer, scene } from './pictures.ts';

const at = ({ data, channels, width }: Pixels, x: number, y: number): number[] => [...data.subarray((y * width + x) * channels, (y * width + x) * channels + channels)];
const orange = { r: 240, g: 120, b: 40 };
const swatch = sharp({ create: { width: 40, height: 20, channels: 3, background: orange } });

describe('decoding', () => {
  it('gives the pixels of an 8-bit PNG as they are', async () => {
    const bytes = await scene(64, 48);
    const expected = await sharp(bytes).raw().toBuffer();
    expect((await decode(bytes)).data.equals(expected)).toBe(true);
  });

  it('reduces 16 bits to 8', async () => {
    const deep = await swatch.clone().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(at(await decode(deep), 3, 3)).toEqual([240, 120, 40]);
  });

  it('gives greyscale three equal channels', async () => {
    const grey = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } }).toColourspace('b-w').png().toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    expect(at(await decode(grey), 0, 0)).toEqual([128, 128, 128]);
  });

  it('converts CMYK to colours near the intended ones', async () => {
    const cmyk = await swatch.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    const [red = 0, green = 0, blue = 0] = at(await decode(cmyk), 20, 10);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeGreaterThan(80);
    expect(green).toBeLessThan(160);
    expect(blue).toBeLessThan(110);
  });

  it('converts a wide-gamut profile instead of dropping it', async () => {
    const p3 = await swatch.clone().withIccProfile('p3').png().toBuffer();
    const [red = 0, green = 0, blue = 0] = at(await decode(p3), 1, 1);
    expect(Math.abs(red - 240) + Math.abs(green - 120) + Math.abs(blue - 40)).toBeLessThan(12);
  });

  it('turns a picture the way its EXIF orientation says', async () => {
    const turned = await swatch.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await readHeader(turned)).toMatchObject({ width: 20, height: 40 });
    expect(await decode(turned)).toMatchObject({ width: 20, height: 40 });
  });

  it('keeps alpha that hides something and drops alpha that does not', async () => {
    const half = await sharp({ create: { width: 4, height: 4, channels: 4, background: { ...orange, alpha: 0.5 } } }).png().toBuffer();
    const full = await sharp({ create: { width: 4, height: 4, channels: 4, background: { ...orange, alpha: 1 } } }).png().toBuffer();
    expect(at(await decode(half), 0, 0)).toEqual([240, 120, 40, 128]);
    expect(await decode(full)).toMatchObject({ channels: 3 });
  });

  it('takes the first frame of an animation', async () => {
    const frames = await sharp({ create: { width: 10, height: 30, channels: 3, background: orange, pageHeight: 10 } }).gif().toBuffer();
    expect(await decode(frames)).toMatchObject({ width: 10, height: 10 });
  });
});

describe('what cannot be decoded', () => {
  it.each([
    ['nothing', Buffer.alloc(0), /received 0 bytes/],
    ['text', Buffer.from('hello, world'), /begin with "hello, world"/],
    ['binary rubbish', Buffer.from([0, 1, 2, 3, 4]), /begin with 0001020304/],
    ['an SVG, which could read files and never comes from a model', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'), /received svg/],
  ])('%s is named', async (_, bytes, message) => {
    await expect(decode(bytes)).rejects.toThrow(UnreadableImage);
    await expect(decode(bytes)).rejects.toThrow(message);
  });

  it('is a picture that was cut off', async () => {
    const bytes = await scene(200, 200);
    await expect(decode(bytes.subarray(0, bytes.length / 2))).rejects.toThrow(/damaged one .*200x200/);
  });

  it('is a pixel bomb, of which nothing is unpacked', async () => {
    const bomb = await sharp({ create: { width: 6400, height: 6400, channels: 3, background: '#000' }, limitInputPixels: false }).png().toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    await expect(decode(bomb)).rejects.toThrow(/at most 40000000 pixels but received 6400x6400/);
  });

  it('never ends otherwise than with UnreadableImage, whatever is cut or flipped', async () => {
    const random = lehmer(42);
    const picture = sharp(await scene(96, 64));
    const originals = await Promise.all([
      picture.clone().png().toBuffer(),
      picture.clone().jpeg().toBuffer(),
      picture.clone().webp().toBuffer(),
      picture.clone().avif({ effort: 0 }).toBuffer(),
      picture.clone().tiff().toBuffer(),
      picture.clone().gif().toBuffer(),
    ]);
    let refused = 0;
    for (let round = 0; round < 80; round += 1) {
      for (const original of originals) {
        const bytes = Buffer.from(original.subarray(0, random() < 0.5 ? original.length : Math.floor(random() * original.length)));
        for (let flip = 0; flip < 6 && bytes.length > 0; flip += 1) bytes[Math.floor(random() ** 2 * bytes.length)] = Math.floor(random() * 256);
        try {
          const pixels = await decode(bytes);
          expect(pixels.data.length).toBe(pixels.width * pixels.height * pixels.channels);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableImage);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
