import { type Chunk, chunksOf, pngOf, withClaimedSize } from '../png-chunks.ts';

/** Ways to damage a file. Everything random comes from the generator that is passed in. */
export type Random = () => number;

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const mutations: Readonly<Record<string, Mutation>> = {
  nothing: (bytes) => bytes,
  cut: (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'cut in front': (bytes, random) => bytes.subarray(below(random, 40)),
  bits: (bytes, random) => {
    const output = Buffer.from(bytes);
    // Headers are short and say the most: half of the flips go there.
    for (let flip = 1 + below(random, 6); flip > 0; flip -= 1) output[random() < 0.5 ? below(random, Math.min(64, output.length)) : below(random, output.length)]! ^= 1 << below(random, 8);
    return output;
  },
  bytes: (bytes, random) => {
    const output = Buffer.from(bytes);
    for (let change = 1 + below(random, 8); change > 0; change -= 1) output[below(random, output.length)] = pick(random, [0, 1, 127, 128, 255, below(random, 256)]);
    return output;
  },
  number: (bytes, random) => {
    const output = Buffer.from(bytes);
    const at = below(random, output.length - 4);
    const value = pick(random, sizes);
    if (random() < 0.5) output.writeUInt32BE(value >>> 0, at);
    else output.writeUInt16LE(value & 0xffff, at);
    return output;
  },
  'two pieces swapped': (bytes, random) => {
    const [a, b, c, d] = [1, 2, 3, 4].map(() => below(random, bytes.length)).sort((x, y) => x - y) as [number, number, number, number];
    return Buffer.concat([bytes.subarray(0, a), bytes.subarray(c, d), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(d)]);
  },
  'a piece twice': (bytes, random) => {
    const at = below(random, bytes.length);
    const piece = bytes.subarray(at, at + below(random, 200));
    return Buffer.concat([bytes.subarray(0, at), piece, piece, bytes.subarray(at)]);
  },
  'a piece left out': (bytes, random) => {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 60))]);
  },
  'head of one, tail of another': (bytes, random, others) => {
    const other = pick(random, others);
    return Buffer.concat([bytes.subarray(0, below(random, bytes.length)), other.subarray(below(random, other.length))]);
  },
  'chunks in disorder': (bytes, random) => {
    if (!isPng(bytes)) return mutations.bits!(bytes, random, []);
    const chunks = chunksOf(bytes);
    const [from, to] = [below(random, chunks.length), below(random, chunks.length)];
    [chunks[from], chunks[to]] = [chunks[to]!, chunks[from]!];
    if (random() < 0.4) chunks.splice(below(random, chunks.length), random() < 0.5 ? 1 : 0, pick(random, chunks));
    if (random() < 0.4) {
      const at = below(random, chunks.length);
      chunks[at] = damaged(chunks[at]!, random);
    }
    return pngOf(chunks);
  },
  'another size': withAnotherSize,
};
export const mutationNames: readonly string[] = Object.keys(mutations);

export function mutated(bytes: Buffer, name: string, random: Random, others: readonly Buffer[]): Buffer {
  const mutation = mutations[name];
  if (mutation === undefined) throw new RangeError(`Expected a mutation but received ${name}`);
  return mutation(bytes, random, others);
}

const sizes = [0, 1, 2, 3, 5, 7, 40, 63, 65, 255, 256, 1_000, 2_047, 4_095, 16_384, 32_767, 65_535, 65_536, 39_000_000, 0x7fffffff, 0xffffffff];

function isPng(bytes: Buffer): boolean {
  return bytes.toString('latin1', 1, 4) === 'PNG';
}

/** A chunk whose checksum will hold, with something else in it. */
function damaged({ type, data }: Chunk, random: Random): Chunk {
  const output = Buffer.from(data);
  if (output.length > 0) output[below(random, output.length)] = below(random, 256);
  return { type: random() < 0.1 ? pick(random, ['iCCP', 'tRNS', 'gAMA', 'eXIf', 'IDAT', 'PLTE', 'acTL', 'fcTL', 'zTXt']) : type, data: random() < 0.2 ? output.subarray(0, below(random, output.length + 1)) : output };
}

/** The file with another size in its header, wherever its format keeps that. */
function withAnotherSize(bytes: Buffer, random: Random): Buffer {
  const [width, height] = [pick(random, sizes), pick(random, sizes)];
  if (isPng(bytes)) return withClaimedSize(bytes, width, height);
  const output = Buffer.from(bytes);
  if (bytes.toString('latin1', 0, 3) === 'GIF') {
    const frame = random() < 0.5 ? 6 : output.indexOf(0x2c) + 5;
    if (frame + 4 > output.length) return output;
    output.writeUInt16LE(width & 0xffff, frame);
    output.writeUInt16LE(height & 0xffff, frame + 2);
  } else if (bytes.toString('latin1', 8, 12) === 'WEBP') {
    const extended = output.indexOf('VP8X');
    const frame = output.indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
    if (extended > 0 && random() < 0.6) {
      output.writeUIntLE(width & 0xffffff, extended + 12, 3);
      output.writeUIntLE(height & 0xffffff, extended + 15, 3);
    } else if (frame > 0) {
      output.writeUInt16LE(width & 0xffff, frame + 3);
      output.writeUInt16LE(height & 0xffff, frame + 5);
    }
  } else if (bytes[0] === 0xff) {
    // Start of frame: length, precision, then height and width.
    for (let at = 2; at + 9 < output.length && output[at] === 0xff; at += 2 + output.readUInt16BE(at + 2)) {
      if (![0xc0, 0xc1, 0xc2].includes(output[at + 1]!)) continue;
      output.writeUInt16BE(height & 0xffff, at + 5);
      output.writeUInt16BE(width & 0xffff, at + 7);
      break;
    }
  } else if (bytes.toString('latin1', 4, 8) === 'ftyp') {
    const extents = output.indexOf('ispe');
    output.writeUInt32BE(width >>> 0, extents + 8);
    output.writeUInt32BE(height >>> 0, extents + 12);
  } else if (bytes.toString('latin1', 0, 2) === 'II') {
    const directory = output.readUInt32LE(4);
    for (let entry = 0; entry < output.readUInt16LE(directory); entry += 1) {
      const at = directory + 2 + entry * 12;
      const tag = output.readUInt16LE(at);
      // Width, height, rows a strip, tile width and height.
      if ([256, 257, 278, 322, 323].includes(tag) && random() < 0.5) output.writeUInt32LE((tag === 256 ? width : height) >>> 0, at + 8);
    }
  }
  return output;
}
