import { pngSize } from './png-size.ts';

/** What the header of a picture says of it. */
export interface PictureFacts {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Pixels, as stored: before any rotation that the picture's metadata asks for. */
  readonly width: number;
  readonly height: number;
}

/** Kind and size of a PNG, JPEG or WebP by its header, or null for other bytes; nothing is decoded. */
export function pictureFacts(bytes: Buffer): PictureFacts | null {
  return facts('image/png', pngSize(bytes)) ?? facts('image/jpeg', jpegSize(bytes)) ?? facts('image/webp', webpSize(bytes));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function facts(mediaType: PictureFacts['mediaType'], size: Size | null): PictureFacts | null {
  return size === null || size.width === 0 || size.height === 0 ? null : { mediaType, ...size };
}

/** Start of frame, of any coding process; C4, C8 and CC are other segments (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Walks the segments up to the frame header, which states the size (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.byteLength < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return null;
  let at = 2;
  while (at + 9 <= bytes.byteLength) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    // Any number of FF may fill up before a marker.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** The three kinds of WebP: lossy, lossless and extended (RFC 9649, 2.5 to 2.7). */
function webpSize(bytes: Buffer): Size | null {
  if (bytes.byteLength < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}
