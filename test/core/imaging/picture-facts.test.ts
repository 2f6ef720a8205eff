import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { pictureFacts } from '../../../core/imaging/picture-facts.ts';

const plain = sharp({ create: { width: 123, height: 45, channels: 4, background: { r: 200, g: 80, b: 40, alpha: 0.5 } } });

describe('kind and size come from the header', () => {
  test.each([
    ['PNG', 'image/png', () => plain.clone().png()],
    ['baseline JPEG', 'image/jpeg', () => plain.clone().jpeg()],
    ['progressive JPEG with metadata', 'image/jpeg', () => plain.clone().jpeg({ progressive: true }).withExif({ IFD0: { Copyright: 'x'.repeat(3000) } })],
    ['lossy WebP', 'image/webp', () => plain.clone().flatten().webp({ quality: 50 })],
    ['lossless WebP', 'image/webp', () => plain.clone().flatten().webp({ lossless: true })],
    ['WebP with transparency', 'image/webp', () => plain.clone().webp({ quality: 50 })],
  ] as const)('of a %s', async (_, mediaType, make) => {
    const { data, info } = await make().toBuffer({ resolveWithObject: true });
    expect(pictureFacts(data)).toEqual({ mediaType, width: info.width, height: info.height });
  });

  test('of anything else there is none', async () => {
    expect(pictureFacts(await plain.clone().gif().toBuffer())).toBeNull();
    expect(pictureFacts(await plain.clone().avif().toBuffer())).toBeNull();
    for (const text of ['', '<svg/>', 'RIFF', '\xff\xd8\xff', `RIFF....WEBPVP8Z${' '.repeat(40)}`]) expect(pictureFacts(Buffer.from(text, 'latin1'))).toBeNull();
  });

  test('a header cut short is no picture, wherever it ends', async () => {
    const jpeg = await plain.clone().jpeg().toBuffer();
    const header = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    for (let end = 0; end <= header; end += 7) expect(pictureFacts(jpeg.subarray(0, end))).toBeNull();
  });
});
