import { crc32 } from 'node:zlib';

/** PNG files taken apart and put together again by hand, with checksums that hold: what no encoder would write. */

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = signature.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

export function pngOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat([signature, ...chunks.flatMap(({ type, data }) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    return [uint32(data.length), body, uint32(crc32(body))];
  })]);
}

/** The file with one more chunk right behind its header. */
export function withChunk(png: Buffer, type: string, ...data: (Buffer | string)[]): Buffer {
  const [header, ...rest] = chunksOf(png);
  return pngOf([header!, { type, data: Buffer.concat(data.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))) }, ...rest]);
}

/** The file with another size in its header, and the same data. */
export function withClaimedSize(png: Buffer, width: number, height: number): Buffer {
  const [header, ...rest] = chunksOf(png);
  return pngOf([{ type: 'IHDR', data: Buffer.concat([uint32(width), uint32(height), header!.data.subarray(8)]) }, ...rest]);
}

/** An animated PNG that shows `first` and then `second`, of one size, for a second each. */
export function animated(first: Buffer, second: Buffer): Buffer {
  const frames = [first, second].map(chunksOf);
  const header = frames[0]![0]!;
  const dataOf = (chunks: readonly Chunk[]): Buffer => Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const control = (sequence: number): Chunk => ({ type: 'fcTL', data: Buffer.concat([uint32(sequence), header.data.subarray(0, 8), uint32(0), uint32(0), Buffer.from([0, 1, 0, 1, 0, 0])]) });
  return pngOf([
    header,
    { type: 'acTL', data: Buffer.concat([uint32(2), uint32(0)]) },
    control(0),
    { type: 'IDAT', data: dataOf(frames[0]!) },
    control(1),
    { type: 'fdAT', data: Buffer.concat([uint32(2), dataOf(frames[1]!)]) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
