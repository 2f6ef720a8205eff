/**
 * Bands of a perceptual hash, by which an archive finds what looks alike without reading all of it. 64 bits are
 * cut into seven: up to six different bits lie in six bands at most, so that two hashes within six bits have
 * one band at least in common (the pigeonhole principle; Manku, Jain and Das Sarma, "Detecting near-duplicates for
 * web crawling", 2007). Of hashes that differ in eight bits, wherever those lie, 98 % have one too: seven bands are
 * all hit in 7!·S(8,7) = 141,120 of 7^8 = 5,764,801 ways. One more band finds more and reads shorter, commoner ones.
 */
const widths = [10, 9, 9, 9, 9, 9, 9] as const;

/** Bits within which a search by bands misses nothing. */
export const completeWithin = widths.length - 1;

/**
 * The bands of a hash, each with its place: `["0-2a7", "1-09f", …]`.
 *
 * @param hash 64 bits as 16 hexadecimal digits
 */
export function hashBands(hash: string): string[] {
  let rest = BigInt(`0x${hash}`);
  return widths.map((width, band) => {
    const value = rest & ((1n << BigInt(width)) - 1n);
    rest >>= BigInt(width);
    return `${String(band)}-${value.toString(16).padStart(3, '0')}`;
  });
}
