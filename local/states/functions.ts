/** The functions that Step Functions adds to JSONata. */
import { createHash, randomUUID } from 'node:crypto';

import jsonata from 'jsonata';

const HASHES: Readonly<Record<string, string>> = { 'MD5': 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const LONGEST_RANGE = 1_000;

const formatTime = jsonata('$fromMillis($time, $picture, $zone)');

/** Functions of one evaluation; the time stands still in it. @param now milliseconds @param random from 0 to 1 */
export function stepFunctions(now: number, random: () => number): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    random: (seed?: unknown) => (typeof seed === 'number' ? seeded(seed) : random()),
    uuid: () => randomUUID(),
    parse: (text: unknown) => (typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined),
    millis: () => now,
    now: async (picture?: unknown, zone?: unknown) => formatTime.evaluate(null, { time: now, picture, zone }) as Promise<unknown>,
    // AWS leaves $eval out: a definition is read before it runs, its data is not code.
    eval: () => fail('Expected $parse for reading JSON but received a call of $eval, which Step Functions does not have'),
  };
}

function partition(array: unknown, size: unknown): unknown {
  if (array === undefined) return undefined;
  if (!Number.isInteger(size) || (size as number) < 1) fail(`Expected a positive integer for the chunk size of $partition but received ${JSON.stringify(size)}`);
  const items: unknown[] = Array.isArray(array) ? array : [array];
  return Array.from({ length: Math.ceil(items.length / (size as number)) }, (_, index) => items.slice(index * (size as number), (index + 1) * (size as number)));
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0) {
    fail(`Expected three numbers, the last not 0, for $range but received ${JSON.stringify([first, last, step])}`);
  }
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) fail(`Expected at most ${String(LONGEST_RANGE)} numbers for $range but received bounds of ${String(length)}`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(value: unknown, algorithm: unknown): unknown {
  if (value === undefined) return undefined;
  const name = typeof algorithm === 'string' ? HASHES[algorithm] : undefined;
  if (name === undefined) fail(`Expected ${Object.keys(HASHES).join(', ')} for the algorithm of $hash but received ${JSON.stringify(algorithm)}`);
  return createHash(name).update(typeof value === 'string' ? value : JSON.stringify(value)).digest('hex');
}

/** Mulberry32: the same seed, the same number. */
function seeded(seed: number): number {
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}

function fail(message: string): never {
  throw new Error(message);
}
