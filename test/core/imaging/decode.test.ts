import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UnreadableImage } from '../../../core/errors.ts';
import { decode, maxPixels, readHeader } from '../../../core/imaging/decode.ts';
import { at, farthest } from './measures.ts';
import { lehmer, plain, scene } from './pictures.ts';
import { animated, chunksOf, pngOf, withChunk, withClaimedSize } from './png-chunks.ts';

const orange = { r: 240, g: 120, b: 40 };
const swatch = sharp({ create: { width: 40, height: 20, channels: 3, background: orange } });
const landscape = await scene(96, 64);
const picture = sharp(landscape);
const pixels = await picture.clone().raw().toBuffer();

/** The same picture in each format that is read. */
const files = {
  png: await picture.clone().png().toBuffer(),
  jpeg: await picture.clone().jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer(),
  progressive: await picture.clone().jpeg({ quality: 92, progressive: true }).toBuffer(),
  webp: await picture.clone().webp({ quality: 92 }).toBuffer(),
  lossless: await picture.clone().webp({ lossless: true }).toBuffer(),
  avif: await picture.clone().avif({ effort: 0, quality: 80 }).toBuffer(),
  tiff: await picture.clone().tiff({ compression: 'deflate' }).toBuffer(),
  gif: await picture.clone().gif().toBuffer(),
};
const formats = Object.keys(files) as (keyof typeof files)[];

describe('decoding', () => {
  it.each(['png', 'lossless', 'tiff'] as const)('gives the pixels of a lossless file as they are: %s', async (format) => {
    const decoded = await decode(files[format]);
    expect(decoded).toMatchObject({ width: 96, height: 64, channels: 3 });
    expect(decoded.data.equals(pixels)).toBe(true);
  });

  it.each(formats)('reads %s, header and pixels', async (format) => {
    expect(await readHeader(files[format])).toMatchObject({ width: 96, height: 64, pages: 1 });
    const { data } = await decode(files[format]);
    const error = data.reduce((sum, value, index) => sum + Math.abs(value - pixels[index]!), 0) / data.length;
    expect(error).toBeLessThan(8);
  });

  it('reduces 16 bits to 8, with and without alpha, in PNG and TIFF', async () => {
    const deep = swatch.clone().toColourspace('rgb16');
    for (const bytes of [await deep.clone().png().toBuffer(), await deep.clone().tiff({ compression: 'lzw' }).toBuffer()]) {
      expect((await sharp(bytes).metadata()).depth).toBe('ushort');
      expect(at(await decode(bytes), 3, 3)).toEqual([240, 120, 40]);
    }
    const clear = await swatch.clone().ensureAlpha(0.5).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(clear).metadata()).depth).toBe('ushort');
    const [red, green, blue, alpha = 0] = at(await decode(clear), 3, 3);
    expect([red, green, blue]).toEqual([240, 120, 40]);
    expect(Math.abs(alpha - 128)).toBeLessThanOrEqual(1);
  });

  it('takes 10 bits of an AVIF', async () => {
    const deep = await swatch.clone().avif({ bitdepth: 10, effort: 0, quality: 90 }).toBuffer();
    expect(farthest(Buffer.from(at(await decode(deep), 9, 9)), Buffer.from([240, 120, 40]))).toBeLessThanOrEqual(3);
  });

  it('gives greyscale three equal channels, and grey with alpha four', async () => {
    const grey = sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } }).toColourspace('b-w');
    const plainGrey = await grey.clone().png().toBuffer();
    expect((await sharp(plainGrey).metadata()).channels).toBe(1);
    expect(at(await decode(plainGrey), 0, 0)).toEqual([128, 128, 128]);
    const clear = await grey.clone().ensureAlpha(0.25).png().toBuffer();
    expect((await sharp(clear).metadata()).channels).toBe(2);
    const found = at(await decode(clear), 7, 7);
    expect(found.slice(0, 3)).toEqual([128, 128, 128]);
    expect(Math.abs(found[3]! - 64)).toBeLessThanOrEqual(1);
    const jpeg = await grey.clone().jpeg().toBuffer();
    expect((await sharp(jpeg).metadata()).channels).toBe(1);
    expect(at(await decode(jpeg), 4, 4)).toEqual([128, 128, 128]);
  });

  it('reads a palette, with its transparent colour', async () => {
    const raw = Buffer.alloc(16 * 16 * 4);
    for (let index = 0; index < 256; index += 1) raw.set(index % 2 === 0 ? [255, 0, 0, 255] : [0, 0, 0, 0], index * 4);
    for (const bytes of [await sharp(raw, { raw: { width: 16, height: 16, channels: 4 } }).png({ palette: true }).toBuffer(), await sharp(raw, { raw: { width: 16, height: 16, channels: 4 } }).gif().toBuffer()]) {
      const decoded = await decode(bytes);
      expect(at(decoded, 0, 0)).toEqual([255, 0, 0, 255]);
      expect(at(decoded, 1, 0)[3]).toBe(0);
    }
  });

  it('converts CMYK to colours near the intended ones, in JPEG and TIFF', async () => {
    const cmyk = swatch.clone().toColourspace('cmyk');
    for (const bytes of [await cmyk.clone().jpeg({ quality: 95 }).toBuffer(), await cmyk.clone().tiff().toBuffer()]) {
      expect((await sharp(bytes).metadata()).space).toBe('cmyk');
      const [red = 0, green = 0, blue = 0] = at(await decode(bytes), 20, 10);
      expect(Math.abs(red - 240)).toBeLessThan(25);
      expect(Math.abs(green - 120)).toBeLessThan(30);
      expect(Math.abs(blue - 40)).toBeLessThan(50);
    }
  });

  it('converts a wide-gamut profile instead of dropping it', async () => {
    const p3 = await swatch.clone().withIccProfile('p3').png().toBuffer();
    const dropped = await sharp(p3, { ignoreIcc: true }).raw().toBuffer();
    expect(farthest(dropped.subarray(0, 3), Buffer.from([240, 120, 40]))).toBeGreaterThan(8);
    expect(farthest(Buffer.from(at(await decode(p3), 1, 1)), Buffer.from([240, 120, 40]))).toBeLessThanOrEqual(2);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a picture the way its EXIF orientation says: %d', async (orientation) => {
    // What a viewer sees, put together without the word "orientation".
    const [turn, mirrored] = ([[0, false], [0, true], [180, false], [180, true], [90, true], [90, false], [270, true], [270, false]] as const)[orientation - 1]!;
    const turned = sharp(await picture.clone().rotate(turn).png().toBuffer());
    const { data, info } = await (mirrored ? turned.flop() : turned).raw().toBuffer({ resolveWithObject: true });
    for (const format of ['png', 'webp', 'tiff', 'jpeg'] as const) {
      const tagged = picture.clone().withMetadata({ orientation });
      const bytes = await { png: () => tagged.png(), webp: () => tagged.webp({ lossless: true }), tiff: () => tagged.tiff({ compression: 'lzw' }), jpeg: () => tagged.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }) }[format]().toBuffer();
      expect((await sharp(bytes).metadata()).orientation).toBe(orientation);
      expect(await readHeader(bytes)).toMatchObject({ width: info.width, height: info.height });
      const decoded = await decode(bytes);
      expect(decoded).toMatchObject({ width: info.width, height: info.height });
      if (format === 'jpeg') expect(farthest(decoded.data, data)).toBeLessThanOrEqual(6);
      else expect(decoded.data.equals(data)).toBe(true);
    }
  });

  it('keeps alpha that hides something and drops alpha that does not', async () => {
    const of = (alpha: number) => sharp({ create: { width: 4, height: 4, channels: 4, background: { ...orange, alpha } } }).png().toBuffer();
    expect(at(await decode(await of(0.5)), 0, 0)).toEqual([240, 120, 40, 128]);
    expect(await decode(await of(1))).toMatchObject({ channels: 3, width: 4, height: 4 });
    const corner = Buffer.concat([...Array.from({ length: 15 }, () => Buffer.from([1, 2, 3, 255])), Buffer.from([1, 2, 3, 254])]);
    expect(await decode(await sharp(corner, { raw: { width: 4, height: 4, channels: 4 } }).png().toBuffer())).toMatchObject({ channels: 4 });
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frames = Buffer.concat([Buffer.alloc(300, 200), Buffer.alloc(300, 20), Buffer.alloc(300, 90)]);
    const bytes = await sharp(frames, { raw: { width: 10, height: 30, channels: 3, pageHeight: 10 } })[format]().toBuffer();
    expect(await readHeader(bytes)).toMatchObject({ width: 10, height: 10, pages: 3 });
    const decoded = await decode(bytes);
    expect(decoded).toMatchObject({ width: 10, height: 10 });
    expect(decoded.data.every((value) => Math.abs(value - 200) < 3)).toBe(true);
  });

  it('takes the first frame of an animated PNG', async () => {
    const decoded = await decode(animated(await plain(12, 9, '#c83214'), await plain(12, 9, '#000000')));
    expect(decoded).toMatchObject({ width: 12, height: 9 });
    expect(at(decoded, 5, 5)).toEqual([200, 50, 20]);
  });
});

describe('what cannot be decoded', () => {
  it.each([
    ['nothing', Buffer.alloc(0), /received 0 bytes/],
    ['text', Buffer.from('hello, world'), /begin with "hello, world"/],
    ['binary rubbish', Buffer.from([0, 1, 2, 3, 4]), /begin with 0001020304/],
    ['a beginning of a PNG and no more', landscape.subarray(0, 8), /begin with 89504e47/],
    ['an SVG, which could read files and never comes from a model', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'), /received svg/],
    ['an SVG in a gzip', gzipSync('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'), /received svg|begin with/],
    ['a PDF', Buffer.from('%PDF-1.4\n1 0 obj\n'), /begin with "%PDF-1\.4/],
    ['a PNG of no pixels', withClaimedSize(landscape, 0, 0), /received .* bytes/],
    ['a PNG of no rows', withClaimedSize(landscape, 96, 0), /received .* bytes/],
    ['a PNG that claims more than there is', withClaimedSize(landscape, 5_000, 5_000), /damaged one .*5000x5000/],
    ['a PNG that claims more than may be', withClaimedSize(landscape, 60_000, 60_000), /at most 40000000 pixels but received 60000x60000 \(png\)/],
    ['a PNG that claims more than PNG can', withClaimedSize(landscape, 0xffffffff, 0xffffffff), /received .* bytes/],
    ['a PNG without its data', pngOf(chunksOf(landscape).filter(({ type }) => type !== 'IDAT')), /received/],
  ])('%s is named', async (_, bytes, message) => {
    await expect(decode(bytes)).rejects.toThrow(UnreadableImage);
    await expect(decode(bytes)).rejects.toThrow(message);
  });

  it.each(formats)('is a %s that was cut off, wherever that was', async (format) => {
    const whole = files[format];
    for (let share = 0.02; share < 0.97; share += 0.05) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      await expect(decode(cut), `${String(cut.length)} of ${String(whole.length)} bytes`).rejects.toThrow(UnreadableImage);
    }
  });

  it.each(['png', 'webp', 'lossless', 'avif'] as const)('or gives pixels of the size that it says: a %s with bits turned over', async (format) => {
    const random = lehmer(42);
    let refused = 0;
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(files[format]);
      for (let flip = 0; flip < 4; flip += 1) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      try {
        const decoded = await decode(bytes);
        expect(decoded.data.length).toBe(decoded.width * decoded.height * decoded.channels);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableImage);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(2);
  });

  it('is a pixel bomb, of which nothing is unpacked', async () => {
    const side = 20_000;
    const bomb = withClaimedSize(pngOf([chunksOf(landscape)[0]!, { type: 'IDAT', data: deflateSync(Buffer.alloc(1_000_000)) }, { type: 'IEND', data: Buffer.alloc(0) }]), side, side);
    expect(side * side).toBeGreaterThan(maxPixels);
    expect(bomb.length).toBeLessThan(5_000);
    await expect(decode(bomb)).rejects.toThrow(/at most 40000000 pixels but received 20000x20000/);
    await expect(readHeader(bomb)).rejects.toThrow(UnreadableImage);
  });

  it.each([
    ['a profile', 'iCCP', 'x\0\0'],
    ['a comment', 'zTXt', 'Comment\0\0'],
    ['an XMP packet', 'iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0'],
  ])('is not a picture with %s that unpacks to far more than it is: that is passed over', async (_, type, head) => {
    const zeros = deflateSync(Buffer.alloc(64_000_000));
    expect(zeros.length).toBeLessThan(70_000);
    const { data } = await decode(withChunk(landscape, type, head, zeros));
    expect(data.equals(pixels)).toBe(true);
  });
});
