import { InvalidInput } from '../../errors.ts';
import { type ColourFunction, type Lattice, interpolated } from './lattice.ts';

/** A look from a `.cube` file (Adobe, "Cube LUT Specification", version 1.0). */
export interface CubeLut {
  readonly title: string | null;
  readonly kind: '1D' | '3D';
  /** Entries along an axis. */
  readonly size: number;
  /** Encoded sRGB to encoded sRGB. */
  readonly colourFunction: ColourFunction;
  /** The table itself, where it is three-dimensional and covers exactly 0 to 1. */
  readonly lattice: Lattice | null;
}

/** A table of 65 steps has a node for every fourth value of 8 bits; larger ones are megabytes for nothing. */
const largest3d = 65;
const largest1d = 4096;
const mostCharacters = 16_000_000;

/**
 * Reads a `.cube` file with a 1D or a 3D table.
 *
 * @param name how messages call the file
 * @throws InvalidInput with the line, when the file breaks the format or its table is too large.
 */
export function parseCube(text: string, name: string): CubeLut {
  if (text.length > mostCharacters) throw wrong(name, null, `at most ${String(mostCharacters)} characters`, String(text.length));
  const { title, size3d, size1d, low, high, rows } = readLines(text, name);
  if (size3d !== null && size1d !== null) throw wrong(name, null, 'either LUT_3D_SIZE or LUT_1D_SIZE', 'both');
  if (size3d === null && size1d === null) throw wrong(name, null, 'LUT_3D_SIZE or LUT_1D_SIZE', 'neither; this is no table');
  for (let channel = 0; channel < 3; channel += 1) {
    if (!((high[channel] ?? 0) > (low[channel] ?? 0))) throw wrong(name, null, 'a DOMAIN_MAX above DOMAIN_MIN', `${low.join(' ')} to ${high.join(' ')}`);
  }
  const size = size3d ?? size1d ?? 0;
  const count = size3d === null ? size : size ** 3;
  if (rows.length !== count * 3) throw wrong(name, null, `${String(count)} rows of three numbers`, String(rows.length / 3));

  const nodes = Float32Array.from(rows);
  if (size3d === null) return { title, kind: '1D', size, lattice: null, colourFunction: curves(nodes, size, low, high) };
  const lattice: Lattice = { size, nodes };
  const inside = interpolated(lattice);
  const isUnit = low.every((value) => value === 0) && high.every((value) => value === 1);
  return { title, kind: '3D', size, lattice: isUnit ? lattice : null, colourFunction: isUnit ? inside : rescaled(inside, low, high) };
}

interface Lines {
  title: string | null;
  size3d: number | null;
  size1d: number | null;
  low: number[];
  high: number[];
  readonly rows: number[];
}

function readLines(text: string, name: string): Lines {
  const found: Lines = { title: null, size3d: null, size1d: null, low: [0, 0, 0], high: [1, 1, 1], rows: [] };
  for (const [index, raw] of text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const at = index + 1;
    if (/^[-+.\d]/u.test(line)) {
      found.rows.push(...triple(line, name, at));
      if (found.rows.length > largest3d ** 3 * 3) throw wrong(name, at, `at most ${String(largest3d ** 3)} rows`, 'more');
      continue;
    }
    const [keyword = '', ...rest] = line.split(/\s+/u);
    const value = rest.join(' ');
    if (keyword === 'TITLE') found.title = value.replace(/^"|"$/gu, '').slice(0, 200);
    else if (keyword === 'LUT_3D_SIZE') found.size3d = sizeOf(value, largest3d, keyword, name, at);
    else if (keyword === 'LUT_1D_SIZE') found.size1d = sizeOf(value, largest1d, keyword, name, at);
    else if (keyword === 'DOMAIN_MIN') found.low = triple(value, name, at);
    else if (keyword === 'DOMAIN_MAX') found.high = triple(value, name, at);
    // DaVinci Resolve's spelling of one domain for all three channels.
    else if (keyword === 'LUT_3D_INPUT_RANGE' || keyword === 'LUT_1D_INPUT_RANGE') [found.low, found.high] = range(rest, name, at);
    else throw wrong(name, at, 'a keyword of the format or three numbers', JSON.stringify(line.slice(0, 60)));
  }
  return found;
}

function sizeOf(text: string, largest: number, keyword: string, name: string, line: number): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 2 || size > largest) throw wrong(name, line, `a whole number from 2 to ${String(largest)} after ${keyword}`, JSON.stringify(text.slice(0, 40)));
  return size;
}

function triple(text: string, name: string, line: number): number[] {
  const values = text.split(/\s+/u).map(Number);
  // A table has 32 bits a number; beyond them lies infinity.
  if (values.length !== 3 || !values.every((value) => Number.isFinite(Math.fround(value)))) throw wrong(name, line, 'three numbers', JSON.stringify(text.slice(0, 60)));
  return values;
}

function range(words: readonly string[], name: string, line: number): [number[], number[]] {
  const [low, high] = words.map(Number);
  if (words.length !== 2 || low === undefined || high === undefined || !Number.isFinite(low) || !Number.isFinite(high)) throw wrong(name, line, 'two numbers', JSON.stringify(words.join(' ').slice(0, 60)));
  return [[low, low, low], [high, high, high]];
}

/** Each channel through its own column, straight lines between entries. */
function curves(nodes: Float32Array, size: number, low: readonly number[], high: readonly number[]): ColourFunction {
  return (colour) => {
    for (const channel of [0, 1, 2] as const) {
      const start = low[channel] ?? 0;
      const position = Math.min(1, Math.max(0, (colour[channel] - start) / ((high[channel] ?? 1) - start))) * (size - 1);
      const entry = Math.min(size - 2, Math.floor(position));
      const before = nodes[entry * 3 + channel] ?? 0;
      colour[channel] = before + ((nodes[(entry + 1) * 3 + channel] ?? 0) - before) * (position - entry);
    }
  };
}

function rescaled(inside: ColourFunction, low: readonly number[], high: readonly number[]): ColourFunction {
  return (colour) => {
    for (const channel of [0, 1, 2] as const) {
      const start = low[channel] ?? 0;
      colour[channel] = (colour[channel] - start) / ((high[channel] ?? 1) - start);
    }
    inside(colour);
  };
}

function wrong(name: string, line: number | null, expected: string, received: string): InvalidInput {
  return new InvalidInput(`Expected ${expected} in ${name}${line === null ? '' : `, line ${String(line)},`} but received ${received}`);
}
