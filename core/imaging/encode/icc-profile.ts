import sharp from 'sharp';

/**
 * The sRGB profile put straight into a finished file. libvips writes it only together with a transform of every
 * pixel from sRGB to sRGB, which changes nothing and costs up to a fifth of a fast encode.
 */

let known: Promise<Buffer> | undefined;

/** The sRGB profile that libvips carries, 480 bytes. */
export function srgbProfile(): Promise<Buffer> {
  known ??= readProfile();
  return known;
}

async function readProfile(): Promise<Buffer> {
  const tagged = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } }).withIccProfile('srgb').png().toBuffer();
  const { icc } = await sharp(tagged).metadata();
  if (icc === undefined) throw new RangeError('Expected libvips to embed its sRGB profile but it embedded none');
  return icc;
}

const iccMarker = Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1');

/** Adds the profile to a JPEG that has none: one APP2 segment behind the other APP segments (ICC.1:2022, B.4). */
export function withProfileInJpeg(jpeg: Buffer, profile: Buffer): Buffer {
  let at = 2;
  // APP0 to APP15 are 0xE0 to 0xEF.
  while (jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf0) === 0xe0) at += 2 + jpeg.readUInt16BE(at + 2);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe2, 0);
  head.writeUInt16BE(2 + iccMarker.length + profile.length, 2);
  return Buffer.concat([jpeg.subarray(0, at), head, iccMarker, profile, jpeg.subarray(at)]);
}

const riffHeader = 12;
const iccFlag = 0x20;

/** Adds the profile to a WebP in the extended format that has none: a chunk behind the header (RFC 9649, 2.7). */
export function withProfileInWebp(webp: Buffer, profile: Buffer): Buffer {
  if (webp.toString('latin1', riffHeader, riffHeader + 4) !== 'VP8X') {
    throw new RangeError('Expected a WebP file in the extended format but received a plain one; files with metadata are extended');
  }
  const afterHeader = riffHeader + 8 + webp.readUInt32LE(riffHeader + 4);
  const head = Buffer.alloc(8);
  head.write('ICCP', 'latin1');
  head.writeUInt32LE(profile.length, 4);
  const padding = Buffer.alloc(profile.length % 2);
  const tagged = Buffer.concat([webp.subarray(0, afterHeader), head, profile, padding, webp.subarray(afterHeader)]);
  tagged.writeUInt32LE(tagged.length - 8, 4);
  tagged[riffHeader + 8] = (tagged[riffHeader + 8] ?? 0) | iccFlag;
  return tagged;
}
