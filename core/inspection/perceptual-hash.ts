import { type Pixels, pixelsOf, sharpOf } from '../imaging/pixels.ts';

const side = 32;
const kept = 8;

/** cosines[frequency][position] of the DCT-II, for the frequencies that the hash reads. */
const cosines = Array.from({ length: kept + 1 }, (_, frequency) =>
  Array.from({ length: side }, (__, position) => Math.cos(((2 * position + 1) * frequency * Math.PI) / (2 * side))),
);

/**
 * What a picture looks like in 64 bits, as 16 hexadecimal digits: the signs of its 8x8 lowest frequencies
 * around their median. Re-encoding, resizing and grading flip a few bits, another picture about half.
 */
export async function perceptualHash(picture: Pixels): Promise<string> {
  const small = await pixelsOf(sharpOf(picture).flatten({ background: '#ffffff' }).resize(side, side, { fit: 'fill' }));
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Array.from({ length: side }, (__, x) => lumaAt(small, y * side + x));
    return cosines.map((wave) => dot(wave, row));
  });
  const spectrum: number[] = [];
  // Frequency 0 is brightness alone, which a grade changes: both axes start at 1.
  for (let v = 1; v <= kept; v += 1) {
    for (let u = 1; u <= kept; u += 1) {
      spectrum.push(dot(cosines[v] ?? [], rows.map((row) => row[u] ?? 0)));
    }
  }
  const sorted = spectrum.toSorted((a, b) => a - b);
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  const bits = spectrum.reduce((all, value) => (all << 1n) | (value > median ? 1n : 0n), 0n);
  return bits.toString(16).padStart(16, '0');
}

/** Number of bits, 0 to 64, in which two hashes differ. */
export function hashDistance(a: string, b: string): number {
  let rest = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  while (rest > 0n) {
    count += Number(rest & 1n);
    rest >>= 1n;
  }
  return count;
}

function lumaAt({ data, channels }: Pixels, index: number): number {
  const at = index * channels;
  return 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
