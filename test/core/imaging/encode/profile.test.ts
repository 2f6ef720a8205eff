import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { withProfileInAvif } from '../../../../core/imaging/encode/avif-profile.ts';
import { type LossyFormat, encodeAt, encodePng, encoderOf } from '../../../../core/imaging/encode/encoders.ts';
import { srgbProfile, withProfileInJpeg, withProfileInWebp } from '../../../../core/imaging/encode/icc-profile.ts';
import { fileMetadata } from '../../../../core/imaging/metadata.ts';
import { type Pixels, sharpOf } from '../../../../core/imaging/pixels.ts';
import { EncodingProfile } from '../../../../core/imaging/recipe.ts';
import { facts } from '../facts.ts';
import { photograph, randomPixels, withAlpha } from '../pictures.ts';

const lossy = ['jpeg', 'webp', 'avif'] as const;
const splice = { jpeg: withProfileInJpeg, webp: withProfileInWebp, avif: withProfileInAvif } as const;
const metadata = fileMetadata(facts(), 'internal', null);
const osprey = await photograph('labelled/osprey', 160);
const pictures: readonly (readonly [string, Pixels, readonly LossyFormat[]])[] = [
  ['a photograph', osprey, lossy],
  ['a transparent photograph', withAlpha(osprey), ['webp', 'avif']],
  ['odd sides', randomPixels(33, 17, 3), lossy],
  ['a transparent one of odd sides', randomPixels(31, 45, 4), ['webp', 'avif']],
  ['one pixel', randomPixels(1, 1, 3), lossy],
];
const cases = pictures.flatMap(([name, pixels, formats]) => formats.map((format) => [name, format, pixels] as const));

/** What a viewer without colour management sees. */
const rawOf = (file: Buffer): Promise<Buffer> => sharp(file, { ignoreIcc: true }).raw().toBuffer();

/** A file of sharp's own with XMP and EXIF, and no profile. */
async function untagged(pixels: Pixels, format: LossyFormat): Promise<Buffer> {
  const pipeline = sharpOf(pixels).withXmp(metadata.xmp).withExif({ IFD0: { Software: 'Galley' } });
  return { jpeg: () => pipeline.jpeg(), webp: () => pipeline.webp(), avif: () => pipeline.avif({ effort: 0 }) }[format]().toBuffer();
}

describe('the sRGB profile', () => {
  it('is the one that libvips embeds', async () => {
    const tagged = await sharpOf(osprey).withIccProfile('srgb').jpeg().toBuffer();
    expect((await sharp(tagged).metadata()).icc!.equals(await srgbProfile())).toBe(true);
    expect((await srgbProfile()).toString('latin1', 36, 40)).toBe('acsp');
  });

  it.each(cases)('spliced into a file of %s in %s is read back whole, and changes no pixel and no other metadata', async (_, format, pixels) => {
    const plain = await untagged(pixels, format);
    expect((await sharp(plain).metadata()).icc).toBeUndefined();
    const before = Buffer.from(plain);
    const tagged = splice[format](plain, await srgbProfile());
    expect(plain.equals(before)).toBe(true);

    const [was, is] = [await sharp(plain).metadata(), await sharp(tagged).metadata()];
    expect(is.icc!.equals(await srgbProfile())).toBe(true);
    expect(is.size! - was.size!).toBeGreaterThanOrEqual((await srgbProfile()).length);
    expect({ ...is, icc: undefined, hasProfile: false, size: 0 }).toEqual({ ...was, icc: undefined, hasProfile: false, size: 0 });
    expect((await rawOf(tagged)).equals(await rawOf(plain))).toBe(true);
    // With colour management it is sRGB to sRGB.
    const managed = await sharp(tagged).toColourspace('srgb').raw().toBuffer();
    expect(managed.equals(await rawOf(plain))).toBe(true);
  });

  it.each(cases.flatMap(([name, format, pixels]) => EncodingProfile.options.map((profile) => [name, format, profile, pixels] as const)))('is in every finished file: %s in %s, %s', async (_, format, profile, pixels) => {
    for (const forPrint of [false, true]) {
      const found = await sharp(await encodeAt(pixels, encoderOf(format, profile, forPrint), 50, { ...metadata, dpi: forPrint ? 300 : null })).metadata();
      expect(found.icc!.equals(await srgbProfile())).toBe(true);
      expect(found.xmpAsString).toBe(metadata.xmp);
      expect(found).toMatchObject({ width: pixels.width, height: pixels.height, hasAlpha: pixels.channels === 4 });
    }
  });

  it('is in a PNG, lossless or with a palette', async () => {
    for (const quality of [null, 70]) {
      for (const pixels of [osprey, withAlpha(osprey)]) {
        const found = await sharp(await encodePng(pixels, quality, metadata)).metadata();
        expect(found.icc!.equals(await srgbProfile())).toBe(true);
        expect(found.xmpAsString).toBe(metadata.xmp);
        expect(found.isPalette).toBe(quality !== null);
      }
    }
    expect((await rawOf(await encodePng(osprey, null, metadata))).equals(osprey.data)).toBe(true);
  });
});

describe('a file that is built otherwise', () => {
  it('has its locations moved wherever it keeps them: an AVIF with offsets in extents and not in bases', async () => {
    for (const pixels of [osprey, withAlpha(osprey)]) {
      const plain = await untagged(pixels, 'avif');
      // libheif's table: 6 bytes of versions and sizes, then for each item its id, source, base, count of extents, offset and length.
      const table = plain.indexOf('iloc', 0, 'latin1') + 4;
      expect(plain.toString('hex', table, table + 6)).toBe('000000004440');
      for (let item = 0, at = table + 8; item < plain.readUInt16BE(table + 6); item += 1, at += 18) {
        plain.copy(plain, at + 10, at + 4, at + 8);
        plain.writeUInt32BE(0, at + 4);
      }
      const tagged = withProfileInAvif(plain, await srgbProfile());
      expect((await sharp(tagged).metadata()).icc!.equals(await srgbProfile())).toBe(true);
      expect((await sharp(tagged).metadata()).xmpAsString).toBe(metadata.xmp);
      expect((await rawOf(tagged)).equals(await rawOf(plain))).toBe(true);
    }
  });

  it('is refused and not broken: a WebP in the plain format', async () => {
    const plain = await sharpOf(osprey).webp().toBuffer();
    expect(() => withProfileInWebp(plain, Buffer.alloc(480))).toThrow(/Expected a WebP file in the extended format/);
  });

  it.each([
    ['nothing in it', Buffer.alloc(0)],
    ['a box of no size', Buffer.from('00000000667479706176696600000000', 'hex')],
    ['a box larger than the file', Buffer.from('000000ff66747970', 'hex')],
    ['no list of properties', Buffer.from('0000000c6d65746100000000', 'hex')],
  ])('is refused and not broken: an AVIF with %s', (_, bytes) => {
    expect(() => withProfileInAvif(bytes, Buffer.alloc(480))).toThrow(RangeError);
  });
});
